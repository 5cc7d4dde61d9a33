import { sql, type RawBuilder } from "kysely";

import type { ScoringSettings } from "./settings";

/**
 * Which orders count and what each is worth, as SQL over `ordersWithCustomers`. The one place that reads the money
 * rules: scores, figures, the comparison with Shopify and the effect of settings all splice these fragments in. Stored
 * facts never depend on the settings.
 */

/** The FROM clause that the fragments below speak of: orders `o`, each with its customer `c` where there is one. */
export const ordersWithCustomers = sql`orders o LEFT JOIN customers c ON c.customer_id = o.customer_id`;

/** Shopify has received the whole price, whatever it gave back since. An unknown or absent status is not known to be paid. */
export const isPaid = sql<boolean>`coalesce(o.financial_status IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED'), false)`;

/** Why an order may be left out, in the order in which the reasons are tried: the first that holds is the one named. */
export const leftOutReasons = [
  "test",
  "cancelled",
  "voided",
  "no_customer",
  "unpaid",
  "renewals",
  "point_of_sale",
  "excluded_customer_tag",
  "excluded_order_tag",
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** Null where the settings let the reason pass. */
const rules: Record<LeftOutReason, (settings: ScoringSettings) => RawBuilder<boolean> | null> = {
  test: () => sql`o.test`,
  cancelled: () => sql`o.cancelled_at IS NOT NULL`,
  voided: () => sql`o.financial_status = 'VOIDED'`,
  no_customer: () => sql`c.customer_id IS NULL`,
  unpaid: ({ money }) => (money.countUnpaid ? null : sql`NOT ${isPaid}`),
  // A subscription's first order is placed in a checkout like any other and counts; the orders that the contract bills
  // afterwards say so in their source (`subscription_contract`, `subscription_contract_checkout_one`).
  renewals: ({ money }) =>
    money.countRenewals
      ? null
      : sql`(o.subscription AND starts_with(o.source_name, 'subscription_contract'))`,
  point_of_sale: ({ money }) => (money.countPointOfSale ? null : sql`o.source_name = 'pos'`),
  excluded_customer_tag: ({ exclude }) => hasTag(sql`c.tags`, exclude.customerTags),
  excluded_order_tag: ({ exclude }) => hasTag(sql`o.tags`, exclude.orderTags),
};

/** That a rule does not hold, where it can be asked as plainly: an engine tries that while it reads the column. */
const plainly: Partial<Record<LeftOutReason, RawBuilder<boolean>>> = {
  test: sql`NOT o.test`,
  cancelled: sql`o.cancelled_at IS NULL`,
  voided: sql`o.financial_status IS DISTINCT FROM 'VOIDED'`,
  no_customer: sql`o.customer_id IS NOT NULL`,
};

/** Whether the money rules leave out no order but those that never count and those of nobody. */
export function countsAllThatCan(settings: ScoringSettings): boolean {
  return leftOutReasons.every((reason) => plainly[reason] !== undefined || rules[reason](settings) === null);
}

/** The reason why an order counts for nothing ({@link LeftOutReason}); NULL for an order that counts. */
export function leftOut(settings: ScoringSettings): RawBuilder<LeftOutReason | null> {
  const cases = leftOutReasons.flatMap((reason) => {
    const holds = rules[reason](settings);
    return holds ? [sql`WHEN ${holds} THEN ${sql.lit(reason)}`] : [];
  });
  return sql`CASE ${sql.join(cases, sql` `)} END`;
}

/**
 * Whether an order `o` counts, of a customer who is known to exist: `leftOut` is NULL, as a condition over orders alone. It
 * spares a join with customers, and terms side by side are tried in about half the time of a CASE.
 *
 * @param customers relation with the customers of these orders, for excluded tags
 */
export function counted(
  settings: ScoringSettings,
  customers: RawBuilder<unknown> = sql`customers`,
): RawBuilder<boolean> {
  const terms = leftOutReasons.flatMap((reason) => {
    const holds = rules[reason](settings);
    if (!holds) return [];
    const plain = plainly[reason];
    if (plain) return [plain];
    return reason === "excluded_customer_tag"
      ? [sql`o.customer_id NOT IN (SELECT c.customer_id FROM ${customers} c WHERE ${holds})`]
      : [sql`(${holds}) IS NOT TRUE`];
  });
  return sql`${sql.join(terms, sql` AND `)}`;
}

/** Whether a customer `c` is excluded by a tag. */
export function customerExcluded(settings: ScoringSettings): RawBuilder<boolean> {
  const holds = rules.excluded_customer_tag(settings);
  return holds ? sql`coalesce(${holds}, false)` : sql`false`;
}

/**
 * An order's value, rule by rule; each step takes something off the one before and none falls below zero. Minor units.
 *
 * `kept`, with refunds subtracted: of a paid order the smaller of what the order still amounts to and the money kept.
 * A return that is refunded lowers both, a goodwill refund only the money, an edit of an unpaid order only the
 * amount; subtracting `refunded` from `current_total` would take a return off twice.
 *
 * Shopify is asked for tax and shipping after edits and returns only, so without subtracting refunds the tax and
 * shipping of returned goods stay in.
 */
export function valueSteps({ money }: ScoringSettings) {
  const kept = money.subtractRefunds
    ? sql<bigint>`greatest(0, CASE WHEN ${isPaid} THEN least(o.current_total, o.net_payment) ELSE o.current_total END)`
    : sql<bigint>`greatest(0, o.total)`;
  const withoutTax = money.includeTax ? kept : sql<bigint>`greatest(0, ${kept} - o.current_tax)`;
  const withoutShipping = money.includeShipping
    ? withoutTax
    : sql<bigint>`greatest(0, ${withoutTax} - o.current_shipping)`;
  const value = money.includeGiftCards
    ? withoutShipping
    : sql<bigint>`greatest(0, ${withoutShipping} - o.gift_cards)`;
  return { kept, withoutTax, withoutShipping, value };
}

/** What an order that counts is worth, in minor units. */
export function orderValue(settings: ScoringSettings): RawBuilder<bigint> {
  return valueSteps(settings).value;
}

/** Tags compare without case: joined by the unit separator, lowered in one go and split again, 0.1 µs an order. */
function hasTag(tags: RawBuilder<unknown>, excluded: readonly string[]): RawBuilder<boolean> | null {
  if (excluded.length === 0) return null;
  const wanted = excluded.map((tag) => tag.toLowerCase());
  return sql`string_to_array(lower(array_to_string(${tags}, chr(31))), chr(31)) && CAST(${wanted} AS text[])`;
}
