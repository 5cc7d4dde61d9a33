import type { Choice } from "./fields";
import type { ValueType } from "./operators";
import type { Phrases } from "./phrases";

export interface Lookup {
  readonly from: string;
  readonly key: string;
  readonly by: string;
}

/** A property of an event, on which it can be filtered and (numbers) measured. */
export interface Property {
  readonly label: string;
  /** The noun of a sentence, one of it; of a boolean what the event is: "from a subscription". */
  readonly noun: string;
  /** Where sentences of the noun do not read well. */
  readonly phrases?: Partial<Phrases>;
  /** It is what the event is about: "bought “Soap”" rather than "bought a product with the product “Soap”". */
  readonly object?: true;
  /** Of a number: what its sum counts, one and several. */
  readonly counted?: readonly [one: string, several: string];
  /** Of money: how its sum reads: of all events, of some, and before its object. */
  readonly spent?: { readonly all: string; readonly some: string; readonly of: string };
  readonly type: ValueType;
  /** SQL over the relations that the event's `from` names, or over its `lookup`'s; null where there is none. Of tags: `folded`. */
  readonly sql: string;
  /** Where it is told by another relation: by the rows of `from` whose `key` is the event's `by`; of a list, one row an item. */
  readonly lookup?: Lookup;
  readonly stored?: "instant" | "day";
  readonly choices?: readonly Choice[];
  /** Of a choice whose values are codes of a standard: ISO 3166-1, two letters. */
  readonly codes?: "country";
  /** Of references: what of. */
  readonly of?: "product" | "variant" | "collection";
  readonly suggests?: true;
}

/**
 * Something that happens to customers, read from the facts. In the SQL, `{orders}`, `{order_lines}`, … are the tables;
 * `{counted}` holds for an order `o` that counts and `{value}` is its value in minor units, both by the money rules that
 * the store was last scored by.
 */
export interface EventType {
  /** As offered in a list. */
  readonly label: string;
  /** What follows "Customers who …": of one or more such events, of none in a time, of none ever. */
  readonly did: string;
  readonly didNot: string;
  readonly never: string;
  /** The verb before a number of them: "placed" 3 orders; "did not place" any. */
  readonly having: string;
  readonly notHaving: string;
  /** One of them before what is asked of it: an "order" over $50. */
  readonly thing: string;
  /** What is counted, one and several. */
  readonly noun: readonly [one: string, several: string];
  /** FROM clause. */
  readonly from: string;
  /** Which of its rows are such events: of somebody, at a known time. */
  readonly where: string;
  readonly customer: string;
  /** UTC. */
  readonly time: string;
  readonly properties: Readonly<Record<string, Property>>;
}

const productOfLine: Lookup = { from: "{products} p", key: "p.product_id", by: "l.product_id" };

const onOrder = {
  value: {
    label: "Order value",
    noun: "order value",
    type: "money",
    sql: "{value}",
    spent: { all: "spent {}", some: "spent {} on orders", of: "spent {} on" },
  },
  discount: { label: "Discount", noun: "discount", type: "money", sql: "o.discounts" },
  discount_code: {
    label: "Discount code",
    noun: "discount code",
    type: "tags",
    sql: folded("o.discount_codes"),
    suggests: true,
  },
  channel: { label: "Channel", noun: "channel", type: "text", sql: "o.source_name", suggests: true },
  order_tags: {
    label: "Order tags",
    noun: "order tag",
    type: "tags",
    sql: folded("o.tags"),
    suggests: true,
  },
  country: {
    label: "Shipped to country",
    noun: "country of delivery",
    phrases: { is: "shipped to {}", other: "shipped to a country other than {}" },
    type: "choice",
    sql: "o.country_code",
    codes: "country",
    suggests: true,
  },
  city: {
    label: "Shipped to city",
    noun: "city of delivery",
    type: "text",
    sql: "o.city",
    phrases: { is: "shipped to {}", other: "shipped to a city other than {}" },
  },
  subscription: {
    label: "Subscription order",
    noun: "from a subscription",
    type: "boolean",
    sql: "o.subscription",
  },
  financial_status: {
    label: "Payment",
    noun: "payment state",
    type: "choice",
    sql: "o.financial_status",
    choices: [
      { value: "PAID", label: "Paid" },
      { value: "PARTIALLY_PAID", label: "Partly paid" },
      { value: "PENDING", label: "Pending" },
      { value: "AUTHORIZED", label: "Authorised" },
      { value: "EXPIRED", label: "Expired" },
      { value: "PARTIALLY_REFUNDED", label: "Partly refunded" },
      { value: "REFUNDED", label: "Refunded" },
      { value: "VOIDED", label: "Voided" },
    ],
  },
  fulfillment_status: {
    label: "Fulfillment",
    noun: "fulfillment state",
    type: "choice",
    sql: "o.fulfillment_status",
    choices: [
      { value: "FULFILLED", label: "Fulfilled" },
      { value: "PARTIALLY_FULFILLED", label: "Partly fulfilled" },
      { value: "UNFULFILLED", label: "Unfulfilled" },
      { value: "SCHEDULED", label: "Scheduled for later" },
      { value: "ON_HOLD", label: "On hold" },
      { value: "IN_PROGRESS", label: "In progress" },
      { value: "OPEN", label: "Open" },
      { value: "PENDING_FULFILLMENT", label: "Waiting for fulfillment" },
      { value: "REQUEST_DECLINED", label: "Request declined" },
      { value: "RESTOCKED", label: "Restocked" },
      { value: "FULFILLMENT_NOT_REQUIRED", label: "Not required" },
    ],
  },
} as const satisfies Record<string, Property>;

