import type { z } from "zod";

import { limits } from "./definition";

/** What is wrong with a definition, and where: `["where", "items", 2, "field"]`. */
export interface Problem {
  readonly path: readonly (string | number)[];
  /** Sentences that say what to do. */
  readonly message: string;
}

/** What a key holds, in words. A number stands for an item of the list named. */
const nouns: Readonly<Record<string, string>> = {
  version: "version",
  where: "rule",
  kind: "kind of condition",
  not: "choice of excluding",
  match: "choice between all and any",
  items: "list of conditions",
  field: "field",
  test: "comparison",
  operator: "comparison",
  text: "text",
  texts: "list of values",
  amount: "amount",
  from: "lower end",
  to: "upper end",
  number: "number",
  percentile: "percentile",
  of: "population of the percentile",
  missing: "choice for customers without a value",
  period: "period",
  count: "length of the period",
  unit: "unit of the period",
  date: "day",
  namespace: "namespace of the metafield",
  key: "key of the metafield",
  as: "kind of metafield",
  event: "event",
  window: "time window",
  filters: "list of filters",
  property: "property",
  measure: "measure",
  aggregate: "measure",
  segment: "segment",
};
const itemNouns: Readonly<Record<string, string>> = { items: "condition", texts: "value", filters: "filter" };

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a description of it, not a single value",
};

/** An issue of the schema as a problem in words. `input` is what was parsed. */
export function problemOf(issue: z.core.$ZodIssue, input: unknown): Problem {
  const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
  return { path, message: messageOf(issue, nounAt(path), valueAt(input, path)) };
}

function messageOf(issue: z.core.$ZodIssue, noun: string, value: unknown): string {
  const subject = `The ${noun}`;
  if (issue.code === "unrecognized_keys") {
    return `${subject} has a part that does not belong there: ${issue.keys.slice(0, 3).map(quoted).join(", ")}.`;
  }
  if (value === undefined) return `${subject} is missing.`;
  switch (issue.code) {
    case "invalid_value":
    case "invalid_union":
      return `${subject} ${typeof value === "string" ? quoted(value) : "that was given"} is not known to this version of Quintile.`;
    case "invalid_type":
      return `${subject} must be ${kinds[issue.expected] ?? issue.expected}.`;
    case "too_small":
    case "too_big":
      return `${subject} ${sizeWording(issue)}.`;
    case "invalid_format":
      return issue.format === "date"
        ? `${subject} must be a day of the calendar, written like 2026-01-31.`
        : `${subject} holds characters that cannot be stored.`;
    case "custom":
      return issue.message;
    default:
      return `${subject} cannot be read.`;
  }
}

function sizeWording(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const small = issue.code === "too_small";
  if (issue.origin === "string") {
    return small ? "is empty" : `is too long: use up to ${String(limits.text)} characters`;
  }
  if (issue.origin === "array") {
    return small ? "is empty" : `is too long: use up to ${String(issue.maximum)}`;
  }
  const bound = small ? issue.minimum : issue.maximum;
  const strictly = issue.inclusive !== true;
  const least = strictly ? "more than" : "at least";
  const most = strictly ? "less than" : "at most";
  return `must be ${small ? least : most} ${String(bound)}`;
}

function nounAt(path: Problem["path"]): string {
  const last = path.at(-1);
  if (typeof last === "number") return itemNouns[String(path.at(-2))] ?? "entry";
  return nouns[last ?? "where"] ?? "entry";
}

function valueAt(input: unknown, path: Problem["path"]): unknown {
  let value: unknown = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[key];
  }
  return value;
}

/** A text in quotation marks, shortened, without what cannot be shown. */
export function quoted(text: string): string {
  const shown = text.slice(0, 60).replaceAll(/[\p{Cc}\p{Cs}]/gu, "\uFFFD");
  return `“${shown}${text.length > 60 ? "…" : ""}”`;
}
