import { conditionsOf, type Condition, type Definition, type EventCondition } from "../language/definition";
import { eventOf, type EventId, type events, propertyOf } from "../language/events";
import { fieldOf, type FieldId } from "../language/fields";

/**
 * What today's facts tell of how something was at the end of a past day: all of it (`known`); all but that refunds are taken
 * off orders of before as they are today (`refunds`); or nothing, so that it is taken as it is today (`today`).
 *
 * Orders are known as they are today: one that was cancelled since counts for nothing on earlier days either.
 */
export type Past = "known" | "refunds" | "today";

const pastOfFields: Readonly<Record<FieldId, Past>> = {
  display_name: "today",
  first_name: "today",
  last_name: "today",
  email: "today",
  phone: "today",
  tags: "today",
  note: "today",
  language: "today",
  tax_exempt: "today",
  account_state: "today",
  created_at: "known",
  first_order_source: "known",
  subscription_status: "today",
  address1: "today",
  address2: "today",
  city: "today",
  province: "today",
  country: "today",
  zip: "today",
  // The last change of a consent is known, but not what it was before.
  reachable: "today",
  reachable_by_email: "today",
  reachable_by_sms: "today",
  reachable_by_whatsapp: "today",
  reachable_since: "today",
  email_consent: "today",
  email_consent_at: "today",
  sms_consent: "today",
  sms_consent_at: "today",
  whatsapp_consent: "today",
  whatsapp_consent_at: "today",
  rfm_group: "refunds",
  recency_score: "known",
  frequency_score: "known",
  monetary_score: "refunds",
  orders: "known",
  spend: "refunds",
  average_order_value: "refunds",
  days_since_last_order: "known",
  days_since_first_order: "known",
  last_order_on: "known",
  first_order_on: "known",
  second_order_on: "known",
  orders_per_month: "known",
  refunded: "refunds",
  // When a parcel was not delivered is not told.
  failed_orders: "today",
  discounted_share: "known",
  highest_unit_price: "known",
  average_gap: "known",
  longest_gap: "known",
  shopify_rfm_group: "today",
  shopify_spend_tier: "today",
};

type PropertyId<Event extends EventId> = keyof (typeof events)[Event]["properties"];
type PastOfEvents = {
  readonly [Event in EventId]: {
    readonly happened: Past;
    readonly properties: Readonly<Record<PropertyId<Event>, Past>>;
  };
};

const pastOfEvents: PastOfEvents = {
  purchased: {
    happened: "known",
    properties: {
      product: "known",
      variant: "known",
      title: "known",
      sku: "known",
      vendor: "known",
      // As the catalogue is now.
      product_type: "today",
      product_tags: "today",
      collection: "today",
      quantity: "known",
      unit_price: "known",
      line_total: "known",
      line_discount: "known",
      gift_card: "known",
      order: "known",
      channel: "known",
    },
  },
  ordered: {
    happened: "known",
    properties: {
      value: "refunds",
      discount: "known",
      discount_code: "known",
      channel: "known",
      order_tags: "today",
      country: "known",
      city: "known",
      subscription: "known",
      financial_status: "today",
      fulfillment_status: "today",
    },
  },
  refunded: { happened: "known", properties: { amount: "known" } },
  cancelled: { happened: "known", properties: { total: "known", reason: "known" } },
  shipped: { happened: "known", properties: {} },
  delivered: { happened: "known", properties: {} },
  checkout_abandoned: {
    // Shopify deletes abandoned checkouts after three months: of earlier ones only those are known that were brought in before.
    happened: "today",
    properties: { total: "known", ordered_since: "known", product: "known" },
  },
  customer_created: { happened: "known", properties: {} },
  // Told by comparing a customer with what was known of them: there are none of before the first sync.
  tag_added: { happened: "today", properties: { tag: "known" } },
};

/** What a rule takes as it is today, each once, in the order of the rule. */
export function takenAsToday({ where }: Definition): string[] {
  return [...new Set(conditionsOf(where).flatMap((condition) => takenOf(condition)))];
}

const refunds = "Refunds";

function takenOf(condition: Condition): string[] {
  switch (condition.kind) {
    case "attribute":
      return labelled(pastOfFields[condition.field], fieldOf(condition.field).label);
    case "metafield":
      return [`${condition.namespace}.${condition.key}`];
    case "event":
      return takenOfEvent(condition);
    case "segment":
      return ["Members of other segments"];
  }
}

function takenOfEvent({ event, filters, measure }: EventCondition): string[] {
  const { happened, properties } = pastOfEvents[event];
  const [, plural] = eventOf(event).noun;
  const asked = [
    ...filters.map(({ property }) => property),
    ...("property" in measure ? [measure.property] : []),
  ];
  const pasts: Readonly<Partial<Record<string, Past>>> = properties;
  return [
    ...labelled(happened, plural.charAt(0).toUpperCase() + plural.slice(1)),
    ...asked.flatMap((id) => labelled(pasts[id] ?? "today", propertyOf(event, id)?.label ?? id)),
  ];
}

function labelled(past: Past, label: string): string[] {
  if (past === "known") return [];
  return [past === "refunds" ? refunds : label];
}
