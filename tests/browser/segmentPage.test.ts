import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { openStore } from "../../sandbox/stores/openStore";
import { phone, startFramedApp, wide, type FramedApp, type Visit } from "./framed";

const untilSynced = 90_000;

let framed: FramedApp;
let visit: Visit;
const app = () => visit.app;

beforeAll(async () => {
  framed = await startFramedApp(await openStore({ name: "generated", customers: 700 }), {
    bulkStartMs: 300,
  });
});
afterAll(() => framed.stop());
beforeEach(async () => {
  visit = await framed.enter(wide);
});
afterEach(() => visit.leave());

/** The page of a segment, by one of its tabs. */
async function openSegment(name: string, tab?: string): Promise<void> {
  await visit.open("/app/segments");
  await app().getByRole("link", { name, exact: true }).click();
  await app().getByRole("tab", { name: "Overview" }).waitFor();
  if (tab !== undefined) await app().getByRole("tab", { name: tab }).click();
}

async function moreActions(action: string): Promise<void> {
  await app().getByRole("button", { name: "More actions" }).click();
  await app().getByRole("button", { name: action, exact: true }).click();
}

/** Orders of a customer that count by the settings that a store begins with. */
function countedOrders(customerId: string): number {
  return framed.store.orders.filter(
    (order) =>
      order.customer?.id === `gid://shopify/Customer/${customerId}` &&
      !order.test &&
      order.cancelledAt === null &&
      order.displayFinancialStatus !== "VOIDED",
  ).length;
}

// One journey: each step finds the store as the one before left it.
describe("a segment's page", () => {
  it("fills by itself while its members are found", async () => {
    await visit.open();
    await app().getByRole("heading", { name: "Welcome to Quintile" }).waitFor();
    await visit.open("/app/segments");
    await app().getByRole("link", { name: "Bulk shoppers", exact: true }).waitFor({ timeout: untilSynced });
    await openSegment("Bulk shoppers", "Customers");
    await app()
      .getByText(/^[\d,]+ members?, /)
      .waitFor({ timeout: untilSynced });
    await expect.poll(() => app().getByText("Updating…").count(), { timeout: untilSynced }).toBe(0);
    await app().getByRole("table").first().waitFor();
  });

  it("tells what the members come to, as a chart and as a table", async () => {
    await openSegment("All customers");
    await app()
      .getByText(`${String(framed.store.customers.length)} members`)
      .first()
      .waitFor();
    await app().getByRole("heading", { name: "Whom you can reach" }).waitFor();
    await app().getByRole("heading", { name: "RFM groups of the members" }).waitFor();
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("says of a member, by keyboard, why they are in it", async () => {
    await openSegment("Repeat customers", "Customers");
    const why = app()
      .getByRole("button", { name: /^Why .+ is in this segment$/ })
      .first();
    await why.focus();
    await visit.page.keyboard.press("Enter");
    await app().getByText("In this segment.").waitFor();
    const id = (await app().locator('a[href*="/app/customers/"]').first().getAttribute("href"))
      ?.split("/")
      .at(-1);
    await app()
      .getByText(`Theirs: ${String(countedOrders(id ?? ""))}`)
      .waitFor();
    expect(await visit.accessibilityFindings()).toEqual([]);
    await visit.page.keyboard.press("Escape");
    await expect.poll(() => app().getByText("In this segment.").count()).toBe(0);
    expect(await why.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it("finds its members when asked to, and notes who asked", async () => {
    await openSegment("VIP", "Activity");
    await app().getByText("made the segment").waitFor();
    await app().getByRole("button", { name: "Refresh now" }).click();
    await visit.page.getByText("Members refreshed").waitFor();
    await app().getByText("refreshed its members").waitFor();
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("says beside itself what went wrong, and nothing is lost", async () => {
    await openSegment("VIP");
    await visit.page.route("**/app/segments/*/act", (route) => route.abort());
    await app().getByRole("button", { name: "Refresh now" }).click();
    await app().getByText("The members were not refreshed").waitFor();
    await app().getByRole("tab", { name: "Rule" }).click();
    await app().getByRole("heading", { name: "Where it is used" }).waitFor();
  });

  it("is switched off and on again", async () => {
    await openSegment("VIP", "Customers");
    await moreActions("Deactivate");
    await visit.page.getByText("Segment deactivated").waitFor();
    await app().getByRole("heading", { name: "This segment is switched off" }).waitFor();
    await moreActions("Activate");
    await visit.page.getByText("Segment activated").waitFor();
    await app().getByRole("table").first().waitFor({ timeout: untilSynced });
  });

  it("is deleted after asking", async () => {
    await openSegment("Bulk shoppers");
    await moreActions("Delete");
    await app().getByRole("heading", { name: "Delete this segment?" }).waitFor();
    await app().getByRole("button", { name: "Cancel" }).click();
    await moreActions("Delete");
    await app().getByRole("button", { name: "Delete", exact: true }).click();
    await visit.page.getByText("Segment deleted").waitFor();
    await expect.poll(() => visit.page.url()).toMatch(/\/app\/segments$/);
  });
});

describe("a customer's page", () => {
  async function openFirstMember(of: string): Promise<string> {
    await openSegment(of, "Customers");
    const link = app().locator('a[href*="/app/customers/"]').first();
    const id = (await link.getAttribute("href"))?.split("/").at(-1) ?? "";
    await link.click();
    await app().getByRole("heading", { name: "What happened" }).waitFor();
    return id;
  }

  it("tells what they bought, and their place in any segment", async () => {
    const id = await openFirstMember("Repeat customers");
    const orders = app()
      .locator("dl > div")
      .filter({ hasText: /^Orders/ });
    expect(await orders.locator("dd").innerText()).toBe(String(countedOrders(id)));
    await app().getByLabel("Segment", { exact: true }).selectOption({ label: "First-timers" });
    await app().getByText("Not in this segment.").waitFor();
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("shows older moments when asked to, and goes on reading there", async () => {
    await openFirstMember("Repeat customers");
    const moments = app().locator("ol > li");
    const before = await moments.count();
    await app().getByRole("button", { name: "Show more" }).click();
    await expect.poll(() => moments.count()).toBeGreaterThan(before);
    expect(await moments.nth(before).evaluate((item) => item === document.activeElement)).toBe(true);
  });

  it("leads to the customer in Shopify", async () => {
    const id = await openFirstMember("Repeat customers");
    await app().getByRole("link", { name: "Open in Shopify" }).click();
    await expect.poll(() => visit.page.url()).toContain(`/customers/${id}`);
  });

  it("says in words that there is no such customer", async () => {
    for (const id of ["1", "nobody", "99999999999999999999"]) {
      await visit.open(`/app/customers/${id}`);
      await app().getByText("There is no such page in Quintile").waitFor();
    }
  });

  it("fits a phone, and so does a segment's", async () => {
    await visit.leave();
    visit = await framed.enter(phone);
    await openSegment("Repeat customers");
    for (const tab of ["Customers", "Rule", "Activity", "Overview"]) {
      await app().getByRole("tab", { name: tab }).click();
      await expect.poll(() => visit.sideScroll()).toBe(0);
    }
    await openFirstMember("Repeat customers");
    expect(await visit.sideScroll()).toBe(0);
    expect(await visit.accessibilityFindings()).toEqual([]);
  });
});
