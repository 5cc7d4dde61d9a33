import type { RfmGroupId } from "./rfmGroups";

/** A place on the map of groups, in whole cells. */
export interface GroupPlace {
  /** 1: longest ago (R 1) … 4: most recent (R 4 and 5). */
  readonly column: number;
  readonly columnSpan: number;
  /** 1: top. Rows: frequent and big; frequent and smaller; less frequent and big; neither. */
  readonly row: number;
  readonly rowSpan: number;
}

export interface GroupWording {
  readonly name: string;
  /** Who they are, in one sentence. */
  readonly meaning: string;
  /** Something to do, which promises nothing. */
  readonly advice: string;
  readonly place: GroupPlace;
}

/** The map has this many columns and rows; every cell belongs to exactly one group, always the same. */
export const mapSize = { columns: 4, rows: 4 } as const;

/**
 * How the eleven groups are called, told and placed. `promising` and `cant_lose` mean lapsed customers here, other than
 * in most tables of this kind, and the sentences say so.
 */
export const groupWordings: Readonly<Record<RfmGroupId, GroupWording>> = {
  champions: {
    name: "Champions",
    meaning: "Bought recently, buy often and spend the most.",
    advice: "Thank them, show them new products first and ask them for a review.",
    place: { column: 4, columnSpan: 1, row: 1, rowSpan: 1 },
  },
  loyal: {
    name: "Loyal",
    meaning: "Bought recently and buy often, with smaller sums in total.",
    advice: "Show them what goes with what they already buy, or a larger pack of it.",
    place: { column: 4, columnSpan: 1, row: 2, rowSpan: 1 },
  },
  potential_loyalists: {
    name: "Potential loyalists",
    meaning: "Bought recently and spent a lot, in few orders so far.",
    advice: "Give them a reason to return, such as a membership or advice on what they bought.",
    place: { column: 4, columnSpan: 1, row: 3, rowSpan: 1 },
  },
  new: {
    name: "New",
    meaning: "Bought recently, in few orders and for smaller sums; many of them for the first time.",
    advice: "Welcome them, help them to use what they bought and tell them what your store stands for.",
    place: { column: 4, columnSpan: 1, row: 4, rowSpan: 1 },
  },
  need_attention: {
    name: "Need attention",
    meaning:
      "Middling in how often and how much they bought, or better, and beginning to be away for a while.",
    advice: "Remind them of what they liked, with something that fits what they bought.",
    place: { column: 3, columnSpan: 1, row: 1, rowSpan: 3 },
  },
  about_to_sleep: {
    name: "About to sleep",
    meaning: "Few orders and smaller sums, and beginning to be away for a while.",
    advice: "Show them your best sellers or what is new since their last order.",
    place: { column: 3, columnSpan: 1, row: 4, rowSpan: 1 },
  },
  promising: {
    name: "Promising",
    meaning:
      "Lapsed, but they used to buy often and spent a lot: the strongest history among those who stay away.",
    advice: "Write to them personally, ask what changed and show them what is new.",
    place: { column: 1, columnSpan: 2, row: 1, rowSpan: 1 },
  },
  at_risk: {
    name: "At risk",
    meaning: "Lapsed; they used to buy often, with smaller sums in total.",
    advice: "Remind them of the products that they came back for, or offer to reorder them.",
    place: { column: 1, columnSpan: 2, row: 2, rowSpan: 1 },
  },
  cant_lose: {
    name: "Can't lose them",
    meaning: "Lapsed big spenders: few orders, large sums, and a long time since the last one.",
    advice: "Have somebody reach out in person, and ask how the purchase worked out.",
    place: { column: 1, columnSpan: 2, row: 3, rowSpan: 1 },
  },
  hibernating: {
    name: "Hibernating",
    meaning: "A long time since the last of few orders, with smaller sums.",
    advice: "Try one occasional message with a clear reason to look in again.",
    place: { column: 2, columnSpan: 1, row: 4, rowSpan: 1 },
  },
  lost: {
    name: "Lost",
    meaning: "The longest time since the last of few orders, with smaller sums.",
    advice:
      "Leave them out of regular messages; a last question whether they still want to hear from you is enough.",
    place: { column: 1, columnSpan: 1, row: 4, rowSpan: 1 },
  },
};
