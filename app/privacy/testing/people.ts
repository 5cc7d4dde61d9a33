import {
  checkout,
  checkoutLine,
  customer,
  fulfillment,
  line,
  metafield,
  order,
  product,
  refund,
} from "~/customers/testing/testWarehouse";

import { inDays, type People } from "./openShop";

/** Somebody like nobody else: whatever of this is found anywhere is theirs. */
export const zdenka = {
  id: 7_391_184_402_113n,
  firstName: "Zdeňka",
  lastName: "Quxwell-Öst",
  email: "Zdenka.Quxwell@example.com",
  phone: "+420777188913",
  city: "Ústí nad Quxem",
  tag: "quxwell-family",
  note: "Rings twice, says quxwell",
  code: "ZDENKA-QUXWELL-10",
  topic: "quxwellite minerals",
} as const;
export const bob = { id: 7_391_184_402_999n, email: "bob@example.com", phone: "+31600000000" } as const;

/** Their orders: two of Zdeňka's, one of Bob's, one of nobody's. */
export const orderIds = { first: 5_001n, second: 5_002n, ofBob: 5_003n, ofNobody: 5_004n } as const;

/** A store that keeps everything of both that a store can keep. */
export const people: People = {
  customers: [
    customer({
      customer_id: zdenka.id,
      first_name: zdenka.firstName,
      last_name: zdenka.lastName,
      display_name: `${zdenka.firstName} ${zdenka.lastName}`,
      email: zdenka.email,
      phone: zdenka.phone,
      email_consent: "SUBSCRIBED",
      email_consent_at: inDays(-40),
      sms_consent: "UNSUBSCRIBED",
      city: zdenka.city,
      country_code: "CZ",
      address1: "Quxwellova 7",
      note: zdenka.note,
      tags: ["vip", zdenka.tag],
    }),
    customer({ customer_id: bob.id, display_name: "Bob", email: bob.email, phone: bob.phone, tags: ["vip"] }),
  ],
  orders: [
    order({
      order_id: orderIds.first,
      customer_id: zdenka.id,
      processed_at: inDays(-30),
      total: 2_500n,
      tags: [zdenka.tag],
      discount_codes: [zdenka.code],
      city: zdenka.city,
      country_code: "CZ",
    }),
    order({ order_id: orderIds.second, customer_id: zdenka.id, processed_at: inDays(-3), total: 700n }),
    order({
      order_id: orderIds.ofBob,
      customer_id: bob.id,
      processed_at: inDays(-9),
      total: 900n,
      tags: ["gift"],
    }),
    order({ order_id: orderIds.ofNobody, processed_at: inDays(-1), total: 100n, city: "Utrecht" }),
  ],
  lines: [
    line({
      line_id: 1n,
      order_id: orderIds.first,
      product_id: 1n,
      unit_price: 2_500n,
      discounted_total: 2_500n,
    }),
    line({
      line_id: 2n,
      order_id: orderIds.second,
      product_id: 1n,
      unit_price: 700n,
      discounted_total: 700n,
    }),
    line({ line_id: 3n, order_id: orderIds.ofBob, product_id: 1n, unit_price: 900n, discounted_total: 900n }),
    line({ line_id: 4n, order_id: orderIds.ofNobody, product_id: 1n }),
  ],
  products: [product({ product_id: 1n, title: "Teapot" })],
  refunds: [refund({ refund_id: 11n, order_id: orderIds.first, amount: 100n })],
  fulfillments: [fulfillment({ fulfillment_id: 21n, order_id: orderIds.first, status: "SUCCESS" })],
  metafields: [
    metafield({ customer_id: zdenka.id, key: "topic", value: zdenka.topic }),
    metafield({ customer_id: bob.id, key: "topic", value: "tea" }),
  ],
  tagEvents: [
    { customer_id: zdenka.id, tag: zdenka.tag, added_at: inDays(-20) },
    { customer_id: bob.id, tag: "vip", added_at: inDays(-20) },
  ],
  checkouts: [
    checkout({ checkout_id: 31n, customer_id: zdenka.id, created_at: inDays(-2) }),
    checkout({ checkout_id: 32n, customer_id: bob.id, created_at: inDays(-2) }),
  ],
  checkoutLines: [
    checkoutLine({ checkout_id: 31n, line_key: "a", title: "Teapot" }),
    checkoutLine({ checkout_id: 32n, line_key: "a", title: "Teapot" }),
  ],
  memberships: [zdenka.id, bob.id].map((customer_id) => ({
    ...{ segment_id: 1, customer_id, entered_at: inDays(-8), entered_cause: "order" },
  })),
  noted: [zdenka.id],
  pastMemberships: [zdenka.id, bob.id].map((customer_id) => ({
    ...{ segment_id: 2, customer_id, entered_at: inDays(-80), entered_cause: "order" },
    ...{ left_at: inDays(-50), left_cause: "time" },
  })),
};
