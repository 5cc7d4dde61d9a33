import { sql, type CompiledQuery, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { WarehouseTables } from "~/warehouse/tables";

import type { Person } from "../person";

/** What of a table is somebody's, and how it is forgotten. */
export interface PersonalTable {
  readonly table: keyof WarehouseTables;
  readonly theirs: (person: Person) => RawBuilder<boolean>;
  /** Null: the rows go. Otherwise what their columns become, which must end `theirs`. */
  readonly anonymous: RawBuilder<unknown> | null;
  /** Whether it holds what tells somebody to everybody, and not only numbers of Shopify's. */
  readonly hasTexts: boolean;
}

const isTheirs = ({ customerIds }: Person) =>
  sql<boolean>`customer_id = ANY(CAST(${customerIds} AS bigint[]))`;

const rowsOf = (table: keyof WarehouseTables, hasTexts: boolean): PersonalTable => ({
  table,
  theirs: isTheirs,
  anonymous: null,
  hasTexts,
});

/** Tables that note records of every kind by their ids. */
const noteOf = (table: "awaited_records" | "gone_records"): PersonalTable => ({
  table,
  theirs: ({ customerIds }) => sql`(kind = 'customers' AND id = ANY(CAST(${customerIds} AS bigint[])))`,
  anonymous: null,
  hasTexts: false,
});

const noTexts = sql`CAST(ARRAY[] AS text[])`;

/** Everything that the warehouse keeps of people, in the order in which it is forgotten. */
export const personalTables: readonly PersonalTable[] = [
  {
    table: "abandoned_checkout_lines",
    theirs: (person) =>
      sql`checkout_id IN (SELECT checkout_id FROM abandoned_checkouts WHERE ${isTheirs(person)})`,
    anonymous: null,
    hasTexts: false,
  },
  rowsOf("abandoned_checkouts", false),
  {
    table: "order_lines",
    theirs: ({ customerIds, orderIds }) => sql`
      (bought_by = ANY(CAST(${customerIds} AS bigint[]))
        OR (order_id = ANY(CAST(${orderIds} AS bigint[])) AND bought_by IS NOT NULL))`,
    anonymous: sql`bought_by = NULL, bought_at = NULL`,
    hasTexts: false,
  },
  {
    // What was sold, when and for how much stays, as of nobody.
    table: "orders",
    theirs: (person) => sql`
      (${isTheirs(person)} OR (order_id = ANY(CAST(${person.orderIds} AS bigint[])) AND
        (customer_id IS NOT NULL OR city IS NOT NULL OR tags <> ${noTexts} OR discount_codes <> ${noTexts})))`,
    anonymous: sql`customer_id = NULL, city = NULL, tags = ${noTexts}, discount_codes = ${noTexts}`,
    hasTexts: true,
  },
  rowsOf("customer_metafields", true),
  rowsOf("customer_tag_events", true),
  rowsOf("customer_metrics", false),
  rowsOf("rfm_scores", false),
  rowsOf("memberships", false),
  rowsOf("past_memberships", false),
  rowsOf("changed_customers", false),
  noteOf("awaited_records"),
  noteOf("gone_records"),
  rowsOf("customers", true),
];

export function forgetStatement({ table, theirs, anonymous }: PersonalTable, person: Person): CompiledQuery {
  const name = sql.table(table);
  return anonymous === null
    ? statement`DELETE FROM ${name} WHERE ${theirs(person)}`
    : statement`UPDATE ${name} SET ${anonymous} WHERE ${theirs(person)}`;
}

export function countStatement(
  { table, theirs }: PersonalTable,
  person: Person,
): CompiledQuery<{ rows: number }> {
  return statement`SELECT CAST(count(*) AS integer) AS rows FROM ${sql.table(table)} WHERE ${theirs(person)}`;
}
