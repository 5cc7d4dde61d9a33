import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse } from "csv-parse/sync";
import type { Browser, BrowserContext, FrameLocator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { browserUserAgent } from "../../sandbox/run/browser";
import { startSandboxWithApp, type SandboxWithApp } from "../../sandbox/run/sandboxWithApp";
import { openStore } from "../../sandbox/stores/openStore";
import type { SandboxStore } from "../../sandbox/stores/store";
import { launchChromium } from "./launch";

const wide = { width: 1280, height: 900 };
const phone = { width: 375, height: 800 };
const untilSynced = 90_000;

let browser: Browser;
let store: SandboxStore;
let dataDir: string;
let running: SandboxWithApp;
let axeSource: string;
let context: BrowserContext;
let page: Page;

/** The framed app, as a merchant sees it. */
const app = (): FrameLocator => page.frameLocator("iframe");

async function open(path = ""): Promise<void> {
  await page.goto(`${running.adminUrl}${path}`);
}

async function enter(viewport: { width: number; height: number }): Promise<void> {
  context = await browser.newContext({ viewport, userAgent: browserUserAgent, acceptDownloads: true });
  page = await context.newPage();
}

function appFrame() {
  const frame = page.frames().find((candidate) => candidate !== page.mainFrame());
  if (frame === undefined) throw new Error("The app is not framed.");
  return frame;
}

/** Findings of axe within the framed app; colour contrast included. */
async function accessibilityFindings(): Promise<string[]> {
  await appFrame().evaluate(axeSource);
  return appFrame().evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
    );
  });
}

function sideScroll(): Promise<number> {
  return appFrame().evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

/** The list, when every segment on it has been counted. */
async function openCountedList(): Promise<void> {
  await open("/app/segments");
  await app().getByRole("heading", { name: "RFM groups" }).waitFor({ timeout: untilSynced });
  await expect
    .poll(
      () =>
        app()
          .getByText(/Updating…|Not counted yet/)
          .count(),
      { timeout: untilSynced },
    )
    .toBe(0);
}

/** Members of a segment as the list tells them. */
async function listedMembers(name: string): Promise<number> {
  const row = app()
    .getByRole("listitem")
    .filter({ has: page.frameLocator("iframe").getByRole("link", { name, exact: true }) });
  const text = await row.getByText(/^[\d,]+ members?$/).innerText();
  return Number(text.replaceAll(/\D/g, ""));
}

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
  axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  browser = await launchChromium();
  dataDir = await mkdtemp(join(tmpdir(), "quintile-browser-"));
  const opened = await openStore({ name: "generated", customers: 700 });
  store = opened.store;
  running = await startSandboxWithApp({
    store,
    now: opened.now,
    dataDir,
    log: () => undefined,
    timing: { bulkStartMs: 1_500 },
  });
});

afterAll(async () => {
  await browser.close();
  await running.stop();
  await rm(dataDir, { recursive: true, force: true });
});

beforeEach(async () => {
  await enter(wide);
});

afterEach(async () => {
  await context.close();
});

// One journey: each step finds the store as the one before left it.
describe("segments", () => {
  it("wait for the history, and fill by themselves when it is in", async () => {
    await open();
    await app().getByRole("heading", { name: "Welcome to Quintile" }).waitFor();
    await open("/app/segments");
    await app().getByText("Your order history is on its way").waitFor();
    await app().getByRole("heading", { name: "RFM groups" }).waitFor({ timeout: untilSynced });
    expect(await accessibilityFindings()).toEqual([]);
  });

  it("are listed under their topics with their rule and their members", async () => {
    await openCountedList();
    for (const topic of ["RFM groups", "Purchases", "Reach", "Behaviour"]) {
      expect(await app().getByRole("heading", { name: topic, exact: true }).count()).toBe(1);
    }
    const ordered = buyers();
    expect(await listedMembers("All customers")).toBe(store.customers.length);
    expect(await listedMembers("All buyers")).toBe(ordered.size);
    expect(await listedMembers("First-timers")).toBe([...ordered.values()].filter((n) => n === 1).length);
    const groups = app()
      .getByRole("list")
      .filter({ has: page.frameLocator("iframe").getByRole("link", { name: "Champions" }) });
    expect(await groups.getByRole("listitem").count()).toBe(11);
    expect(await accessibilityFindings()).toEqual([]);
  });

  it("are searched by name and rule as one types", async () => {
    await openCountedList();
    const links = app().getByRole("listitem").getByRole("link");
    const everything = await links.count();
    await app().getByLabel("Search segments").fill("first-timers");
    await expect.poll(() => links.count()).toBeLessThan(everything);
    expect(await links.allInnerTexts()).toContain("First-timers");
    await app().getByLabel("Search segments").fill("nothing is called this");
    await app().getByText("No segment matches").waitFor();
    expect(await accessibilityFindings()).toEqual([]);
  });

  it("open with the keyboard to their members: sorted and searched on the server", async () => {
    await openCountedList();
    await app().getByRole("link", { name: "All buyers", exact: true }).focus();
    await page.keyboard.press("Enter");
    await app().getByRole("table").first().waitFor();
    await expect.poll(() => page.url()).toMatch(/\/app\/segments\/\d+/);
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
    await expect.poll(() => page.url()).toContain("sort=orders");
    const first = bySpend[0]?.split("\n")[0] ?? "";
    await app().getByPlaceholder("Search by name, email or city").fill(first);
    await expect.poll(async () => (await names()).length).toBeLessThan(50);
    expect((await names())[0]).toContain(first);
    await app().getByPlaceholder("Search by name, email or city").fill("nobody is called this");
    await app().getByText("No member matches").waitFor();
    expect(await accessibilityFindings()).toEqual([]);
  });

  it("are exported whole, though the page shows the first fifty", async () => {
    await openCountedList();
    await app().getByRole("link", { name: "All buyers", exact: true }).click();
    await app().getByRole("table").first().waitFor();
    const download = page.waitForEvent("download");
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
    await page.getByText("Members exported").waitFor();
  });

  it("say so when an export does not come through", async () => {
    await openCountedList();
    await app().getByRole("link", { name: "All buyers", exact: true }).click();
    await app().getByRole("table").first().waitFor();
    await page.route("**/app/segments/*/export", (route) => route.abort());
    await app().getByRole("button", { name: "Export CSV" }).click();
    await page.getByText("The members could not be exported. Try again.").waitFor();
    expect(await app().getByRole("button", { name: "Export CSV" }).isEnabled()).toBe(true);
  });

  it("answer an address without a segment in words", async () => {
    for (const id of ["999999", "none"]) {
      await open(`/app/segments/${id}`);
      await app().getByText("There is no such page in Quintile").waitFor();
    }
    expect(await accessibilityFindings()).toEqual([]);
  });
});

describe("on a phone", () => {
  it("the list and the members fit without scrolling sideways", async () => {
    await context.close();
    await enter(phone);
    await openCountedList();
    expect(await sideScroll()).toBe(0);
    expect(await accessibilityFindings()).toEqual([]);
    await app().getByRole("link", { name: "Repeat buyers", exact: true }).click();
    await app().getByLabel("Sort customers").waitFor();
    expect(await sideScroll()).toBe(0);
    expect(await accessibilityFindings()).toEqual([]);
  });
});
