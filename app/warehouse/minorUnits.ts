/**
 * Currencies whose minor unit is not a hundredth, by ISO 4217. `Intl` is no source for this: it follows CLDR's custom
 * in shops and gives 0 decimals to HUF, IDR, COP, PKR and others, which would round real amounts away.
 */
const digitsByCurrency: Readonly<Record<string, number>> = {
  ...digits(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
  ...digits(3, "BHD IQD JOD KWD LYD OMR TND"),
  ...digits(4, "CLF UYW"),
};

function digits(count: number, currencies: string): Record<string, number> {
  return Object.fromEntries(currencies.split(" ").map((currency) => [currency, count]));
}

/** Decimals of a currency (ISO 4217 code, upper case): one unit is 10 to this power of minor units. */
export function minorUnitDigits(currency: string): number {
  return digitsByCurrency[currency] ?? 2;
}

/** Minor units as an exact decimal string; never passes through a float. */
export function decimalString(minor: bigint, digits: number): `${number}` {
  const sign = minor < 0n ? "-" : "";
  const figures = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
  const cut = figures.length - digits;
  const text = digits === 0 ? figures : `${figures.slice(0, cut)}.${figures.slice(cut)}`;
  return `${sign}${text}` as `${number}`;
}
