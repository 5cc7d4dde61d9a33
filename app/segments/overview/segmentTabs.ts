import type { ActivityEntry, SegmentVersion } from "../activity/activity";
import type { Reach } from "../reach/reach";
import type { SegmentFigures } from "../sizes/figures";
import type { SizeHistory } from "../sizes/sizes";
import type { MentionedNames } from "./overview";

// What the tabs of a segment's page show besides what is above them. Shared with the browser.

export interface SegmentOverview {
  readonly figures: SegmentFigures;
  readonly reach: Reach;
  readonly history: SizeHistory;
}

export interface SegmentActivity {
  /** The newest first. */
  readonly entries: readonly ActivityEntry[];
  /** There are older ones. */
  readonly hasMore: boolean;
  /** The newest first. */
  readonly versions: readonly SegmentVersion[];
  /** What the versions mention. */
  readonly names: MentionedNames;
}
