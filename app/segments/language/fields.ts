import { groupWordings } from "~/customers/groups";
import { rfmGroupIds } from "~/customers/rfmGroups";

import type { ValueType } from "./operators";
import type { Phrases } from "./phrases";
import type { Population } from "./populations";

/** A value of a `choice`, as Shopify or the scoring spells it. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/**
 * Everything there is to say of something that can be tested. The validation, the compiler, the wording and the builder
 * read it from here; a new field is one new entry.
 */
export interface Field {
  /** As offered in a list, under `topic`. */
  readonly label: string;
  readonly topic: "Customer" | "Address" | "Marketing" | "Scores" | "Orders" | "Shopify";
  readonly type: ValueType;
  /**
   * SQL of the value over customers `c`, their metrics `m` and their scores `r`; null where there is none. `{today}` is the
   * shop's day. Written for DuckDB and PostgreSQL alike.
   */
  readonly sql: string;
  /** SQL of the value as a person reads it, where `sql` is not that. */
  readonly shown?: string;
  /**
   * Of a number that `{today}` makes change by itself: it comes to `{amount}` that many days (decimals as they come) after
   * that of the customer's dates.
   */
  readonly comesTo?: { readonly days: string; readonly after: string };
  /** Of dates: a UTC time that belongs to a shop's day, or a day already. */
  readonly stored?: "instant" | "day";
  /** The noun of a sentence, one of it: "city", "average order value"; of a boolean what they are: "tax exempt". */
  readonly noun: string;
  /** Where sentences of the noun do not read well. */
  readonly phrases?: Partial<Phrases>;
  /** Of a number: what they have so many of, one and several. */
  readonly counted?: readonly [one: string, several: string];
  readonly choices?: readonly Choice[];
  /** Of a choice whose values are codes of a standard: ISO 3166-1, two letters. */
  readonly codes?: "country";
  /** What percentiles of it may be taken of. */
  readonly populations?: readonly Population[];
  /** Distinct values of the store are offered while typing. */
  readonly suggests?: true;
}

const emailReachable = "(c.email_consent = 'SUBSCRIBED' AND c.email LIKE '%_@_%._%')";
const smsReachable = "(c.sms_consent = 'SUBSCRIBED' AND c.phone IS NOT NULL)";
const whatsappReachable = "(c.whatsapp_consent = 'SUBSCRIBED' AND c.phone IS NOT NULL)";

const emailStates = choices({
  SUBSCRIBED: "Subscribed",
  UNSUBSCRIBED: "Unsubscribed",
  NOT_SUBSCRIBED: "Not subscribed",
  PENDING: "Waiting for confirmation",
  INVALID: "Invalid address",
});
const phoneStates = choices({
  SUBSCRIBED: "Subscribed",
  UNSUBSCRIBED: "Unsubscribed",
  NOT_SUBSCRIBED: "Not subscribed",
  NEVER_SUBSCRIBED: "Never subscribed",
  PENDING: "Waiting for confirmation",
  REDACTED: "Erased",
});
const score = { topic: "Scores", type: "count" } as const;

