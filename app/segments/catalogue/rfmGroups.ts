import { groupWordings } from "~/customers/groups";
import { type RfmGroupId, rfmGroupIds } from "~/customers/rfmGroups";

import {
  compareWith,
  exportList,
  narrowTo,
  newsletterWithout,
  reachableByEmail,
  since,
  type SuggestedAction,
} from "./action";
import type { ReadyMade } from "./readyMade";
import { all, compare, isOneOf } from "./template";

const actions: Readonly<Record<RfmGroupId, SuggestedAction>> = {
  champions: exportList("Export for a thank-you"),
  loyal: reachableByEmail,
  potential_loyalists: narrowTo("those with one order so far", compare("orders", "equals", 1)),
  new: narrowTo("first orders of the last 30 days", since("first_order_on", 30)),
  need_attention: reachableByEmail,
  about_to_sleep: compareWith("Inactive customers", "inactive"),
  promising: exportList("Export to write in person"),
  at_risk: reachableByEmail,
  cant_lose: exportList("Export to call or write in person"),
  hibernating: newsletterWithout,
  lost: newsletterWithout,
};

/** The eleven RFM groups, in the words that the RFM page uses. */
export const rfmGroups: readonly ReadyMade[] = rfmGroupIds.map((id) => {
  const { name, meaning, advice } = groupWordings[id];
  return {
    id,
    name,
    description: meaning,
    advice,
    action: actions[id],
    topic: "rfm",
    settings: [],
    where: all(isOneOf("rfm_group", id)),
  };
});
