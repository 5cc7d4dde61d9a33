import { reachableByEmail } from "./action";
import type { ReadyMade } from "./readyMade";
import { all, event } from "./template";

export const behaviour: readonly ReadyMade[] = [
  {
    id: "abandoned_checkout",
    name: "Abandoned checkout",
    description: "Began a checkout, did not complete it and did not order since.",
    advice: "Remind them once of what they left, and ask whether something was unclear.",
    action: reachableByEmail,
    topic: "behaviour",
    settings: [],
    where: all(
      event("checkout_abandoned", {
        filters: [{ property: "ordered_since", test: { operator: "is_false" } }],
      }),
    ),
  },
];
