import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

/** What a store holds. All records, whether they count or not; buyers are those of the last scoring. */
export interface StoreCounts {
  readonly customers: number;
  readonly buyers: number;
  readonly orders: number;
  readonly lines: number;
}

export async function storeCounts(warehouse: Connection): Promise<StoreCounts> {
  const [counts] = await warehouse.all(statement<StoreCounts>`
    SELECT CAST((SELECT count(*) FROM customers) AS integer) AS customers,
      CAST((SELECT count(*) FROM rfm_scores) AS integer) AS buyers,
      CAST((SELECT count(*) FROM orders) AS integer) AS orders,
      CAST((SELECT count(*) FROM order_lines) AS integer) AS lines`);
  if (!counts) throw new Error("A statement of aggregates gave no row.");
  return counts;
}
