import type { EventWindow, Measure, MetafieldCondition, Period } from "../language/definition";
import type { EventId } from "../language/events";
import type { FieldId } from "../language/fields";
import type { OperatorId } from "../language/operators";
import type { Population } from "../language/populations";

/**
 * A segment as the builder keeps it while somebody works on it: what was typed, right or wrong, finished or not. Whatever was
 * typed for one operator stays when another is chosen. Plain data, so that it can be kept, undone and restored.
 */
export interface Draft {
  readonly name: string;
  readonly description: string;
  /** Whom the segment takes in. */
  readonly include: DraftList;
  /** Whom it leaves out all the same: everybody who matches one of these. */
  readonly exclude: readonly DraftNode[];
}

export interface DraftList {
  readonly match: "all" | "any";
  readonly items: readonly DraftNode[];
}

/** Tells nodes apart while they are moved and changed: unique in a draft, `n1`, `n2`, … */
export type NodeId = string;

export interface DraftGroup extends DraftList {
  readonly kind: "group";
  readonly id: NodeId;
  readonly not: boolean;
}

interface Conditioned {
  readonly id: NodeId;
  readonly not: boolean;
}

export interface DraftAttribute extends Conditioned {
  readonly kind: "attribute";
  readonly field: FieldId;
  readonly test: DraftTest;
}

export interface DraftMetafield extends Conditioned {
  readonly kind: "metafield";
  readonly namespace: string;
  readonly key: string;
  readonly as: MetafieldCondition["as"];
  readonly test: DraftTest;
}

export interface DraftEvent extends Conditioned {
  readonly kind: "event";
  readonly event: EventId;
  readonly window: DraftWindow;
  readonly filters: readonly DraftFilter[];
  readonly measure: Measure;
  readonly test: DraftTest;
}

export interface DraftSegment extends Conditioned {
  readonly kind: "segment";
  /** Null: not chosen yet. */
  readonly segment: number | null;
}

export type DraftCondition = DraftAttribute | DraftMetafield | DraftEvent | DraftSegment;
export type DraftNode = DraftGroup | DraftCondition;

export interface DraftFilter {
  readonly property: string;
  readonly test: DraftTest;
}

/** An operator with what was typed for it and for others. */
export interface DraftTest {
  readonly operator: OperatorId;
  readonly text: string;
  readonly texts: readonly string[];
  /** Of a range its lower end. */
  readonly amount: DraftAmount;
  readonly to: DraftAmount;
  readonly period: DraftPeriod;
  /** `YYYY-MM-DD`; of a range of days the first. */
  readonly date: string;
  readonly toDate: string;
  readonly missing: "include" | "exclude";
}

export interface DraftAmount {
  readonly kind: "number" | "percentile";
  /** As typed: money in the currency's whole units, with its decimals. */
  readonly number: string;
  readonly percentile: string;
  readonly of: Population;
}

export interface DraftPeriod {
  readonly count: string;
  readonly unit: Period["unit"];
}

export interface DraftWindow {
  readonly kind: EventWindow["kind"];
  readonly period: DraftPeriod;
  readonly date: string;
  readonly toDate: string;
}

/** Every node of a draft, in reading order: those taken in, then those left out. */
export function nodesOf({ include, exclude }: Pick<Draft, "include" | "exclude">): DraftNode[] {
  return [...include.items, ...exclude].flatMap(withItems);
}

function withItems(node: DraftNode): DraftNode[] {
  return node.kind === "group" ? [node, ...node.items.flatMap(withItems)] : [node];
}
