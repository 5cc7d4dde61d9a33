/** How many members a segment had on one of the shop's days. Shared with the browser. */
export interface SizePoint {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly members: number;
  /** `recorded`: as it was. `computed`: looked back from what is known today. */
  readonly source: "recorded" | "computed";
}

/** Who came and went on one of the shop's days; days on which nobody did are left out. */
export interface DayOfMoves {
  readonly day: string;
  readonly entered: number;
  readonly left: number;
}

/** A segment's past, oldest first. */
export interface SizeHistory {
  readonly points: readonly SizePoint[];
  readonly moves: readonly DayOfMoves[];
  /** Since when members are recorded; null: not evaluated yet. */
  readonly recordedSince: string | null;
}
