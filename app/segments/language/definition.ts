import { z } from "zod";

import { eventIds } from "./events";
import { fieldIds } from "./fields";
import { populations } from "./populations";

/**
 * The segment language, version 1. A definition is a tree of groups and conditions; a customer matches or does not.
 *
 * - `all` of no items is everybody, `any` of no items is nobody.
 * - `not` on a group or condition is the complement: everybody who is not among those who match it.
 * - A test of a missing value does not hold; a negative operator says in `missing` whether it does.
 * - Relative dates count the shop's days back from today, which is the first of them.
 *
 * This schema checks shapes; `parse.ts` also checks what belongs together (a field and its operators) and says in
 * words what is wrong. Read stored or posted definitions through `parse.ts` only.
 */
export const definitionVersion = 1;

export const limits = {
  /** Groups and conditions in one definition. */
  nodes: 500,
  /**
   * Conditions about events, custom attributes and segments, which look into other tables. What engines need to plan them
   * grows with their third power: joined by "any" 100 take DuckDB 0.8 s, 200 5 s, and 400 more than 2 GB of memory.
   */
  lookups: 100,
  /** Groups in groups. */
  depth: 50,
  /** Objects, lists, texts, … in one definition as JSON, and characters of its text. */
  entries: 20_000,
  json: 1_000_000,
  /** Characters of a value. */
  text: 255,
  /** Values in one list. */
  values: 500,
  filters: 20,
  /** Days or months of a period. */
  period: { days: 3660, months: 120 },
} as const;

// U+0000–U+001F but tab and line feed are refused: NUL cannot be stored, U+001F separates tags. So are halves of
// surrogate pairs, which no database holds.
const text = z
  .string()
  .min(1)
  .max(limits.text)
  .regex(/^[^\p{Cs}\u0000-\u0008\u000B-\u001F\u007F]*$/u);
const texts = z.array(text).min(1).max(limits.values);
const date = z.iso
  .date()
  .refine((day) => day >= "1900-01-01" && day < "3000-01-01", "Days lie between 1900 and 2999.");
const missing = z.enum(["include", "exclude"]);

const amount = z.discriminatedUnion("kind", [
  /** In the unit of what is tested: minor units, days, percent. */
  z.strictObject({ kind: z.literal("number"), number: z.number().min(-1e12).max(1e12) }),
  /** The value below which this share of the population lies (R's type 7), e.g. 80: the fifth above it is the top 20 %. */
  z.strictObject({
    kind: z.literal("percentile"),
    percentile: z.number().gt(0).lt(100),
    of: z.enum(populations),
  }),
]);
export type Amount = z.infer<typeof amount>;

export const periodUnits = ["days", "months"] as const;
const period = z.strictObject({ count: z.int().min(1), unit: z.enum(periodUnits) });
/** That many of the shop's days, today included; or the days since the same day that many months ago (that day excluded). */
export type Period = z.infer<typeof period>;

const numericTests = [
  z.strictObject({ operator: z.enum(["equals", "greater", "at_least", "less", "at_most"]), amount }),
  z.strictObject({ operator: z.literal("equals_not"), amount, missing }),
  z.strictObject({ operator: z.literal("between"), from: amount, to: amount }),
] as const;
const dateTests = [
  z.strictObject({ operator: z.enum(["in_last", "before_last"]), period }),
  z.strictObject({ operator: z.enum(["on", "before", "after"]), date }),
  z.strictObject({ operator: z.literal("between_dates"), from: date, to: date }),
] as const;

const numericTest = z.discriminatedUnion("operator", numericTests);
export type NumericTest = z.infer<typeof numericTest>;

