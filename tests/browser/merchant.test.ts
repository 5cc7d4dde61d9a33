import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { openStore } from "../../sandbox/stores/openStore";
import type { SandboxStore } from "../../sandbox/stores/store";
import { untilSynced } from "./countedList";
import { type FramedApp, phone, startFramedApp, type Visit, wide } from "./framed";

let framed: FramedApp;
let store: SandboxStore;
let visit: Visit;

const app = () => visit.app;
const open = (path?: string) => visit.open(path);

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
describe("a merchant's first visit", () => {
  it("shows a sync that fails with its reason, and goes on when it is retried", async () => {
    // Once for the first try and once for the resubmission: then it is the merchant's turn.
    await framed.control("/faults", { kind: "bulk", effect: "fail", rootField: "orders", times: 2 });
    await open();
    await app().getByRole("heading", { name: "Welcome to Quintile" }).waitFor();
    const progressBar = app().getByRole("progressbar").first();
    await progressBar.waitFor();
    const retry = app().getByRole("button", { name: "Retry" });
    await retry.waitFor({ timeout: untilSynced });
    expect(await app().getByText("Bringing in your history has stopped").count()).toBeGreaterThan(0);
    expect(await visit.accessibilityFindings()).toEqual([]);

    const waiting = await visit.context.newPage();
    await waiting.goto(`${framed.running.adminUrl}/app/compare`);
    await waiting.frameLocator("iframe").getByText("Your order history is on its way").waitFor();

    // Retry goes away; whoever pressed it with the keyboard stays at what it began.
    await retry.press("Enter");
    await app().locator(":focus").getByRole("heading", { name: "Bringing in your order history" }).waitFor();
    await app().getByText("Who your buyers are").waitFor({ timeout: untilSynced });
    await waiting
      .frameLocator("iframe")
      .getByRole("heading", { name: "Amount spent on customer pages" })
      .waitFor();
  });

  it("shows the key figures and the eleven groups, which add up to all buyers", async () => {
    await open();
    await app().getByText("Who your buyers are").waitFor({ timeout: untilSynced });
    const tiles = app()
      .getByRole("list", { name: /Groups of buyers/ })
      .getByRole("link");
    expect(await tiles.count()).toBe(11);
    const customers = await tiles.evaluateAll((links) =>
      links.map((link) => Number(/([\d,]+)\s+customer/.exec(link.textContent)?.[1]?.replaceAll(",", ""))),
    );
    const buyers = new Set(
      store.orders
        .filter(
          (order) => !order.test && order.cancelledAt === null && order.displayFinancialStatus !== "VOIDED",
        )
        .flatMap((order) => (order.customer === null ? [] : [order.customer.id])),
    ).size;
    expect(customers.reduce((sum, size) => sum + size, 0)).toBe(buyers);
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("is walked with the keyboard from tile to tile, and Enter opens a group", async () => {
    await open();
    const tiles = app().getByRole("list", { name: /Groups of buyers/ });
    await tiles.getByRole("link", { name: /^Champions/ }).focus();
    await visit.page.keyboard.press("ArrowDown");
    await visit.page.keyboard.press("ArrowDown");
    await visit.page.keyboard.press("ArrowDown");
    await visit.page.keyboard.press("Enter");
    await app().getByRole("heading", { name: "New", exact: true }).first().waitFor();
    await expect.poll(() => visit.page.url()).toContain("/app/groups/new");
  });

  it("opens a group's customers: sorted, searched and paged on the server", async () => {
    await open("/app/groups/champions");
    await app().getByRole("table").first().waitFor();
    const names = (): Promise<string[]> => app().locator("tbody tr td:first-child").allInnerTexts();
    const bySpend = await names();
    expect(bySpend.length).toBeGreaterThan(10);

    await app().getByRole("button", { name: "Orders" }).click();
    await expect.poll(names).not.toEqual(bySpend);
    await expect.poll(() => visit.page.url()).toContain("sort=orders");

    const first = bySpend[0]?.split("\n")[0] ?? "";
    await app().getByPlaceholder("Search by name, email or city").fill(first);
    await expect.poll(async () => (await names()).length).toBeLessThan(bySpend.length);
    expect((await names())[0]).toContain(first);

    await app().getByPlaceholder("Search by name, email or city").fill("nobody is called this");
    await app().getByText("No customer matches").waitFor();
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("compares with Shopify down to nothing unexplained", async () => {
    await open("/app/compare");
    await app().getByRole("heading", { name: "Amount spent on customer pages" }).waitFor();
    expect(await app().getByText("Adds up", { exact: true }).count()).toBe(4);
    expect(await app().getByText("Not explained").count()).toBe(0);
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("shows what a setting would change before it is saved, and saves it", async () => {
    await open("/app/settings");
    const unpaid = app().getByLabel("Count orders that are not paid yet");
    await unpaid.waitFor();
    await unpaid.uncheck();
    await app().getByText("What saving would change").waitFor();
    await app()
      .getByText(/chang(e|es) group/)
      .waitFor();
    expect(await visit.accessibilityFindings()).toEqual([]);

    await visit.page.getByRole("button", { name: "Save" }).click();
    await visit.page.getByText("Settings saved and every customer scored").waitFor();
    await open("/app/settings");
    await unpaid.waitFor();
    expect(await unpaid.isChecked()).toBe(false);

    await open("/app/compare");
    await app().getByText("Not paid yet").first().waitFor();
    expect(await app().getByText("Adds up", { exact: true }).count()).toBe(4);
  });

  it("keeps what was typed in the settings when their effect cannot be counted, and counts again", async () => {
    await open("/app/settings");
    const unpaid = app().getByLabel("Count orders that are not paid yet");
    await unpaid.waitFor();
    const before = await unpaid.isChecked();
    await visit.context.setOffline(true);
    await unpaid.setChecked(!before);
    await app()
      .getByText(/could not be reached/)
      .waitFor();
    expect(await unpaid.isChecked()).toBe(!before);
    expect(await visit.accessibilityFindings()).toEqual([]);

    await visit.context.setOffline(false);
    await app().getByRole("button", { name: "Count again" }).click();
    await app()
      .getByText(/chang(e|es) group/)
      .waitFor();
    expect(
      await app()
        .getByText(/could not be reached/)
        .count(),
    ).toBe(0);
    await visit.page.getByRole("button", { name: "Discard" }).click();
    await expect.poll(() => unpaid.isChecked()).toBe(before);
  });

  it("says what to do when Shopify takes the access away, and connects again when it is done", async () => {
    await open();
    await app().getByText("Who your buyers are").waitFor();
    await framed.control("/tokens/revoke");
    await app().getByRole("button", { name: "Sync again" }).click();
    await app()
      .getByText(/Open Quintile from the Apps list/)
      .waitFor({ timeout: untilSynced });

    await open();
    await app().getByRole("button", { name: "Retry" }).click();
    await expect
      .poll(() => app().getByRole("button", { name: "Sync again" }).isEnabled(), { timeout: untilSynced })
      .toBe(true);
    expect(await app().getByRole("button", { name: "Retry" }).count()).toBe(0);
  });

  it("keeps the figures in sight when a later sync fails", async () => {
    await framed.control("/faults", { kind: "bulk", effect: "fail", rootField: "orders", times: 2 });
    await open();
    await app().getByRole("button", { name: "Sync again" }).click();
    await app().getByRole("button", { name: "Retry" }).waitFor({ timeout: untilSynced });
    expect(await app().getByText("Who your buyers are").count()).toBe(1);
    await app().getByRole("button", { name: "Retry" }).click();
    await expect
      .poll(() => app().getByRole("button", { name: "Retry" }).count(), { timeout: untilSynced })
      .toBe(0);
  });
});

describe("on a phone", () => {
  it.each([
    ["home", "", "Who your buyers are"],
    ["a group", "/app/groups/champions", "An idea to try"],
    ["the comparison", "/app/compare", "Amount spent on customer pages"],
    ["the settings", "/app/settings", "What an order is worth"],
  ])("%s fits without scrolling sideways", async (_name, path, text) => {
    await visit.leave();
    visit = await framed.enter(phone);
    await open(path);
    await app().getByText(text).first().waitFor();
    expect(await visit.sideScroll()).toBe(0);
    expect(await visit.accessibilityFindings()).toEqual([]);
  });
});
