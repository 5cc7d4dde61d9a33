import type { Definition } from "../language/definition";
import type { MentionedNames } from "../overview/overview";
import type { Draft } from "./draft";

/** What the builder opens with. */
export interface BuilderData {
  /** Null: a segment that is not made yet. */
  readonly segment: EditedSegment | null;
  /** What is begun from: the stored segment, a copy of one, an older version, a rule from a link, or nothing. */
  readonly start: {
    readonly name: string;
    readonly description: string;
    readonly definition: Definition | null;
  };
  /** Where that comes from, as the page says it; null: what is stored, or nothing. */
  readonly startedFrom: string | null;
  /** What this person worked on and did not save. */
  readonly kept: KeptDraft | null;
  readonly segments: readonly SegmentChoice[];
  readonly names: MentionedNames;
  readonly currency: string;
  /** Decimals of the currency. */
  readonly digits: number;
  readonly analysisDate: string;
  readonly timeZone: string;
}

/** A segment that a condition may speak of. */
export interface SegmentChoice {
  readonly id: number;
  readonly name: string;
  readonly active: boolean;
}

export interface EditedSegment {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  /** Null: what is stored cannot be read. */
  readonly definition: Definition | null;
  readonly unreadable: string | null;
  readonly version: number;
  readonly active: boolean;
  readonly users: readonly { readonly id: number; readonly name: string }[];
}

export interface KeptDraft {
  readonly draft: Draft;
  /** The version that it was begun from; null: of a new segment. */
  readonly baseVersion: number | null;
  /** ISO 8601 UTC. */
  readonly updatedAt: string;
}

/** What is posted to save. */
export interface SaveRequest {
  /** Null: a new segment. */
  readonly segmentId: number | null;
  readonly name: string;
  readonly description: string;
  readonly definition: Definition;
  /** The version that was edited; null of a new segment. */
  readonly base: number | null;
}

/** Somebody else saved in the meantime. */
export interface Conflict {
  readonly version: number;
  readonly by: string | null;
  readonly at: string;
  /** What they saved. */
  readonly name: string;
  readonly definition: Definition | null;
}

export type SaveAnswer =
  | { readonly ok: true; readonly id: number }
  | {
      readonly ok: false;
      readonly message: string;
      /** Where the words are to stand; null: above everything. */
      readonly field: "name" | "description" | null;
      readonly conflict: Conflict | null;
      /** Somebody deleted the segment: what was made can be saved as a new one. */
      readonly gone: boolean;
      /** It is, or a segment that the rule speaks of is not there. */
      readonly missing: boolean;
    };
