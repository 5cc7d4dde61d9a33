import { sql, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import {
  type Reconciliation,
  type ReconciliationReason,
  reconciliationReasons,
  type SpentMeaning,
} from "./figures";
import type { Counting } from "./metrics.server";
import { customerExcluded, isPaid, leftOut, ordersWithCustomers, valueSteps } from "./orderValue";
import {
  findSpentMeaning,
  mayHaveHiddenOrders,
  placedSince,
  spentOn,
  type SyncedWindow,
} from "./shopifyFigures.server";
import { endOfShopDay } from "./shopDays";

export interface CompareInput extends Counting, SyncedWindow {
  /** What Shopify answered at `askedAt`; `…Since` count what was created since `syncedAt`. Null: it could not be asked. */
  readonly shopify: {
    readonly askedAt: Date;
    readonly customersCount: bigint;
    readonly ordersCount: bigint;
    readonly customersSince: bigint;
    readonly ordersSince: bigint;
  } | null;
}

/**
 * Shopify's own figures against ours, and the difference by reason. Every order has exactly one fate (counted, or left
 * out for one reason) and what a counted order is worth to Shopify and to us differs step by step, so whatever
 * remains unexplained is in Shopify's figure and in none of its orders.
 */
export async function compareWithShopify(
  warehouse: Connection,
  input: CompareInput,
): Promise<Reconciliation[]> {
  const meaning = await findSpentMeaning(warehouse, input);
  const [people, fates, hidden, value] = await Promise.all([
    countPeople(warehouse, input),
    sumByFate(warehouse, input, meaning),
    sumHidden(warehouse, input, meaning),
    sumCountedValue(warehouse, input, meaning),
  ]);
  return [
    compareCustomers(people, input),
    compareOrders(fates, people, input),
    compareCustomerOrders(fates, hidden, people),
    { ...compareCustomerSpend(fates, hidden, value, people), spentMeans: meaning },
  ];
}

interface People {
  customers: bigint;
  customers_since: bigint;
  orders_since: bigint;
  orders_slid_out: bigint;
  later: bigint;
  excluded: bigint;
  shopify_orders: bigint;
  shopify_spent: bigint;
}

async function countPeople(warehouse: Connection, input: CompareInput): Promise<People> {
  const later = sql`c.created_at >= ${endOfShopDay(input.analysisDate, input.timeZone)}`;
  const excluded = customerExcluded(input.settings);
  const [row] = await warehouse.all(statement<People>`
    SELECT count(*) AS customers,
      count(*) FILTER (WHERE c.created_at >= ${input.syncedAt}) AS customers_since,
      count(*) FILTER (WHERE ${later}) AS later,
      count(*) FILTER (WHERE NOT ${later} AND ${excluded}) AS excluded,
      CAST(coalesce(sum(c.shopify_orders), 0) AS bigint) AS shopify_orders,
      CAST(coalesce(sum(c.shopify_spent), 0) AS bigint) AS shopify_spent,
      (SELECT count(*) FROM orders o WHERE o.created_at >= ${input.syncedAt}) AS orders_since,
      (SELECT count(*) FROM orders o WHERE ${slidOut(input)}) AS orders_slid_out
    FROM customers c`);
  return oneRow(row);
}

/** A limited window moves on while time passes: orders that we have and that Shopify no longer lets us count. */
function slidOut({ shopify, syncedAt, ordersVisibleSince }: CompareInput): RawBuilder<boolean> {
  if (!shopify || !ordersVisibleSince) return sql`false`;
  const passed = shopify.askedAt.getTime() - syncedAt.getTime();
  return sql`o.created_at < ${new Date(ordersVisibleSince.getTime() + passed)}`;
}

interface Fate {
  /** Null: counted. */
  reason: ReconciliationReason | null;
  /** All orders of this fate. */
  orders: bigint;
  /** Those in Shopify's figures of a customer that we know, and what they add to the amount spent there. */
  customer_orders: bigint;
  spent: bigint;
  spent_orders: bigint;
  /** Those of them that came too late for the customer's figures as we have them. */
  late_orders: bigint;
  late_spent: bigint;
}

/** Why an order of `ordersWithCustomers` does not count, the analysis date included; NULL for one that counts. */
export function fateOf({
  settings,
  analysisDate,
  timeZone,
}: Counting): RawBuilder<ReconciliationReason | null> {
  const later = sql`o.processed_at >= ${endOfShopDay(analysisDate, timeZone)}`;
  return sql`coalesce(${leftOut(settings)}, CASE WHEN ${later} THEN 'after_analysis_date' END)`;
}

function sumByFate(warehouse: Connection, input: CompareInput, meaning: SpentMeaning): Promise<Fate[]> {
  return warehouse.all(statement<Fate>`
    SELECT reason, count(*) AS orders,
      count(*) FILTER (WHERE shown) AS customer_orders,
      CAST(coalesce(sum(spent) FILTER (WHERE shown), 0) AS bigint) AS spent,
      count(*) FILTER (WHERE shown AND spent <> 0) AS spent_orders,
      count(*) FILTER (WHERE shown AND late) AS late_orders,
      CAST(coalesce(sum(spent) FILTER (WHERE shown AND late), 0) AS bigint) AS late_spent
    FROM (
      SELECT ${fateOf(input)} AS reason, NOT o.test AND c.customer_id IS NOT NULL AS shown,
        ${placedSince(input)} AS late, ${spentOn(meaning)} AS spent
      FROM ${ordersWithCustomers}
    ) fates
    GROUP BY reason`);
}

interface Hidden {
  customers: bigint;
  orders: bigint;
  spent: bigint;
}

/** What the figures of customers who may have hidden orders hold beyond the orders that we see. */
async function sumHidden(warehouse: Connection, input: CompareInput, meaning: SpentMeaning): Promise<Hidden> {
  if (input.ordersVisibleSince === null) return { customers: 0n, orders: 0n, spent: 0n };
  const [row] = await warehouse.all(statement<Hidden>`
    SELECT count(*) FILTER (WHERE orders <> 0 OR spent <> 0) AS customers,
      CAST(coalesce(sum(orders), 0) AS bigint) AS orders, CAST(coalesce(sum(spent), 0) AS bigint) AS spent
    FROM (
      SELECT c.shopify_orders - coalesce(s.orders, 0) AS orders, c.shopify_spent - coalesce(s.spent, 0) AS spent
      FROM customers c LEFT JOIN (
        SELECT o.customer_id, count(*) AS orders, sum(${spentOn(meaning)}) AS spent
        FROM orders o JOIN customers c ON c.customer_id = o.customer_id
        WHERE NOT o.test AND NOT ${placedSince(input)}
        GROUP BY o.customer_id
      ) s ON s.customer_id = c.customer_id
      WHERE ${mayHaveHiddenOrders(input)}
    ) hidden`);
  return oneRow(row);
}

const valueReasons = ["unpaid", "refunds", "tax", "shipping", "gift_cards"] as const;
type ValueReason = (typeof valueReasons)[number];
type CountedValue = Record<ValueReason, bigint> & Record<`${ValueReason}_orders`, bigint> & { value: bigint };

/** From what the counted orders are worth to Shopify down to what they are worth here, step by step. */
async function sumCountedValue(
  warehouse: Connection,
  input: CompareInput,
  meaning: SpentMeaning,
): Promise<CountedValue> {
  const { kept, withoutTax, withoutShipping, value } = valueSteps(input.settings);
  // Money not received yet is no refund: of an unpaid order a figure of payments shows nothing or a part.
  const outstanding = meaning.amount === "net_payment" ? sql`NOT ${isPaid}` : sql`false`;
  const columns = valueReasons.map((reason) => {
    const column = sql.ref(reason);
    return sql`CAST(coalesce(sum(${column}), 0) AS bigint) AS ${column},
      count(*) FILTER (WHERE ${column} <> 0) AS ${sql.ref(`${reason}_orders`)}`;
  });
  const [row] = await warehouse.all(statement<CountedValue>`
    SELECT ${sql.join(columns)}, CAST(coalesce(sum(value), 0) AS bigint) AS value
    FROM (
      SELECT value, kept - without_tax AS tax, without_tax - without_shipping AS shipping,
        without_shipping - value AS gift_cards,
        CASE WHEN outstanding THEN spent - kept ELSE 0 END AS unpaid,
        CASE WHEN outstanding THEN 0 ELSE spent - kept END AS refunds
      FROM (
        SELECT ${spentOn(meaning)} AS spent, ${outstanding} AS outstanding, ${kept} AS kept,
          ${withoutTax} AS without_tax, ${withoutShipping} AS without_shipping, ${value} AS value
        FROM ${ordersWithCustomers}
        WHERE ${fateOf(input)} IS NULL
      ) steps
    ) differences`);
  return oneRow(row);
}

type Reason = Reconciliation["reasons"][number];

function compareCustomers(people: People, { shopify }: CompareInput): Reconciliation {
  const since = shopify ? shopify.customersSince - people.customers_since : 0n;
  return reconcile(
    "customers",
    "count",
    shopify?.customersCount ?? null,
    people.customers - people.later - people.excluded,
    [
      counted("changed_since_sync", since),
      counted("after_analysis_date", people.later),
      counted("excluded_customer_tag", people.excluded),
    ],
  );
}

function compareOrders(fates: readonly Fate[], people: People, { shopify }: CompareInput): Reconciliation {
  const since = shopify ? shopify.ordersSince - people.orders_since : 0n;
  return reconcile("orders", "count", shopify?.ordersCount ?? null, fateOfCounted(fates)?.orders ?? 0n, [
    counted("outside_window", -people.orders_slid_out),
    counted("changed_since_sync", since),
    ...fates.flatMap(({ reason, orders }) => (reason ? [counted(reason, orders)] : [])),
  ]);
}

function compareCustomerOrders(fates: readonly Fate[], hidden: Hidden, people: People): Reconciliation {
  const late = total(fates, (fate) => fate.late_orders);
  return reconcile("customer_orders", "count", people.shopify_orders, fateOfCounted(fates)?.orders ?? 0n, [
    { reason: "outside_window", amount: hidden.orders, records: Number(hidden.customers) },
    { reason: "changed_since_sync", amount: -late, records: Number(late) },
    ...fates.flatMap(({ reason, customer_orders }) => (reason ? [counted(reason, customer_orders)] : [])),
  ]);
}

function compareCustomerSpend(
  fates: readonly Fate[],
  hidden: Hidden,
  value: CountedValue,
  people: People,
): Reconciliation {
  return reconcile("customer_spend", "money", people.shopify_spent, value.value, [
    { reason: "outside_window", amount: hidden.spent, records: Number(hidden.customers) },
    {
      reason: "changed_since_sync",
      amount: -total(fates, (fate) => fate.late_spent),
      records: Number(total(fates, (fate) => fate.late_orders)),
    },
    ...fates.flatMap(({ reason, spent, spent_orders }) =>
      reason ? [{ reason, amount: spent, records: Number(spent_orders) }] : [],
    ),
    ...valueReasons.map((reason) => ({
      reason,
      amount: value[reason],
      records: Number(value[`${reason}_orders`]),
    })),
  ]);
}

/** Orders reasons as listed, leaves out what takes off nothing, and works out the rest. */
function reconcile(
  figure: Reconciliation["figure"],
  unit: Reconciliation["unit"],
  shopify: bigint | null,
  ours: bigint,
  found: readonly Reason[],
): Reconciliation {
  const reasons = found
    .filter(({ amount }) => amount !== 0n)
    .sort((a, b) => reconciliationReasons.indexOf(a.reason) - reconciliationReasons.indexOf(b.reason));
  const explained = total(reasons, ({ amount }) => amount);
  return {
    figure,
    unit,
    shopify,
    reasons,
    ours,
    unexplained: shopify === null ? null : shopify - explained - ours,
  };
}

function counted(reason: ReconciliationReason, records: bigint): Reason {
  return { reason, amount: records, records: Math.abs(Number(records)) };
}

function fateOfCounted(fates: readonly Fate[]): Fate | undefined {
  return fates.find(({ reason }) => reason === null);
}

function total<Item>(items: readonly Item[], amountOf: (item: Item) => bigint): bigint {
  return items.reduce((sum, item) => sum + amountOf(item), 0n);
}

function oneRow<Row>(row: Row | undefined): Row {
  if (!row) throw new Error("A statement of aggregates gave no row.");
  return row;
}
