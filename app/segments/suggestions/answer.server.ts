import { z } from "zod";

import { NotScoredError } from "~/customers/score.server";
import type { Connection } from "~/warehouse/engine";

import { limits } from "../language/definition";
import { knownMetafields } from "./metafields.server";
import { suggest } from "./suggest.server";
import type { KnownMetafields, Suggestions } from "./suggestions";
import { ofMetafields, readSource } from "./suggestionSource";

const largestId = 2n ** 63n - 1n;

/** What an address asks. No value is longer than what is searched for, nor does one hold control characters. */
const asked = z.object({
  of: z.string(),
  search: z
    .string()
    .transform((text) => text.replaceAll(/[\u0000-\u001F\u007F]/g, " ").slice(0, limits.text))
    .catch(""),
  values: z
    .string()
    .transform((list) => list.split(",").filter((id) => /^[1-9]\d{0,18}$/.test(id)))
    .transform((ids) => ids.map(BigInt).filter((id) => id <= largestId))
    .transform((ids) => ids.slice(0, limits.values))
    .catch([]),
});

/** Answers `/app/segments/suggestions`; null where nothing is offered of what is asked for. */
export async function answerSuggestions(
  connection: Connection,
  search: URLSearchParams,
): Promise<Suggestions | KnownMetafields | null> {
  const { data: wanted } = asked.safeParse(Object.fromEntries(search));
  if (!wanted) return null;
  if (wanted.of === ofMetafields) return knownMetafields(connection, wanted.search);
  const source = readSource(wanted.of);
  try {
    return source && (await suggest(connection, source, wanted));
  } catch (error) {
    // Nothing is there to be chosen until the history is in.
    if (error instanceof NotScoredError) return null;
    throw error;
  }
}
