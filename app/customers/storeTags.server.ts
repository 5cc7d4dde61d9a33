import { sql } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

export interface TagCount {
  readonly tag: string;
  /** Customers, or orders, that carry it. */
  readonly count: number;
}

/** The store's own tags, the most used first; spellings that differ in case only are one tag. */
export async function storeTags(
  warehouse: Connection,
  limit = 100,
): Promise<{ readonly customerTags: readonly TagCount[]; readonly orderTags: readonly TagCount[] }> {
  const [customerTags, orderTags] = await Promise.all(
    [sql.table("customers"), sql.table("orders")].map((table) =>
      warehouse.all(statement<{ tag: string; count: number }>`
        SELECT min(tag) AS tag, CAST(count(*) AS integer) AS count
        FROM (SELECT unnest(tags) AS tag FROM ${table}) carried
        GROUP BY lower(tag)
        ORDER BY count(*) DESC, lower(tag)
        LIMIT ${limit}`),
    ),
  );
  return { customerTags: customerTags ?? [], orderTags: orderTags ?? [] };
}
