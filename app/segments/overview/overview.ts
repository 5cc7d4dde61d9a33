import type { Topic } from "../catalogue/readyMade";
import type { Definition } from "../language/definition";

/** What lists and pages show of a segment. Shared with the browser. */
export interface SegmentSummary {
  readonly id: number;
  readonly name: string;
  /** What it is for, in words. */
  readonly description: string;
  /** Something to do with a ready-made one; null of the merchant's own. */
  readonly advice: string | null;
  /** `own`: not from the catalogue. */
  readonly topic: Topic | "own";
  /** Null where what is stored cannot be read; `unreadable` says why and what to do. */
  readonly definition: Definition | null;
  readonly unreadable: string | null;
  /** The stored members; null: never evaluated. */
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

/** The active segments of a shop. */
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
