import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { startReceiver, type Receiver } from "../testing/receiver";
import { startSandbox, type TestSandbox } from "../testing/startSandbox";
import { topicNames, topicRules } from "../webhooks/topics";

let sandbox: TestSandbox;
let receiver: Receiver;
const declarable = topicNames.filter((topic) => topicRules(topic)?.isDeclarable);

beforeEach(async () => {
  receiver = await startReceiver();
  sandbox = await startSandbox({
    appUrl: receiver.url,
    scopes: [
      "read_orders",
      "read_all_orders",
      "read_customers",
      "read_products",
      "read_fulfillments",
      "read_customer_merge",
    ],
    webhooks: declarable.map((topic) => ({ topic, uri: "/webhooks" })),
  });
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

type Payloads = Record<string, Record<string, unknown>>;

/** Uses a control endpoint a minute later: the answer, and by topic what it gave to tell, all of one event. */
async function happening(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ answer: Record<string, unknown>; told: Payloads; topics: string[] }> {
  sandbox.clock.now += 60_000;
  await sandbox.control("DELETE", "/deliveries");
  const { status, body: answer } = await sandbox.control(method, path, body);
  expect(status, JSON.stringify(answer)).toBe(200);
  const announced = (await sandbox.control("GET", "/deliveries")).body as {
    topic: string;
    eventId: string;
  }[];
  const [event, ...others] = new Set(announced.map(({ eventId }) => eventId));
  expect(others).toEqual([]);
  const ofEvent = () => receiver.received.filter(({ headers }) => headers["x-shopify-event-id"] === event);
  await vi.waitFor(() => {
    expect(ofEvent()).toHaveLength(announced.length);
  });
  const told = ofEvent().map(({ topic, body }) => [topic, JSON.parse(body) as never] as const);
  return {
    answer: answer as Record<string, unknown>,
    told: Object.fromEntries(told),
    topics: announced.map(({ topic }) => topic),
  };
}

const numberOf = (row: Record<string, unknown>): string => String(row.id).split("/").at(-1) ?? "";
const now = "2026-11-22T07:01:00-05:00";

describe("orders announce", () => {
  const cup = { title: "Cup", quantity: 2, unitPrice: "5.00", productId: "gid://shopify/Product/1" };

  it("that they were placed: the order twice, its customer, and the customer's totals", async () => {
    const { answer, told, topics } = await happening("POST", "/orders", {
      customerId: "gid://shopify/Customer/1",
      lines: [cup, { title: "Bowl", quantity: 1, unitPrice: "7.00" }],
      shipping: "3.00",
      tax: "1.00",
      discount: { code: "TEN", amount: "1.70" },
    });
    expect(topics).toEqual([
      "orders/create",
      "orders/updated",
      "customers/update",
      "customers/purchasing_summary",
    ]);
    expect(told["orders/create"]).toEqual(told["orders/updated"]);
    expect(told["orders/create"]).toMatchObject({
      admin_graphql_api_id: answer.id,
      created_at: now,
      updated_at: now,
      email: "ada1@example.com",
      customer: { id: 1 },
      total_price: "19.30",
      total_discounts: "1.70",
      discount_codes: [{ code: "TEN", amount: "1.70", type: "fixed_amount" }],
      line_items: [
        {
          product_id: 1,
          vendor: "Potter",
          quantity: 2,
          price: "5.00",
          discount_allocations: [{ amount: "1.00" }],
        },
        { product_id: null, product_exists: false, discount_allocations: [{ amount: "0.70" }] },
      ],
    });
    expect(told["customers/update"]).toMatchObject({ id: 1, updated_at: now });
    expect(told["customers/purchasing_summary"]).toMatchObject({
      customerId: "gid://shopify/Customer/1",
      numberOfOrders: 3,
      amountSpent: { amount: "49.30", currencyCode: "USD" },
      lastOrderId: answer.id,
      occurredAt: "2026-11-22T12:01:00.000Z",
    });
    const tooMuch = { lines: [cup], discount: { amount: "10.01" } };
    expect((await sandbox.control("POST", "/orders", tooMuch)).status).toBe(422);
  });

  it("nobody's and test orders without totals", async () => {
    expect((await happening("POST", "/orders", { lines: [cup] })).topics).toEqual([
      "orders/create",
      "orders/updated",
    ]);
    const test = { lines: [cup], customerId: "gid://shopify/Customer/2", test: true };
    expect((await happening("POST", "/orders", test)).topics).toEqual([
      "orders/create",
      "orders/updated",
      "customers/update",
    ]);
  });

  it("refunds, cancellations and payments", async () => {
    const lines = [{ lineItemId: "gid://shopify/LineItem/1001", quantity: 1 }];
    const refund = await happening("POST", "/orders/100/refund", { lines });
    expect(refund.topics).toEqual([
      "refunds/create",
      "orders/updated",
      "customers/update",
      "customers/purchasing_summary",
    ]);
    expect(refund.told["refunds/create"]).toMatchObject({
      order_id: 100,
      refund_line_items: [{ line_item_id: 1001, quantity: 1, subtotal: 5 }],
      transactions: [{ amount: "5.00", kind: "refund", status: "success" }],
    });
    expect(refund.told["orders/updated"]).toMatchObject({
      id: 100,
      financial_status: "partially_refunded",
      current_total_price: "5.00",
      refunds: [refund.told["refunds/create"]],
    });

    const cancelled = await happening("POST", "/orders/101/cancel", { reason: "FRAUD" });
    expect(cancelled.topics).toEqual([
      "orders/cancelled",
      "refunds/create",
      "orders/updated",
      "customers/update",
      "customers/purchasing_summary",
    ]);
    expect(cancelled.told["orders/cancelled"]).toMatchObject({
      cancel_reason: "fraud",
      total_outstanding: "0.00",
    });
    expect(cancelled.told["refunds/create"]).toMatchObject({
      refund_line_items: [{ restock_type: "cancel" }, { restock_type: "cancel" }],
    });

    const placed = await happening("POST", "/orders", {
      customerId: "gid://shopify/Customer/2",
      lines: [cup],
      displayFinancialStatus: "PENDING",
    });
    expect(placed.told["orders/create"]).toMatchObject({
      financial_status: "pending",
      total_outstanding: "10.00",
    });
    const pay = `/orders/${numberOf(placed.answer)}/pay`;
    expect((await happening("POST", pay)).told["orders/updated"]).toMatchObject({
      financial_status: "paid",
      total_outstanding: "0.00",
    });
    expect((await sandbox.control("POST", pay)).status).toBe(422);
  });

  it("edits of their lines", async () => {
    const { told, topics, answer } = await happening("POST", "/orders/101/edit", {
      add: [{ title: "Jug", quantity: 3, unitPrice: "4.00" }],
      remove: [{ lineItemId: "gid://shopify/LineItem/1012", quantity: 1 }],
    });
    expect(topics).toEqual(["orders/edited", "orders/updated", "customers/update"]);
    const jug = (answer.lineItems as { id: string }[]).at(-1) ?? { id: "" };
    expect(told["orders/edited"]).toMatchObject({
      order_edit: {
        order_id: 101,
        line_items: {
          additions: [{ id: Number(numberOf(jug)), delta: 3 }],
          removals: [{ id: 1012, delta: 1 }],
        },
      },
    });
    expect(told["orders/updated"]).toMatchObject({
      total_price: "32.00",
      current_total_price: "27.00",
      financial_status: "partially_paid",
      total_outstanding: "7.00",
    });
    expect((await sandbox.control("POST", "/orders/101/edit", {})).status).toBe(422);
    const again = { remove: [{ lineItemId: "gid://shopify/LineItem/1012", quantity: 1 }] };
    expect((await sandbox.control("POST", "/orders/101/edit", again)).status).toBe(422);
  });

  it("their parcels and their tags", async () => {
    const sent = await happening("POST", "/orders/101/fulfil", { displayStatus: "IN_TRANSIT" });
    expect(sent.topics).toEqual(["fulfillments/create", "orders/updated"]);
    expect(sent.told["fulfillments/create"]).toMatchObject({
      order_id: 101,
      status: "success",
      shipment_status: "in_transit",
    });
    expect(sent.told["orders/updated"]).toMatchObject({ fulfillment_status: "fulfilled" });
    const arrived = await happening("PATCH", "/orders/101/fulfillment", { displayStatus: "DELIVERED" });
    expect(arrived.topics).toEqual(["fulfillments/update", "orders/updated"]);
    expect(arrived.answer.fulfillments).toMatchObject([{ deliveredAt: "2026-11-22T12:02:00Z" }]);
    expect((await sandbox.control("POST", "/orders/101/fulfil", {})).status).toBe(422);
    const tagged = await happening("PATCH", "/orders/101", { tags: ["gift", "late"] });
    expect(tagged.told).toMatchObject({ "orders/updated": { tags: "gift, late" } });
  });

  it("that they were deleted, with nothing but their number", async () => {
    const { told, topics } = await happening("DELETE", "/orders/101");
    expect(topics).toEqual(["orders/delete", "customers/update", "customers/purchasing_summary"]);
    expect(told["orders/delete"]).toEqual({ id: 101 });
    expect(told["customers/purchasing_summary"]).toMatchObject({
      numberOfOrders: 1,
      lastOrderId: "gid://shopify/Order/100",
    });
    const { body } = await sandbox.graphql('{order(id:"gid://shopify/Order/101"){id} ordersCount{count}}');
    expect(body.data).toEqual({ order: null, ordersCount: { count: 3 } });
  });
});

describe("customers announce", () => {
  it("that they came, with consents and tags in topics of their own", async () => {
    const { answer, told, topics } = await happening("POST", "/customers", {
      firstName: "Grace",
      lastName: "Hopper",
      email: "grace@example.com",
      phone: "+15550123",
      tags: ["navy"],
      marketingState: "SUBSCRIBED",
      smsState: "SUBSCRIBED",
      defaultAddress: { city: "Arlington", countryCodeV2: "US" },
    });
    expect(topics).toEqual([
      "customers/create",
      "customers_email_marketing_consent/update",
      "customers_marketing_consent/update",
      "customer.tags_added",
    ]);
    expect(answer).toMatchObject({ displayName: "Grace Hopper", numberOfOrders: "0" });
    expect(told["customers/create"]).toMatchObject({
      admin_graphql_api_id: answer.id,
      email: "grace@example.com",
      default_address: { city: "Arlington", country_code: "US" },
    });
    expect(told["customers/create"]).not.toHaveProperty("tags");
    expect(told["customer.tags_added"]).toMatchObject({ customerId: answer.id, tags: ["navy"] });
    const { body } = await sandbox.graphql(
      `{customer(id:"${String(answer.id)}"){tags defaultEmailAddress{marketingState} defaultPhoneNumber{smsMarketingConsent{state}}}}`,
    );
    expect(body.data).toEqual({
      customer: {
        tags: ["navy"],
        defaultEmailAddress: { marketingState: "SUBSCRIBED" },
        defaultPhoneNumber: { smsMarketingConsent: { state: "SUBSCRIBED" } },
      },
    });
  });

  it("their edits, and what an edit did to tags, consent and account", async () => {
    const edit = await happening("PATCH", "/customers/1", {
      firstName: "Augusta",
      tags: ["staff"],
      marketingState: "UNSUBSCRIBED",
      state: "ENABLED",
    });
    expect(edit.topics).toEqual([
      "customers/update",
      "customers_email_marketing_consent/update",
      "customer.tags_added",
      "customer.tags_removed",
      "customers/enable",
    ]);
    expect(edit.told["customers/update"]).toMatchObject({
      first_name: "Augusta",
      state: "enabled",
      updated_at: now,
    });
    expect(edit.told["customers_email_marketing_consent/update"]).toMatchObject({
      email_marketing_consent: { state: "unsubscribed", consent_updated_at: now },
    });
    expect(edit.told["customer.tags_removed"]).toMatchObject({ tags: ["VIP"] });
    expect(edit.answer.displayName).toBe("Augusta Number 1");
    expect((await happening("PATCH", "/customers/1", { state: "DISABLED" })).topics).toEqual([
      "customers/update",
      "customers/disable",
    ]);
  });

  it("tags and consents", async () => {
    const tagged = await happening("POST", "/customers/1/tags", { add: ["a", "VIP"], remove: ["b"] });
    expect(tagged.told).toMatchObject({
      "customer.tags_added": { tags: ["a"] },
      "customers/update": { id: 1 },
    });
    const untagged = await happening("POST", "/customers/1/tags", { remove: ["a", "VIP"] });
    expect(untagged.told["customer.tags_removed"]).toMatchObject({ tags: ["VIP", "a"] });
    sandbox.clock.now += 60_000;
    await sandbox.control("DELETE", "/deliveries");
    await sandbox.control("POST", "/customers/1/tags", { remove: ["a"] });
    expect((await sandbox.control("GET", "/deliveries")).body).toEqual([]);

    const noPhone = { channel: "sms", state: "SUBSCRIBED" };
    expect((await sandbox.control("POST", "/customers/1/consent", noPhone)).status).toBe(422);
    await happening("PATCH", "/customers/1", { phone: "+15550101" });
    for (const [channel, topic] of [
      ["email", "customers_email_marketing_consent/update"],
      ["sms", "customers_marketing_consent/update"],
      ["whatsApp", "customers_whats_app_marketing_consent/update"],
    ]) {
      const set = await happening("POST", "/customers/1/consent", { channel, state: "UNSUBSCRIBED" });
      expect(set.topics).toEqual(["customers/update", topic]);
      expect(JSON.stringify(set.told[topic ?? ""])).toContain('"state":"unsubscribed"');
    }
  });

  it("that they are gone, and the orders and checkouts that belong to nobody now", async () => {
    const { told, topics } = await happening("DELETE", "/customers/1");
    expect(topics).toEqual(["customers/delete", "orders/updated", "orders/updated", "checkouts/update"]);
    expect(told["customers/delete"]).toEqual({
      id: 1,
      admin_graphql_api_id: "gid://shopify/Customer/1",
      tax_exemptions: [],
    });
    expect(told["orders/updated"]).not.toHaveProperty("customer");
  });

  it.each([false, true])("merges; the moved orders have a new date: %s", async (touchesMoved) => {
    await sandbox.control("PATCH", "/customers/2", { tags: ["wholesale"], note: "Pays late" });
    const merged = await happening("POST", "/customers/2/merge", {
      deletedId: "gid://shopify/Customer/1",
      touchesMoved,
    });
    expect(merged.topics).toEqual([
      "customers/merge",
      "customers/update",
      "customers/purchasing_summary",
      "customer.tags_added",
      ...(touchesMoved ? ["orders/updated", "orders/updated", "checkouts/update"] : []),
    ]);
    expect(merged.told["customers/merge"]).toMatchObject({
      admin_graphql_api_customer_kept_id: "gid://shopify/Customer/2",
      admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/1",
      status: "completed",
      errors: [],
    });
    const { body } = await sandbox.graphql(`{
      gone: customer(id:"gid://shopify/Customer/1"){id}
      kept: customer(id:"gid://shopify/Customer/2"){numberOfOrders amountSpent{amount} tags note orders(first:9){nodes{id}}}
      order(id:"gid://shopify/Order/101"){email updatedAt customer{id}}
      abandonedCheckouts(first:1){nodes{customer{id}}}
    }`);
    const kept = { id: "gid://shopify/Customer/2" };
    expect(body.data).toEqual({
      gone: null,
      kept: {
        numberOfOrders: "2",
        amountSpent: { amount: "30.00" },
        tags: ["wholesale", "VIP"],
        note: "Pays late",
        // The kept one's own test order, and the two of the other.
        orders: { nodes: [100, 101, 103].map((n) => ({ id: `gid://shopify/Order/${String(n)}` })) },
      },
      order: {
        email: "ada2@example.com",
        updatedAt: touchesMoved ? "2026-11-22T12:01:00Z" : "2026-11-10T12:00:00Z",
        customer: kept,
      },
      abandonedCheckouts: { nodes: [{ customer: kept }] },
    });
    const itself = { deletedId: "gid://shopify/Customer/2" };
    expect((await sandbox.control("POST", "/customers/2/merge", itself)).status).toBe(422);
    const unknown = { deletedId: "gid://shopify/Customer/1" };
    expect((await sandbox.control("POST", "/customers/2/merge", unknown)).status).toBe(404);
  });

  it("privacy requests", async () => {
    const person = { id: 1, email: "ada1@example.com", phone: null };
    const shop = { shop_id: 1, shop_domain: "tiny.myshopify.com" };
    expect((await happening("POST", "/customers/1/data-request")).told).toMatchObject({
      "customers/data_request": { ...shop, customer: person, orders_requested: [100, 101] },
    });
    expect((await happening("POST", "/customers/1/redact")).told).toEqual({
      "customers/redact": { ...shop, customer: person, orders_to_redact: [100, 101] },
    });
    expect((await happening("POST", "/redact")).told).toEqual({ "shop/redact": shop });
  });
});

describe("the catalogue, checkouts and the shop announce", () => {
  it("products, whose lines lose them when they are deleted", async () => {
    const made = await happening("POST", "/products", { title: "Blue Jug", tags: ["clay", "blue"] });
    expect(made.told).toMatchObject({
      "products/create": { title: "Blue Jug", handle: "blue-jug", status: "active", tags: "clay, blue" },
    });
    const path = `/products/${numberOf(made.answer)}`;
    const edited = await happening("PATCH", path, {
      status: "DRAFT",
      collections: [{ id: "gid://shopify/Collection/1" }],
    });
    expect(edited.told).toMatchObject({ "products/update": { status: "draft", published_at: null } });
    const nowhere = { collections: [{ id: "gid://shopify/Collection/9" }] };
    expect((await sandbox.control("PATCH", path, nowhere)).status).toBe(404);
    expect((await happening("DELETE", "/products/1")).told).toEqual({ "products/delete": { id: 1 } });
    const { told } = await happening("PATCH", "/orders/101", { tags: [] });
    expect(told["orders/updated"]).toMatchObject({
      line_items: [{ product_id: null, product_exists: false }, {}],
    });
    const { body } = await sandbox.graphql(
      '{order(id:"gid://shopify/Order/101"){lineItems(first:1){nodes{product{id} variant{id}}}}}',
    );
    expect(body.data).toEqual({ order: { lineItems: { nodes: [{ product: null, variant: null }] } } });
  });

  it("checkouts from their beginning to the order", async () => {
    const lines = [{ title: "Cup", quantity: 2, unitPrice: "5.00", productId: "gid://shopify/Product/1" }];
    const made = await happening("POST", "/checkouts", { lines });
    const number = numberOf(made.answer);
    expect(made.topics).toEqual(["checkouts/create"]);
    expect(made.told["checkouts/create"]).toMatchObject({
      name: `#${number}`,
      completed_at: null,
      total_price: "10.00",
      line_items: [{ product_id: 1, quantity: 2, price: "5.00", line_price: "10.00" }],
    });
    expect(made.told["checkouts/create"]).not.toHaveProperty("id");
    expect(made.told["checkouts/create"]).not.toHaveProperty("customer");
    const named = await happening("PATCH", `/checkouts/${number}`, {
      customerId: "gid://shopify/Customer/2",
    });
    expect(named.told).toMatchObject({
      "checkouts/update": { email: "ada2@example.com", customer: { id: 2 } },
    });
    const done = await happening("POST", `/checkouts/${number}/complete`);
    expect(done.topics).toEqual([
      "orders/create",
      "orders/updated",
      "customers/update",
      "customers/purchasing_summary",
      "checkouts/update",
    ]);
    expect(done.told["checkouts/update"]).toMatchObject({ completed_at: "2026-11-22T07:03:00-05:00" });
    expect(done.told["orders/create"]).toMatchObject({ total_price: "10.00", customer: { id: 2 } });
    expect((await sandbox.control("POST", `/checkouts/${number}/complete`)).status).toBe(422);
    expect((await happening("DELETE", `/checkouts/${number}`)).told).toMatchObject({
      "checkouts/delete": { id: Number(number), total_price: "10.00" },
    });
    const { body } = await sandbox.graphql("{abandonedCheckoutsCount{count}}");
    expect(body.data).toEqual({ abandonedCheckoutsCount: { count: 1 } });
  });

  it("the shop's own changes and the scopes that were granted", async () => {
    expect((await happening("PATCH", "", { name: "Tinier" })).told).toMatchObject({
      "shop/update": { id: 1, name: "Tinier", myshopify_domain: "tiny.myshopify.com" },
    });
    const granted = await happening("PUT", "/scopes", { scopes: ["read_orders"] });
    expect(granted.told).toMatchObject({
      "app/scopes_update": { id: 1, shop_id: "gid://shopify/Shop/1", current: ["read_orders"] },
    });
  });

  it("nothing that the app may not know", async () => {
    await sandbox.control("PUT", "/scopes", { scopes: ["read_orders"] });
    const order = {
      customerId: "gid://shopify/Customer/1",
      lines: [{ title: "Cup", quantity: 1, unitPrice: "5" }],
    };
    expect((await happening("POST", "/orders", order)).topics).toEqual(["orders/create", "orders/updated"]);
    await sandbox.control("PUT", "/approvals", { approvals: [] });
    expect((await happening("DELETE", "/orders/101")).topics).toEqual(["orders/delete"]);
    await sandbox.control("DELETE", "/deliveries");
    await sandbox.control("POST", "/orders", order);
    expect((await sandbox.control("GET", "/deliveries")).body).toEqual([]);
    await sandbox.control("POST", "/uninstall");
    await sandbox.control("DELETE", "/orders/100");
    const after = (await sandbox.control("GET", "/deliveries")).body as { topic: string }[];
    expect(after.map(({ topic }) => topic)).toEqual(["app/uninstalled"]);
  });
});

describe("activity", () => {
  it("does and announces as many things as it is told to", async () => {
    const { status, body } = await sandbox.control("POST", "/activity", { seed: 4, steps: 50 });
    expect(status).toBe(200);
    const counts = Object.values(body as Record<string, number>);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50);
    const deliveries = (await sandbox.control("GET", "/deliveries")).body as object[];
    expect(deliveries.length).toBeGreaterThan(50);
    await vi.waitFor(() => {
      expect(receiver.received).toHaveLength(deliveries.length);
    });
    expect(receiver.received.every(({ isSigned }) => isSigned)).toBe(true);
    expect((await sandbox.control("POST", "/activity", { steps: 0 })).status).toBe(422);
  });
});

describe("dates", () => {
  it("are whole seconds, shared by changes of one second, and never go back", async () => {
    const updatedAt = async (): Promise<unknown> =>
      (await sandbox.graphql('{customer(id:"gid://shopify/Customer/1"){updatedAt}}')).body.data;
    const at = (time: string) => ({ customer: { updatedAt: time } });
    sandbox.clock.now += 1_999;
    await sandbox.control("PATCH", "/customers/1", { note: "a" });
    expect(await updatedAt()).toEqual(at("2026-11-22T12:00:01Z"));
    sandbox.clock.now -= 900;
    await sandbox.control("PATCH", "/customers/1", { note: "b" });
    expect(await updatedAt()).toEqual(at("2026-11-22T12:00:01Z"));
    sandbox.clock.now -= 60_000;
    await sandbox.control("PATCH", "/customers/1", { note: "c" });
    expect(await updatedAt()).toEqual(at("2026-11-22T12:00:01Z"));
  });
});
