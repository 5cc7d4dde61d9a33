import type { MembershipCause } from "../membership/causes";

/** Why a customer is in a segment since the day they are, as a page and an export say it. */
export const enteredBecause: Readonly<Record<MembershipCause, string>> = {
  order: "An order",
  edit: "Customer details changed",
  time: "Time passed",
  definition: "The segment was set up or changed",
  settings: "What counts was changed",
  others: "Other customers changed",
};
