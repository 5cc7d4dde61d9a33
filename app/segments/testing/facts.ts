import { dayNumber, naiveReason, naiveValue } from "~/customers/testing/naive";
import type { CustomerMetricsRow, CustomerRow, OrderRow, RfmScoreRow } from "~/warehouse/tables";

import type { EventId } from "../language/events";
import type { FieldId } from "../language/fields";
import type { SegmentStore } from "./segmentStore";

/**
 * What the fields and events of the language mean, once more in plain TypeScript over the rows of a store, for tests to hold
 * the SQL against. Written from the descriptions of the language, not from its SQL.
 */

/** Days as `YYYY-MM-DD`, ids as decimal strings, money in minor units; null where there is none. */
export type Fact = string | number | boolean | readonly string[] | null;

export interface Person {
  readonly customer: CustomerRow;
  readonly metrics: CustomerMetricsRow | undefined;
  readonly score: RfmScoreRow | undefined;
}

/** How a store tells days. */
export interface Days {
  readonly today: string;
  /** The shop's day of a UTC time. */
  readonly dayOf: (time: Date) => string;
}

/** `localDay` with one formatter for all times. */
export function dayTeller(timeZone: string): (time: Date) => string {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return (time) => format.format(time);
}

type Attribute = (person: Person, days: Days) => Fact;

export const attributes: Record<FieldId, Attribute> = {
  display_name: ({ customer }) => customer.display_name,
  first_name: ({ customer }) => customer.first_name,
  last_name: ({ customer }) => customer.last_name,
  email: ({ customer }) => customer.email,
  phone: ({ customer }) => customer.phone,
  tags: ({ customer }) => customer.tags,
  note: ({ customer }) => customer.note,
  language: ({ customer }) => customer.locale,
  tax_exempt: ({ customer }) => customer.tax_exempt,
  account_state: ({ customer }) => customer.account_state,
  created_at: ({ customer }, { dayOf }) => dayOf(customer.created_at),
  first_order_source: ({ metrics }) => metrics?.first_order_source ?? null,
  subscription_status: ({ customer }) => customer.subscriber_status,
  address1: ({ customer }) => customer.address1,
  address2: ({ customer }) => customer.address2,
  city: ({ customer }) => customer.city,
  province: ({ customer }) => customer.province_code,
  country: ({ customer }) => customer.country_code,
  zip: ({ customer }) => customer.zip,
  reachable: ({ customer }) => consentsThatHold(customer).length > 0,
  reachable_by_email: ({ customer }) => hasEmailConsent(customer),
  reachable_by_sms: ({ customer }) => hasPhoneConsent(customer, customer.sms_consent),
  reachable_by_whatsapp: ({ customer }) => hasPhoneConsent(customer, customer.whatsapp_consent),
  reachable_since: ({ customer }, { dayOf }) => {
    const since = consentsThatHold(customer);
    if (since.length === 0 || since.includes(null)) return null;
    const times = since.flatMap((time) => (time ? [time.getTime()] : []));
    return dayOf(new Date(Math.min(...times)));
  },
  email_consent: ({ customer }) => customer.email_consent,
  email_consent_at: ({ customer }, days) => dayOrNull(customer.email_consent_at, days),
  sms_consent: ({ customer }) => customer.sms_consent,
  sms_consent_at: ({ customer }, days) => dayOrNull(customer.sms_consent_at, days),
  whatsapp_consent: ({ customer }) => customer.whatsapp_consent,
  whatsapp_consent_at: ({ customer }, days) => dayOrNull(customer.whatsapp_consent_at, days),
  rfm_group: ({ score }) => score?.rfm_group ?? null,
  recency_score: ({ score }) => score?.recency ?? null,
  frequency_score: ({ score }) => score?.frequency ?? null,
  monetary_score: ({ score }) => score?.monetary ?? null,
  orders: ({ metrics }) => metrics?.orders ?? null,
  spend: ({ metrics }) => numberOrNull(metrics?.spend),
  average_order_value: ({ metrics }) => perOrder(metrics, Number(metrics?.spend)),
  days_since_last_order: ({ metrics }, { today }) => daysSince(metrics?.last_order_on, today),
  days_since_first_order: ({ metrics }, { today }) => daysSince(metrics?.first_order_on, today),
  last_order_on: ({ metrics }) => metrics?.last_order_on ?? null,
  first_order_on: ({ metrics }) => metrics?.first_order_on ?? null,
  second_order_on: ({ metrics }) => metrics?.second_order_on ?? null,
  orders_per_month: ({ metrics }, { today }) => {
    const days = daysSince(metrics?.first_order_on, today);
    return metrics && days !== null ? (metrics.orders * 30) / Math.max(30, days) : null;
  },
  refunded: ({ metrics }) => numberOrNull(metrics?.refunded),
  failed_orders: ({ metrics }) => metrics?.failed_orders ?? null,
  discounted_share: ({ metrics }) => perOrder(metrics, Number(metrics?.discounted_orders) * 100),
  highest_unit_price: ({ metrics }) => numberOrNull(metrics?.highest_unit_price),
  average_gap: ({ metrics }) => metrics?.gap_mean_days ?? null,
  longest_gap: ({ metrics }) => metrics?.gap_max_days ?? null,
  shopify_rfm_group: ({ customer }) => customer.shopify_rfm_group,
  shopify_spend_tier: ({ customer }) => customer.shopify_spend_tier,
};

/** Since when the consents that hold now were given; null where that is not known. */
function consentsThatHold(customer: CustomerRow): (Date | null)[] {
  return [
    ...(hasEmailConsent(customer) ? [customer.email_consent_at] : []),
    ...(hasPhoneConsent(customer, customer.sms_consent) ? [customer.sms_consent_at] : []),
    ...(hasPhoneConsent(customer, customer.whatsapp_consent) ? [customer.whatsapp_consent_at] : []),
  ];
}

