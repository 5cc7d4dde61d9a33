import fc from "fast-check";

import { stores } from "~/customers/testing/randomStores";
import {
  checkout,
  checkoutLine,
  customer,
  fulfillment,
  line,
  metafield,
  product,
  refund,
  type TestStore,
} from "~/customers/testing/testWarehouse";

/**
 * Small stores with every kind of fact that segments speak of: nulls, ties, letters of both cases, characters that mean
 * something to SQL, LIKE or a template, and times around midnights and the clock changes of many zones.
 */

const cities = [
  "Berlin",
  "BERLIN",
  "São Paulo",
  "O'Hare",
  'The "Hub"',
  "100%_\\",
  "🎉 Sofía 👩‍👧",
  "{today} $1",
  "",
];
const words = ["Oil", "oil", "Gift; DROP TABLE", "Ö_l", "50%", "c:\\x", 'née "B"', "💐", "Massage oil"];

const few = (max: number) => fc.bigInt(0n, BigInt(max));
const maybe = <Value>(value: fc.Arbitrary<Value>, nulls = 3) => fc.option(value, { freq: nulls, nil: null });
const word = maybe(fc.constantFrom(...words));
const tags = fc.uniqueArray(fc.constantFrom("vip", "VIP 🎉", "Staff", "été", "a_b%", "wholesale"), {
  maxLength: 3,
});

/** Any hour of two years, often beside a midnight of one of the days that stores are looked at. */
const days = [
  "2024-03-09",
  "2024-03-10",
  "2024-11-01",
  "2024-11-02",
  "2024-11-03",
  "2024-11-04",
  "2025-06-30",
];
const hour = 3_600_000;
/** When midnight comes in the zones that stores are in, hours of UTC. */
const midnights = [0, 3, 4, 5, -1, -2, -5.5, -10.5, -11, -12, -13];
const time = fc.oneof(
  fc.integer({ min: 0, max: 2 * 365 * 24 }).map((hours) => new Date(Date.UTC(2023, 5, 1, hours, 30))),
  fc
    .tuple(fc.constantFrom(...days), fc.constantFrom(...midnights), fc.constantFrom(-1, 0, 1))
    .map(([day, hours, ms]) => new Date(Date.parse(`${day}T00:00:00Z`) + hours * hour + ms)),
);

const emailStates = ["SUBSCRIBED", "SUBSCRIBED", "UNSUBSCRIBED", "NOT_SUBSCRIBED", "PENDING"];
const phoneStates = ["SUBSCRIBED", "SUBSCRIBED", "UNSUBSCRIBED", "NEVER_SUBSCRIBED"];
const person = fc.record({
  tags,
  created_at: time,
  first_name: word,
  last_name: word,
  display_name: word,
  email: maybe(fc.constantFrom("a@b.co", "A@B.CO", "no address", "@b.co", "x@y", "o'neil+%@ex_ample.com")),
  phone: maybe(fc.constantFrom("+4912345", "+1 555")),
  email_consent: maybe(fc.constantFrom(...emailStates)),
  email_consent_at: maybe(time),
  sms_consent: maybe(fc.constantFrom(...phoneStates)),
  sms_consent_at: maybe(time),
  whatsapp_consent: maybe(fc.constantFrom(...phoneStates)),
  whatsapp_consent_at: maybe(time),
  locale: maybe(fc.constantFrom("en", "de", "pt-BR")),
  account_state: maybe(fc.constantFrom("ENABLED", "INVITED", "DISABLED")),
  tax_exempt: maybe(fc.boolean()),
  note: word,
  address1: maybe(fc.constantFrom(...cities)),
  address2: word,
  city: maybe(fc.constantFrom(...cities)),
  province_code: maybe(fc.constantFrom("BE", "be", "CA")),
  country_code: maybe(fc.constantFrom("DE", "FR", "US")),
  zip: maybe(fc.constantFrom("10115", "90-210", "10%")),
  subscriber_status: maybe(fc.constantFrom("ACTIVE", "NEVER_SUBSCRIBED")),
  shopify_rfm_group: maybe(fc.constantFrom("CHAMPIONS", "DORMANT")),
  shopify_spend_tier: maybe(fc.constantFrom("HIGH", "LOW")),
});

const onOrder = fc.record({
  moved: maybe(time, 1),
  discount_codes: fc.uniqueArray(fc.constantFrom("SUMMER", "summer", "10%", "o'ff"), { maxLength: 2 }),
  fulfillment_status: maybe(fc.constantFrom("FULFILLED", "UNFULFILLED", "SCHEDULED")),
  country_code: maybe(fc.constantFrom("DE", "US")),
  city: maybe(fc.constantFrom(...cities)),
});

const onLine = fc.record({
  // Products 1 to 4 are there, 5 is gone.
  product_id: maybe(fc.bigInt(1n, 5n), 8),
  variant_id: maybe(fc.bigInt(11n, 14n), 8),
  title: fc.constantFrom(...words),
  sku: word,
  vendor: word,
  quantity: fc.integer({ min: 1, max: 4 }),
  discounted_total: few(40),
});

const onProduct = fc.record({ product_type: word, tags });
const onShipment = fc.record({
  created_at: maybe(time),
  status: fc.constantFrom("SUCCESS", "SUCCESS", "CANCELLED", null),
  delivered_at: maybe(time),
});
const sendBack = fc.record({ order: fc.nat(), processed_at: maybe(time, 6), amount: few(9) });

