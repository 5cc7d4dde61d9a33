import { sql } from "kysely";
import type { Logger } from "pino";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  vi,
  type MockInstance,
} from "vitest";

import { retrySync, startFullSync } from "~/history/fullSync.server";
import type { SyncPhase, SyncProgress } from "~/history/progress";
import { bulkKinds, isBulkKind } from "~/history/syncState";
import { cancelBulkOperation, namedBulkQuery, startBulkQuery } from "~/shopify/admin/bulkOperations.server";
import { adminClient } from "~/shopify/admin/shopClient.server";
import { BulkProductsDocument } from "~/shopify/generated/admin";
import { log } from "~/state/log.server";
import { statement } from "~/warehouse/compile";
import { openWarehouse } from "~/warehouse/warehouses.server";

import type { Fault } from "../../sandbox/admin/faults";
import {
  bulkOperations,
  control,
  drive,
  fingerprint,
  install,
  startHarness,
  storeNamed,
  type Harness,
} from "./harness";

const shopCount = 40;
let harness: Harness;
let nextShop = 0;
beforeAll(async () => {
  const stores = Array.from({ length: shopCount }, (_, i) => storeNamed(`shop-${String(i)}`, 60));
  harness = await startHarness({ stores });
});
afterAll(() => harness.close());
let logged: MockInstance<Logger["error"]>;
beforeEach(() => {
  logged = vi.spyOn(log(), "error");
});
afterEach(() => {
  vi.restoreAllMocks();
});

type FaultInput = Partial<Fault> & Pick<Fault, "kind">;

async function installedShop(): Promise<string> {
  const shop = `shop-${String(nextShop)}.myshopify.com`;
  nextShop += 1;
  await install(harness, shop);
  return shop;
}

/** A shop that was synced, and whose store has changed since: a sync that went through would show. */
async function syncedShop(): Promise<{ shop: string; before: Record<string, string> }> {
  const shop = await installedShop();
  await startFullSync(shop);
  await drive(shop);
  const before = await fingerprint(shop);
  const [customer] = await (
    await openWarehouse(shop)
  ).all(statement<{ id: bigint }>`SELECT customer_id AS id FROM customers ORDER BY customer_id LIMIT 1`);
  await control(harness, "PATCH", shop, `/customers/${String(customer?.id)}`, { tags: ["changed-since"] });
  await startFullSync(shop);
  return { shop, before };
}

async function inject(shop: string, fault: FaultInput): Promise<void> {
  await control(harness, "POST", shop, "/faults", fault);
}

async function isCurrent(shop: string): Promise<boolean> {
  const rows = await (
    await openWarehouse(shop)
  ).all(
    statement<{
      n: bigint;
    }>`SELECT count(*) AS n FROM customers WHERE array_to_string(tags, ',') LIKE '%changed-since%'`,
  );
  return rows[0]?.n === 1n;
}

/** Minutes pass between the runs of the job. */
function minutesPerRun(minutes: number) {
  const at = { offset: 0 };
  return {
    now: () => new Date(Date.now() + at.offset),
    before: () => {
      at.offset += minutes * 60_000;
    },
  };
}

/** The log says once what the page says, with what an operator looks for. */
function expectLogged(shop: string, code: string, what: RegExp): void {
  expect(logged).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ shop, code }),
    expect.stringMatching(what),
  );
}

/** Checks all that must hold after a failure: what the page and the log say, what is stored, and that a retry cures it. */
async function expectFailure(
  { shop, before }: { shop: string; before: Record<string, string> },
  progress: SyncProgress,
  { phase, code, what }: { phase: SyncPhase; code: string; what: RegExp },
): Promise<void> {
  expectLogged(shop, code, what);
  expect(progress.state).toBe("failed");
  expect(progress.failure).toMatchObject({ phase, code });
  expect(progress.failure?.what).toMatch(what);
  expect(progress.failure?.action).toMatch(/Retry/);
  expect(progress.phases.find(({ state }) => state === "failed")?.phase).toBe(phase);
  expect(progress.phases.filter(({ state }) => state === "running")).toEqual([]);
  expect(await fingerprint(shop)).toEqual(before);

  await control(harness, "DELETE", shop, "/faults");
  const operationsBefore = (await bulkOperations(harness, shop)).length;
  await retrySync(shop);
  expect((await drive(shop)).state).toBe("done");
  expect(await isCurrent(shop)).toBe(true);
  // Only the phase that failed is exported again.
  const isExport = isBulkKind(phase);
  expect((await bulkOperations(harness, shop)).length - operationsBefore).toBe(isExport ? 1 : 0);
}

