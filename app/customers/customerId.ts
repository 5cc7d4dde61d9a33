/** The number of a customer as an address spells it; null for what cannot be one. */
export function readCustomerId(text: string | null | undefined): bigint | null {
  if (text === null || text === undefined || !/^[1-9]\d{0,18}$/.test(text)) return null;
  const id = BigInt(text);
  return id <= largest ? id : null;
}

/** What a database's bigint holds. */
const largest = 2n ** 63n - 1n;
