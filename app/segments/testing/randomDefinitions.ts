import fc from "fast-check";

import {
  definitionVersion,
  type Condition,
  type Definition,
  type EventFilter,
  type Measure,
  type Node,
} from "../language/definition";
import { eventIds, eventOf, type EventId } from "../language/events";
import { fieldIds, fieldOf, type Choice } from "../language/fields";
import { measurable, measureType } from "../language/measures";
import type { ValueType } from "../language/operators";
import { comparisons, isDay, tests, windows } from "./randomTests";
import type { Held, Vocabulary } from "./vocabulary";

/** What random definitions speak of besides a store's own values. */
export interface Range {
  /** Segments that a condition may refer to; without them none does. */
  readonly segments?: readonly number[];
  /** False leaves out percentiles, for stores whose thresholds nobody has found. */
  readonly percentiles?: boolean;
}

/** Any valid definition: nested groups, empty ones, NOT at every place, every field, event, operator, measure and window. */
export function definitions(words: Vocabulary, range: Range = {}): fc.Arbitrary<Definition> {
  return nodes(words, range, 3).map((where) => ({
    version: definitionVersion,
    where: where.kind === "group" ? where : { kind: "group", not: false, match: "all", items: [where] },
  }));
}

function nodes(words: Vocabulary, range: Range, depth: number): fc.Arbitrary<Node> {
  const condition = conditions(words, range);
  if (depth === 0) return condition;
  const group = fc.record({
    kind: fc.constant("group" as const),
    not,
    match: fc.constantFrom("all" as const, "any" as const),
    items: fc.oneof(
      { weight: 8, arbitrary: fc.array(nodes(words, range, depth - 1), { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.constant<Node[]>([]) },
    ),
  });
  return fc.oneof({ weight: 3, arbitrary: condition }, { weight: 2, arbitrary: group });
}

const not = fc.integer({ min: 0, max: 3 }).map((n) => n === 0);

/** One condition by itself. */
export function conditions(words: Vocabulary, range: Range = {}): fc.Arbitrary<Condition> {
  const segments = range.segments ?? [];
  return fc.oneof(
    { weight: 5, arbitrary: ofFields(words, range) },
    { weight: 5, arbitrary: ofEvents(words, range) },
    { weight: 2, arbitrary: ofMetafields(words) },
    ...(segments.length === 0 ? [] : [{ weight: 1, arbitrary: ofSegments(segments) }]),
  );
}

function ofSegments(segments: readonly number[]): fc.Arbitrary<Condition> {
  return fc.record({
    kind: fc.constant("segment" as const),
    not,
    segment: fc.constantFrom(...segments),
  });
}

function ofFields(words: Vocabulary, { percentiles = true }: Range): fc.Arbitrary<Condition> {
  return fc.constantFrom(...fieldIds).chain((id) => {
    const { type, populations = [], choices = [] } = fieldOf(id);
    const test = tests(
      type,
      choosable(words.ofField[id], choices),
      words.today,
      percentiles ? populations : [],
    );
    return fc.record({ kind: fc.constant("attribute" as const), not, field: fc.constant(id), test });
  });
}

function ofMetafields({ metafields, today }: Vocabulary): fc.Arbitrary<Condition> {
  const known = [...metafields, { namespace: "custom", key: "unheard of", values: ["?"] }];
  return fc
    .tuple(fc.constantFrom(...known), fc.constantFrom("text", "text", "decimal", "date", "boolean"))
    .chain(([{ namespace, key, values }, asked]) => {
      const as = asked;
      const fitting = {
        text: values.map(String),
        decimal: values.filter((value) => typeof value === "number"),
        date: values.filter((value) => isDay(value)),
        boolean: [],
      };
      return fc.record({
        kind: fc.constant("metafield" as const),
        not,
        namespace: fc.constant(namespace),
        key: fc.constant(key),
        as: fc.constant(as),
        test: tests(as, fitting[as], today, []),
      });
    });
}

function ofEvents(words: Vocabulary, { percentiles = true }: Range): fc.Arbitrary<Condition> {
  return fc.constantFrom(...eventIds, "ordered" as const, "purchased" as const).chain((event) => {
    const properties = Object.keys(eventOf(event).properties);
    const filters: fc.Arbitrary<EventFilter[]> =
      properties.length === 0
        ? fc.constant([])
        : fc.array(
            fc.constantFrom(...properties).chain((property) => filterOn(words, event, property)),
            { maxLength: 2, size: "-1" },
          );
    return measures(event).chain((measure) =>
      fc.record({
        kind: fc.constant("event" as const),
        not,
        event: fc.constant(event),
        window: windows(words.today, words.daysOf(event)),
        filters,
        measure: fc.constant(measure),
        test: comparisons(
          measureType({ event, measure }) ?? "count",
          amountsOf(words, event, measure),
          percentiles ? ["buyers"] : [],
        ),
      }),
    );
  });
}

function filterOn(words: Vocabulary, event: EventId, property: string): fc.Arbitrary<EventFilter> {
  const { type = "text", choices = [] } = eventOf(event).properties[property] ?? {};
  const held = choosable(words.ofProperty(event, property), choices);
  return tests(type, held, words.today, []).map((test) => ({ property, test }));
}

/** Where only some values may be chosen: those of them that are held, and some that are not. */
function choosable(held: readonly Held[], choices: readonly Choice[]): readonly Held[] {
  if (choices.length === 0) return held;
  const allowed = choices.map(({ value }) => value);
  return [...held.filter((value) => allowed.includes(String(value))), ...allowed.slice(0, 2)];
}

function measures(event: EventId): fc.Arbitrary<Measure> {
  const properties = Object.entries(eventOf(event).properties);
  const others = Object.entries(measurable).flatMap(([aggregate, types]) =>
    properties
      .filter(([, { type }]) => (types as readonly ValueType[]).includes(type))
      .map(([property]) => ({ aggregate, property }) as Measure),
  );
  const count = { weight: 2, arbitrary: fc.constant<Measure>({ aggregate: "count" }) };
  return others.length === 0
    ? count.arbitrary
    : fc.oneof(count, { weight: 3, arbitrary: fc.constantFrom(...others) });
}

/** What the measure may come to: counts are small; sums are about as large as a few values. */
function amountsOf(words: Vocabulary, event: EventId, measure: Measure): readonly Held[] {
  if (!("property" in measure) || measure.aggregate === "distinct") return [1, 1, 2, 3];
  const values = words.ofProperty(event, measure.property).filter((value) => typeof value === "number");
  return measure.aggregate === "sum" ? values.flatMap((value) => [value, value * 3]) : values;
}
