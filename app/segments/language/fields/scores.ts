import { groupWordings } from "~/customers/groups";
import { rfmGroupIds } from "~/customers/rfmGroups";

import { choices, type Field } from "./field";

const score = { topic: "Scores", type: "count" } as const;

/** How this app scores them, and how Shopify does. */
export const scoreFields = {
  rfm_group: {
    label: "RFM group",
    explains:
      "By the three scores of those who ordered. Here “Promising” and “Can't lose them” are lapsed customers.",
    topic: "Scores",
    type: "choice",
    sql: "r.rfm_group",
    noun: "RFM group",
    choices: rfmGroupIds.map((value) => ({ value, label: groupWordings[value].name })),
    phrases: { is: "are in the RFM group {}", other: "are in an RFM group other than {}" },
  },
  recency_score: {
    ...score,
    label: "Recency score",
    explains:
      "1 to 5; 5 for the most recent last orders. By fifths of your buyers, fixed limits under 50 buyers, or your own limits.",
    sql: "r.recency",
    noun: "recency score",
  },
  frequency_score: {
    ...score,
    label: "Frequency score",
    explains:
      "1 to 5; 5 for the most counted orders. By fifths of your buyers, fixed limits under 50 buyers, or your own limits.",
    sql: "r.frequency",
    noun: "frequency score",
  },
  monetary_score: {
    ...score,
    label: "Monetary score",
    explains:
      "1 to 5; 5 for the highest total spend. By fifths of your buyers, fixed limits under 50 buyers, or your own limits.",
    sql: "r.monetary",
    noun: "monetary score",
  },
} as const satisfies Record<string, Field>;

export const shopifyFields = {
  shopify_rfm_group: {
    label: "RFM group by Shopify",
    explains:
      "Shopify's own group, by Shopify's rules and as Shopify last told it. It can differ from the RFM group here.",
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
    explains: "Shopify's own forecast, as Shopify last told it. The scores here do not use it.",
    topic: "Shopify",
    type: "choice",
    sql: "c.shopify_spend_tier",
    noun: "spend predicted by Shopify",
    choices: choices({ HIGH: "High", MEDIUM: "Medium", LOW: "Low" }),
  },
} as const satisfies Record<string, Field>;