function hasEmailConsent({ email, email_consent }: CustomerRow): boolean {
  return email_consent === "SUBSCRIBED" && /.@.+\..+/s.test(email ?? "");
}

function hasPhoneConsent({ phone }: CustomerRow, consent: string | null): boolean {
  return consent === "SUBSCRIBED" && phone !== null;
}

function dayOrNull(time: Date | null, { dayOf }: Days): string | null {
  return time && dayOf(time);
}

function numberOrNull(value: bigint | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function perOrder(metrics: CustomerMetricsRow | undefined, amount: number): number | null {
  return metrics && metrics.orders > 0 ? amount / metrics.orders : null;
}

function daysSince(day: string | null | undefined, today: string): number | null {
  return day ? dayNumber(today) - dayNumber(day) : null;
}

/** Something that happened to a customer who is there. */
export interface Happened {
  readonly customer: bigint;
  readonly day: string;
  readonly properties: Readonly<Record<string, Fact>>;
}

type Placed = OrderRow & { readonly customer_id: bigint };

/** Everything that ever happened, also after today, by kind of event. */
export function happenings(
  { facts, counting, metrics }: SegmentStore,
  dayOf: Days["dayOf"],
): Record<EventId, Happened[]> {
  const owners = new Map(facts.customers.map((owner) => [owner.customer_id, owner]));
  const lastOrders = new Map(metrics.map((row) => [row.customer_id, row.last_order_at]));
  const placed = facts.orders.filter(
    (order): order is Placed => order.customer_id !== null && owners.has(order.customer_id),
  );
  const counted = placed.filter(
    (order) => naiveReason(order, owners.get(order.customer_id), counting.settings) === null,
  );
  const real = placed.filter((order) => !order.test);
  const ordersById = (orders: readonly Placed[]) => new Map(orders.map((order) => [order.order_id, order]));
  const countedById = ordersById(counted);
  const realById = ordersById(real);
  const event = (customer: bigint, time: Date | null, properties: Happened["properties"]) =>
    time ? [{ customer, day: dayOf(time), properties }] : [];

  return {
    ordered: counted.flatMap((order) =>
      event(order.customer_id, order.processed_at, {
        value: Number(naiveValue(order, counting.settings)),
        discount: Number(order.discounts),
        discount_code: order.discount_codes,
        channel: order.source_name,
        order_tags: order.tags,
        country: order.country_code,
        city: order.city,
        subscription: order.subscription,
        financial_status: order.financial_status,
        fulfillment_status: order.fulfillment_status,
      }),
    ),
    purchased: facts.lines.flatMap((line) => {
      const order = countedById.get(line.order_id);
      if (!order) return [];
      const product = facts.products.find(({ product_id }) => product_id === line.product_id);
      return event(order.customer_id, order.processed_at, {
        product: idOrNull(line.product_id),
        variant: idOrNull(line.variant_id),
        title: line.title,
        sku: line.sku,
        vendor: line.vendor,
        product_type: product?.product_type ?? null,
        product_tags: product?.tags ?? [],
        collection: facts.productCollections
          .filter(({ product_id }) => product_id === line.product_id)
          .map(({ collection_id }) => String(collection_id)),
        quantity: line.quantity,
        unit_price: Number(line.unit_price),
        line_total: Number(line.discounted_total),
        line_discount: Number(line.unit_price) * line.quantity - Number(line.discounted_total),
        gift_card: line.is_gift_card,
        order: String(line.order_id),
        channel: order.source_name,
      });
    }),
    refunded: facts.refunds.flatMap((refund) => {
      const order = realById.get(refund.order_id);
      return order ? event(order.customer_id, refund.processed_at, { amount: Number(refund.amount) }) : [];
    }),
    cancelled: real.flatMap((order) =>
      event(order.customer_id, order.cancelled_at, {
        total: Number(order.total),
        reason: order.cancel_reason,
      }),
    ),
    shipped: facts.fulfillments.flatMap((shipment) => {
      const order = shipment.status === "SUCCESS" ? realById.get(shipment.order_id) : undefined;
      return order ? event(order.customer_id, shipment.created_at, {}) : [];
    }),
    delivered: facts.fulfillments.flatMap((shipment) => {
      const order = realById.get(shipment.order_id);
      return order ? event(order.customer_id, shipment.delivered_at, {}) : [];
    }),
    checkout_abandoned: facts.checkouts.flatMap((checkout) => {
      if (checkout.customer_id === null || !owners.has(checkout.customer_id) || checkout.completed_at)
        return [];
      const lastOrder = lastOrders.get(checkout.customer_id);
      return event(checkout.customer_id, checkout.created_at, {
        total: Number(checkout.total),
        ordered_since: Boolean(lastOrder && lastOrder >= checkout.created_at),
        product: facts.checkoutLines
          .filter(({ checkout_id }) => checkout_id === checkout.checkout_id)
          .flatMap(({ product_id }) => (product_id === null ? [] : [String(product_id)])),
      });
    }),
    customer_created: facts.customers.flatMap((owner) => event(owner.customer_id, owner.created_at, {})),
    tag_added: facts.tagEvents
      .filter(({ customer_id }) => owners.has(customer_id))
      .flatMap((added) => event(added.customer_id, added.added_at, { tag: added.tag })),
  };
}

function idOrNull(id: bigint | null): string | null {
  return id === null ? null : String(id);
}

export function groupBy<Row, Key>(rows: readonly Row[], key: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
