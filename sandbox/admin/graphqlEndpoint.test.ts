import { afterEach, describe, expect, it } from "vitest";

import { startSandbox, type TestSandbox } from "./testing/startSandbox";
import { SHOP } from "./testing/tinyStore";

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

describe("who may ask", () => {
  it("answers 401 without a token and with an unknown, expired or revoked one", async () => {
    sandbox = await startSandbox();
    const said = {
      status: 401,
      body: { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" },
    };
    expect(await sandbox.graphql("{shop{id}}", {}, "")).toEqual(said);
    expect(await sandbox.graphql("{shop{id}}", {}, "shpat_other")).toEqual(said);
    expect((await sandbox.graphql("{shop{id}}")).status).toBe(200);
    sandbox.clock.now += 3600_000;
    expect(await sandbox.graphql("{shop{id}}")).toEqual(said);
    sandbox.clock.now -= 1;
    expect((await sandbox.graphql("{shop{id}}")).status).toBe(200);
    await sandbox.control("POST", "/tokens/revoke");
    expect(await sandbox.graphql("{shop{id}}")).toEqual(said);
  });

  it("answers 404 for another version and another shop", async () => {
    sandbox = await startSandbox();
    const ask = (path: string, shop: string): Promise<Response> =>
      fetch(sandbox.url + path, {
        method: "POST",
        headers: { "X-Forwarded-Host": shop, "X-Shopify-Access-Token": sandbox.token },
        body: JSON.stringify({ query: "{shop{id}}" }),
      });
    expect((await ask("/admin/api/2026-10/graphql.json", SHOP)).status).toBe(200);
    expect((await ask("/admin/api/2026-07/graphql.json", SHOP)).status).toBe(404);
    expect((await ask("/admin/api/2026-10/graphql.json", "other.myshopify.com")).status).toBe(404);
  });
});

describe("what is answered", () => {
  it("answers from the store and names what it does not implement", async () => {
    sandbox = await startSandbox();
    const known = await sandbox.graphql("{shop{name currencyCode ianaTimezone plan{displayName}}}");
    expect(known.body.data).toEqual({
      shop: {
        name: "Tiny",
        currencyCode: "USD",
        ianaTimezone: "America/New_York",
        plan: { displayName: "Basic" },
      },
    });
    const nullable = await sandbox.graphql('{order(id:"gid://shopify/Order/101"){id poNumber}}');
    expect(nullable.body.data).toEqual({ order: { id: "gid://shopify/Order/101", poNumber: null } });
    expect(nullable.body.errors?.[0]).toMatchObject({
      message: "The sandbox has no implementation of Order.poNumber",
      path: ["order", "poNumber"],
    });
    const required = await sandbox.graphql("{shop{id taxesIncluded}}");
    expect(required.body.data).toBeNull();
    expect(required.body.errors?.[0]?.message).toBe(
      "The sandbox has no implementation of Shop.taxesIncluded",
    );
  });

  it("refuses an argument that would change Shopify's answer and not this one", async () => {
    sandbox = await startSandbox();
    const line = (args: string): string =>
      `{order(id:"gid://shopify/Order/101"){lineItems(first:1){nodes{discountedTotalSet${args}{shopMoney{amount}}}}}}`;
    const asked = await sandbox.graphql(line("(withCodeDiscounts:true)"));
    expect(asked.body.data).toEqual({
      order: { lineItems: { nodes: [{ discountedTotalSet: { shopMoney: { amount: "15.00" } } }] } },
    });
    for (const args of ["", "(withCodeDiscounts:false)"]) {
      expect((await sandbox.graphql(line(args))).body.errors?.[0]?.message).toContain(
        "withCodeDiscounts: true",
      );
    }
  });

  it("resolves references to whole objects, and a deleted product to null", async () => {
    sandbox = await startSandbox();
    const { body } = await sandbox.graphql(`{
      customer(id:"gid://shopify/Customer/1"){ legacyResourceId lastOrder{ name customer{ displayName } }
        orders(first:5, sortKey: CREATED_AT, reverse: true){ nodes{ id } } }
      node(id:"gid://shopify/Product/1"){ ... on Product{ title } }
      nodes(ids:["gid://shopify/Order/102","gid://shopify/Order/999"]){ id }
    }`);
    expect(body.errors).toBeUndefined();
    expect(body.data).toEqual({
      customer: {
        legacyResourceId: "1",
        lastOrder: { name: "#101", customer: { displayName: "Ada Number 1" } },
        orders: { nodes: [{ id: "gid://shopify/Order/101" }, { id: "gid://shopify/Order/100" }] },
      },
      node: { title: "Cup" },
      nodes: [{ id: "gid://shopify/Order/102" }, null],
    });
  });

  it("knows collections, metafields and abandoned checkouts", async () => {
    sandbox = await startSandbox();
    const { body } = await sandbox.graphql(`{
      product(id:"gid://shopify/Product/1"){ collections(first:5){ nodes{ title } } }
      collections(first:5){ nodes{ handle } }
      customer(id:"gid://shopify/Customer/1"){ metafields(first:5){ nodes{ key } } }
      abandonedCheckouts(first:5, query:"recovery_state:not_recovered"){ nodes{ id customer{ displayName }
        lineItems(first:5){ nodes{ quantity product{ title } } } } }
      abandonedCheckoutsCount{ count }
    }`);
    expect(body.errors).toBeUndefined();
    expect(body.data).toEqual({
      product: { collections: { nodes: [{ title: "Kitchen" }] } },
      collections: { nodes: [{ handle: "kitchen" }] },
      customer: { metafields: { nodes: [] } },
      abandonedCheckouts: {
        nodes: [
          {
            id: "gid://shopify/AbandonedCheckout/1",
            customer: { displayName: "Ada Number 1" },
            lineItems: { nodes: [{ quantity: 1, product: { title: "Cup" } }] },
          },
        ],
      },
      abandonedCheckoutsCount: { count: 1 },
    });
    const narrowed = await sandbox.graphql(
      '{customer(id:"gid://shopify/Customer/1"){metafields(first:5,namespace:"facts"){nodes{key}}}}',
    );
    expect(narrowed.body.errors?.[0]?.message).toContain("metafields by namespace or key");
  });

  it("counts exactly without limit and at least the limit with one", async () => {
    sandbox = await startSandbox();
    const { body } = await sandbox.graphql(`{
      all: ordersCount(limit:null){count precision} some: ordersCount(limit:3){count precision}
      exact: ordersCount(limit:4){count precision} found: ordersCount(query:"test:true"){count precision}
    }`);
    expect(body.data).toEqual({
      all: { count: 4, precision: "EXACT" },
      some: { count: 3, precision: "AT_LEAST" },
      exact: { count: 4, precision: "EXACT" },
      found: { count: 1, precision: "EXACT" },
    });
    const wrong = await sandbox.graphql('{customersCount(query:"tag:VIP"){count}}');
    expect(wrong.body.errors?.[0]?.message).toContain('the search filter "tag" of customersCount');
  });
});

describe("what changed since", () => {
  const changed = `query($since:String!){
    orders(first:9, sortKey: UPDATED_AT, query:$since){nodes{id}}
    customers(first:9, sortKey: UPDATED_AT, query:$since){nodes{id}}
    products(first:9, sortKey: UPDATED_AT, query:$since){nodes{id}}
    abandonedCheckouts(first:9, query:$since){nodes{id}}
    ordersCount(query:$since){count} customersCount(query:$since){count}
    productsCount(query:$since){count} abandonedCheckoutsCount(query:$since){count}
  }`;

  it("is found and counted by updated_at, and follows every change", async () => {
    sandbox = await startSandbox();
    const since = async (query: string): Promise<unknown> =>
      Object.values((await sandbox.graphql(changed, { since: query })).body.data ?? {}).map(
        (found: { nodes?: { id: string }[]; count?: number }) =>
          found.nodes?.map(({ id }) => id.split("/").at(-1)) ?? found.count,
      );
    const nothing = [[], [], [], [], 0, 0, 0, 0];
    expect(await since("updated_at:>'2026-11-14T12:00:00Z'")).toEqual(nothing);
    expect(await since("updated_at:>='2026-11-14T12:00:00Z'")).toEqual([["103"], [], [], [], 1, 0, 0, 0]);
    sandbox.clock.now += 1_000;
    await sandbox.control("PATCH", "/customers/10", { note: "a" });
    await sandbox.control("PATCH", "/orders/100", { tags: ["a"] });
    sandbox.clock.now += 1_000;
    await sandbox.control("PATCH", "/customers/2", { note: "b" });
    await sandbox.control("PATCH", "/orders/102", { tags: ["a"] });
    await sandbox.control("PATCH", "/products/1", { tags: ["a"] });
    const lines = [{ title: "Cup", quantity: 1, unitPrice: "5.00" }];
    await sandbox.control("PATCH", "/checkouts/1", { lines });
    expect(await since("updated_at:>='2026-11-22T12:00:01Z'")).toEqual([
      ["100", "102"],
      ["10", "2"],
      ["1"],
      ["1"],
      ...[2, 2, 1, 1],
    ]);
    expect(await since("updated_at:>'2026-11-22T12:00:01Z'")).toEqual([
      ["102"],
      ["2"],
      ["1"],
      ["1"],
      1,
      1,
      1,
      1,
    ]);
    expect(await since("updated_at:>='2026-11-22T12:00:01Z' AND updated_at:<'2026-11-22T12:00:02Z'")).toEqual(
      [["100"], ["10"], [], [], 1, 1, 0, 0],
    );
    await sandbox.control("DELETE", "/customers/2");
    await sandbox.control("DELETE", "/orders/102");
    // The deleted customer's other order belongs to nobody since.
    expect(await since("updated_at:>='2026-11-22T12:00:02Z'")).toEqual([
      ["103"],
      [],
      ["1"],
      ["1"],
      ...[1, 0, 1, 1],
    ]);
  });

  it("is read by its ids, null where it is gone or too old to be seen", async () => {
    sandbox = await startSandbox({ scopes: ["read_orders", "read_customers", "read_products"] });
    const ids = ["Order/101", "Order/100", "Order/999", "Customer/1", "Product/1", "AbandonedCheckout/1"];
    const read = (): ReturnType<TestSandbox["graphql"]> =>
      sandbox.graphql(
        `query($ids:[ID!]!){nodes(ids:$ids){id ... on Order{name} ... on Customer{tags} ... on Product{title}
          ... on AbandonedCheckout{name}}}`,
        { ids: ids.map((id) => `gid://shopify/${id}`) },
      );
    const seen = [
      { id: "gid://shopify/Order/101", name: "#101" },
      null,
      null,
      { id: "gid://shopify/Customer/1", tags: ["VIP"] },
      { id: "gid://shopify/Product/1", title: "Cup" },
      { id: "gid://shopify/AbandonedCheckout/1", name: "#1" },
    ];
    const { body } = await read();
    expect(body.data).toEqual({ nodes: seen });
    expect(body.extensions?.cost).toMatchObject({ requestedQueryCost: 6, actualQueryCost: 6 });
    await sandbox.control("DELETE", "/customers/1");
    await sandbox.control("PUT", "/user-rights", { userRights: [] });
    const after = await read();
    expect(after.body.data).toEqual({ nodes: [seen[0], null, null, null, seen[4], null] });
    expect(after.body.errors?.[0]?.message).toContain("manage_abandoned_checkouts");
    const tooMany = Array.from({ length: 251 }, (_, n) => `gid://shopify/Order/${String(n)}`);
    const refused = await sandbox.graphql("query($ids:[ID!]!){nodes(ids:$ids){id}}", { ids: tooMany });
    expect(refused.body.errors?.[0]?.message).toBe("The input array has more than 250 items");
  });
});

describe("what is refused", () => {
  it("gives ACCESS_DENIED for abandoned checkouts to a user without the right to manage them", async () => {
    sandbox = await startSandbox();
    await sandbox.control("PUT", "/user-rights", { userRights: [] });
    const { body } = await sandbox.graphql("{abandonedCheckoutsCount{count} ordersCount{count}}");
    expect(body.data).toEqual({ abandonedCheckoutsCount: null, ordersCount: { count: 4 } });
    expect(body.errors).toHaveLength(1);
    expect(body.errors?.[0]).toMatchObject({
      message:
        "Access denied for abandonedCheckoutsCount field. Required access: `read_orders` access scope. " +
        "Also: The user must have manage_abandoned_checkouts permission.",
      extensions: { code: "ACCESS_DENIED" },
    });
    await sandbox.control("PUT", "/user-rights", { userRights: ["manage_abandoned_checkouts"] });
    const granted = await sandbox.graphql("{abandonedCheckoutsCount{count}}");
    expect(granted.body.data).toEqual({ abandonedCheckoutsCount: { count: 1 } });
  });

  it("gives null and ACCESS_DENIED for a scope that is missing", async () => {
    sandbox = await startSandbox({ scopes: ["read_orders"] });
    const { status, body } = await sandbox.graphql('{order(id:"gid://shopify/Order/101"){id customer{id}}}');
    expect(status).toBe(200);
    expect(body.data).toEqual({ order: { id: "gid://shopify/Order/101", customer: null } });
    expect(body.errors).toHaveLength(1);
    expect(body.errors?.[0]).toMatchObject({
      message: "Access denied for customer field. Required access: `read_customers` access scope.",
      path: ["order", "customer"],
      extensions: { code: "ACCESS_DENIED", requiredAccess: "`read_customers` access scope." },
    });
    const counts = await sandbox.graphql("{customersCount{count} productsCount{count} ordersCount{count}}");
    expect(counts.body.data).toEqual({
      customersCount: null,
      productsCount: null,
      ordersCount: { count: 2 + 1 },
    });
    const node = await sandbox.graphql('{node(id:"gid://shopify/Customer/1"){id}}');
    expect(node.body.data).toEqual({ node: null });
    expect(node.body.errors?.[0]?.extensions?.code).toBe("ACCESS_DENIED");
  });

  it("lets a write scope read", async () => {
    sandbox = await startSandbox({ scopes: ["write_customers"] });
    const { body } = await sandbox.graphql(
      "{customersCount{count} currentAppInstallation{accessScopes{handle}}}",
    );
    expect(body.data).toEqual({
      customersCount: { count: 3 },
      currentAppInstallation: { accessScopes: [{ handle: "write_customers" }] },
    });
  });

  it("shows orders of the last sixty days only without read_all_orders; lifetime totals stay", async () => {
    sandbox = await startSandbox({ scopes: ["read_orders", "read_customers"] });
    const { body } = await sandbox.graphql(`{
      ordersCount(limit:null){count} orders(first:9){nodes{id}} order(id:"gid://shopify/Order/100"){id}
      customer(id:"gid://shopify/Customer/1"){ numberOfOrders orders(first:9){nodes{id}} }
    }`);
    expect(body.data).toEqual({
      ordersCount: { count: 3 },
      orders: { nodes: [101, 102, 103].map((n) => ({ id: `gid://shopify/Order/${String(n)}` })) },
      order: null,
      customer: { numberOfOrders: "2", orders: { nodes: [{ id: "gid://shopify/Order/101" }] } },
    });
    // Sixty days after order 101 to the second it is still there; a second later it is not.
    sandbox.clock.now = Date.parse("2027-01-09T12:00:00Z");
    const { body: later } = await sandbox.exchangeAndAsk("{ordersCount{count}}");
    expect(later.data).toEqual({ ordersCount: { count: 3 } });
    sandbox.clock.now += 1000;
    const { body: after } = await sandbox.graphql("{ordersCount{count}}", {}, sandbox.token);
    expect(after.data).toEqual({ ordersCount: { count: 2 } });
  });

  it("withholds protected fields by group: null and an error, HTTP 200", async () => {
    sandbox = await startSandbox();
    await sandbox.control("PUT", "/approvals", { approvals: ["customer", "phone"] });
    const query = `{customer(id:"gid://shopify/Customer/1"){
      id firstName defaultEmailAddress{marketingState emailAddress} defaultAddress{city zip} }}`;
    const { status, body } = await sandbox.graphql(query);
    expect(status).toBe(200);
    expect(body.data).toEqual({
      customer: {
        id: "gid://shopify/Customer/1",
        firstName: null,
        // emailAddress is not nullable in the schema, so its parent is null.
        defaultEmailAddress: null,
        defaultAddress: { city: "Bath", zip: null },
      },
    });
    const messages = body.errors?.map(({ message }) => message.split(". See")[0]).sort();
    expect(messages).toEqual([
      "This app is not approved to use the emailAddress field",
      "This app is not approved to use the firstName field",
      "This app is not approved to use the zip field",
    ]);
    await sandbox.control("PUT", "/approvals", { approvals: [] });
    const none = await sandbox.graphql(query);
    expect(none.body.data).toEqual({ customer: null });
    expect(none.body.errors?.[0]?.message).toContain(
      "This app is not approved to access the Customer object.",
    );
  });
});

describe("cost and throttling", () => {
  const costly = "{orders(first:200){nodes{id}}}";

  it("takes what is asked, gives back what was not used, and restores by the second", async () => {
    sandbox = await startSandbox();
    const first = await sandbox.graphql(costly);
    // 2 for the connection and 1 for each of 200, of which 4 came.
    expect(first.body.extensions?.cost).toEqual({
      requestedQueryCost: 202,
      actualQueryCost: 6,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 1994, restoreRate: 100 },
    });
    sandbox.clock.now += 30;
    const second = await sandbox.graphql("{shop{id}}");
    expect(second.body.extensions?.cost.throttleStatus.currentlyAvailable).toBe(1994 + 3 - 1);
    sandbox.clock.now += 60_000;
    const third = await sandbox.graphql("{shop{id}}");
    expect(third.body.extensions?.cost.throttleStatus.currentlyAvailable).toBe(1999);
  });

  it.each([200, 429] as const)(
    "says THROTTLED without data when the bucket is short, HTTP %i",
    async (status) => {
      sandbox = await startSandbox({ throttledStatus: status });
      const all = await Promise.all(Array.from({ length: 200 }, () => sandbox.graphql(mutation)));
      expect(all.every(({ body }) => body.data !== undefined)).toBe(true);
      const throttled = await sandbox.graphql("{shop{id}}");
      expect(throttled).toEqual({
        status,
        body: {
          errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
          extensions: {
            cost: {
              requestedQueryCost: 1,
              actualQueryCost: null,
              throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 0, restoreRate: 100 },
            },
          },
        },
      });
      sandbox.clock.now += 10;
      expect((await sandbox.graphql("{shop{id}}")).body.data).toEqual({
        shop: { id: "gid://shopify/Shop/1" },
      });
    },
  );

  it("refuses a query of more than 1000 points before it runs", async () => {
    sandbox = await startSandbox();
    const { body } = await sandbox.graphql("{orders(first:250){nodes{id lineItems(first:1){nodes{id}}}}}");
    expect(body.data).toBeUndefined();
    expect(body.errors?.[0]?.extensions).toMatchObject({
      code: "MAX_COST_EXCEEDED",
      cost: 2 + 250 * 4,
      maxCost: 1000,
    });
  });

  const mutation = 'mutation{bulkOperationCancel(id:"gid://shopify/BulkOperation/0"){userErrors{message}}}';
});

