import type { CompiledQuery } from "kysely";

import type { StagedTableName } from "./columns";
import { insertAbandonedCheckouts, insertCustomers, insertOrders, insertProducts } from "./insertStatements";

/** The records of a store that have a version (`updated_at`), and what is replaced along with them. */
export interface RecordKind {
  readonly table: StagedTableName;
  readonly parts: readonly StagedTableName[];
  readonly insert: () => CompiledQuery[];
  /** Shopify forgets such records after a while, though they happened: none is ever taken for gone. */
  readonly kept?: true;
}

export const records = [
  { table: "products", parts: ["product_collections"], insert: insertProducts },
  { table: "customers", parts: ["customer_metafields"], insert: insertCustomers },
  { table: "orders", parts: ["order_lines", "refunds", "fulfillments"], insert: insertOrders },
  {
    table: "abandoned_checkouts",
    parts: ["abandoned_checkout_lines"],
    insert: insertAbandonedCheckouts,
    kept: true,
  },
] as const satisfies readonly RecordKind[];

export type RecordTable = (typeof records)[number]["table"];

export const recordTables: readonly RecordTable[] = records.map(({ table }) => table);
