/** A value of the store that can be chosen in a condition. Shared with the browser. */
export interface Suggestion {
  /** As it stands in a definition. */
  readonly value: string;
  /** As a person reads it: the name of a product for its id, say. */
  readonly label: string;
  /** Customers, orders, lines or products that have it (see `Suggestions.counted`). */
  readonly count: number;
}

export interface Suggestions {
  /** The most frequent first; at most `suggestionLimit`. */
  readonly suggestions: readonly Suggestion[];
  /** What `count` counts, one and several: "customer", "customers". */
  readonly counted: readonly [one: string, several: string];
}

export const suggestionLimit = 10;

/**
 * What values are asked of, as the address spells it (`suggestionSource.ts`): `field:city`, `event:purchased:product`,
 * `metafield:custom:topic`. The addresses are `/app/segments/suggestions?of=…&search=…` and, for the names of ids already
 * chosen, `…&values=1,2`.
 */
export type SuggestionSource =
  | { readonly kind: "field"; readonly field: string }
  | { readonly kind: "event"; readonly event: string; readonly property: string }
  | { readonly kind: "metafield"; readonly namespace: string; readonly key: string };

/** The answer to `/app/segments/suggestions?of=metafields&search=…`: those of most customers first. */
export interface KnownMetafields {
  readonly metafields: readonly KnownMetafield[];
}

/** A custom attribute that some customer has. */
export interface KnownMetafield {
  readonly namespace: string;
  readonly key: string;
  /** How its values can be read, the likeliest first. */
  readonly as: readonly ("text" | "decimal" | "date" | "boolean")[];
  readonly customers: number;
}
