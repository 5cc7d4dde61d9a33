import type { Choice } from "../fields/field";
import type { ValueType } from "../operators";
import type { Phrases } from "../phrases";

export interface Lookup {
  readonly from: string;
  readonly key: string;
  readonly by: string;
}

/** A property of an event, on which it can be filtered and (numbers) measured. */
export interface Property {
  readonly label: string;
  /** As of a field. */
  readonly explains?: string;
  /** The noun of a sentence, one of it; of a boolean what the event is: "from a subscription". */
  readonly noun: string;
  /** Where sentences of the noun do not read well. */
  readonly phrases?: Partial<Phrases>;
  /** It is what the event is about: "bought “Soap”" rather than "bought a product with the product “Soap”". */
  readonly object?: true;
  /** Of a number: what its sum counts, one and several. */
  readonly counted?: readonly [one: string, several: string];
  /** Of money: how its sum reads: of all events, of some, and before its object. */
  readonly spent?: { readonly all: string; readonly some: string; readonly of: string };
  readonly type: ValueType;
  /** SQL over the relations that the event's `from` names, or over its `lookup`'s; null where there is none. Of tags: `folded`. */
  readonly sql: string;
  /** Of tags: SQL of the list, each item as it is spelled. */
  readonly items?: string;
  /** Where it is told by another relation: by the rows of `from` whose `key` is the event's `by`; of a list, one row an item. */
  readonly lookup?: Lookup;
  readonly stored?: "instant" | "day";
  readonly choices?: readonly Choice[];
  /** Of a choice whose values are codes of a standard: ISO 3166-1, two letters. */
  readonly codes?: "country";
  /** Of references: what of. */
  readonly of?: "product" | "variant" | "collection";
  readonly suggests?: true;
}

/**
 * Something that happens to customers, read from the facts. In the SQL, `{orders}`, `{order_lines}`, … are the tables;
 * `{counted}` holds for an order `o` that counts and `{value}` is its value in minor units, both by the money rules that
 * the store was last scored by.
 */
export interface EventType extends EventSource {
  /** As offered in a list. */
  readonly label: string;
  /** Which of them count and on which day, in one line. */
  readonly explains: string;
  /** What follows "Customers who …": of one or more such events, of none in a time, of none ever. */
  readonly did: string;
  readonly didNot: string;
  readonly never: string;
  /** The verb before a number of them: "placed" 3 orders; "did not place" any. */
  readonly having: string;
  readonly notHaving: string;
  /** One of them before what is asked of it: an "order" over $50. */
  readonly thing: string;
  /** What is counted, one and several. */
  readonly noun: readonly [one: string, several: string];
  /**
   * The same events by a shorter way, which knows no order `o`: taken where the money rules leave out only orders that never
   * count and nothing is asked of the order.
   */
  readonly shortcut?: EventSource;
  readonly properties: Readonly<Record<string, Property>>;
}

/** Where events are read from. */
export interface EventSource {
  /** FROM clause. */
  readonly from: string;
  /** Which of its rows are such events: of somebody, at a known time. */
  readonly where: string;
  readonly customer: string;
  /** UTC. */
  readonly time: string;
}

/** A list of texts as `customers.tags_folded` keeps it: in lower case, each between unit separators. */
export function folded(list: string): string {
  return `concat(chr(31), lower(array_to_string(${list}, chr(31))), chr(31))`;
}