export const events = {
  ordered: {
    label: "Ordered",
    did: "ordered",
    didNot: "did not order",
    never: "never ordered",
    having: "placed",
    notHaving: "did not place",
    thing: "order",
    noun: ["order", "orders"],
    from: "{orders} o",
    where: "{counted}",
    customer: "o.customer_id",
    time: "o.processed_at",
    properties: onOrder,
  },
  purchased: {
    label: "Bought a product",
    did: "bought a product",
    didNot: "did not buy any product",
    never: "never bought any product",
    having: "bought",
    notHaving: "did not buy",
    thing: "product",
    noun: ["product line", "product lines"],
    from: `{order_lines} l JOIN {orders} o ON o.order_id = l.order_id`,
    where: "{counted}",
    customer: "o.customer_id",
    time: "o.processed_at",
    properties: {
      product: {
        label: "Product",
        noun: "product",
        object: true,
        type: "reference",
        of: "product",
        sql: "l.product_id",
      },
      variant: {
        label: "Variant",
        noun: "variant",
        object: true,
        type: "reference",
        of: "variant",
        sql: "l.variant_id",
      },
      title: {
        label: "Product title",
        noun: "product title",
        phrases: { is: "titled {}" },
        type: "text",
        sql: "l.title",
        suggests: true,
      },
      sku: { label: "SKU", noun: "SKU", type: "text", sql: "l.sku", suggests: true },
      vendor: {
        label: "Vendor",
        noun: "vendor",
        phrases: { is: "from the vendor {}" },
        type: "text",
        sql: "l.vendor",
        suggests: true,
      },
      product_type: {
        label: "Product type",
        noun: "product type",
        type: "text",
        sql: "p.product_type",
        lookup: productOfLine,
        suggests: true,
      },
      product_tags: {
        label: "Product tags",
        noun: "product tag",
        type: "tags",
        sql: folded("p.tags"),
        lookup: productOfLine,
        suggests: true,
      },
      collection: {
        label: "Collection",
        noun: "collection",
        phrases: { any: "from the collection {}" },
        type: "references",
        of: "collection",
        sql: "pc.collection_id",
        lookup: { from: "{product_collections} pc", key: "pc.product_id", by: "l.product_id" },
      },
      /** As ordered. */
      quantity: {
        label: "Quantity",
        noun: "quantity",
        counted: ["unit", "units"],
        type: "count",
        sql: "l.quantity",
      },
      /** Before discounts. */
      unit_price: { label: "Unit price", noun: "unit price", type: "money", sql: "l.unit_price" },
      line_total: {
        label: "Paid for it",
        noun: "line total",
        spent: { all: "spent {} on products", some: "spent {} on products", of: "spent {} on" },
        type: "money",
        sql: "l.discounted_total",
      },
      line_discount: {
        label: "Discount on it",
        noun: "line discount",
        type: "money",
        sql: "(l.unit_price * l.quantity - l.discounted_total)",
      },
      gift_card: { label: "Gift card", noun: "sold as a gift card", type: "boolean", sql: "l.is_gift_card" },
      order: { label: "Order", noun: "order", type: "reference", sql: "l.order_id" },
      channel: onOrder.channel,
    },
  },
  refunded: {
    label: "Was refunded",
    did: "were refunded",
    didNot: "were not refunded",
    never: "were never refunded",
    having: "received",
    notHaving: "did not receive",
    thing: "refund",
    noun: ["refund", "refunds"],
    from: `{refunds} f JOIN {orders} o ON o.order_id = f.order_id`,
    where: "NOT o.test AND o.customer_id IS NOT NULL AND f.processed_at IS NOT NULL",
    customer: "o.customer_id",
    time: "f.processed_at",
    properties: { amount: { label: "Amount", noun: "refund amount", type: "money", sql: "f.amount" } },
  },
  cancelled: {
    label: "Order was cancelled",
    did: "had an order cancelled",
    didNot: "had no order cancelled",
    never: "never had an order cancelled",
    having: "had",
    notHaving: "did not have",
    thing: "cancelled order",
    noun: ["cancelled order", "cancelled orders"],
    from: "{orders} o",
    where: "NOT o.test AND o.customer_id IS NOT NULL AND o.cancelled_at IS NOT NULL",
    customer: "o.customer_id",
    time: "o.cancelled_at",
    properties: {
      total: { label: "Order total", noun: "order total", type: "money", sql: "o.total" },
      reason: {
        label: "Reason",
        noun: "cancel reason",
        type: "choice",
        sql: "o.cancel_reason",
        choices: [
          { value: "CUSTOMER", label: "Customer" },
          { value: "DECLINED", label: "Payment declined" },
          { value: "FRAUD", label: "Fraud" },
          { value: "INVENTORY", label: "Out of stock" },
          { value: "STAFF", label: "Staff error" },
          { value: "OTHER", label: "Other" },
        ],
      },
    },
  },
  shipped: {
    label: "Order was shipped",
    did: "had an order shipped",
    didNot: "had no order shipped",
    never: "never had an order shipped",
    having: "had",
    notHaving: "did not have",
    thing: "shipment",
    noun: ["shipment", "shipments"],
    from: "{fulfillments} s JOIN {orders} o ON o.order_id = s.order_id",
    where: "NOT o.test AND o.customer_id IS NOT NULL AND s.created_at IS NOT NULL AND s.status = 'SUCCESS'",
    customer: "o.customer_id",
    time: "s.created_at",
    properties: {},
  },
  delivered: {
    label: "Order was delivered",
    did: "had an order delivered",
    didNot: "had no order delivered",
    never: "never had an order delivered",
    having: "had",
    notHaving: "did not have",
    thing: "delivery",
    noun: ["delivery", "deliveries"],
    from: "{fulfillments} s JOIN {orders} o ON o.order_id = s.order_id",
    where: "NOT o.test AND o.customer_id IS NOT NULL AND s.delivered_at IS NOT NULL",
    customer: "o.customer_id",
    time: "s.delivered_at",
    properties: {},
  },
  checkout_abandoned: {
    label: "Abandoned a checkout",
    did: "abandoned a checkout",
    didNot: "did not abandon a checkout",
    never: "never abandoned a checkout",
    having: "left",
    notHaving: "did not leave",
    thing: "abandoned checkout",
    noun: ["abandoned checkout", "abandoned checkouts"],
    from: "{abandoned_checkouts} k LEFT JOIN {customer_metrics} km ON km.customer_id = k.customer_id",
    where: "k.customer_id IS NOT NULL AND k.completed_at IS NULL",
    customer: "k.customer_id",
    time: "k.created_at",
    properties: {
      total: { label: "Total", noun: "checkout total", type: "money", sql: "k.total" },
      ordered_since: {
        label: "Ordered since",
        noun: "followed by an order",
        type: "boolean",
        sql: "coalesce(km.last_order_at >= k.created_at, false)",
      },
      product: {
        label: "Product in it",
        noun: "product in it",
        type: "references",
        of: "product",
        sql: "kl.product_id",
        lookup: { from: "{abandoned_checkout_lines} kl", key: "kl.checkout_id", by: "k.checkout_id" },
      },
    },
  },
  customer_created: {
    label: "Became a customer",
    did: "were added as a customer",
    didNot: "were not added as a customer",
    never: "were never added as a customer",
    having: "had",
    notHaving: "did not have",
    thing: "customer record",
    noun: ["customer record", "customer records"],
    from: "{customers} n",
    where: "true",
    customer: "n.customer_id",
    time: "n.created_at",
    properties: {},
  },
  tag_added: {
    label: "Was tagged",
    did: "got a tag",
    didNot: "got no tag",
    never: "never got a tag",
    having: "got",
    notHaving: "did not get",
    thing: "tag",
    noun: ["tag", "tags"],
    from: "{customer_tag_events} t",
    where: "true",
    customer: "t.customer_id",
    time: "t.added_at",
    properties: {
      tag: {
        label: "Tag",
        noun: "tag name",
        phrases: { is: "called {}", other: "called anything but {}" },
        type: "text",
        sql: "t.tag",
        suggests: true,
      },
    },
  },
} as const satisfies Record<string, EventType>;

export type EventId = keyof typeof events;
export const eventIds = Object.keys(events) as [EventId, ...EventId[]];

/** The entry of an event, as any event. */
export function eventOf(id: EventId): EventType {
  return events[id];
}

/** A property of an event; undefined where the event has none of that name. */
export function propertyOf(event: EventId, property: string): Property | undefined {
  const { properties } = eventOf(event);
  return Object.hasOwn(properties, property) ? properties[property] : undefined;
}

/** A list of texts as `customers.tags_folded` keeps it: in lower case, each between unit separators. */
function folded(list: string): string {
  return `concat(chr(31), lower(array_to_string(${list}, chr(31))), chr(31))`;
}
