import type { Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { openStore } from "../../sandbox/stores/openStore";
import { openCountedList } from "./countedList";
import { type FramedApp, startFramedApp, type Visit, wide } from "./framed";
import { segmentId } from "./pages";

/** Somebody is told of an order within 5 s; what a busy machine adds is no news. */
const soon = { timeout: 30_000 };

declare global {
  interface Window {
    /** Gone with a page that is loaded anew. */
    isSame?: boolean;
  }
}

let framed: FramedApp;
let visit: Visit;
/** Customers who never bought, by their numbers. */
let leads: string[];

beforeAll(async () => {
  framed = await startFramedApp(await openStore({ name: "generated", customers: 700 }));
  const buyers = new Set(framed.store.orders.map(({ customer }) => customer?.id));
  leads = framed.store.customers
    .filter(({ id }) => !buyers.has(id))
    .map(({ id }) => id.split("/").at(-1) ?? "");
  const first = await framed.enter(wide);
  await first.open();
  await first.app.getByRole("heading", { level: 1 }).waitFor();
  await openCountedList(first);
  await first.leave();
});
afterAll(() => framed.stop());
beforeEach(async () => {
  visit = await framed.enter(wide);
});
afterEach(() => visit.leave());

/** Whoever is next buys for the first time. */
async function somebodyBuys(customer = leads.pop()): Promise<void> {
  await framed.control("/orders", {
    customerId: `gid://shopify/Customer/${customer ?? ""}`,
    lines: [{ title: "Fern", quantity: 1, unitPrice: "9.90" }],
  });
}

async function openBuyers(tab: string): Promise<void> {
  await visit.open(`/app/segments/${segmentId("all_buyers")}?tab=${tab}`);
  await visit.app.getByRole("tab", { name: "Overview" }).waitFor();
}

async function members(): Promise<number> {
  const text = await visit.app
    .getByText(/^[\d,]+ members?, /)
    .first()
    .innerText();
  return Number(/^([\d,]+)/.exec(text)?.[1]?.replaceAll(",", ""));
}

async function framedIn(page: Page, path: string): Promise<Frame> {
  await page.goto(`${framed.running.adminUrl}${path}`);
  await page.frameLocator("iframe").getByRole("heading", { level: 1 }).first().waitFor();
  const frame = page.frames().find((candidate) => candidate !== page.mainFrame());
  if (frame === undefined) throw new Error("The app is not framed.");
  return frame;
}

const mark = (frame: Frame) =>
  frame.evaluate(() => {
    window.isSame = true;
  });
const isSame = (frame: Frame) => frame.evaluate(() => window.isSame === true);

describe("an open page", () => {
  it("follows an order by itself: a segment, its buyer, a group, the list and the home page", async () => {
    const buyer = leads.pop() ?? "";
    await openBuyers("overview");
    await mark(visit.frame());
    const others = await Promise.all(
      [`/app/customers/${buyer}`, "/app/groups/new", "/app/segments", "/app"].map(async (path) => {
        const frame = await framedIn(await visit.context.newPage(), path);
        await mark(frame);
        return frame;
      }),
    );
    const [customer, group, list, home] = others;
    const facts = (frame: Frame | undefined, term: RegExp) =>
      frame
        ?.locator("dl > div")
        .filter({ has: frame.locator("dt", { hasText: term }) })
        .locator("dd")
        .first()
        .innerText();
    const before = await members();
    const groupBefore = await facts(group, /^Customers$/);
    const buyersOnHome = await facts(home, /^Buyers$/);
    const listed = await list?.getByRole("row").filter({ hasText: "All buyers" }).first().innerText();

    // Whoever is somewhere on the page stays there.
    const refresh = visit.app.getByRole("button", { name: "Refresh now" });
    await refresh.focus();
    await visit.frame().evaluate(() => {
      window.scrollTo(0, 40);
    });
    await somebodyBuys(buyer);
    await expect.poll(members, soon).toBe(before + 1);
    expect(await refresh.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await visit.frame().evaluate(() => window.scrollY)).toBe(40);

    await expect.poll(() => facts(customer, /^Orders$/), soon).toBe("1");
    await customer
      ?.locator("ol > li")
      .filter({ hasText: /[Oo]rder/ })
      .first()
      .waitFor();
    await expect.poll(() => facts(home, /^Buyers$/), soon).not.toBe(buyersOnHome);
    await expect.poll(() => facts(group, /^Customers$/), soon).not.toBe(groupBefore);
    await expect
      .poll(() => list?.getByRole("row").filter({ hasText: "All buyers" }).first().innerText(), soon)
      .not.toBe(listed);
    for (const frame of [visit.frame(), ...others]) expect(await isSame(frame)).toBe(true);
  });

  it("lets somebody read an answer to its end", async () => {
    await openBuyers("customers");
    const before = await members();
    await visit.app
      .getByRole("button", { name: /^Why .+ is in this segment$/ })
      .first()
      .click();
    await visit.app.getByText("In this segment.").waitFor();
    await somebodyBuys();
    await visit.page.waitForTimeout(8_000);
    expect(await visit.app.getByText("In this segment.").count()).toBe(1);
    expect(await members()).toBe(before);
    await visit.page.keyboard.press("Escape");
    await expect.poll(members, soon).toBe(before + 1);
  });

  it("asks nothing while nobody sees it, and at once when somebody does", async () => {
    await openBuyers("overview");
    const asked: number[] = [];
    visit.page.on("request", (request) => {
      if (new URL(request.url()).pathname === "/app/changes") asked.push(Date.now());
    });
    const become = (state: DocumentVisibilityState) =>
      visit.frame().evaluate((next) => {
        Object.defineProperty(document, "visibilityState", { configurable: true, value: next });
        document.dispatchEvent(new Event("visibilitychange"));
      }, state);
    await expect.poll(() => asked.length).toBeGreaterThan(1);
    await become("hidden");
    await visit.page.waitForTimeout(500);
    asked.length = 0;
    await visit.page.waitForTimeout(6_000);
    expect(asked).toEqual([]);
    const shown = Date.now();
    await become("visible");
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    expect((asked[0] ?? Infinity) - shown).toBeLessThan(1_500);
  });

  it("is not asked for where somebody edits", async () => {
    await visit.open(`/app/segments/${segmentId("all_buyers")}/edit`);
    await visit.app.getByRole("heading", { level: 1 }).first().waitFor();
    const asked: string[] = [];
    visit.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await visit.page.waitForTimeout(5_000);
    expect(asked.filter((path) => path === "/app/changes")).toEqual([]);
  });
});
