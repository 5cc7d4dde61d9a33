import { afterEach, describe, expect, it } from "vitest";

import { cancel, finish, rowsOf, run, textOf, until, type Row } from "../testing/bulkClient";
import { startSandbox, type TestSandbox } from "../testing/startSandbox";
import { tinyCustomer, tinyLine, tinyOrder, tinyStore } from "../testing/tinyStore";

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

const ORDERS = `{orders{edges{node{id name customer{id} refunds{id}
  lineItems{edges{node{id quantity discountedTotalSet(withCodeDiscounts:true){shopMoney{amount}}}}}}}}}`;

/** Many orders with two lines each, for what shows only in bulk. */
const manyOrders = (count: number) =>
  tinyStore({
    orders: Array.from({ length: count }, (_, index) =>
      tinyOrder(index + 1, { lineItems: [tinyLine(index * 2 + 1, 100), tinyLine(index * 2 + 2, 250, 3)] }),
    ),
  });

describe("a bulk query", () => {
  it("is created, runs and completes with its file", async () => {
    sandbox = await startSandbox();
    const { bulkOperation } = await run(sandbox, ORDERS);
    expect(bulkOperation).toMatchObject({ status: "CREATED", objectCount: "0", url: null });
    const done = await until(sandbox, bulkOperation?.id ?? "", ({ status }) => status === "COMPLETED");
    expect(done).toMatchObject({
      errorCode: null,
      objectCount: "9",
      rootObjectCount: "4",
      partialDataUrl: null,
    });
    const text = await textOf(done.url);
    expect(done.fileSize).toBe(String(Buffer.byteLength(text)));
    const rows = await rowsOf(done.url);
    expect(rows).toHaveLength(9);
    expect(rows.find(({ id }) => id.endsWith("Order/100"))).toEqual({
      id: "gid://shopify/Order/100",
      name: "#100",
      customer: { id: "gid://shopify/Customer/1" },
      refunds: [],
    });
    expect(rows.find(({ id }) => id.endsWith("LineItem/1001"))).toEqual({
      id: "gid://shopify/LineItem/1001",
      quantity: 2,
      discountedTotalSet: { shopMoney: { amount: "10.00" } },
      __parentId: "gid://shopify/Order/100",
    });
  });

  it("says the same as a direct query of the same selection", async () => {
    sandbox = await startSandbox();
    const selection = `id name createdAt test tags discountCodes displayFinancialStatus currencyCode
      totalPriceSet{shopMoney{amount currencyCode} presentmentMoney{amount}} customer{id displayName numberOfOrders
      amountSpent{amount} defaultEmailAddress{emailAddress marketingState} defaultPhoneNumber{phoneNumber} lastOrder{id}}`;
    const direct = await sandbox.graphql(`{orders(first:50,query:"test:false"){nodes{${selection}}}}`);
    expect(direct.body.errors).toBeUndefined();
    const bulk = await finish(sandbox, `{orders(query:"test:false"){edges{node{${selection}}}}}`);
    const rows = await rowsOf(bulk.url);
    expect(rows).toHaveLength(3);
    const nodes = (direct.body.data as never as { orders: { nodes: Row[] } }).orders.nodes;
    const byId = (a: Row, b: Row): number => a.id.localeCompare(b.id);
    expect(rows.sort(byId)).toEqual(nodes.sort(byId));
  });

  it("keeps no order unless objects are grouped, and the same order for the same operation", async () => {
    sandbox = await startSandbox({ stores: [manyOrders(3000)] });
    const mixed = await rowsOf((await finish(sandbox, ORDERS)).url);
    const grouped = await rowsOf((await finish(sandbox, ORDERS, true)).url);
    expect(mixed).toHaveLength(9000);
    const position = new Map(mixed.map(({ id }, index) => [id, index]));
    const children = mixed.filter((row) => row.__parentId !== undefined);
    const early = children.filter(
      (row) => (position.get(row.id) ?? 0) < (position.get(row.__parentId ?? "") ?? 0),
    );
    expect(early.length).toBeGreaterThan(1000);
    for (const [index, row] of grouped.entries()) {
      const parent = grouped[index - (index % 3)];
      expect(row.__parentId).toBe(index % 3 === 0 ? undefined : parent?.id);
    }
    const ids = (rows: Row[]): string[] => rows.map(({ id }) => id).sort();
    expect(ids(mixed)).toEqual(ids(grouped));
    await sandbox.close();
    sandbox = await startSandbox({ stores: [manyOrders(3000)] });
    expect(await rowsOf((await finish(sandbox, ORDERS)).url)).toEqual(mixed);
  });

  it("names the nearest parent over two levels", async () => {
    sandbox = await startSandbox();
    const query = `{customers(query:"id:1"){edges{node{id
      orders(sortKey: CREATED_AT, reverse: true){edges{node{id lineItems{edges{node{id}}}}}}}}}}`;
    const gid = (type: string, number: number): string => `gid://shopify/${type}/${String(number)}`;
    expect(await rowsOf((await finish(sandbox, query, true)).url)).toEqual([
      { id: gid("Customer", 1) },
      { id: gid("Order", 101), __parentId: gid("Customer", 1) },
      { id: gid("LineItem", 1011), __parentId: gid("Order", 101) },
      { id: gid("LineItem", 1012), __parentId: gid("Order", 101) },
      { id: gid("Order", 100), __parentId: gid("Customer", 1) },
      { id: gid("LineItem", 1001), __parentId: gid("Order", 100) },
    ]);
  });

  it("counts up while it runs, and the sandbox keeps answering", async () => {
    sandbox = await startSandbox({ stores: [manyOrders(2000)] });
    await sandbox.control("POST", "/faults", { kind: "bulk", effect: "slow", delayMs: 20 });
    const { bulkOperation } = await run(sandbox, ORDERS);
    const counts: number[] = [];
    await until(sandbox, bulkOperation?.id ?? "", ({ status, rootObjectCount }) => {
      counts.push(Number(rootObjectCount));
      return status === "COMPLETED";
    });
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(new Set(counts).size).toBeGreaterThan(4);
    expect(counts.at(-1)).toBe(2000);
  });

  it("takes what was updated since, with lines of orders that were edited since", async () => {
    sandbox = await startSandbox();
    sandbox.clock.now += 60_000;
    await sandbox.control("POST", "/orders/101/edit", {
      add: [{ title: "Jug", quantity: 1, unitPrice: "4.00" }],
    });
    const { url } = await finish(
      sandbox,
      `{orders(query:"updated_at:>='2026-11-22T12:01:00Z'", sortKey: UPDATED_AT){edges{node{id lineItems{edges{node{title}}}}}}}`,
      true,
    );
    expect((await rowsOf(url)).map((row) => ("title" in row ? row.title : row.id))).toEqual([
      "gid://shopify/Order/101",
      "Cup",
      "Cup",
      "Jug",
    ]);
  });

  it("has no address when there is nothing", async () => {
    sandbox = await startSandbox();
    expect(await finish(sandbox, '{orders(query:"id:1"){edges{node{id}}}}')).toMatchObject({
      status: "COMPLETED",
      objectCount: "0",
      url: null,
      fileSize: null,
    });
  });

  it("sees the orders that the scopes show", async () => {
    sandbox = await startSandbox({ scopes: ["read_orders", "read_customers"] });
    const rows = await rowsOf((await finish(sandbox, "{orders{edges{node{id}}}}")).url);
    expect(rows.map(({ id }) => id).sort()).toEqual(
      [101, 102, 103].map((n) => `gid://shopify/Order/${String(n)}`),
    );
  });

  it("fails with ACCESS_DENIED where a scope is missing, and withholds protected fields as null", async () => {
    sandbox = await startSandbox({ scopes: ["read_customers"] });
    expect(await finish(sandbox, "{orders{edges{node{id}}}}")).toMatchObject({
      status: "FAILED",
      errorCode: "ACCESS_DENIED",
      url: null,
      partialDataUrl: null,
    });
    await sandbox.control("PUT", "/approvals", { approvals: ["customer"] });
    const rows = await rowsOf(
      (await finish(sandbox, "{customers{edges{node{id displayName defaultAddress{city zip}}}}}")).url,
    );
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ displayName: null, defaultAddress: { city: "Bath", zip: null } });
  });

  it("fails, naming the field in its control record, over what the sandbox does not implement", async () => {
    sandbox = await startSandbox();
    expect(await finish(sandbox, "{orders{edges{node{id poNumber}}}}")).toMatchObject({
      status: "FAILED",
      errorCode: "INTERNAL_SERVER_ERROR",
    });
    const { body } = await sandbox.control("GET", "/bulk-operations");
    expect(body).toMatchObject([{ failure: "The sandbox has no implementation of Order.poNumber" }]);
  });

  it("is refused with INVALID, and as a sixth at once with the five that run", async () => {
    sandbox = await startSandbox();
    expect(await run(sandbox, "{orders{nodes{id}}}")).toMatchObject({
      bulkOperation: null,
      userErrors: [{ field: ["query"], code: "INVALID" }],
    });
    await sandbox.control("POST", "/faults", { kind: "bulk", effect: "hang", times: 5 });
    const ids: string[] = [];
    for (let number = 0; number < 5; number++) ids.push((await run(sandbox, ORDERS)).bulkOperation?.id ?? "");
    expect(await run(sandbox, ORDERS)).toEqual({
      bulkOperation: null,
      userErrors: [
        {
          field: null,
          message: `A bulk query operation for this app and shop is already in progress: ${ids.join(", ")}.`,
          code: "OPERATION_IN_PROGRESS",
        },
      ],
    });
    await cancel(sandbox, ids[0] ?? "");
    await until(sandbox, ids[0] ?? "", ({ status }) => status === "CANCELED");
    expect((await run(sandbox, ORDERS)).userErrors).toEqual([]);
  });
});