interface BulkCase {
  readonly title: string;
  readonly fault: FaultInput;
  readonly code: string;
  readonly what: RegExp;
  readonly minutes?: number;
}

const bulkCases: BulkCase[] = [
  {
    title: "fails",
    fault: { kind: "bulk", effect: "fail", afterRows: 10 },
    code: "bulk_failed",
    what: /stopped exporting your orders twice \(INTERNAL_SERVER_ERROR\)/,
  },
  {
    title: "is canceled",
    fault: { kind: "bulk", effect: "cancel" },
    code: "bulk_canceled",
    what: /orders was canceled twice/,
  },
  {
    title: "expires",
    fault: { kind: "bulk", effect: "expire" },
    code: "bulk_expired",
    what: /orders expired twice/,
  },
  {
    title: "never ends",
    fault: { kind: "bulk", effect: "hang", afterRows: 5 },
    code: "bulk_never_ends",
    what: /orders made no progress for 20 minutes, twice/,
    minutes: 7,
  },
  {
    title: "writes a file that is cut short",
    fault: { kind: "bulkFile", effect: "truncate", bytes: 30 },
    code: "incomplete_file",
    what: /orders arrived incomplete twice.*bytes; Shopify announced/,
  },
  {
    title: "loses rows in silence",
    fault: { kind: "bulkFile", effect: "dropRows", rows: 3 },
    code: "incomplete_file",
    what: /orders arrived incomplete twice.*lines; Shopify announced/,
  },
  {
    title: "writes a line that is not JSON",
    fault: { kind: "bulkFile", effect: "corruptLine", line: 4 },
    code: "malformed_file",
    what: /orders cannot be read \(line 5\)/,
  },
];

describe.each(bulkCases)("a bulk operation that $title", ({ fault, code, what, minutes = 0 }) => {
  it("is asked for once more, and all is well", async () => {
    const { shop } = await syncedShop();
    await inject(shop, { ...fault, rootField: "orders", times: 1 } as FaultInput);
    expect((await drive(shop, minutesPerRun(minutes))).state).toBe("done");
    expect(await isCurrent(shop)).toBe(true);
    // One for each kind in the first sync and in this one, and one more.
    expect(await bulkOperations(harness, shop)).toHaveLength(2 * bulkKinds.length + 1);
  });

  it("twice fails the phase with a reason; what is stored stays, and Retry goes on from there", async () => {
    const synced = await syncedShop();
    await inject(synced.shop, { ...fault, rootField: "orders", times: 2 } as FaultInput);
    const progress = await drive(synced.shop, minutesPerRun(minutes));
    await expectFailure(synced, progress, { phase: "orders", code, what });
  });
});

