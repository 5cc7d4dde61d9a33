import type { RfmGroupId } from "~/customers/rfmGroups";

import type { SetupStep } from "./SetupGuide";

/**
 * From install to the first useful answer. Only the first step is work of the app; the others are a look each.
 *
 * @param group the group to begin with; null in a store without buyers.
 */
export function setupSteps(visited: readonly string[], group: RfmGroupId | null): SetupStep[] {
  return [
    {
      id: "history",
      title: "Bring in your order history",
      why: "Every customer is scored by their own orders.",
      done: true,
      action: null,
    },
    {
      id: "compare",
      title: "See that the numbers match Shopify's",
      why: "Each difference is named, so that you can trust the groups.",
      done: visited.includes("compare"),
      action: { label: "Compare", to: "/app/compare" },
    },
    {
      id: "settings",
      title: "Decide what counts",
      why: "Refunds, tax, unpaid orders, wholesale and staff: set once, used everywhere.",
      done: visited.includes("settings"),
      action: { label: "Open settings", to: "/app/settings" },
    },
    {
      id: "group",
      title: "Meet the customers of a group",
      why: groupWords(group),
      done: visited.includes("group"),
      action: group === null ? null : { label: "View customers", to: `/app/groups/${group}` },
    },
  ];
}

function groupWords(group: RfmGroupId | null): string {
  if (group === null) return "Your groups appear with the first order that counts.";
  return group === "champions"
    ? "Your champions are a good place to begin."
    : "The group that brought in the most is a good place to begin.";
}
