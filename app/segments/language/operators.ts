/**
 * What a test may ask of a value. Every operator says which kind of operand it takes; a negative one carries in
 * `missing` whether customers without a value are meant too. Ids are stored in definitions and never change meaning.
 */
export const operandKinds = [
  "none",
  "text",
  "texts",
  "amount",
  "amounts",
  "period",
  "date",
  "dates",
] as const;
export type OperandKind = (typeof operandKinds)[number];

interface Operator {
  readonly operand: OperandKind;
  readonly negative?: true;
  /** As offered in a list. */
  readonly label: string;
}

export const operators = {
  is: { operand: "text", label: "is" },
  is_not: { operand: "text", negative: true, label: "is not" },
  is_one_of: { operand: "texts", label: "is one of" },
  is_none_of: { operand: "texts", negative: true, label: "is none of" },
  contains: { operand: "text", label: "contains" },
  contains_not: { operand: "text", negative: true, label: "does not contain" },
  starts_with: { operand: "text", label: "starts with" },
  ends_with: { operand: "text", label: "ends with" },

  // Lists. A list is never missing: somebody without tags has none of them. `has_value` asks for an item, whichever.
  has_any: { operand: "texts", label: "has any of" },
  has_all: { operand: "texts", label: "has all of" },
  has_none: { operand: "texts", label: "has none of" },

  equals: { operand: "amount", label: "is exactly" },
  equals_not: { operand: "amount", negative: true, label: "is not" },
  greater: { operand: "amount", label: "is more than" },
  at_least: { operand: "amount", label: "is at least" },
  less: { operand: "amount", label: "is less than" },
  at_most: { operand: "amount", label: "is at most" },
  /** Both ends included. */
  between: { operand: "amounts", label: "is between" },

  // Days are the shop's. Today is the first of the days that `in_last` counts, so one day is today.
  in_last: { operand: "period", label: "is in the last" },
  /** Not in the last: before the first day that `in_last` would count. */
  before_last: { operand: "period", label: "is longer ago than the last" },
  on: { operand: "date", label: "is on" },
  before: { operand: "date", label: "is before" },
  after: { operand: "date", label: "is after" },
  /** Both days included. */
  between_dates: { operand: "dates", label: "is between" },

  is_true: { operand: "none", label: "is true" },
  is_false: { operand: "none", label: "is false" },

  has_value: { operand: "none", label: "is known" },
  has_no_value: { operand: "none", label: "is not known" },
} as const satisfies Record<string, Operator>;

export type OperatorId = keyof typeof operators;

const known = ["has_value", "has_no_value"] as const;
export const numericOperators = [
  "equals",
  "equals_not",
  "greater",
  "at_least",
  "less",
  "at_most",
  "between",
] as const;

/** Kinds of values, and what may be asked of each. */
export const valueTypes = {
  /** Compared without regard to case. */
  text: [
    "is",
    "is_not",
    "is_one_of",
    "is_none_of",
    "contains",
    "contains_not",
    "starts_with",
    "ends_with",
    ...known,
  ],
  /** One of a list of codes, compared as spelled. */
  choice: ["is_one_of", "is_none_of", ...known],
  /** The id of a record (product, collection, …): a decimal string. */
  reference: ["is_one_of", "is_none_of", ...known],
  /** A list of texts, compared without regard to case. */
  tags: ["has_any", "has_all", "has_none", ...known],
  /** A list of ids. */
  references: ["has_any", "has_all", "has_none", ...known],
  count: [...numericOperators, ...known],
  /** Minor units of the shop's currency. */
  money: [...numericOperators, ...known],
  /** Whole days. */
  days: [...numericOperators, ...known],
  /** 0 to 100. */
  percent: [...numericOperators, ...known],
  /** A number with decimals. */
  decimal: [...numericOperators, ...known],
  date: ["in_last", "before_last", "on", "before", "after", "between_dates", ...known],
  boolean: ["is_true", "is_false", ...known],
} as const satisfies Record<string, readonly OperatorId[]>;

export type ValueType = keyof typeof valueTypes;
