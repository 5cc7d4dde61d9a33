import { groupWordings } from "~/customers/groups";
import { rfmGroupIds } from "~/customers/rfmGroups";

import type { ReadyMade } from "./readyMade";
import { all, isOneOf } from "./template";

/** The eleven RFM groups, in the words that the RFM page uses. */
export const rfmGroups: readonly ReadyMade[] = rfmGroupIds.map((id) => {
  const { name, meaning, advice } = groupWordings[id];
  return {
    id,
    name,
    description: meaning,
    advice,
    topic: "rfm",
    settings: [],
    where: all(isOneOf("rfm_group", id)),
  };
});
