/** Why somebody entered or left a segment. Stored; an id never changes its meaning. */
export const membershipCauses = [
  /** One of their orders was placed, changed, refunded or cancelled. */
  "order",
  /** Something else about them was changed: tags, consent, address, … */
  "edit",
  /** Nothing but time went by. */
  "time",
  /** The segment was made, switched on or off, or its rule was changed. */
  "definition",
  /** The store's rules of counting or scoring were changed. */
  "settings",
  /** Other customers changed and moved a limit that ranks against them, or a segment that the rule refers to. */
  "others",
] as const;

export type MembershipCause = (typeof membershipCauses)[number];