describe("abandoned checkouts", () => {
  it("that cannot be exported fail the sync as anything else does", async () => {
    const synced = await syncedShop();
    const fault = { kind: "bulk", effect: "fail", rootField: "abandonedCheckouts", times: 2 } as const;
    await inject(synced.shop, fault);
    await expectFailure(synced, await drive(synced.shop), {
      phase: "checkouts",
      code: "bulk_failed",
      what: /stopped exporting your abandoned checkouts twice/,
    });
  });

  it("that the app may not read are done without: the rest comes in, and what was stored of them stays", async () => {
    const { shop, before } = await syncedShop();
    const warned = vi.spyOn(log(), "warn");
    await control(harness, "PUT", shop, "/user-rights", { userRights: [] });
    const { state, phases } = await drive(shop);
    expect(state).toBe("done");
    expect(phases.find(({ phase }) => phase === "checkouts")).toMatchObject({ state: "done", done: 0 });
    expect(warned).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ shop, kind: "checkouts" }),
      expect.stringMatching(/denies access/),
    );
    expect(await isCurrent(shop)).toBe(true);
    const after = await fingerprint(shop);
    expect(after.abandoned_checkouts).toBe(before.abandoned_checkouts);
    expect(after.abandoned_checkout_lines).toBe(before.abandoned_checkout_lines);
  });

  it("are brought in by the first sync after the right to read them is given", async () => {
    const shop = await installedShop();
    await control(harness, "PUT", shop, "/user-rights", { userRights: [] });
    await startFullSync(shop);
    expect((await drive(shop)).state).toBe("done");
    expect((await fingerprint(shop)).abandoned_checkouts).toBe("0 rows, 0");

    await control(harness, "PUT", shop, "/user-rights", { userRights: ["manage_abandoned_checkouts"] });
    await startFullSync(shop);
    await drive(shop);
    expect((await fingerprint(shop)).abandoned_checkouts).not.toBe("0 rows, 0");
  });

  it("are the only ones that a sync does without", async () => {
    const synced = await syncedShop();
    const denied = { kind: "bulk", effect: "fail", errorCode: "ACCESS_DENIED", rootField: "orders" } as const;
    await inject(synced.shop, denied);
    await expectFailure(synced, await drive(synced.shop), {
      phase: "orders",
      code: "access_denied",
      what: /did not let Quintile read your orders/,
    });
  });
});

describe("odd records", () => {
  it.each([
    ["no customer", { customer: null }, sql`customer_id IS NULL`],
    [
      "unknown statuses",
      { displayFinancialStatus: "IN_SHELLS", returnStatus: "EATEN" },
      sql`financial_status = 'IN_SHELLS' AND return_status = 'EATEN'`,
    ],
    [
      "no address and no location",
      { shippingAddress: null, retailLocation: null },
      sql`country_code IS NULL AND retail_location_id IS NULL`,
    ],
    ["no discounts told", { totalDiscountsSet: null }, sql`discounts = 0`],
  ])("an order with %s is kept", async (_, set, holds) => {
    const shop = await installedShop();
    const name = `#odd-${shop}`;
    const fault = {
      kind: "bulkFile",
      effect: "patchRow",
      rootField: "orders",
      row: 3,
      set: { ...set, name },
    } as const;
    await inject(shop, fault);
    await startFullSync(shop);
    expect((await drive(shop)).state).toBe("done");
    const orders = await (
      await openWarehouse(shop)
    ).all(statement<{ holds: boolean }>`SELECT ${holds} AS holds FROM orders WHERE name = ${name}`);
    expect(orders).toEqual([{ holds: true }]);
  });

  it.each([
    ["a text where an amount belongs", { totalPriceSet: { shopMoney: { amount: "a lot" } } }],
    ["no id", { id: null }],
    ["a time that is none", { processedAt: "yesterday" }],
  ])("an order with %s is refused, twice, with the rest of the file", async (_, set) => {
    const synced = await syncedShop();
    const fault = { kind: "bulkFile", effect: "patchRow", rootField: "orders", row: 3, set, times: 2 };
    await inject(synced.shop, fault as FaultInput);
    const progress = await drive(synced.shop);
    expect(JSON.stringify(progress)).not.toMatch(/a lot|yesterday/);
    await expectFailure(synced, progress, {
      phase: "orders",
      code: "malformed_file",
      what: /orders cannot be read/,
    });
  });
});

