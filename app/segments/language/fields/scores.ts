import { groupWordings } from "~/customers/groups";
import { rfmGroupIds } from "~/customers/rfmGroups";

import { choices, type Field } from "./field";

const score = { topic: "Scores", type: "count" } as const;

/** How this app scores them, and how Shopify does. */
export const scoreFields = {
  rfm_group: {
    label: "RFM group",
    topic: "Scores",
    type: "choice",
    sql: "r.rfm_group",
    noun: "RFM group",
    choices: rfmGroupIds.map((value) => ({ value, label: groupWordings[value].name })),
    phrases: { is: "are in the RFM group {}", other: "are in an RFM group other than {}" },
  },
  recency_score: { ...score, label: "Recency score", sql: "r.recency", noun: "recency score" },
  frequency_score: { ...score, label: "Frequency score", sql: "r.frequency", noun: "frequency score" },
  monetary_score: { ...score, label: "Monetary score", sql: "r.monetary", noun: "monetary score" },
} as const satisfies Record<string, Field>;

export const shopifyFields = {
  shopify_rfm_group: {
    label: "RFM group by Shopify",
    topic: "Shopify",
    type: "choice",
    sql: "c.shopify_rfm_group",
    noun: "Shopify RFM group",
    choices: choices({
      CHAMPIONS: "Champions",
      LOYAL: "Loyal",
      ACTIVE: "Active",
      NEW: "New",
      PROMISING: "Promising",
      NEEDS_ATTENTION: "Needs attention",
      ALMOST_LOST: "Almost lost",
      AT_RISK: "At risk",
      PREVIOUSLY_LOYAL: "Previously loyal",
      DORMANT: "Dormant",
      PROSPECTS: "Prospects",
    }),
    phrases: { is: "are in the Shopify RFM group {}", other: "are in a Shopify RFM group other than {}" },
  },
  shopify_spend_tier: {
    label: "Predicted spend by Shopify",
    topic: "Shopify",
    type: "choice",
    sql: "c.shopify_spend_tier",
    noun: "spend predicted by Shopify",
    choices: choices({ HIGH: "High", MEDIUM: "Medium", LOW: "Low" }),
  },
} as const satisfies Record<string, Field>;
