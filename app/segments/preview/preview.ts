import type { RfmGroupId } from "~/customers/rfmGroups";

import type { ExplainedGroup } from "../explain/explanation";
import type { NodePath } from "../language/nodePath";
import type { SizePoint } from "../sizes/sizes";
import type { Reach } from "../reach/reach";

/**
 * What a rule that is not saved would come to, part by part, as the builder asks for it. Shared with the browser, which gets it
 * as JSON: amounts are minor units of the shop's currency as decimal text, ids decimal text.
 */
export interface Previews {
  readonly count: PreviewedCount;
  readonly funnel: PreviewedFunnel;
  readonly people: PreviewedPeople;
  readonly similar: PreviewedSimilar;
  readonly history: PreviewedHistory;
  readonly customer: PreviewedExplanation;
}
export type PreviewPart = keyof Previews;

/** What is posted to `/app/segments/preview/<part>`. */
export interface PreviewRequest {
  /** A definition in the language. */
  readonly definition: unknown;
  /** The segment that is edited; null: a new one. */
  readonly segmentId: number | null;
  /** Of `customer`: who is asked about. */
  readonly customerId?: string;
}

/**
 * The answer to a post. A rule that cannot be read or compiled is refused in words (with HTTP 422), and one that speaks of
 * segments that are `missing` with HTTP 404.
 */
export type PreviewAnswer<Part extends PreviewPart> =
  | { readonly ok: true; readonly preview: Previews[Part] }
  | { readonly ok: false; readonly message: string; readonly missing?: true };

export interface PreviewedCount {
  readonly members: number;
  /** Everybody in the store. */
  readonly customers: number;
  readonly spend: string;
  /** Of everybody in the store. */
  readonly totalSpend: string;
  readonly reach: Reach;
  /** Of a segment that is edited: against its stored members. `change.entering` + `change.staying` = `members`. */
  readonly change: { readonly entering: number; readonly leaving: number; readonly staying: number } | null;
  /** The newest stored version of the segment that is edited, and who made it (null: Quintile); null of a new one or one that is gone. */
  readonly stored: { readonly version: number; readonly by: string | null; readonly at: string } | null;
  /** The shop's day that everything is counted as of. */
  readonly analysisDate: string;
}

export interface FunnelStep {
  readonly path: NodePath;
  /**
   * Who matches everything up to and including this node, in reading order: the items before it in each group around it, and
   * itself. Of the last item of the outermost group: the members.
   */
  readonly after: number;
  /**
   * Of a condition that asks whether customers without a value are meant: how many have none, of those who match the items
   * before it; null of others.
   */
  readonly withoutValue: number | null;
}

/** Null `steps`: the rule has more conditions than are counted one by one. */
export interface PreviewedFunnel {
  readonly steps: readonly FunnelStep[] | null;
}

/** A customer in a preview. */
export interface PreviewPerson {
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly orders: number;
  readonly spend: string;
  /** The shop's day. */
  readonly lastOrderOn: string | null;
  readonly group: RfmGroupId | null;
}

export interface PreviewedPeople {
  /** Up to five. */
  readonly members: readonly PreviewPerson[];
  /** Up to five who miss by one condition, with the paths of the conditions each of which would do; null: too many conditions. */
  readonly nearMisses: readonly (PreviewPerson & { readonly misses: readonly NodePath[] })[] | null;
  /** Everybody who misses by some single condition. */
  readonly nearMissCount: number | null;
}

/** Active segments whose members are nearly the same, most alike first. */
export interface PreviewedSimilar {
  readonly segments: readonly {
    readonly id: number;
    readonly name: string;
    readonly members: number;
    /** Members of both ÷ members of either, from 0.9 to 1. */
    readonly likeness: number;
  }[];
}

/** The rule's size at the ends of the last twelve months and today, oldest first, as far as today's facts tell. */
export interface PreviewedHistory {
  readonly points: readonly SizePoint[];
  /** What was taken as it is today, because what it was is not known: labels of fields, in the order of the rule. */
  readonly asToday: readonly string[];
}

export interface PreviewedExplanation {
  /** Null: the store has no such customer. */
  readonly customer: PreviewPerson | null;
  readonly explanation: ExplainedGroup | null;
}
