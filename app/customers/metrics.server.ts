import { sql, type CompiledQuery, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";
import type { CustomerMetricsRow } from "~/warehouse/tables";

import { counted, orderValue, ordersWithCustomers } from "./orderValue";
import type { ScoringSettings } from "./settings";
import { endOfShopDay, shopDay } from "./shopDays";

/** How a store is counted: as of the end of `analysisDate` (`YYYY-MM-DD`, the shop's day), by its settings. */
export interface Counting {
  readonly analysisDate: string;
  /** IANA. */
  readonly timeZone: string;
  readonly settings: ScoringSettings;
}

/** Everybody, or the customers named. */
export type CustomerScope = "everybody" | readonly bigint[];

/** Relations that stand in for the tables of facts that metrics are counted from: copies of some customers' rows. */
export type MetricsFacts = Readonly<
  Partial<Record<"customers" | "orders" | "order_lines" | "fulfillments", string>>
>;

/**
 * The facts of some customers under the names of the tables they are taken from, to follow WITH: so that what follows
 * reads those alone, and each table once (100 of 100,000 customers: 45 ms; with a filter in each scan 800 ms).
 */
function factsOf(customerIds: readonly bigint[], facts: MetricsFacts): RawBuilder<unknown> {
  const from = (table: keyof MetricsFacts) => sql`SELECT * FROM ${sql.table(facts[table] ?? table)}`;
  const ofCustomers = within(sql`customer_id`, customerIds);
  const ofOrders = sql`order_id IN (SELECT order_id FROM orders)`;
  return sql`
    customers AS MATERIALIZED (${from("customers")} WHERE ${ofCustomers}),
    orders AS MATERIALIZED (${from("orders")} WHERE ${ofCustomers}),
    order_lines AS MATERIALIZED (${from("order_lines")} WHERE ${ofOrders}),
    fulfillments AS MATERIALIZED (${from("fulfillments")} WHERE ${ofOrders})`;
}

/** `counted`: the orders that count, with value and shop's day. Those after the analysis date do not exist yet. */
function countedOrders({ analysisDate, timeZone, settings }: Counting): RawBuilder<unknown> {
  return sql`
    counted AS (
      SELECT o.order_id, o.customer_id, o.processed_at, o.source_name, o.refunded, o.discounts,
        ${orderValue(settings)} AS value,
        ${shopDay(sql`o.processed_at`, timeZone)} AS day
      FROM ${ordersWithCustomers}
      WHERE ${counted(settings)} AND c.customer_id IS NOT NULL AND o.processed_at < ${endOfShopDay(analysisDate, timeZone)}
    )`;
}

/**
 * `counted` and `buyers`, to follow WITH: one row per buyer with what plain sums over the orders give. `any_source` is the
 * source of a buyer's only order; of several, `rhythms` knows the first. Days are told of the times that are left: of every
 * order's they cost more than all else (1M orders: 250 ms of processor time).
 */
export function buyersOf(counting: Counting): RawBuilder<unknown> {
  return sql`${countedOrders(counting)},
    buyers AS (
      SELECT customer_id,
        count(*) AS orders,
        sum(value) AS spend,
        min(processed_at) AS first_order_at,
        max(processed_at) AS last_order_at,
        ${shopDay(sql`min(processed_at)`, counting.timeZone)} AS first_order_on,
        ${shopDay(sql`max(processed_at)`, counting.timeZone)} AS last_order_on,
        max(source_name) AS any_source,
        sum(refunded) AS refunded,
        count(*) FILTER (WHERE discounts > 0) AS discounted_orders
      FROM counted
      GROUP BY customer_id
    )`;
}

/**
 * `rhythms`, to follow `buyersOf`: one row per buyer of two orders or more. A gap is the number of days between two
 * consecutive days with an order, so the gaps add up to the days from the first to the last.
 */
export const rhythms: RawBuilder<unknown> = sql`
    rhythms AS (
      SELECT customer_id,
        max(source_name) FILTER (WHERE place = 1) AS first_source,
        max(day) FILTER (WHERE place = 2) AS second_order_on,
        CAST(max(day) - min(day) AS double precision) / nullif(count(*) FILTER (WHERE gap > 0), 0) AS gap_mean_days,
        max(gap) FILTER (WHERE gap > 0) AS gap_max_days
      FROM (
        SELECT customer_id, day, source_name, row_number() OVER by_time AS place, day - lag(day) OVER by_time AS gap
        FROM counted
        WHERE customer_id IN (SELECT customer_id FROM buyers WHERE orders > 1)
        WINDOW by_time AS (PARTITION BY customer_id ORDER BY processed_at, order_id)
      ) sequenced
      GROUP BY customer_id
    )`;

/** `failures`: orders cancelled by the customer, declined or not delivered, whether or not they count otherwise. */
function failuresOf({ analysisDate, timeZone }: Counting): RawBuilder<unknown> {
  return sql`
    failures AS (
      SELECT o.customer_id, count(*) AS failed_orders
      FROM orders o
      WHERE o.customer_id IS NOT NULL AND NOT o.test
        AND (o.cancel_reason IN ('CUSTOMER', 'DECLINED')
          OR o.order_id IN (SELECT order_id FROM fulfillments WHERE display_status IN ('FAILURE', 'NOT_DELIVERED')))
        AND o.processed_at < ${endOfShopDay(analysisDate, timeZone)}
      GROUP BY o.customer_id
    )`;
}

/** `prices`: the dearest unit ever bought. Gift cards are money moved unless the settings count them. */
function pricesOf({ settings }: Counting): RawBuilder<unknown> {
  return sql`
    prices AS (
      SELECT counted.customer_id, max(l.unit_price) AS highest_unit_price
      FROM counted JOIN order_lines l ON l.order_id = counted.order_id
      WHERE ${settings.money.includeGiftCards ? sql`true` : sql`NOT l.is_gift_card`}
      GROUP BY counted.customer_id
    )`;
}

/** Replaces the metrics of the customers in scope, buyers or not; resolves to their number. Call it in a transaction. */
export async function writeMetrics(
  connection: Connection,
  counting: Counting,
  scope: CustomerScope = "everybody",
  facts: MetricsFacts = {},
): Promise<number> {
  await connection.run(statement`DELETE FROM customer_metrics WHERE ${within(sql`customer_id`, scope)}`);
  return connection.run(metricsInsert(counting, scope, facts));
}

/** What {@link writeMetrics} counts by. */
export function metricsInsert(counting: Counting, scope: CustomerScope, facts: MetricsFacts): CompiledQuery {
  const own = scope === "everybody" ? sql`` : sql`${factsOf(scope, facts)}, `;
  const { relations, select } = metricsOf(counting);
  const columns = sql.join(["customer_id", ...metricsColumns].map((column) => sql.ref(column)));
  return statement`WITH ${own}${relations} INSERT INTO customer_metrics (${columns}) ${select}`;
}

export type MetricsColumn = Exclude<keyof CustomerMetricsRow, "customer_id">;

/** Relations that metrics are told by besides `buyers`, by alias. */
const sources = {
  r: { name: "rhythms", relation: () => rhythms },
  f: { name: "failures", relation: failuresOf },
  p: { name: "prices", relation: pricesOf },
} as const satisfies Record<string, { name: string; relation: (counting: Counting) => RawBuilder<unknown> }>;

/** Each metric over customers `c`, their row of `buyers` `b` and the sources. */
const metrics: Readonly<Record<MetricsColumn, string>> = {
  orders: "CAST(coalesce(b.orders, 0) AS integer)",
  spend: "CAST(coalesce(b.spend, 0) AS bigint)",
  first_order_at: "b.first_order_at",
  last_order_at: "b.last_order_at",
  first_order_on: "b.first_order_on",
  last_order_on: "b.last_order_on",
  second_order_on: "r.second_order_on",
  refunded: "CAST(coalesce(b.refunded, 0) AS bigint)",
  failed_orders: "CAST(coalesce(f.failed_orders, 0) AS integer)",
  discounted_orders: "CAST(coalesce(b.discounted_orders, 0) AS integer)",
  highest_unit_price: "p.highest_unit_price",
  gap_mean_days: "r.gap_mean_days",
  gap_max_days: "CAST(r.gap_max_days AS integer)",
  first_order_source: "CASE WHEN b.orders = 1 THEN b.any_source ELSE r.first_source END",
};
export const metricsColumns = Object.keys(metrics) as readonly MetricsColumn[];

/**
 * The metrics of every customer, buyer or not, as a SELECT over `relations`, which are to follow WITH. What no column that is
 * asked for is told by is not joined.
 *
 * @param customers a relation of customers (`customer_id`, each once)
 */
export function metricsOf(
  counting: Counting,
  columns: readonly MetricsColumn[] = metricsColumns,
  customers = sql`customers`,
): { relations: RawBuilder<unknown>; select: RawBuilder<unknown> } {
  const told = columns.map((column) => sql`${sql.raw(metrics[column])} AS ${sql.ref(column)}`);
  const joined = Object.entries(sources).filter(([alias]) =>
    columns.some((column) => new RegExp(`\\b${alias}\\.`).test(metrics[column])),
  );
  const joins = joined.map(
    ([alias, { name }]) => sql` LEFT JOIN ${sql.table(name)} ${sql.raw(alias)}
      ON ${sql.raw(alias)}.customer_id = c.customer_id`,
  );
  return {
    relations: sql.join([buyersOf(counting), ...joined.map(([, { relation }]) => relation(counting))]),
    select: sql`SELECT ${sql.join([sql`c.customer_id`, ...told])}
      FROM ${customers} c LEFT JOIN buyers b ON b.customer_id = c.customer_id${sql.join(joins, sql``)}`,
  };
}

export function within(customerId: RawBuilder<unknown>, scope: CustomerScope): RawBuilder<boolean> {
  return scope === "everybody"
    ? sql`true`
    : sql`${customerId} IN (SELECT unnest(CAST(${scope} AS bigint[])))`;
}