/** The custom attributes that customers may have: value and what a load reads it as. */
const attribute = fc.oneof(
  fc.integer({ min: -2, max: 9 }).map((points) => ({
    ...{ namespace: "custom", key: "points", type: "number_integer" },
    ...{ value: String(points), value_number: points, value_date: null },
  })),
  fc.constantFrom(...days).map((day) => ({
    ...{ namespace: "facts", key: "birth date 🎂", type: "date" },
    ...{ value: day, value_number: null, value_date: day },
  })),
  fc.constantFrom("true", "false", "maybe").map((value) => ({
    ...{ namespace: "it's", key: "100%", type: "boolean" },
    ...{ value, value_number: null, value_date: null },
  })),
  fc.constantFrom(...words).map((value) => ({
    ...{ namespace: "custom", key: "topic", type: "single_line_text_field" },
    ...{ value, value_number: null, value_date: null },
  })),
);

const basket = fc.record({
  owner: fc.nat(),
  created_at: time,
  completed_at: maybe(time, 4),
  total: few(9),
  products: fc.array(maybe(fc.bigInt(1n, 5n)), { maxLength: 3 }),
});

const extras = fc.record({
  people: fc.array(person, { minLength: 12, maxLength: 24 }),
  sales: fc.array(onOrder, { minLength: 7, maxLength: 29 }),
  goods: fc.array(onLine, { minLength: 11, maxLength: 23 }),
  catalogue: fc.array(onProduct, { minLength: 4, maxLength: 4 }),
  shelves: fc.subarray(
    [1n, 2n, 3n, 5n].flatMap((product_id) =>
      [21n, 22n].map((collection_id) => ({ product_id, collection_id })),
    ),
  ),
  shipments: fc.array(onShipment, { minLength: 5, maxLength: 5 }),
  refunds: fc.array(sendBack, { maxLength: 60 }),
  attributes: fc.array(fc.tuple(fc.nat(), attribute), { maxLength: 60 }),
  added: fc.array(fc.tuple(fc.nat(), fc.constantFrom("vip", "VIP 🎉", "été", "a_b%"), time), {
    maxLength: 40,
  }),
  baskets: fc.array(basket, { maxLength: 40 }),
});

export const segmentFacts: fc.Arbitrary<Required<TestStore>> = fc
  .tuple(stores, extras)
  .map(([store, more]) => {
    // One in `over` belongs to a customer who is gone.
    const owners = store.customers.length + 1;
    const ownerOf = (place: number) => BigInt((place % owners) + 1);
    const orders = store.orders.map((order, i) => {
      const { moved, ...row } = at(more.sales, i);
      return { ...order, ...row, processed_at: moved ?? order.processed_at };
    });
    const ofOrder = (place: number) => BigInt((place % orders.length) + 1);
    return {
      // Strides apart from the lists' lengths, so that what comes in cycles does not come together.
      customers: store.customers.map(({ customer_id }, i) =>
        customer({ customer_id, ...at(more.people, i * 5 + Math.floor(i / 7)) }),
      ),
      orders,
      lines: [
        ...store.lines.map((row, i) => ({ ...row, ...at(more.goods, i) })),
        ...orders
          .filter((_, i) => i % 2 === 0)
          .map(({ order_id }, i) => line({ line_id: 1000n + order_id, order_id, ...at(more.goods, i) })),
      ],
      fulfillments: [
        ...store.fulfillments.map((row, i) => fulfillment({ ...row, ...at(more.shipments, i) })),
        ...orders
          .filter((_, i) => i % 3 === 0)
          .map(({ order_id }, i) =>
            fulfillment({ fulfillment_id: 1000n + order_id, order_id, ...at(more.shipments, i) }),
          ),
      ],
      refunds:
        orders.length === 0
          ? []
          : more.refunds.map(({ order, ...row }, i) =>
              refund({ refund_id: BigInt(i + 1), order_id: ofOrder(order), ...row }),
            ),
      products: more.catalogue.map((row, i) => product({ product_id: BigInt(i + 1), ...row })),
      collections: [21n, 22n].map((collection_id) => ({
        collection_id,
        title: `Shelf ${String(collection_id)}`,
      })),
      productCollections: more.shelves,
      metafields: uniqueBy(
        more.attributes.map(([owner, row]) => metafield({ customer_id: ownerOf(owner), ...row })),
        ({ customer_id, namespace, key }) => [customer_id, namespace, key].join("|"),
      ),
      tagEvents: uniqueBy(
        more.added.map(([owner, tag, added_at]) => ({ customer_id: ownerOf(owner), tag, added_at })),
        ({ customer_id, tag, added_at }) => [customer_id, tag, added_at.getTime()].join("|"),
      ),
      checkouts: more.baskets.map(({ owner, created_at, completed_at, total }, i) =>
        checkout({
          checkout_id: BigInt(i + 1),
          customer_id: owner % 5 === 0 ? null : ownerOf(owner),
          created_at,
          completed_at,
          total,
        }),
      ),
      checkoutLines: more.baskets.flatMap(({ products }, i) =>
        products.map((product_id, place) =>
          checkoutLine({ line_key: `${String(i)}/${String(place)}`, checkout_id: BigInt(i + 1), product_id }),
        ),
      ),
    };
  });

function at<Item>(items: readonly Item[], place: number): Item {
  const item = items[place % items.length];
  if (item === undefined) throw new Error("An empty list has no items.");
  return item;
}

function uniqueBy<Row>(rows: readonly Row[], key: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [key(row), row])).values()];
}
