import { decimalString } from "~/warehouse/minorUnits";

/** More decimals than any currency has. */
const digits = 6;

/** An amount as Shopify writes it, "12.50" or "-3", exactly, in millionths. */
export function millionths(amount: string): bigint {
  const [, sign = "", whole = "0", part = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const figures = BigInt(whole + part.slice(0, digits).padEnd(digits, "0"));
  return sign === "-" ? -figures : figures;
}

/** Millionths as a decimal string. */
export function amountOf(value: bigint): string {
  return decimalString(value, digits);
}

/** The sum of amounts, exactly. */
export function sumOf(amounts: readonly string[]): bigint {
  return amounts.reduce((sum, amount) => sum + millionths(amount), 0n);
}
