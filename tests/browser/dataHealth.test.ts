import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { openStore } from "../../sandbox/stores/openStore";
import { openCountedList } from "./countedList";
import { type FramedApp, phone, startFramedApp, type Visit, wide } from "./framed";

let framed: FramedApp;
let visit: Visit;
const app = () => visit.app;

beforeAll(async () => {
  framed = await startFramedApp(await openStore({ name: "generated", customers: 700 }));
  // What is optional is not granted: Shopify sends nothing of it.
  await control("PUT", "/scopes", {
    scopes: ["read_customers", "read_orders", "read_products", "read_all_orders"],
  });
  visit = await framed.enter(wide);
  await visit.open();
  await app().getByRole("heading", { level: 1 }).waitFor();
  await openCountedList(visit);
  await visit.leave();
});
afterAll(() => framed.stop());
beforeEach(async () => {
  visit = await framed.enter(wide);
});
afterEach(() => visit.leave());

/** Control endpoints of the sandbox that are not posted to. */
async function control(method: "PUT" | "DELETE", path: string, body: object = {}): Promise<void> {
  const shop = `${framed.running.sandbox.url}/sandbox/shops/${framed.store.shop.myshopifyDomain}`;
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(`${shop}${path}`, { method, headers, body: JSON.stringify(body) });
  expect([path, response.ok]).toEqual([path, true]);
}

async function openHealth(): Promise<void> {
  await visit.open("/app/data-health");
  await app().getByRole("heading", { name: "Live updates" }).waitFor();
}

async function figure(row: string): Promise<number> {
  const text = await app().getByRole("row").filter({ hasText: row }).getByRole("cell").innerText();
  return Number(text.replaceAll(",", ""));
}

describe("the health of a shop's data", () => {
  it("is led to from the home page and the settings", async () => {
    for (const from of ["", "/app/settings"]) {
      await visit.open(from);
      await app().getByRole("link", { name: "Data health" }).click();
      await app().getByRole("heading", { name: "Checks against Shopify" }).waitFor();
    }
  });

  it("counts each stored order once", async () => {
    await openHealth();
    await app().getByText("All stored orders").waitFor();
    const { orders } = framed.store;
    expect(await figure("All stored orders")).toBe(orders.length);
    const counted = orders.filter(
      (order) =>
        !order.test &&
        order.cancelledAt === null &&
        order.displayFinancialStatus !== "VOIDED" &&
        order.customer !== null,
    );
    expect(await figure("Counted")).toBe(counted.length);
    await app().getByText("have an email address").waitFor();
    await app().getByRole("heading", { name: "Customers who may be one person" }).waitFor();
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("checks against Shopify when asked to, and says what came of it", async () => {
    await openHealth();
    await framed.control("/faults", { kind: "webhook", effect: "lose", times: 10 });
    await framed.control("/orders", {
      customerId: framed.store.customers[0]?.id,
      lines: [{ title: "Fern", quantity: 1, unitPrice: "9.90" }],
    });
    const check = app().getByRole("button", { name: "Check now" });
    await check.press("Enter");
    const newest = app().getByRole("list", { name: "The last checks" }).getByRole("listitem").first();
    await newest.filter({ hasText: "1 order" }).waitFor({ timeout: 60_000 });
    await app().getByRole("status").filter({ hasText: "Nothing was missing." }).waitFor();
    expect(await check.evaluate((button) => button === document.activeElement)).toBe(true);
    await control("DELETE", "/faults");
    expect(await visit.accessibilityFindings()).toEqual([]);

    await openHealth();
    await expect.poll(() => figure("All stored orders")).toBe(framed.store.orders.length);
  });

  it("says what Shopify does not send and what could not be understood, and what to do", async () => {
    await framed.control("/webhooks", { topic: "orders/create", payload: { id: "nonsense" } });
    await openHealth();
    await app().getByRole("heading", { name: "Not sent by Shopify" }).waitFor();
    await app().getByText("The permission read_fulfillments is not granted.").waitFor();
    await app().getByText("2 kinds of change").first().click();
    await app().getByText("parcels that are sent").waitFor();
    await app()
      .getByText(/^An order was placed: 1 time, last on /)
      .waitFor({ timeout: 60_000 });
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("says in each card that it could not be counted, and counts again", async () => {
    await visit.page.route("**/app/data-health/*", (route) => route.abort());
    await openHealth();
    const failed = app().getByText("This could not be counted just now.");
    await expect.poll(() => failed.count()).toBe(3);
    expect(await visit.accessibilityFindings()).toEqual([]);
    await app().getByRole("button", { name: "Check now" }).click();
    await app()
      .getByRole("alert")
      .filter({ hasText: /could not be reached/ })
      .waitFor();
    await visit.page.unroute("**/app/data-health/*");
    const again = app().getByRole("button", { name: "Try again" });
    for (let left = 3; left > 0; left--) {
      await again.first().click();
      await expect.poll(() => again.count()).toBe(left - 1);
    }
    await app().getByText("All stored orders").waitFor();
  });

  it("fits a phone", async () => {
    await visit.leave();
    visit = await framed.enter(phone);
    await openHealth();
    await app().getByText("All stored orders").waitFor();
    await app().getByText("have an email address").waitFor();
    await expect.poll(() => visit.sideScroll()).toBe(0);
    expect(await visit.accessibilityFindings()).toEqual([]);
  });
});
