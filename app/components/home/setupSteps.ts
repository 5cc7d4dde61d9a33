import type { SetupStep } from "./SetupGuide";

/** From install to the first useful answer. Only the first step is work of the app; the others are a look each. */
export function setupSteps(visited: readonly string[]): SetupStep[] {
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
      why: "Your champions are a good place to begin.",
      done: visited.includes("group"),
      action: { label: "View champions", to: "/app/groups/champions" },
    },
  ];
}
