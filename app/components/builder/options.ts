import { type Begun, beginAttribute, beginEvent, beginMetafield, beginSegment } from "~/segments/draft/begin";
import { eventIds, eventOf } from "~/segments/language/events";
import { fieldIds, fieldOf } from "~/segments/language/fields";
import type { KnownMetafield } from "~/segments/suggestions/suggestions";

/** A condition that can be added. */
export interface ConditionOption {
  readonly id: string;
  readonly label: string;
  readonly topic: string;
  readonly begin: () => Begun;
}

/** Headings of what can be added, in their order: what is asked for most often first. */
const topics = [
  "What they did",
  "Orders",
  "Customer",
  "Address",
  "Marketing",
  "Scores",
  "Segments",
  "Custom attributes",
  "Shopify",
] as const;

const known: readonly ConditionOption[] = [
  ...eventIds.map((event) => ({
    id: `event:${event}`,
    label: eventOf(event).label,
    topic: "What they did",
    begin: () => beginEvent(event),
  })),
  ...fieldIds.map((field) => ({
    id: `field:${field}`,
    label: fieldOf(field).label,
    topic: fieldOf(field).topic,
    begin: () => beginAttribute(field),
  })),
  { id: "segment", label: "In a segment", topic: "Segments", begin: () => beginSegment(null) },
];

/** Everything that can be added and has the words that were typed in its name or heading, under its headings. */
export function optionsFor(
  typed: string,
  metafields: readonly KnownMetafield[],
): { readonly topic: string; readonly options: readonly ConditionOption[] }[] {
  const words = typed.trim().toLowerCase().split(/\s+/);
  const all = [...known, ...metafields.map(metafieldOption)];
  const matching = all.filter(({ label, topic }) => {
    const text = `${label} ${topic}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return topics
    .map((topic) => ({ topic, options: matching.filter((option) => option.topic === topic) }))
    .filter(({ options }) => options.length > 0);
}

function metafieldOption({ namespace, key, as }: KnownMetafield): ConditionOption {
  return {
    id: `metafield:${JSON.stringify([namespace, key])}`,
    label: `${namespace}.${key}`,
    topic: "Custom attributes",
    begin: () => beginMetafield({ namespace, key, as: as[0] ?? "text" }),
  };
}