describe("the Admin API", () => {
  it("throttles, fails and answers nonsense for a while, and is waited for", async () => {
    const { shop } = await syncedShop();
    for (const effect of ["throttle", "http500", "malformed"] as const)
      await inject(shop, { kind: "graphql", effect });
    expect((await drive(shop)).state).toBe("done");
    expect(await isCurrent(shop)).toBe(true);
  });

  it("stays down: the queue tries again, then the page says so", async () => {
    const synced = await syncedShop();
    await inject(synced.shop, {
      kind: "graphql",
      effect: "http500",
      rootField: "bulkOperationRunQuery",
      times: 1_000,
    });
    const progress = await drive(synced.shop);
    expect(progress.failure).toMatchObject({ phase: "products", code: "unavailable" });
    expect(progress.failure?.what).toMatch(/could not be reached while reading your products/);
    expectLogged(synced.shop, "unavailable", /could not be reached while reading your products/);
    expect(await fingerprint(synced.shop)).toEqual(synced.before);
    await control(harness, "DELETE", synced.shop, "/faults");
    await retrySync(synced.shop);
    expect((await drive(synced.shop)).state).toBe("done");
    expect(await isCurrent(synced.shop)).toBe(true);
  });

  it("runs as many exports as it allows already: the sync waits for its turn", async () => {
    const { shop } = await syncedShop();
    await inject(shop, { kind: "bulk", effect: "hang", rootField: "products", times: 5 });
    const client = adminClient(shop);
    const others: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const start = await startBulkQuery(client, namedBulkQuery(BulkProductsDocument, `Other_${String(i)}`));
      if (start.kind === "started") others.push(start.operation.id);
    }
    expect(others).toHaveLength(5);
    const progress = await drive(shop, {
      before: async (run) => {
        if (run === 4) for (const id of others) await cancelBulkOperation(client, id);
      },
    });
    expect(progress.state).toBe("done");
    expect(await bulkOperations(harness, shop)).toHaveLength(bulkKinds.length + 5 + bulkKinds.length);
  });

  it("runs as many exports as it allows and never ends one: the sync gives up waiting for its turn", async () => {
    const synced = await syncedShop();
    await inject(synced.shop, { kind: "bulk", effect: "hang", rootField: "products", times: 5 });
    for (let i = 0; i < 5; i += 1)
      await startBulkQuery(
        adminClient(synced.shop),
        namedBulkQuery(BulkProductsDocument, `Other_${String(i)}`),
      );
    const progress = await drive(synced.shop, minutesPerRun(7));
    expect(progress.failure).toMatchObject({ phase: "products", code: "bulk_busy" });
    expect(progress.failure?.what).toMatch(/did not start the one of your products for 20 minutes/);
    expect(await fingerprint(synced.shop)).toEqual(synced.before);
  });
});

describe("access", () => {
  it("that expires half-way is renewed", async () => {
    const { shop } = await syncedShop();
    const before = async (run: number) => {
      if (run === 2) await control(harness, "POST", shop, "/tokens/expire");
    };
    await inject(shop, { kind: "bulk", effect: "slow", rootField: "orders", delayMs: 5 });
    expect((await drive(shop, { before })).state).toBe("done");
    expect(await isCurrent(shop)).toBe(true);
  });

  it("that is revoked half-way stops the sync with what to do; opening the app and Retry go on", async () => {
    const { shop, before } = await syncedShop();
    await inject(shop, { kind: "bulk", effect: "slow", rootField: "orders", delayMs: 5 });
    const progress = await drive(shop, {
      before: async (run) => {
        if (run === 2) await control(harness, "POST", shop, "/tokens/revoke");
      },
    });
    expect(progress.state).toBe("failed");
    expect(progress.failure).toMatchObject({ code: "access_lost" });
    expect(progress.failure?.action).toMatch(/Open Quintile from the Apps list of your Shopify admin/);
    expectLogged(shop, "access_lost", /no longer accepts Quintile's access/);
    expect(await fingerprint(shop)).toEqual(before);

    await install(harness, shop);
    await retrySync(shop);
    expect((await drive(shop)).state).toBe("done");
    expect(await isCurrent(shop)).toBe(true);
  });
});

it("an old failure is not gone on with: Shopify keeps files for a week only", async () => {
  const { shop } = await syncedShop();
  await inject(shop, { kind: "bulk", effect: "fail", rootField: "orders", times: 2 });
  const { runId } = await drive(shop);
  const nextWeek = new Date(Date.now() + 7 * 86_400_000);
  await retrySync(shop, nextWeek);
  const progress = await drive(shop, { now: () => nextWeek });
  expect(progress.state).toBe("done");
  expect(progress.runId).not.toBe(runId);
});
