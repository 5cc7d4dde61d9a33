import type { SegmentUser } from "../refusals";
import type { MentionedNames, SegmentSummary } from "./overview";

/** What the page of a segment shows whichever of its tabs is open. Shared with the browser. */
export interface SegmentPage {
  readonly segment: SegmentDetail;
  readonly names: MentionedNames;
  /** Everybody in the store. */
  readonly customers: number;
  /** The shop's day of the last scoring. */
  readonly analysisDate: string;
  /** Bringing members up to date keeps failing: some may be behind. */
  readonly failing: boolean;
}

export interface SegmentDetail extends Omit<SegmentSummary, "updatedBy"> {
  /** Of a ready-made one: what its numbers that can be chosen are called; empty of others. */
  readonly numbers: readonly string[];
  /** The rule is not what those numbers lead to: somebody changed it by hand. */
  readonly changedByHand: boolean;
  /** What would stop working without it. */
  readonly users: readonly SegmentUser[];
  /** The segments that its rule speaks of. */
  readonly uses: readonly { readonly id: number; readonly name: string; readonly active: boolean }[];
}

export const segmentTabs = ["overview", "customers", "rule", "activity"] as const;
export type SegmentTab = (typeof segmentTabs)[number];
