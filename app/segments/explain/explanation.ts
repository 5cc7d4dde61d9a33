import type { Condition } from "../language/definition";
import type { ValueType } from "../language/operators";
import type { NextChange } from "./timeline";

/** An answer about one customer, as of the day of the last scoring. */
interface Answer {
  /** With its own `not`. */
  readonly holds: boolean;
  /**
   * The first later day of the shop on which time alone (no new orders, nothing edited) gives another answer; null: never,
   * or not within a century.
   */
  readonly nextChange: NextChange | null;
  /** The limit it is measured by moves with other customers as time goes by: another day may bring a change as well. */
  readonly dependsOnOthers: boolean;
}

export interface ExplainedCondition extends Answer {
  readonly kind: "condition";
  readonly condition: Condition;
  /** What it is asked of: null for a segment. */
  readonly own: OwnValue | null;
}

export interface OwnValue {
  readonly type: ValueType;
  /** Numbers in their unit (money: minor units), dates as `YYYY-MM-DD`, `true` and `false`; null: not known. */
  readonly value: string | null;
}

/** A group with its items, in the order of the definition. */
export interface ExplainedGroup extends Answer {
  readonly kind: "group";
  readonly match: "all" | "any";
  readonly not: boolean;
  readonly items: readonly ExplainedNode[];
}

export type ExplainedNode = ExplainedGroup | ExplainedCondition;
