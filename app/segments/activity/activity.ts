import type { Definition } from "../language/definition";

/** What can be done to a segment. Stored; an id never changes its meaning. */
export const activityKinds = [
  "created",
  /** Name, description or rule were saved. */
  "edited",
  /** The numbers of a ready-made one were chosen. */
  "numbers",
  "activated",
  "deactivated",
  "refreshed",
  "exported",
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** One thing that somebody did, as a page tells it. Shared with the browser. */
export interface ActivityEntry {
  readonly kind: ActivityKind;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The name of who did it; null: Quintile. */
  readonly by: string | null;
  /** The version that it made; null where it made none. */
  readonly version: number | null;
}

/** The name, description and rule that a segment had from one edit to the next. Shared with the browser. */
export interface SegmentVersion {
  readonly version: number;
  readonly name: string;
  readonly description: string;
  /** Null where this version of the app cannot read it. */
  readonly definition: Definition | null;
  readonly madeAt: string;
  readonly madeBy: string | null;
}
