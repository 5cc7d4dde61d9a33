import type { Money, MoneyBag } from "../../../stores/store";

const amount = ({ amount, currencyCode }: Money) => ({ amount, currency_code: currencyCode });

/** A bag as `…_set` fields carry it. */
export function moneySet({ shopMoney, presentmentMoney }: MoneyBag) {
  return { shop_money: amount(shopMoney), presentment_money: amount(presentmentMoney) };
}

/** A field in the shop's currency, and beside it the same with `_set` to its name. */
export function priced<Name extends string>(
  name: Name,
  bag: MoneyBag,
): Record<Name, string> & Record<`${Name}_set`, ReturnType<typeof moneySet>> {
  return { [name]: bag.shopMoney.amount, [`${name}_set`]: moneySet(bag) } as never;
}
