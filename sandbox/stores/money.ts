import type { Money, MoneyBag } from "./store";

const digitsByCurrency = new Map<string, number>();

/** Decimals of a currency's minor unit by ISO 4217: JPY 0, USD 2, KWD 3. */
export function minorUnitDigits(currencyCode: string): number {
  let digits = digitsByCurrency.get(currencyCode);
  if (digits === undefined) {
    const format = new Intl.NumberFormat("en", { style: "currency", currency: currencyCode });
    digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    digitsByCurrency.set(currencyCode, digits);
  }
  return digits;
}

/** `1250`, `USD` → `12.50`. */
export function decimalAmount(minorUnits: number | bigint, currencyCode: string): string {
  const digits = minorUnitDigits(currencyCode);
  const negative = minorUnits < 0;
  const text = String(negative ? -minorUnits : minorUnits).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  return `${negative ? "-" : ""}${whole}${digits === 0 ? "" : `.${text.slice(-digits)}`}`;
}

/**
 * `12.5`, `USD` → `1250n`. More decimals than the currency has are accepted when they are zeros ("12.500").
 * Throws on anything that is not an amount of that currency.
 */
export function minorUnits(amount: string, currencyCode: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  const digits = minorUnitDigits(currencyCode);
  const fraction = match?.[3] ?? "";
  if (match?.[2] === undefined || /[^0]/.test(fraction.slice(digits))) {
    throw new Error(`"${amount}" is not an amount of ${currencyCode}, which has ${String(digits)} decimals.`);
  }
  const value = BigInt(match[2] + fraction.slice(0, digits).padEnd(digits, "0"));
  return match[1] === "-" ? -value : value;
}

/**
 * Makes money values, each distinct one once: 100,000 customers come to some three million of them, of which a few
 * thousand differ.
 */
export function moneyMint(shopCurrency: string) {
  const moneys = new Map<string, Money>();
  const bags = new Map<string, MoneyBag>();
  /** By amount alone, without a key to put together: nine bags in ten are in the shop's currency only. */
  const shopBags = new Map<number, MoneyBag>();

  function money(units: number, currencyCode: string = shopCurrency): Money {
    return remembered(moneys, currencyCode + String(units), () => ({
      amount: decimalAmount(units, currencyCode),
      currencyCode,
    }));
  }

  function bag(
    shopUnits: number,
    presentmentUnits = shopUnits,
    presentmentCurrency = shopCurrency,
  ): MoneyBag {
    const make = () => ({
      shopMoney: money(shopUnits),
      presentmentMoney: money(presentmentUnits, presentmentCurrency),
    });
    if (presentmentCurrency === shopCurrency) return remembered(shopBags, shopUnits, make);
    return remembered(bags, `${String(shopUnits)} ${String(presentmentUnits)} ${presentmentCurrency}`, make);
  }

  return { money, bag };
}

export type MoneyMint = ReturnType<typeof moneyMint>;

function remembered<Key, Value extends object>(values: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = values.get(key);
  if (!value) {
    value = Object.freeze(make());
    values.set(key, value);
  }
  return value;
}
