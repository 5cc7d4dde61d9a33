import type { Topic } from "../catalogue/readyMade";
import type { Definition } from "../language/definition";
import type { SegmentSummary } from "./overview";

/** A ready-made segment as its gallery shows it. Shared with the browser. */
export interface GalleryEntry {
  /** Its entry in the catalogue. */
  readonly readyMade: string;
  readonly topic: Topic;
  /** As the merchant calls it. */
  readonly name: string;
  readonly description: string;
  readonly advice: string;
  /** The rule of the segment; of one that the store does not have, what it would be given. Null: it cannot be read. */
  readonly definition: Definition | null;
  /** It has numbers that can be chosen. */
  readonly hasNumbers: boolean;
  /** Null: the merchant deleted it, or it was not given yet. */
  readonly segment: SegmentSummary | null;
  /** Null of a segment that has no members or no rule to begin from. */
  readonly action: GalleryAction | null;
}

export type GalleryAction =
  | { readonly kind: "export"; readonly label: string }
  /** Opens the builder with a rule. */
  | { readonly kind: "build"; readonly label: string; readonly rule: Definition }
  /** Shows how two segments overlap. */
  | { readonly kind: "compare"; readonly label: string; readonly ids: readonly [number, number] }
  | { readonly kind: "unavailable"; readonly label: string; readonly why: string };
