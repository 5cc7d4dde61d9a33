import { readFile } from "node:fs/promises";

import { parse } from "csv-parse/sync";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { openStore } from "../../sandbox/stores/openStore";
import type { SandboxStore } from "../../sandbox/stores/store";
import { listedMembers, openCountedList, untilSynced } from "./countedList";
import { type FramedApp, phone, startFramedApp, type Visit, wide } from "./framed";

let framed: FramedApp;
let store: SandboxStore;
let visit: Visit;

const app = () => visit.app;
const open = (path?: string) => visit.open(path);

/** Customers with an order that counts by the settings that a store begins with, and how many such orders each has. */
function buyers(): Map<string, number> {
  const orders = new Map<string, number>();
  for (const order of store.orders) {
    if (order.test || order.cancelledAt !== null || order.displayFinancialStatus === "VOIDED") continue;
    if (order.customer === null) continue;
    orders.set(order.customer.id, (orders.get(order.customer.id) ?? 0) + 1);
  }
  return orders;
}

beforeAll(async () => {
  framed = await startFramedApp(await openStore({ name: "generated", customers: 700 }), {
    bulkStartMs: 1_500,
  });
  store = framed.store;
});

afterAll(async () => {
  await framed.stop();
});

beforeEach(async () => {
  visit = await framed.enter(wide);
});

afterEach(async () => {
  await visit.leave();
});

// One journey: each step finds the store as the one before left it.
describe("segments", () => {
  it("wait for the history, and fill by themselves when it is in", async () => {
    await open();
    await app().getByRole("heading", { name: "Welcome to Quintile" }).waitFor();
    await open("/app/segments");
    await app().getByText("Your order history is on its way").waitFor();
    await app().getByLabel("Search segments").waitFor({ timeout: untilSynced });
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("are listed with their type, their status and their members", async () => {
    await openCountedList(visit);
    const rows = app()
      .getByRole("row")
      .filter({ has: app().getByRole("rowheader") });
    expect(await rows.filter({ hasText: "RFM groups" }).count()).toBe(11);
    expect(await rows.filter({ hasText: "Active" }).count()).toBe(await rows.count());
    const ordered = buyers();
    expect(await listedMembers(visit, "All customers")).toBe(store.customers.length);
    expect(await listedMembers(visit, "All buyers")).toBe(ordered.size);
    expect(await listedMembers(visit, "First-timers")).toBe(
      [...ordered.values()].filter((n) => n === 1).length,
    );
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("are searched by name and rule as one types", async () => {
    await openCountedList(visit);
    const links = app().getByRole("rowheader").getByRole("link");
    const everything = await links.count();
    await app().getByLabel("Search segments").fill("first-timers");
    await expect.poll(() => links.count()).toBeLessThan(everything);
    expect(await links.allInnerTexts()).toContain("First-timers");
    await app().getByLabel("Search segments").fill("nothing is called this");
    await app().getByText("No segment matches").waitFor();
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("open with the keyboard to their members: sorted and searched on the server", async () => {
    await openCountedList(visit);
    await app().getByRole("link", { name: "All buyers", exact: true }).focus();
    await visit.page.keyboard.press("Enter");
    await app().getByRole("tab", { name: "Overview" }).focus();
    await visit.page.keyboard.press("ArrowRight");
    const customers = app().getByRole("tab", { name: "Customers" });
    await expect.poll(() => customers.evaluate((tab) => tab === document.activeElement)).toBe(true);
    await visit.page.keyboard.press("Enter");
    await app().getByRole("table").first().waitFor();
    await expect.poll(() => visit.page.url()).toMatch(/\/app\/segments\/\d+/);
    const names = (): Promise<string[]> => app().locator("tbody tr td:first-child").allInnerTexts();
    const bySpend = await names();
    expect(bySpend).toHaveLength(50);
    expect(
      await app()
        .getByText(`1–50 of ${String(buyers().size)}`)
        .count(),
    ).toBe(1);

    await app().getByRole("button", { name: "Orders" }).click();
    await expect.poll(names).not.toEqual(bySpend);
    await expect.poll(() => visit.page.url()).toContain("sort=orders");
    const first = bySpend[0]?.split("\n")[0] ?? "";
    await app().getByPlaceholder("Search by name, email or city").fill(first);
    await expect.poll(async () => (await names()).length).toBeLessThan(50);
    expect((await names())[0]).toContain(first);
    await app().getByPlaceholder("Search by name, email or city").fill("nobody is called this");
    await app().getByText("No member matches").waitFor();
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("are exported whole, though the page shows the first fifty", async () => {
    await openCountedList(visit);
    await app().getByRole("link", { name: "All buyers", exact: true }).click();
    await app().getByRole("tab", { name: "Customers" }).click();
    await app().getByRole("table").first().waitFor();
    const download = visit.page.waitForEvent("download");
    await app().getByRole("button", { name: "Export CSV" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("All buyers.csv");
    const rows: Record<string, string>[] = parse(await readFile(await file.path()), {
      bom: true,
      columns: true,
    });
    const numberOf = (gid: string) => gid.split("/").at(-1);
    expect(new Set(rows.map((row) => row["Customer ID"]))).toEqual(
      new Set([...buyers().keys()].map(numberOf)),
    );
    await visit.page.getByText("Members exported").waitFor();
  });

  it("say so when an export does not come through", async () => {
    await openCountedList(visit);
    await app().getByRole("link", { name: "All buyers", exact: true }).click();
    await app().getByRole("tab", { name: "Customers" }).click();
    await app().getByRole("table").first().waitFor();
    await visit.page.route("**/app/segments/*/export", (route) => route.abort());
    await app().getByRole("button", { name: "Export CSV" }).click();
    await visit.page.getByText("The members could not be exported. Try again.").waitFor();
    expect(await app().getByRole("button", { name: "Export CSV" }).isEnabled()).toBe(true);
  });

  it("answer an address without a segment in words", async () => {
    for (const id of ["999999", "none"]) {
      await open(`/app/segments/${id}`);
      await app().getByText("There is no such page in Quintile").waitFor();
    }
    expect(await visit.accessibilityFindings()).toEqual([]);
  });
});

describe("on a phone", () => {
  it("the list and the members fit without scrolling sideways", async () => {
    await visit.leave();
    visit = await framed.enter(phone);
    await openCountedList(visit);
    expect(await visit.sideScroll()).toBe(0);
    expect(await visit.accessibilityFindings()).toEqual([]);
    await app().getByRole("link", { name: "Repeat buyers", exact: true }).click();
    await app().getByRole("tab", { name: "Customers" }).click();
    await app().getByLabel("Sort customers").waitFor();
    expect(await visit.sideScroll()).toBe(0);
    expect(await visit.accessibilityFindings()).toEqual([]);
  });
});
