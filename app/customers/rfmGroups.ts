/** The eleven RFM groups. An id, once shipped, never changes its meaning. */
export const rfmGroupIds = [
  "champions",
  "loyal",
  "potential_loyalists",
  "new",
  "need_attention",
  "about_to_sleep",
  "promising",
  "at_risk",
  "cant_lose",
  "hibernating",
  "lost",
] as const;

export type RfmGroupId = (typeof rfmGroupIds)[number];