export const fields = {
  display_name: { label: "Name", topic: "Customer", type: "text", sql: "c.display_name", noun: "name" },
  first_name: {
    label: "First name",
    topic: "Customer",
    type: "text",
    sql: "c.first_name",
    noun: "first name",
  },
  last_name: { label: "Last name", topic: "Customer", type: "text", sql: "c.last_name", noun: "last name" },
  email: { label: "Email", topic: "Customer", type: "text", sql: "c.email", noun: "email" },
  phone: { label: "Phone", topic: "Customer", type: "text", sql: "c.phone", noun: "phone number" },
  tags: {
    label: "Tags",
    topic: "Customer",
    type: "tags",
    sql: "c.tags_folded",
    shown: "array_to_string(c.tags, ', ')",
    noun: "tag",
    suggests: true,
    phrases: { any: "are tagged {}", all: "are tagged {}", none: "are not tagged {}" },
  },
  note: { label: "Note", topic: "Customer", type: "text", sql: "c.note", noun: "note" },
  language: {
    label: "Language",
    topic: "Customer",
    type: "text",
    sql: "c.locale",
    noun: "language",
    suggests: true,
  },
  tax_exempt: {
    label: "Tax exempt",
    topic: "Customer",
    type: "boolean",
    sql: "c.tax_exempt",
    noun: "tax exempt",
  },
  account_state: {
    label: "Account",
    topic: "Customer",
    type: "choice",
    sql: "c.account_state",
    noun: "account state",
    choices: choices({
      ENABLED: "Active",
      INVITED: "Invited",
      DISABLED: "None",
      DECLINED: "Invitation declined",
    }),
  },
  created_at: {
    label: "Customer since",
    topic: "Customer",
    type: "date",
    sql: "c.created_at",
    stored: "instant",
    noun: "date of being added",
    phrases: { when: "were added {}" },
  },
  first_order_source: {
    label: "Came through",
    topic: "Customer",
    type: "text",
    sql: "m.first_order_source",
    noun: "channel of the first order",
    suggests: true,
    phrases: { is: "first ordered through {}", other: "first ordered through another channel than {}" },
  },
  subscription_status: {
    label: "Product subscription",
    topic: "Customer",
    type: "choice",
    sql: "c.subscriber_status",
    noun: "product subscription state",
    choices: choices({
      ACTIVE: "Active",
      PAUSED: "Paused",
      CANCELLED: "Cancelled",
      EXPIRED: "Expired",
      FAILED: "Failed",
      NEVER_SUBSCRIBED: "Never subscribed",
    }),
  },

  address1: { label: "Street", topic: "Address", type: "text", sql: "c.address1", noun: "street" },
  address2: {
    label: "Address, second line",
    topic: "Address",
    type: "text",
    sql: "c.address2",
    noun: "second address line",
  },
  city: {
    label: "City",
    topic: "Address",
    type: "text",
    sql: "c.city",
    noun: "city",
    suggests: true,
    phrases: { is: "live in {}", other: "live in a city other than {}" },
  },
  province: {
    label: "State or province",
    topic: "Address",
    type: "text",
    sql: "c.province_code",
    noun: "state or province",
    suggests: true,
    phrases: { is: "live in the state or province {}", other: "live in a state or province other than {}" },
  },
  country: {
    label: "Country",
    topic: "Address",
    type: "choice",
    sql: "c.country_code",
    noun: "country",
    codes: "country",
    suggests: true,
    phrases: { is: "live in {}", other: "live in a country other than {}" },
  },
  zip: { label: "ZIP or postal code", topic: "Address", type: "text", sql: "c.zip", noun: "postal code" },

  reachable: {
    label: "Reachable on any channel",
    topic: "Marketing",
    type: "boolean",
    sql: `(coalesce(${emailReachable}, false) OR coalesce(${smsReachable}, false) OR coalesce(${whatsappReachable}, false))`,
    noun: "reachable by email, SMS or WhatsApp",
  },
  reachable_by_email: {
    label: "Reachable by email",
    topic: "Marketing",
    type: "boolean",
    sql: `coalesce(${emailReachable}, false)`,
    noun: "reachable by email",
  },
  reachable_by_sms: {
    label: "Reachable by SMS",
    topic: "Marketing",
    type: "boolean",
    sql: `coalesce(${smsReachable}, false)`,
    noun: "reachable by SMS",
  },
  reachable_by_whatsapp: {
    label: "Reachable by WhatsApp",
    topic: "Marketing",
    type: "boolean",
    sql: `coalesce(${whatsappReachable}, false)`,
    noun: "reachable by WhatsApp",
  },
  /** The first of the consents that hold now; unknown while one of them has no known date. */
  reachable_since: {
    label: "Reachable since",
    topic: "Marketing",
    type: "date",
    sql: `CASE
      WHEN (${emailReachable} AND c.email_consent_at IS NULL) OR (${smsReachable} AND c.sms_consent_at IS NULL)
        OR (${whatsappReachable} AND c.whatsapp_consent_at IS NULL) THEN NULL
      ELSE least(CASE WHEN ${emailReachable} THEN c.email_consent_at END,
        CASE WHEN ${smsReachable} THEN c.sms_consent_at END,
        CASE WHEN ${whatsappReachable} THEN c.whatsapp_consent_at END) END`,
    stored: "instant",
    noun: "date of becoming reachable",
    phrases: { when: "became reachable {}" },
  },
  email_consent: {
    label: "Email marketing",
    topic: "Marketing",
    type: "choice",
    sql: "c.email_consent",
    noun: "email consent",
    choices: emailStates,
  },
  email_consent_at: {
    label: "Email marketing changed",
    topic: "Marketing",
    type: "date",
    sql: "c.email_consent_at",
    stored: "instant",
    noun: "date of email consent",
    phrases: { when: "changed their email consent {}" },
  },
  sms_consent: {
    label: "SMS marketing",
    topic: "Marketing",
    type: "choice",
    sql: "c.sms_consent",
    noun: "SMS consent",
    choices: phoneStates,
  },
  sms_consent_at: {
    label: "SMS marketing changed",
    topic: "Marketing",
    type: "date",
    sql: "c.sms_consent_at",
    stored: "instant",
    noun: "date of SMS consent",
    phrases: { when: "changed their SMS consent {}" },
  },
  whatsapp_consent: {
    label: "WhatsApp marketing",
    topic: "Marketing",
    type: "choice",
    sql: "c.whatsapp_consent",
    noun: "WhatsApp consent",
    choices: phoneStates,
  },
  whatsapp_consent_at: {
    label: "WhatsApp marketing changed",
    topic: "Marketing",
    type: "date",
    sql: "c.whatsapp_consent_at",
    stored: "instant",
    noun: "date of WhatsApp consent",
    phrases: { when: "changed their WhatsApp consent {}" },
  },

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

  orders: {
    label: "Orders",
    topic: "Orders",
    type: "count",
    sql: "m.orders",
    noun: "number of orders",
    populations: ["buyers"],
    counted: ["order", "orders"],
  },
  spend: {
    label: "Total spend",
    topic: "Orders",
    type: "money",
    sql: "m.spend",
    noun: "total spend",
    populations: ["buyers"],
    phrases: { amount: "have spent {} in total" },
  },
  average_order_value: {
    label: "Average order value",
    topic: "Orders",
    type: "money",
    sql: "CASE WHEN m.orders > 0 THEN CAST(m.spend AS double precision) / m.orders END",
    noun: "average order value",
    populations: ["buyers"],
  },
  days_since_last_order: {
    label: "Days since last order",
    topic: "Orders",
    type: "days",
    sql: "({today} - m.last_order_on)",
    comesTo: { days: "{amount}", after: "m.last_order_on" },
    noun: "time since the last order",
    populations: ["buyers", "order_gaps"],
    phrases: { amount: "are {} past their last order" },
  },
  days_since_first_order: {
    label: "Days since first order",
    topic: "Orders",
    type: "days",
    sql: "({today} - m.first_order_on)",
    comesTo: { days: "{amount}", after: "m.first_order_on" },
    noun: "time since the first order",
    populations: ["buyers"],
    phrases: { amount: "are {} past their first order" },
  },
  last_order_on: {
    label: "Last order",
    topic: "Orders",
    type: "date",
    sql: "m.last_order_on",
    stored: "day",
    noun: "last order",
    phrases: { when: "last ordered {}" },
  },
  first_order_on: {
    label: "First order",
    topic: "Orders",
    type: "date",
    sql: "m.first_order_on",
    stored: "day",
    noun: "first order",
    phrases: { when: "first ordered {}" },
  },
  second_order_on: {
    label: "Second order",
    topic: "Orders",
    type: "date",
    sql: "m.second_order_on",
    stored: "day",
    noun: "second order",
    phrases: { when: "ordered for the second time {}" },
  },
  /** Orders per 30 days since the first one, of which at least 30 are counted. */
  orders_per_month: {
    label: "Orders per month",
    topic: "Orders",
    type: "decimal",
    sql: "CASE WHEN m.orders > 0 THEN CAST(m.orders * 30 AS double precision) / greatest(30, {today} - m.first_order_on) END",
    comesTo: {
      days: "CAST(m.orders * 30 AS double precision) / nullif({amount}, 0)",
      after: "m.first_order_on",
    },
    noun: "number of orders per month",
    populations: ["buyers"],
    counted: ["order per month", "orders per month"],
  },
  refunded: {
    label: "Refunds",
    topic: "Orders",
    type: "money",
    sql: "m.refunded",
    noun: "refunded amount",
    populations: ["buyers"],
  },
  failed_orders: {
    label: "Failed orders",
    topic: "Orders",
    type: "count",
    sql: "m.failed_orders",
    noun: "number of failed orders",
    counted: ["failed order", "failed orders"],
  },
  discounted_share: {
    label: "Share of orders with a discount",
    topic: "Orders",
    type: "percent",
    sql: "CASE WHEN m.orders > 0 THEN CAST(m.discounted_orders * 100 AS double precision) / m.orders END",
    noun: "share of orders with a discount",
  },
  highest_unit_price: {
    label: "Highest unit price",
    topic: "Orders",
    type: "money",
    sql: "m.highest_unit_price",
    noun: "highest unit price",
    populations: ["buyers", "unit_prices"],
  },
  average_gap: {
    label: "Average days between orders",
    topic: "Orders",
    type: "decimal",
    sql: "m.gap_mean_days",
    noun: "average number of days between orders",
    populations: ["order_gaps"],
  },
  longest_gap: {
    label: "Longest gap between orders",
    topic: "Orders",
    type: "days",
    sql: "m.gap_max_days",
    noun: "longest gap between orders",
    populations: ["order_gaps"],
  },

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

export type FieldId = keyof typeof fields;
export const fieldIds = Object.keys(fields) as [FieldId, ...FieldId[]];

/** The entry of a field, as any field. */
export function fieldOf(id: FieldId): Field {
  return fields[id];
}

function choices(labels: Readonly<Record<string, string>>): readonly Choice[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}
