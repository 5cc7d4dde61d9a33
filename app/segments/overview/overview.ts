import type { Topic } from "../catalogue/readyMade";
import type { Definition } from "../language/definition";

/** `own`: not from the catalogue. */
export type SegmentKind = Topic | "own";

/** What lists and pages show of a segment. Shared with the browser. */
export interface SegmentSummary {
  readonly id: number;
  readonly name: string;
  /** What it is for, in words. */
  readonly description: string;
  /** Something to do with a ready-made one; null of the merchant's own. */
  readonly advice: string | null;
  /** The entry of the catalogue that it was made from; null: the merchant's own. */
  readonly readyMade: string | null;
  readonly topic: SegmentKind;
  /** Null where what is stored cannot be read; `unreadable` says why and what to do. */
  readonly definition: Definition | null;
  readonly unreadable: string | null;
  /** Switched on: members are kept of no others. */
  readonly active: boolean;
  /** ISO 8601 UTC; when it was edited, or switched on or off. */
  readonly updatedAt: string;
  /** What to call who did; null: Quintile. */
  readonly updatedBy: string | null;
  /** The stored members; null: not evaluated yet, or switched off. */
  readonly count: StoredCount | null;
  /** The stored members do not follow the rule and the scores as they stand; an evaluation is on its way. */
  readonly updating: boolean;
}

export interface StoredCount {
  readonly members: number;
  /** ISO 8601 UTC. */
  readonly evaluatedAt: string;
  /** The shop's day that relative dates counted back from. */
  readonly evaluatedOn: string;
}

/** What rules call by an id, by the name that readers know it by. Ids without a record are left out. */
export interface MentionedNames {
  readonly products: Readonly<Record<string, string>>;
  readonly variants: Readonly<Record<string, string>>;
  readonly collections: Readonly<Record<string, string>>;
  readonly segments: Readonly<Record<number, string>>;
}

/** The segments of a shop, also those that are switched off. */
export interface SegmentsOverview {
  /** Those of the catalogue in its order, then the merchant's own by name. */
  readonly segments: readonly SegmentSummary[];
  readonly names: MentionedNames;
  /** Everybody in the store. */
  readonly customers: number;
  /** The shop's day of the last scoring. */
  readonly analysisDate: string;
  /** Bringing members up to date keeps failing: some may be behind. */
  readonly failing: boolean;
}
