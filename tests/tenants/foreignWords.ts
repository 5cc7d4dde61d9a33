import { customerOf, type Tenant } from "./tenant";

/**
 * What of a shop stands in a text that another one got to see: its word, and the ids of customers whom the other has not.
 *
 * @param said what whoever got it had written themselves, which may come back
 */
export function foundOf(shop: Tenant, other: Tenant, text: string, said: readonly string[] = []): string[] {
  const told = said.reduce((rest, own) => rest.replaceAll(own, ""), text).toLowerCase();
  const ids = Array.from({ length: shop.customers }, (_, index) => customerOf(index + 1)).slice(
    other.customers,
  );
  return [shop.word, ...ids].flatMap((mark) => {
    const at = told.indexOf(mark);
    return at === -1 ? [] : [told.slice(Math.max(0, at - 60), at + 60)];
  });
}
