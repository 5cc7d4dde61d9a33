import { z } from "zod";

import { startActivity } from "../activity";
import { route, type AnyControlRoute } from "./route";

const activityInput = z.strictObject({
  seed: z.union([z.number(), z.string()]).default(1),
  steps: z.number().int().positive().max(100_000),
});

/** Does many things in the shop at once, chosen by a seed. */
export const activityRoute: AnyControlRoute = route(
  "POST",
  "/activity",
  activityInput,
  (state, shop, input) => {
    const activity = startActivity(state, shop, input);
    for (let step = 0; step < input.steps; step++) activity.step();
    return activity.counts;
  },
);
