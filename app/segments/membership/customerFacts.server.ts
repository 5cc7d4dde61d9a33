import { sql, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";
import type { WarehouseTables } from "~/warehouse/tables";

import { type Condition, conditionsOf, type Definition } from "../language/definition";
import { eventOf } from "../language/events";

/** The table that a row's customer is found through, where the row does not name them itself. */
const through = { orders: "order_id", abandoned_checkouts: "checkout_id" } as const;

/** Tables with rows of single customers, in the order in which they can be copied. */
const tablesOfCustomers = {
  customers: null,
  customer_metrics: null,
  rfm_scores: null,
  customer_metafields: null,
  customer_tag_events: null,
  orders: null,
  order_lines: "orders",
  refunds: "orders",
  fulfillments: "orders",
  abandoned_checkouts: null,
  abandoned_checkout_lines: "abandoned_checkouts",
  memberships: null,
} as const satisfies Partial<Record<keyof WarehouseTables, keyof typeof through | null>>;
type TableOfCustomers = keyof typeof tablesOfCustomers;

/** By table, the temporary table with the rows of the chosen customers. */
export type CustomerFacts = Readonly<Partial<Record<TableOfCustomers, string>>> & {
  readonly memberships: string;
};

/**
 * Copies what is known of some customers into temporary tables: those tables that the definitions read. Reads each
 * table once, however many definitions there are.
 */
export async function copyCustomerFacts(
  connection: Connection,
  customerIds: readonly bigint[],
  definitions: readonly Definition[],
): Promise<CustomerFacts> {
  await connection.run(statement`CREATE TEMPORARY TABLE chosen_customers (customer_id bigint)`);
  await connection.run(statement`
    INSERT INTO chosen_customers (customer_id)
    SELECT DISTINCT customer_id FROM unnest(CAST(${customerIds} AS bigint[])) AS chosen (customer_id)`);
  const needed = tablesRead(definitions);
  const facts: Partial<Record<TableOfCustomers, string>> = {};
  for (const table of Object.keys(tablesOfCustomers) as TableOfCustomers[]) {
    if (!needed.has(table)) continue;
    const copy = copyOf(table);
    await connection.run(statement`
      CREATE TEMPORARY TABLE ${sql.table(copy)} AS SELECT * FROM ${sql.table(table)} WHERE ${ofChosen(table)}`);
    facts[table] = copy;
  }
  return { ...facts, memberships: copyOf("memberships") };
}

export async function dropCustomerFacts(connection: Connection, facts: CustomerFacts): Promise<void> {
  for (const copy of [...Object.values(facts), "chosen_customers"]) {
    await connection.run(statement`DROP TABLE ${sql.table(copy)}`);
  }
}

function copyOf(table: TableOfCustomers): string {
  return `copied_${table}`;
}

function ofChosen(table: TableOfCustomers): RawBuilder<boolean> {
  const by = tablesOfCustomers[table];
  if (by === null) return sql`customer_id IN (SELECT customer_id FROM chosen_customers)`;
  const key = sql.ref(through[by]);
  return sql`${key} IN (SELECT ${key} FROM ${sql.table(copyOf(by))})`;
}

/** The tables that the SQL of fields and events names. Customers, metrics, scores and members are small and always there. */
function tablesRead(definitions: readonly Definition[]): Set<string> {
  const conditions = definitions.flatMap(({ where }) => conditionsOf(where));
  return new Set([
    "customers",
    "customer_metrics",
    "rfm_scores",
    "memberships",
    ...conditions.flatMap(tablesOfCondition),
  ]);
}

function tablesOfCondition(condition: Condition): string[] {
  if (condition.kind === "metafield") return ["customer_metafields"];
  if (condition.kind !== "event") return [];
  const { from, where, properties } = eventOf(condition.event);
  const told = Object.values(properties).flatMap(({ sql: text, lookup }) => [text, lookup?.from ?? ""]);
  return [from, where, ...told].flatMap((text) =>
    [...text.matchAll(/\{(\w+)\}/g)].flatMap(([, token]) => token ?? []),
  );
}
