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

/** What somebody is called whose name Shopify has not told. */
export const unnamedStaff = "A staff member";

/** One thing that somebody did, as a page tells it. Shared with the browser. */
export interface ActivityEntry {
  /** The later, the larger. */
  readonly id: number;
  readonly kind: ActivityKind;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** What to call who did it ({@link unnamedStaff} where need be); null: Quintile. */
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
  /** ISO 8601 UTC. */
  readonly madeAt: string;
  /** As {@link ActivityEntry.by}. */
  readonly madeBy: string | null;
}
