import { z } from "zod";

import type { SuggestionSource } from "./suggestions";

/** Asks which custom attributes there are, rather than for values of one. */
export const ofMetafields = "metafields";

const part = z.string().min(1);
const source: z.ZodType<SuggestionSource> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("field"), field: part }),
  z.object({ kind: z.literal("event"), event: part, property: part }),
  z.object({ kind: z.literal("metafield"), namespace: part, key: part }),
]);

/** What follows each kind in the address. */
const parts: Readonly<Record<SuggestionSource["kind"], readonly string[]>> = {
  field: ["field"],
  event: ["event", "property"],
  metafield: ["namespace", "key"],
};

/** A source as the address spells it. Each part is encoded by itself, as names of attributes may hold colons. */
export function sourceText(source: SuggestionSource): string {
  const named: Readonly<Record<string, string>> = { ...source };
  return [source.kind, ...parts[source.kind].map((name) => encodeURIComponent(named[name] ?? ""))].join(":");
}

/** Null for what is not spelled as a source. Whether it has values to offer is for `valuesOf` to say. */
export function readSource(text: string): SuggestionSource | null {
  const [kind = "", ...encoded] = text.split(":");
  const names = Object.hasOwn(parts, kind) ? parts[kind as SuggestionSource["kind"]] : [];
  if (encoded.length !== names.length) return null;
  const named = Object.fromEntries(names.map((name, place) => [name, decoded(encoded[place] ?? "")]));
  return source.safeParse({ kind, ...named }).data ?? null;
}

/** Undefined where it is not an encoded text. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
