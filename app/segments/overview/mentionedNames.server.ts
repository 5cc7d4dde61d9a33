import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { conditionsOf, type Definition, referencedSegments } from "../language/definition";
import { eventOf } from "../language/events";
import { type Mentioned, namesOf } from "./namesOf";
import type { MentionedNames } from "./overview";

/** The names of the products, variants and collections that definitions speak of by their ids. */
export async function mentionedNames(
  connection: Connection,
  definitions: readonly Definition[],
): Promise<Omit<MentionedNames, "segments">> {
  const ids = mentionedIds(definitions);
  const [products, variants, collections] = await Promise.all([
    named(connection, "product", ids.product),
    named(connection, "variant", ids.variant),
    named(connection, "collection", ids.collection),
  ]);
  return { products, variants, collections };
}

/** All names that definitions mention, `segments` being those of the shop. */
export async function namesIn(
  connection: Connection,
  definitions: readonly Definition[],
  segments: readonly { readonly id: number; readonly name: string }[],
): Promise<MentionedNames> {
  const referred = new Set(definitions.flatMap(referencedSegments));
  const mentioned = segments.filter(({ id }) => referred.has(id)).map(({ id, name }) => [id, name] as const);
  return { ...(await mentionedNames(connection, definitions)), segments: Object.fromEntries(mentioned) };
}

async function named(
  connection: Connection,
  of: Mentioned,
  ids: readonly bigint[],
): Promise<Record<string, string>> {
  if (ids.length === 0) return {};
  const rows = await connection.all(statement<{ id: string; name: string }>`
    SELECT CAST(id AS text) AS id, name FROM (${namesOf(of, ids)}) named`);
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
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