const test = z.discriminatedUnion("operator", [
  z.strictObject({ operator: z.enum(["is", "contains", "starts_with", "ends_with"]), text }),
  z.strictObject({ operator: z.enum(["is_not", "contains_not"]), text, missing }),
  z.strictObject({ operator: z.enum(["is_one_of", "has_any", "has_all", "has_none"]), texts }),
  z.strictObject({ operator: z.literal("is_none_of"), texts, missing }),
  ...numericTests,
  ...dateTests,
  z.strictObject({ operator: z.enum(["is_true", "is_false", "has_value", "has_no_value"]) }),
]);
export type Test = z.infer<typeof test>;
export type DateTest = Extract<Test, { period: Period } | { date: string } | { operator: "between_dates" }>;

/** Something that is known of a customer. */
const attributeCondition = z.strictObject({
  kind: z.literal("attribute"),
  not: z.boolean().default(false),
  field: z.enum(fieldIds),
  test,
});
export type AttributeCondition = z.infer<typeof attributeCondition>;

/** A custom attribute: a metafield of the customer, read as a kind of value. */
const metafieldCondition = z.strictObject({
  kind: z.literal("metafield"),
  not: z.boolean().default(false),
  namespace: text,
  key: text,
  as: z.enum(["text", "decimal", "date", "boolean"]),
  test,
});
export type MetafieldCondition = z.infer<typeof metafieldCondition>;

/** Which of the events count, by their day. */
const window = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ever") }),
  z.strictObject({ kind: z.enum(["in_last", "before_last"]), period }),
  z.strictObject({ kind: z.enum(["on", "before", "after"]), date }),
  z.strictObject({ kind: z.literal("between_dates"), from: date, to: date }),
]);
export type EventWindow = z.infer<typeof window>;

const measure = z.discriminatedUnion("aggregate", [
  z.strictObject({ aggregate: z.literal("count") }),
  z.strictObject({
    aggregate: z.enum(["sum", "average", "lowest", "highest", "distinct"]),
    property: z.string().max(40),
  }),
]);
/** Of no events, count, sum and distinct are 0; average, lowest and highest are missing. */
export type Measure = z.infer<typeof measure>;

const eventFilter = z.strictObject({ property: z.string().max(40), test });
export type EventFilter = z.infer<typeof eventFilter>;

/** Something that happened: the events of a window that pass every filter, measured and compared. */
const eventCondition = z.strictObject({
  kind: z.literal("event"),
  not: z.boolean().default(false),
  event: z.enum(eventIds),
  window,
  filters: z.array(eventFilter).max(limits.filters),
  measure,
  test: numericTest,
});
export type EventCondition = z.infer<typeof eventCondition>;

/** Being a member of another segment. */
const segmentCondition = z.strictObject({
  kind: z.literal("segment"),
  not: z.boolean().default(false),
  /** `Segment.id` of the same shop. */
  segment: z.int().positive(),
});
export type SegmentCondition = z.infer<typeof segmentCondition>;

export type Condition = AttributeCondition | MetafieldCondition | EventCondition | SegmentCondition;

export interface Group {
  kind: "group";
  not: boolean;
  match: "all" | "any";
  items: Node[];
}
export type Node = Group | Condition;

const group = z.strictObject({
  kind: z.literal("group"),
  not: z.boolean().default(false),
  match: z.enum(["all", "any"]),
  get items(): z.ZodArray<z.ZodType<Node>> {
    return z.array(node);
  },
});

const node: z.ZodType<Node> = z.discriminatedUnion("kind", [
  group,
  attributeCondition,
  metafieldCondition,
  eventCondition,
  segmentCondition,
]);

export const definition = z.strictObject({ version: z.literal(definitionVersion), where: group });
export type Definition = z.infer<typeof definition>;

/** Every condition of a tree, left to right. */
export function conditionsOf(node: Node): Condition[] {
  return node.kind === "group" ? node.items.flatMap(conditionsOf) : [node];
}

/** The segments that a definition speaks of, each once. */
export function referencedSegments({ where }: Definition): number[] {
  const ids = conditionsOf(where).flatMap((item) => (item.kind === "segment" ? [item.segment] : []));
  return [...new Set(ids)];
}
