import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { conditionsOf, type Definition } from "../language/definition";
import { eventOf } from "../language/events";
import type { MentionedNames } from "./overview";

type Mentioned = "product" | "variant" | "collection";

/** The names of the products, variants and collections that definitions speak of by their ids. */
export async function mentionedNames(
  connection: Connection,
  definitions: readonly Definition[],
): Promise<Omit<MentionedNames, "segments">> {
  const ids = mentionedIds(definitions);
  const [products, variants, collections] = await Promise.all([
    named(ids.product, (wanted) =>
      connection.all(statement<Named>`
        SELECT CAST(product_id AS text) AS id, title AS name FROM products WHERE product_id = ANY(${wanted})`),
    ),
    // Variants are not stored by themselves: they are called what they were called when they were sold last.
    named(ids.variant, (wanted) =>
      connection.all(statement<Named>`
        SELECT DISTINCT ON (variant_id) CAST(variant_id AS text) AS id,
          CASE WHEN variant_title IS NULL THEN title ELSE concat(title, ' – ', variant_title) END AS name
        FROM order_lines WHERE variant_id = ANY(${wanted})
        ORDER BY variant_id, line_id DESC`),
    ),
    named(ids.collection, (wanted) =>
      connection.all(statement<Named>`
        SELECT CAST(collection_id AS text) AS id, title AS name FROM collections
        WHERE collection_id = ANY(${wanted})`),
    ),
  ]);
  return { products, variants, collections };
}

interface Named {
  id: string;
  name: string;
}

async function named(
  ids: readonly bigint[],
  find: (ids: readonly bigint[]) => Promise<Named[]>,
): Promise<Record<string, string>> {
  if (ids.length === 0) return {};
  return Object.fromEntries((await find(ids)).map(({ id, name }) => [id, name]));
}

function mentionedIds(definitions: readonly Definition[]): Record<Mentioned, bigint[]> {
  const ids: Record<Mentioned, Set<string>> = {
    product: new Set(),
    variant: new Set(),
    collection: new Set(),
  };
  for (const condition of definitions.flatMap(({ where }) => conditionsOf(where))) {
    if (condition.kind !== "event") continue;
    const { properties } = eventOf(condition.event);
    for (const { property, test } of condition.filters) {
      const of = properties[property]?.of;
      if (of !== undefined && "texts" in test) for (const id of test.texts) ids[of].add(id);
    }
  }
  const sorted = (of: Mentioned) => [...ids[of]].map(BigInt);
  return { product: sorted("product"), variant: sorted("variant"), collection: sorted("collection") };
}
