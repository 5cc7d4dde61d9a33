import { sql, type CompiledQuery, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";
import type { WarehouseTables } from "~/warehouse/tables";

/**
 * Tables with rows of single customers, in the order in which they can be copied: by `customer_id`, or by the key of
 * another of them that the row belongs to; lines by who bought them (those of orders that never count are nobody's).
 */
const tablesOfCustomers = {
  customers: null,
  orders: null,
  order_lines: { column: "bought_by" },
  refunds: { of: "orders", by: "order_id" },
  fulfillments: { of: "orders", by: "order_id" },
  abandoned_checkouts: null,
  abandoned_checkout_lines: { of: "abandoned_checkouts", by: "checkout_id" },
  customer_metafields: null,
  customer_tag_events: null,
  customer_metrics: null,
  rfm_scores: null,
  memberships: null,
} as const satisfies Partial<Record<keyof WarehouseTables, Parent | Owner | null>>;
interface Owner {
  readonly column: string;
}
interface Parent {
  readonly of: "orders" | "abandoned_checkouts";
  readonly by: string;
}
type TableOfCustomers = keyof typeof tablesOfCustomers;
/** What rows are found by. */
const keys: ReadonlySet<string> = new Set(["customer_id", "bought_by", "order_id", "checkout_id"]);
const tables = Object.keys(tablesOfCustomers) as TableOfCustomers[];

/** By table, the name that a copy of some customers' rows has: what statements over the copies are compiled with. */
export const copies = Object.fromEntries(tables.map((table) => [table, `copied_${table}`])) as Readonly<
  Record<TableOfCustomers, string>
>;

/** The customers whose rows are chosen: a relation that whoever runs the selects below provides. */
export const chosenCustomers = "chosen_customers";

/** Tables that are derived of the others. */
const derivedTables: readonly TableOfCustomers[] = ["customer_metrics", "rfm_scores", "memberships"];

/** What a copy holds, as a SELECT over the tables and copies before it. */
export interface Copy {
  readonly name: string;
  /** Of what is derived of facts; these come last. */
  readonly derived: boolean;
  readonly select: RawBuilder<unknown>;
}

/**
 * The copies of some customers' rows that the statements over them name, with the columns that those name. (A column that
 * nobody asks for is not cheap: each text is 20 ms of processor time in 5M orders.) That of `memberships` is always there,
 * and whole.
 */
export async function copiesFor(
  connection: Connection,
  statements: readonly CompiledQuery[],
): Promise<Copy[]> {
  const named = new Set(statements.flatMap((query) => query.sql.match(/\w+/g) ?? []));
  const columns = await columnsOfTables(connection);
  return tables.flatMap((table) => {
    const whole = table === "memberships";
    if (!whole && !named.has(copies[table])) return [];
    const needed = (columns.get(table) ?? []).filter(
      (column) => whole || keys.has(column) || named.has(column),
    );
    const select = sql`SELECT ${sql.join(needed.map((column) => sql.ref(column)))}
      FROM ${sql.table(table)} WHERE ${isOfChosen(table)}`;
    return [{ name: copies[table], derived: derivedTables.includes(table), select }];
  });
}

/**
 * Copies what is known of some customers into temporary tables. Reads each table once, however many statements there are.
 *
 * @param derive run when the facts are copied, before what is derived of them is: derives it anew
 */
export async function copyCustomerFacts(
  connection: Connection,
  customerIds: readonly bigint[],
  statements: readonly CompiledQuery[],
  derive: () => Promise<unknown>,
): Promise<void> {
  await connection.run(statement`CREATE TEMPORARY TABLE ${sql.table(chosenCustomers)} (customer_id bigint)`);
  await connection.run(statement`
    INSERT INTO ${sql.table(chosenCustomers)} (customer_id) ${idsOf(customerIds)}`);
  const copied = await copiesFor(connection, statements);
  const make = ({ name, select }: Copy) =>
    connection.run(statement`CREATE TEMPORARY TABLE ${sql.table(name)} AS ${select}`);
  for (const copy of copied) if (!copy.derived) await make(copy);
  await derive();
  for (const copy of copied) if (copy.derived) await make(copy);
}

/** SELECT of the ids, each once, as `customer_id`. */
export function idsOf(customerIds: readonly bigint[]): RawBuilder<unknown> {
  return sql`
    SELECT DISTINCT customer_id FROM unnest(CAST(${customerIds} AS bigint[])) AS chosen (customer_id)`;
}

export async function dropCustomerFacts(connection: Connection): Promise<void> {
  for (const copy of [...Object.values(copies), chosenCustomers]) {
    await connection.run(statement`DROP TABLE IF EXISTS ${sql.table(copy)}`);
  }
}

function isOfChosen(table: TableOfCustomers): RawBuilder<boolean> {
  const owned = tablesOfCustomers[table];
  if (owned !== null && "of" in owned) {
    return sql`${sql.ref(owned.by)} IN (SELECT ${sql.ref(owned.by)} FROM ${sql.table(copies[owned.of])})`;
  }
  return sql`${sql.ref(owned?.column ?? "customer_id")} IN (SELECT customer_id FROM ${sql.table(chosenCustomers)})`;
}

async function columnsOfTables(connection: Connection): Promise<Map<string, string[]>> {
  const rows = await connection.all(statement<{ table_name: string; columns: string[] }>`
    SELECT CAST(table_name AS text) AS table_name, array_agg(CAST(column_name AS text)) AS columns
    FROM information_schema.columns
    WHERE table_catalog = current_database() AND table_schema = current_schema()
    GROUP BY table_name`);
  return new Map(rows.map(({ table_name, columns }) => [table_name, columns]));
}
