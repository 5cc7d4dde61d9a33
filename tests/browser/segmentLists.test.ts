import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { openStore } from "../../sandbox/stores/openStore";
import { listedMembers, listRow, openCountedList, untilSynced } from "./countedList";
import { type FramedApp, phone, startFramedApp, type Visit, wide } from "./framed";

let framed: FramedApp;
let visit: Visit;

const app = () => visit.app;

const toast = (text: string) => visit.page.getByRole("status").filter({ hasText: text }).waitFor();

/** The card of a ready-made segment in the gallery. */
const card = (name: string) =>
  app()
    .getByRole("listitem")
    .filter({ has: app().getByRole("heading", { name, exact: true }) });

async function openGallery(): Promise<void> {
  await visit.open("/app/segments/ready-made");
  await app().getByRole("heading", { name: "RFM groups" }).waitFor();
}

beforeAll(async () => {
  framed = await startFramedApp(await openStore({ name: "generated", customers: 700 }));
  visit = await framed.enter(wide);
  await visit.open();
  await app().getByRole("heading", { name: "Welcome to Quintile" }).waitFor();
  await visit.open("/app/segments");
  await app().getByLabel("Search segments").waitFor({ timeout: untilSynced });
  await visit.leave();
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

describe("the list of segments", () => {
  it("keeps view, search, types and order in the address, and asks the server for none of them", async () => {
    await openCountedList(visit);
    await app().getByRole("button", { name: "Members" }).click();
    await expect.poll(() => visit.page.url()).toContain("sort=members");
    const asked: string[] = [];
    visit.page.on("request", (request) => {
      // An open page asks now and again whether it is still true.
      if (new URL(request.url()).pathname !== "/app/changes") asked.push(request.url());
    });
    await app().getByRole("button", { name: "Ready-made" }).click();
    await app().getByRole("button", { name: "Type" }).click();
    await app().getByLabel("Reach", { exact: true }).check();
    await visit.page.keyboard.press("Escape");
    await app().getByLabel("Search segments").fill("subscribers");
    await expect.poll(() => visit.page.url()).toContain("search=subscribers");
    expect(asked).toEqual([]);

    const { search } = new URL(visit.page.url());
    const names = () => app().getByRole("rowheader").getByRole("link").allInnerTexts();
    const shown = await names();
    expect(shown.length).toBeGreaterThan(1);
    await openCountedList(visit, search);
    expect(await names()).toEqual(shown);
    const members = await Promise.all(shown.map((name) => listedMembers(visit, name)));
    expect(members).toEqual([...members].sort((a, b) => b - a));
  });

  it("switches several off and on again, and says of each that stays why", async () => {
    await openCountedList(visit);
    for (const name of ["Lapsed", "VIP"]) await app().getByLabel(`Select ${name}`, { exact: true }).check();
    expect(await visit.accessibilityFindings()).toEqual([]);
    await visit.page.route("**/app/segments/switch", (route) => route.abort());
    await app().getByRole("button", { name: "Switch off" }).click();
    await app().getByText("Quintile could not be reached").waitFor();
    await visit.page.unroute("**/app/segments/switch");
    await app().getByRole("button", { name: "Switch off" }).click();
    await toast("2 segments switched off");
    await app().getByRole("button", { name: "Off 2" }).click();
    await app().getByLabel("Select all that are shown").check();
    expect(await visit.accessibilityFindings()).toEqual([]);
    await app().getByRole("button", { name: "Switch on" }).click();
    await app().getByText("No segment matches").waitFor();
    await app().getByRole("button", { name: "Show all segments" }).click();
    expect(await listRow(visit, "VIP").getByText("Off").count()).toBe(0);
  });

  it("leads from two that are selected to how they overlap, by keyboard", async () => {
    await openCountedList(visit);
    const whole = await listedMembers(visit, "All buyers");
    const part = await listedMembers(visit, "Repeat buyers");
    for (const name of ["All buyers", "Repeat buyers"]) {
      await app().getByLabel(`Select ${name}`, { exact: true }).focus();
      await visit.page.keyboard.press("Space");
    }
    await app().getByRole("link", { name: "Compare overlap" }).focus();
    await visit.page.keyboard.press("Enter");
    const row = (words: string) => app().getByRole("row").filter({ hasText: words });
    await row("In both").waitFor();
    expect(await row("In both").getByRole("cell").first().innerText()).toBe(String(part));
    expect(await row("Only in A").getByRole("cell").first().innerText()).toBe(String(whole - part));
    expect(await row("Only in B").getByRole("cell").first().innerText()).toBe("0");
    expect(await visit.accessibilityFindings()).toEqual([]);

    const link = row("Only in A").getByRole("link", { name: "Make a segment of these" });
    const rule = new URLSearchParams((await link.getAttribute("href"))?.split("?")[1]).get("rule");
    expect(JSON.parse(rule ?? "")).toMatchObject({
      where: {
        match: "all",
        items: [
          { kind: "segment", not: false },
          { kind: "segment", not: true },
        ],
      },
    });
  });
});

describe("how segments overlap", () => {
  it("is told of three, and chosen in the page", async () => {
    await visit.open("/app/segments/overlap");
    await app().getByText("Choose two or three segments").waitFor();
    await app().getByLabel("Segment A").selectOption({ label: "Email subscribers" });
    await app().getByLabel("Segment B").selectOption({ label: "All buyers" });
    await app().getByRole("row").filter({ hasText: "In both" }).waitFor();
    await app().getByLabel("Segment C (if you like)").selectOption({ label: "Lapsed" });
    await app().getByRole("row").filter({ hasText: "In all three" }).waitFor();
    expect(await app().getByRole("row").count()).toBe(8);
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("says beside the choice what an address names wrong, and goes on with the rest", async () => {
    await visit.open(`/app/segments/overlap?ids=1,1,%3Cb%3E${"9".repeat(5_000)},4`);
    await app().getByText("is chosen already. Choose another one.").waitFor();
    await app().getByText("The address names no segment of yours here").waitFor();
    await app().getByText("The address names more than three segments").waitFor();
    expect(await visit.sideScroll()).toBe(0);
    expect(await visit.accessibilityFindings()).toEqual([]);
  });
});

describe("ready-made segments", () => {
  it("are grouped, each with one thing to do", async () => {
    await openGallery();
    for (const topic of ["RFM groups", "Purchases", "Reach", "Behaviour"]) {
      expect(await app().getByRole("heading", { name: topic, exact: true }).count()).toBe(1);
    }
    const narrow = card("Lapsed").getByRole("link", { name: "Narrow to those reachable by email" });
    expect(await narrow.getAttribute("href")).toContain("/app/segments/new?rule=");
    const mine = card("Lapsed").getByRole("link", { name: /^Make it mine/ });
    expect(await mine.getAttribute("href")).toMatch(/\/app\/segments\/new\?from=\d+$/);
    const download = visit.page.waitForEvent("download");
    await card("VIP").getByRole("button", { name: "Export for early access" }).click();
    expect((await download).suggestedFilename()).toBe("VIP.csv");
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("have numbers that are chosen with their effect in view", async () => {
    await openCountedList(visit);
    const before = await listedMembers(visit, "VIP");
    await openGallery();
    await card("VIP")
      .getByRole("link", { name: /^Choose its numbers/ })
      .click();
    await app().getByLabel("Orders at least").fill("lots");
    await app().getByText("Enter a whole number from 1 to 1000.").waitFor();
    expect(await visit.accessibilityFindings()).toEqual([]);
    await app().getByLabel("Orders at least").fill("2");
    const effect = app().getByText(/^[\d,]+ would enter, 0 would leave\.$/);
    await effect.waitFor();
    const entering = Number((await effect.innerText()).split(" ")[0]);
    expect(entering).toBeGreaterThan(0);
    expect(await app().getByText("have at least 2 orders").count()).toBe(1);

    await visit.page.route("**/numbers/save", (route) => route.abort());
    await visit.page.getByRole("button", { name: "Save" }).click();
    await app().getByText("The numbers are not saved").waitFor();
    expect(await app().getByLabel("Orders at least").inputValue()).toBe("2");
    await visit.page.unroute("**/numbers/save");
    await visit.page.getByRole("button", { name: "Save" }).click();
    await toast("Numbers saved");
    await openCountedList(visit);
    expect(await listedMembers(visit, "VIP")).toBe(before + entering);
  });

  it("that are switched off can be switched on from there", async () => {
    await openCountedList(visit);
    await app().getByLabel("Select All buyers", { exact: true }).check();
    await app().getByRole("button", { name: "Switch off" }).click();
    await toast("1 segment switched off");
    await openGallery();
    const compare = card("All customers").getByRole("button", { name: "Compare with All buyers" });
    expect(await compare.isDisabled()).toBe(true);
    await card("All buyers").getByRole("button", { name: "Switch on All buyers" }).click();
    await card("All customers").getByRole("link", { name: "Compare with All buyers" }).waitFor();
  });
});

describe("on a phone", () => {
  it("lists, gallery, numbers and overlap fit without scrolling sideways", async () => {
    await visit.leave();
    visit = await framed.enter(phone);
    await openCountedList(visit);
    for (const name of ["Lapsed", "VIP"]) await app().getByLabel(`Select ${name}`, { exact: true }).check();
    expect(await visit.sideScroll()).toBe(0);
    expect(await visit.accessibilityFindings()).toEqual([]);
    await app().getByRole("link", { name: "Compare overlap" }).click();
    await app().getByText("In both").first().waitFor();
    expect(await visit.sideScroll()).toBe(0);
    expect(await visit.accessibilityFindings()).toEqual([]);
    await openGallery();
    expect(await visit.sideScroll()).toBe(0);
    expect(await visit.accessibilityFindings()).toEqual([]);
    await card("Lapsed")
      .getByRole("link", { name: /^Choose its numbers/ })
      .click();
    await app().getByText("With these numbers").waitFor();
    expect(await visit.sideScroll()).toBe(0);
    expect(await visit.accessibilityFindings()).toEqual([]);
  });
});
