import type { SegmentUser } from "~/segments/refusals";

/** What can be done to a segment from its page at a press, as `/app/segments/<id>/act` takes it. */
export const segmentActs = ["activate", "deactivate", "delete", "refresh"] as const;
export type SegmentAct = (typeof segmentActs)[number];

export type ActAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly message: string; readonly users?: readonly SegmentUser[] };

/** What a toast says when it is done. */
export const doneWords: Readonly<Record<SegmentAct, string>> = {
  activate: "Segment activated",
  deactivate: "Segment deactivated",
  delete: "Segment deleted",
  refresh: "Members refreshed",
};
