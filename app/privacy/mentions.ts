import type { Person } from "./person";

/** Shorter rows of digits are amounts and dates as well as they are phone numbers. */
const shortestPhone = 7;

/**
 * Whether a value read from JSON, however deep, names somebody: a number or id of theirs (a customer's or an order's), as such,
 * as text or at the end of a gid; an address, also within a longer text; or a phone number, however it is written.
 */
export function createMentions({
  customerIds,
  orderIds,
  emails,
  phones,
}: Person): (value: unknown) => boolean {
  const ids = new Set([...customerIds, ...orderIds].map(String));
  const numbers = phones.map(digitsOf).filter((digits) => digits.length >= shortestPhone);

  function isNamedIn(text: string): boolean {
    const lower = text.toLowerCase();
    if (emails.some((email) => lower.includes(email))) return true;
    const [, id = text] = /^gid:\/\/shopify\/\w+\/(\d+)/.exec(text) ?? [];
    if (ids.has(id)) return true;
    const digits = digitsOf(text);
    return numbers.some((number) => digits.includes(number));
  }

  return function mentions(value) {
    if (typeof value === "string") return isNamedIn(value);
    if (typeof value === "number") return ids.has(String(value));
    if (value === null || typeof value !== "object") return false;
    return Object.values(value).some(mentions);
  };
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, "");
}