describe("the file", () => {
  it("comes in ranges, for seven days", async () => {
    sandbox = await startSandbox({ stores: [tinyStore({ customers: [tinyCustomer(1), tinyCustomer(2)] })] });
    const { id, url, completedAt } = await finish(sandbox, "{customers{edges{node{id firstName}}}}", true);
    const whole = await textOf(url);
    const range = async (bytes: string): Promise<{ status: number; range: string | null; text: string }> => {
      const response = await fetch(url ?? "", { headers: { Range: bytes } });
      return {
        status: response.status,
        range: response.headers.get("content-range"),
        text: await response.text(),
      };
    };
    const size = String(whole.length);
    expect(await range("bytes=5-9")).toEqual({
      status: 206,
      range: `bytes 5-9/${size}`,
      text: whole.slice(5, 10),
    });
    expect(await range("bytes=20-")).toMatchObject({ status: 206, text: whole.slice(20) });
    expect(await range("bytes=-7")).toMatchObject({ status: 206, text: whole.slice(-7) });
    expect(await range("bytes=99999-")).toMatchObject({ status: 416, range: `bytes */${size}` });

    sandbox.clock.now = Date.parse(completedAt ?? "") + 7 * 86_400_000;
    expect((await fetch(url ?? "")).status).toBe(200);
    // The completion time is told in whole seconds.
    sandbox.clock.now += 1000;
    expect((await fetch(url ?? "")).status).toBe(400);
    const { body } = await sandbox.exchangeAndAsk(`{bulkOperation(id:"${id}"){status url}}`);
    expect(body.data).toEqual({ bulkOperation: { status: "EXPIRED", url: null } });
  });
});

describe("bulkOperations", () => {
  it("lists by status and newest first, and finds by node", async () => {
    sandbox = await startSandbox();
    const first = await finish(sandbox, ORDERS);
    sandbox.clock.now += 1000;
    await sandbox.control("POST", "/faults", { kind: "bulk", effect: "fail" });
    const second = await finish(sandbox, ORDERS);
    const { body } = await sandbox.graphql(`{
      all: bulkOperations(first:5,reverse:true,sortKey:CREATED_AT){nodes{id}}
      failed: bulkOperations(first:5,query:"status:failed operation_type:query"){nodes{id type}}
      none: bulkOperations(first:5,query:"operation_type:mutation"){nodes{id}}
      node(id:"${first.id}"){... on BulkOperation{status query}}
    }`);
    expect(body.errors).toBeUndefined();
    expect(body.data).toEqual({
      all: { nodes: [{ id: second.id }, { id: first.id }] },
      failed: { nodes: [{ id: second.id, type: "QUERY" }] },
      none: { nodes: [] },
      node: { status: "COMPLETED", query: ORDERS },
    });
  });
});