describe("injected faults", () => {
  it("throttles, fails and garbles as often as told", async () => {
    sandbox = await startSandbox();
    const effects = ["throttle", "http500", "malformed"];
    for (const effect of effects) {
      await sandbox.control("POST", "/faults", { kind: "graphql", effect, rootField: "ordersCount" });
    }
    const ask = async (query: string): Promise<string> => {
      const response = await fetch(`${sandbox.url}/admin/api/2026-10/graphql.json`, {
        method: "POST",
        headers: { "X-Forwarded-Host": SHOP, "X-Shopify-Access-Token": sandbox.token },
        body: JSON.stringify({ query }),
      });
      return `${String(response.status)} ${(await response.text()).slice(0, 30)}`;
    };
    expect(await ask("{shop{id}}")).toContain('200 {"data":{"shop":{"id"');
    expect(await ask("{ordersCount{count}}")).toContain('200 {"errors":[{"message":"Thrott');
    expect(await ask("{ordersCount{count}}")).toContain("500 ");
    expect(await ask("{ordersCount{count}}")).toBe('200 {"data":{"shop":');
    expect(await ask("{ordersCount{count}}")).toContain('200 {"data":{"ordersCount"');
  });

  it("leaves a request without an answer", async () => {
    sandbox = await startSandbox();
    await sandbox.control("POST", "/faults", { kind: "graphql", effect: "timeout" });
    const asked = fetch(`${sandbox.url}/admin/api/2026-10/graphql.json`, {
      method: "POST",
      headers: { "X-Forwarded-Host": SHOP, "X-Shopify-Access-Token": sandbox.token },
      body: JSON.stringify({ query: "{shop{id}}" }),
      signal: AbortSignal.timeout(300),
    });
    await expect(asked).rejects.toThrow("timeout");
    expect((await sandbox.graphql("{shop{id}}")).status).toBe(200);
  });
});
