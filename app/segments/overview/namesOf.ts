import { sql, type RawBuilder } from "kysely";

/** What rules call by an id. */
export type Mentioned = "product" | "variant" | "collection";

const selects: Record<
  Mentioned,
  (among: (column: RawBuilder<unknown>) => RawBuilder<boolean>) => RawBuilder<unknown>
> = {
  product: (among) => sql`
    SELECT product_id AS id, title AS name FROM products WHERE ${among(sql`product_id`)}`,
  // Variants are not stored by themselves: they are called what they were called when they were sold last.
  variant: (among) => sql`
    SELECT l.variant_id AS id,
      CASE WHEN l.variant_title IS NULL THEN l.title ELSE concat(l.title, ' – ', l.variant_title) END AS name
    FROM order_lines l
    JOIN (
      SELECT max(line_id) AS line_id FROM order_lines
      WHERE variant_id IS NOT NULL AND ${among(sql`variant_id`)} GROUP BY variant_id
    ) newest ON newest.line_id = l.line_id`,
  collection: (among) => sql`
    SELECT collection_id AS id, title AS name FROM collections WHERE ${among(sql`collection_id`)}`,
};

/** SELECT of `id` and `name`: of these ids, those that there are; null: of all. */
export function namesOf(of: Mentioned, ids: readonly bigint[] | null): RawBuilder<unknown> {
  return selects[of]((column) => (ids === null ? sql`true` : sql`${column} = ANY(${ids})`));
}
