import type { Approval } from "../../protectedData";

type Group = Exclude<Approval, "customer">;

/** Lets a personal value through to an app that Shopify approved for its group, and gives null to any other. */
export type Personal = <Value>(group: Group, value: Value) => Value | null;

export function personalOf(approvals: ReadonlySet<Approval>): Personal {
  return (group, value) => (approvals.has(group) ? value : null);
}
