import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { startSandbox, type TestSandbox } from "../testing/startSandbox";

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const customer = async (number: number): Promise<unknown> =>
  (
    await sandbox.graphql(
      `{customer(id:"gid://shopify/Customer/${String(number)}"){numberOfOrders amountSpent{amount} lastOrder{id} updatedAt}}`,
    )
  ).body.data;

const order = async (id: string): Promise<unknown> =>
  (
    await sandbox.graphql(`{order(id:"${id}"){
      displayFinancialStatus cancelReason updatedAt customer{id} refunds{totalRefundedSet{shopMoney{amount}}}
      totalPriceSet{shopMoney{amount}} currentTotalPriceSet{shopMoney{amount}} netPaymentSet{shopMoney{amount}}
      totalRefundedSet{shopMoney{amount}} lineItems(first:5){nodes{currentQuantity}} }}`)
  ).body.data;

const bag = (amount: string) => ({ shopMoney: { amount } });

describe("control endpoints", () => {
  it("place an order, and the customer's totals follow", async () => {
    sandbox.clock.now += 60_000;
    const { status, body } = await sandbox.control("POST", "/orders", {
      customerId: "gid://shopify/Customer/10",
      lines: [
        { title: "Cup", quantity: 3, unitPrice: "4.10", productId: "gid://shopify/Product/1" },
        { title: "Bowl", quantity: 1, unitPrice: "7" },
      ],
    });
    expect(status).toBe(200);
    const { id } = body as { id: string };
    expect(await order(id)).toMatchObject({
      order: { totalPriceSet: bag("19.30"), netPaymentSet: bag("19.30"), displayFinancialStatus: "PAID" },
    });
    expect(await customer(10)).toEqual({
      customer: {
        numberOfOrders: "1",
        amountSpent: { amount: "19.30" },
        lastOrder: { id },
        updatedAt: "2026-11-22T12:01:00Z",
      },
    });
    const { body: found } = await sandbox.graphql(
      "{ordersCount(query:\"updated_at:>='2026-11-22T12:01:00Z'\"){count}}",
    );
    expect(found.data).toEqual({ ordersCount: { count: 1 } });
    expect(
      (await sandbox.control("POST", "/orders", { customerId: "gid://shopify/Customer/99", lines: [] }))
        .status,
    ).toBe(422);
    const unknown = {
      customerId: "gid://shopify/Customer/99",
      lines: [{ title: "Cup", quantity: 1, unitPrice: "1" }],
    };
    expect((await sandbox.control("POST", "/orders", unknown)).status).toBe(404);
  });

  it("take back goods: the current total, the net payment and the customer's spending go down", async () => {
    const { status } = await sandbox.control("POST", "/orders/100/refund", {
      lines: [{ lineItemId: "gid://shopify/LineItem/1001", quantity: 1 }],
    });
    expect(status).toBe(200);
    expect(await order("gid://shopify/Order/100")).toEqual({
      order: {
        displayFinancialStatus: "PARTIALLY_REFUNDED",
        cancelReason: null,
        updatedAt: "2026-11-22T12:00:00Z",
        customer: { id: "gid://shopify/Customer/1" },
        refunds: [{ totalRefundedSet: bag("5.00") }],
        totalPriceSet: bag("10.00"),
        currentTotalPriceSet: bag("5.00"),
        netPaymentSet: bag("5.00"),
        totalRefundedSet: bag("5.00"),
        lineItems: { nodes: [{ currentQuantity: 1 }] },
      },
    });
    expect(await customer(1)).toMatchObject({
      customer: { numberOfOrders: "2", amountSpent: { amount: "25.00" } },
    });
    const again = { lines: [{ lineItemId: "gid://shopify/LineItem/1001", quantity: 2 }] };
    expect((await sandbox.control("POST", "/orders/100/refund", again)).status).toBe(422);
  });

  it("refund out of goodwill: the current total stays", async () => {
    await sandbox.control("POST", "/orders/101/refund", { amount: "20.00" });
    expect(await order("gid://shopify/Order/101")).toMatchObject({
      order: {
        displayFinancialStatus: "REFUNDED",
        currentTotalPriceSet: bag("20.00"),
        netPaymentSet: bag("0.00"),
      },
    });
    const { status, body } = await sandbox.control("POST", "/orders/101/refund", { amount: "0.01" });
    expect({ status, body }).toEqual({
      status: 422,
      body: { error: "Order gid://shopify/Order/101 was not paid 0.01 that could be refunded" },
    });
  });

  it("cancel an order with its money back", async () => {
    await sandbox.control("POST", "/orders/101/cancel", { reason: "FRAUD" });
    expect(await order("gid://shopify/Order/101")).toMatchObject({
      order: {
        cancelReason: "FRAUD",
        totalPriceSet: bag("20.00"),
        currentTotalPriceSet: bag("0.00"),
        netPaymentSet: bag("0.00"),
        lineItems: { nodes: [{ currentQuantity: 0 }, { currentQuantity: 0 }] },
      },
    });
    expect(await customer(1)).toMatchObject({
      customer: { numberOfOrders: "2", amountSpent: { amount: "10.00" } },
    });
    expect((await sandbox.control("POST", "/orders/101/cancel", {})).status).toBe(422);
  });

  it("edit and delete a customer; the orders then belong to nobody", async () => {
    await sandbox.control("PATCH", "/customers/1", { tags: ["staff"], marketingState: "UNSUBSCRIBED" });
    const { body } = await sandbox.graphql(
      '{customers(first:5,query:"tag:staff"){nodes{id updatedAt defaultEmailAddress{marketingState}}}}',
    );
    expect(body.data).toEqual({
      customers: {
        nodes: [
          {
            id: "gid://shopify/Customer/1",
            updatedAt: "2026-11-22T12:00:00Z",
            defaultEmailAddress: { marketingState: "UNSUBSCRIBED" },
          },
        ],
      },
    });
    expect((await sandbox.control("PATCH", "/customers/1", { numberOfOrders: "9" })).status).toBe(422);
    await sandbox.control("DELETE", "/customers/1");
    expect(await customer(1)).toEqual({ customer: null });
    expect(await order("gid://shopify/Order/100")).toMatchObject({
      order: { customer: null, updatedAt: "2026-11-22T12:00:00Z" },
    });
  });

  it("change scopes, end tokens and log requests without secrets", async () => {
    await sandbox.control("PUT", "/scopes", { scopes: ["read_customers"] });
    expect(
      (await sandbox.graphql("query Counting{ordersCount{count}}")).body.errors?.[0]?.extensions?.code,
    ).toBe("ACCESS_DENIED");
    await sandbox.control("POST", "/tokens/expire");
    expect((await sandbox.graphql("{shop{id}}")).status).toBe(401);
    const log = await (await fetch(`${sandbox.url}/sandbox/requests`)).text();
    expect(JSON.parse(log)).toMatchObject([
      { path: "/admin/oauth/access_token", status: 200 },
      { status: 200, operation: "Counting", rootFields: ["ordersCount"], requestedCost: 1, actualCost: 1 },
      { path: "/admin/api/2026-10/graphql.json", status: 401 },
    ]);
    expect(log).not.toContain(sandbox.token);
    await fetch(`${sandbox.url}/sandbox/requests`, { method: "DELETE" });
    expect(await (await fetch(`${sandbox.url}/sandbox/requests`)).json()).toEqual([]);
  });

  it("list the shops, and say what they do not know", async () => {
    expect(await (await fetch(`${sandbox.url}/sandbox/shops`)).json()).toMatchObject([
      { domain: "tiny.myshopify.com", installed: true, customers: 3, orders: 4, products: 1 },
    ]);
    expect((await sandbox.control("POST", "/nonsense")).status).toBe(404);
    expect((await sandbox.control("POST", "/faults", { kind: "bulk", effect: "explode" })).status).toBe(422);
    expect((await fetch(`${sandbox.url}/sandbox/shops/other.myshopify.com/faults`)).status).toBe(404);
  });
});
