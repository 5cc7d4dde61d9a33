import { sql, type CompiledQuery } from "kysely";

import { statement } from "../compile";
import type { Connection } from "../engine";
import { incoming } from "./mergeStatements";
import type { RecordTable } from "./records";

/** Which of some customers the law has made us forget. */
export type RedactedAmong = (shop: string, ids: readonly bigint[]) => Promise<ReadonlySet<bigint>>;

/** What comes in of a customer who was forgotten is left out; an order of theirs is one of nobody, and tells only its totals. */
const leftOut: Readonly<Record<RecordTable, ((ids: readonly bigint[]) => CompiledQuery) | null>> = {
  products: null,
  customers: (ids) => statement`DELETE FROM incoming_customers WHERE customer_id IN ${unnested(ids)}`,
  orders: (ids) => statement`
    UPDATE incoming_orders
    SET customer_id = NULL, city = NULL, tags = CAST(${[]} AS text[]), discount_codes = CAST(${[]} AS text[])
    WHERE customer_id IN ${unnested(ids)}`,
  abandoned_checkouts: (ids) =>
    statement`DELETE FROM incoming_abandoned_checkouts WHERE customer_id IN ${unnested(ids)}`,
};

const unnested = (ids: readonly bigint[]) => sql`(SELECT unnest(CAST(${ids} AS bigint[])))`;

/** Leaves out of the incoming records of a kind what is of customers who were forgotten. */
export async function leaveOutRedacted(
  connection: Connection,
  { shop, table, redactedAmong }: { shop: string; table: RecordTable; redactedAmong: RedactedAmong },
): Promise<void> {
  const leave = leftOut[table];
  if (leave === null) return;
  const redacted: bigint[] = [];
  const named = statement<{ customer_id: bigint }>`
    SELECT DISTINCT customer_id FROM ${sql.table(incoming(table))} WHERE customer_id IS NOT NULL`;
  for await (const page of connection.pages(named)) {
    const ids = page.map(({ customer_id }) => customer_id);
    redacted.push(...(await redactedAmong(shop, ids)));
  }
  if (redacted.length > 0) await connection.run(leave(redacted));
}
