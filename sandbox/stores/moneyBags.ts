import { decimalAmount, minorUnits } from "./money";
import type { Money, MoneyBag } from "./store";

/** A bag minus another, in both of its currencies. Money values are shared between orders, so a new one is made. */
export function minus(from: MoneyBag, what: MoneyBag): MoneyBag {
  return combine(from, what, (a, b) => a - b);
}

export function plus(a: MoneyBag, b: MoneyBag): MoneyBag {
  return combine(a, b, (x, y) => x + y);
}

/** `part` of `whole` units of a bag, such as 1 of 3 pieces, rounded down in each currency. */
export function share(bag: MoneyBag, part: number, whole: number): MoneyBag {
  return combine(bag, bag, (units) => (whole === 0 ? 0n : (units * BigInt(part)) / BigInt(whole)));
}

/** A bag so many times, such as the price of so many pieces. */
export function times(bag: MoneyBag, count: number): MoneyBag {
  return combine(bag, bag, (units) => units * BigInt(count));
}

export function zero(bag: MoneyBag): MoneyBag {
  return minus(bag, bag);
}

export function isPositive(bag: MoneyBag): boolean {
  return units(bag.shopMoney) > 0n;
}

/** An amount of the shop's currency as a bag, at the exchange rate at which `reference` was priced. */
export function atRateOf(reference: MoneyBag, amount: string): MoneyBag {
  const { shopMoney, presentmentMoney } = reference;
  const shopUnits = minorUnits(amount, shopMoney.currencyCode);
  const referenceUnits = units(shopMoney);
  const shown = referenceUnits === 0n ? 0n : (shopUnits * units(presentmentMoney)) / referenceUnits;
  return {
    shopMoney: money(shopUnits, shopMoney.currencyCode),
    presentmentMoney: money(shown, presentmentMoney.currencyCode),
  };
}

/** A bag of a shop that sells in its own currency. */
export function bagOf(shopUnits: bigint, currencyCode: string): MoneyBag {
  const value = money(shopUnits, currencyCode);
  return { shopMoney: value, presentmentMoney: value };
}

function combine(a: MoneyBag, b: MoneyBag, operation: (x: bigint, y: bigint) => bigint): MoneyBag {
  const of = (x: Money, y: Money): Money => money(operation(units(x), units(y)), x.currencyCode);
  return {
    shopMoney: of(a.shopMoney, b.shopMoney),
    presentmentMoney: of(a.presentmentMoney, b.presentmentMoney),
  };
}

function units({ amount, currencyCode }: Money): bigint {
  return minorUnits(amount, currencyCode);
}

function money(value: bigint, currencyCode: string): Money {
  return { amount: decimalAmount(value, currencyCode), currencyCode };
}
