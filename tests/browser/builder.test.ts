import { readFile } from "node:fs/promises";

import { parse } from "csv-parse/sync";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { openStore } from "../../sandbox/stores/openStore";
import { type FramedApp, phone, startFramedApp, type Visit, wide } from "./framed";

const untilSynced = 90_000;
const days = 180;
const limit = 100;
/** The store's day at which generated stores end. */
const today = "2026-11-20";

let framed: FramedApp;
let visit: Visit;

beforeAll(async () => {
  const opened = await openStore({ name: "generated", customers: 700 });
  // Some of Berlin's customers buy wholesale, so that leaving them out leaves somebody out.
  const berliners = opened.store.customers.filter(({ defaultAddress }) => defaultAddress?.city === "Berlin");
  for (const [place, customer] of berliners.entries()) {
    if (place % 3 === 0) customer.tags.push("wholesale");
  }
  framed = await startFramedApp(opened);
  visit = await framed.enter(wide);
  await visit.open();
  await visit.app
    .getByRole("heading", { name: "Your customers", exact: true })
    .waitFor({ timeout: untilSynced });
  await visit.leave();
});
afterAll(() => framed.stop());
beforeEach(async () => {
  visit = await framed.enter(wide);
});
afterEach(() => visit.leave());

/** Adds a condition as a merchant does: a few letters, then the option. */
async function add(box: string, letters: string, option: string): Promise<void> {
  await visit.app.getByRole("combobox", { name: box }).fill(letters);
  await visit.app.getByRole("option", { name: option, exact: true }).click();
}

/** Chooses a value of the store in the condition that was added last. */
async function choose(condition: string, letters: string, value: RegExp): Promise<void> {
  const group = visit.app.getByRole("group", { name: condition, exact: true }).last();
  await group.getByRole("combobox", { name: `${condition}: values` }).fill(letters);
  await visit.app.getByRole("option", { name: value }).first().click();
  await visit.page.keyboard.press("Escape");
}

/** The number that a condition compares with; its name ends with the currency. */
const amountOf = (condition: string, { app }: Visit) =>
  app.getByRole("textbox", { name: new RegExp(`^${condition}: amount`) });

const status = () => visit.app.getByRole("status", { name: "Customers who match" });

/** The number of customers who match, once it answers what stands there. */
async function counted(): Promise<number> {
  await expect.poll(() => status().getAttribute("aria-busy")).toBe("false");
  const text = await status().innerText();
  return Number((/[\d,]+/.exec(text)?.[0] ?? "").replaceAll(",", ""));
}

/** The condition in which the focus is. */
const focusedGroup = () =>
  visit.frame().evaluate(() => document.activeElement?.closest("[role=group]")?.ariaLabel);

/** The option that the focused input names to a screen reader, once React has also given it to whoever listens for Enter. */
const announcedOption = () =>
  visit.frame().evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const id = document.activeElement?.getAttribute("aria-activedescendant") ?? "";
    return document.getElementById(id)?.textContent;
  });

const sentence = () =>
  visit.app
    .locator("p")
    .filter({ hasText: /^Customers who|^All customers/ })
    .first();

/** Everybody as the app exports them, read by another program's eyes. */
async function everybody(): Promise<Record<string, string>[]> {
  await visit.open("/app/segments");
  await visit.app.getByRole("link", { name: "All customers", exact: true }).click();
  const download = visit.page.waitForEvent("download");
  await visit.app.getByRole("button", { name: "Export CSV" }).click();
  const path = await (await download).path();
  return parse(await readFile(path), { bom: true, columns: true });
}

/** Lapsed big spenders in Berlin who are not wholesale, told from the exported columns. */
function wanted(rows: readonly Record<string, string>[], silentFor: number): string[] {
  const day = new Date(Date.parse(today) - silentFor * 86_400_000).toISOString().slice(0, 10);
  return rows
    .filter((row) => row["City"] === "Berlin")
    .filter((row) => Number(row["Total spent (USD)"]) > limit)
    .filter((row) => row["Last order"] !== "" && (row["Last order"] ?? "") <= day)
    .filter((row) => !(row["Tags"] ?? "").split(", ").includes("wholesale"))
    .map((row) => row["Customer ID"] ?? "");
}

// One journey: each step finds the store as the one before left it.
describe("the builder", () => {
  let rows: Record<string, string>[];
  let id: string;

  it("builds the sentence with the mouse, and counts what the exported columns say", async () => {
    rows = await everybody();
    await visit.open("/app/segments/new");
    expect(await counted()).toBe(framed.store.customers.length);
    await add("Add a condition", "last order", "Last order");
    await visit.app.getByLabel("Last order: comparison").selectOption("is longer ago than the last");
    await visit.app.getByLabel("Last order: how many days or months").fill(String(days));
    await add("Add a condition", "total sp", "Total spend");
    await amountOf("Total spend", visit).fill(String(limit));
    await add("Add a condition", "city", "City");
    await choose("City", "berl", /^Berlin, \d+ customers$/);
    const before = await counted();
    await add("Add whom to leave out", "tags", "Tags");
    await choose("Tags", "whole", /^wholesale, \d+ customers?$/);
    const members = await counted();
    expect(members).toBe(wanted(rows, days).length);
    expect(members).toBeGreaterThan(0);
    expect(members).toBeLessThan(before);
    expect(await sentence().innerText()).toBe(
      `Customers who last ordered at least ${String(days)} days ago, have spent over $${String(limit)}.00 in total and live in “Berlin”, except those tagged “wholesale”.`,
    );
    expect(await visit.accessibilityFindings()).toEqual([]);
    await visit.app.getByText("Draft kept").waitFor();
  });

  it("shows five who match and five near misses, and any customer condition by condition", async () => {
    await visit.open("/app/segments/new");
    // What was begun and not saved is back: the draft of the step before.
    await visit.app.getByText(/The segment that you began on .* is back/).waitFor();
    const members = await counted();
    expect(members).toBe(wanted(rows, days).length);
    await visit.app.getByRole("button", { name: "Show them" }).click();
    await visit.app.getByRole("heading", { name: /^Miss by one condition/ }).waitFor();
    const wholesaler = rows.find(
      (row) => (row["Tags"] ?? "").split(", ").includes("wholesale") && row["City"] === "Berlin",
    );
    await visit.app.getByRole("combobox", { name: "Customer" }).fill(wholesaler?.["Customer ID"] ?? "");
    await visit.app
      .getByRole("option", { name: wholesaler?.["Name"] ?? "" })
      .first()
      .click();
    const check = visit.app.getByRole("status", { name: "Whether they match" });
    await check.getByText("Not in this segment.").waitFor();
    const answerTo = (phrase: string) => check.getByRole("listitem").filter({ hasText: phrase }).innerText();
    expect(await answerTo("live in “Berlin”")).toMatch(/^Yes/);
    expect(await answerTo("tagged “wholesale”")).toMatch(/^No/);
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("takes steps back and forth, and keeps the draft of a tab that was closed", async () => {
    await visit.open("/app/segments/new");
    const members = await counted();
    // A phrase of the sentence leads to its condition.
    await visit.app.getByRole("link", { name: "live in “Berlin”" }).click();
    await expect.poll(focusedGroup).toBe("City");
    await visit.app.getByRole("button", { name: "Remove City" }).click();
    await expect.poll(() => sentence().innerText()).not.toContain("Berlin");
    expect(await counted()).toBeGreaterThan(members);
    await visit.page.keyboard.press("Control+z");
    await expect.poll(() => sentence().innerText()).toContain("Berlin");
    await visit.page.keyboard.press("Control+Shift+z");
    await expect.poll(() => sentence().innerText()).not.toContain("Berlin");
    await visit.app.getByRole("button", { name: "Undo" }).click();
    expect(await counted()).toBe(members);
    await visit.app.getByLabel("Description").fill("To be asked back by post");
    await visit.app.getByText("Draft kept").waitFor();
    await visit.page.close();

    await visit.leave();
    visit = await framed.enter(wide);
    await visit.open("/app/segments/new");
    await visit.app.getByText(/The segment that you began on .* is back/).waitFor();
    expect(await visit.app.getByLabel("Description").inputValue()).toBe("To be asked back by post");
    expect(await counted()).toBe(members);
  });

  it("says what is not finished, and saves when nothing is lacking", async () => {
    await visit.open("/app/segments/new");
    const members = await counted();
    await add("Add a condition", "email mark", "Email marketing");
    await visit.app.getByText("Not finished: Choose at least one value.").waitFor();
    expect(await counted()).toBe(members);
    await visit.page.getByRole("button", { name: "Save" }).click();
    await visit.app.getByText("Choose at least one value.", { exact: true }).waitFor();
    await visit.app.getByRole("button", { name: "Remove Email marketing" }).click();
    await visit.app.getByLabel("Name", { exact: true }).fill("All customers");
    await visit.page.getByRole("button", { name: "Save" }).click();
    await visit.app.getByText(/There is a segment called “All customers” already/).waitFor();
    await visit.app.getByLabel("Name", { exact: true }).fill("Berliners to win back");
    await visit.page.getByRole("button", { name: "Save" }).click();
    await visit.page.getByText("Segment saved").waitFor();
    await expect.poll(() => visit.page.url()).toMatch(/\/app\/segments\/\d+$/);
    id = /(\d+)$/.exec(visit.page.url())?.[1] ?? "";
    await visit.app.getByRole("heading", { name: "Berliners to win back" }).waitFor();
    // What was saved is no draft any more.
    await visit.open("/app/segments/new");
    expect(await counted()).toBe(framed.store.customers.length);
    expect(await visit.app.getByText(/is back\./).count()).toBe(0);
  });

  it("is worked with the keyboard alone", async () => {
    const { page } = visit;
    const tabTo = async (name: string) => {
      for (let step = 0; step < 80; step++) {
        const focused = await visit.frame().evaluate(() => {
          const element = document.activeElement;
          const id = element?.id ?? "";
          const label = id === "" ? null : document.querySelector(`label[for="${CSS.escape(id)}"]`);
          return element?.getAttribute("aria-label") ?? label?.textContent ?? element?.textContent ?? "";
        });
        if (focused.trim() === name) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`No Tab leads to “${name}”.`);
    };
    /** The condition that is added has the focus, so that its value can be typed at once. */
    const pick = async (box: string, letters: string, condition: string) => {
      await tabTo(box);
      await page.keyboard.type(letters);
      await expect.poll(announcedOption).toBe(condition);
      await page.keyboard.press("Enter");
      await expect.poll(focusedGroup).toBe(condition);
    };
    await visit.open("/app/segments/new");
    await counted();
    await visit.frame().locator("body").focus();
    await visit.frame().evaluate(() => {
      document.body.tabIndex = -1;
      document.body.focus();
    });
    await pick("Add a condition", "days since last", "Days since last order");
    await page.keyboard.type(String(days));
    await pick("Add a condition", "total spend", "Total spend");
    await page.keyboard.type(String(limit));
    await pick("Add a condition", "city", "City");
    await page.keyboard.type("berlin");
    await visit.app.getByRole("option", { name: /^Berlin/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await pick("Add whom to leave out", "tags", "Tags");
    await page.keyboard.type("wholesale");
    await visit.app.getByRole("option", { name: /^wholesale/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    expect(await counted()).toBe(wanted(rows, days).length);
    await tabTo("Name");
    await page.keyboard.type("With the keyboard");
    await visit.app.getByText("Draft kept").waitFor();
  });

  it("tells who enters and who leaves before an edit is saved", async () => {
    await visit.open(`/app/segments/${id}/edit`);
    const members = await counted();
    expect(await visit.app.getByText("Nobody enters and nobody leaves.").count()).toBe(1);
    await visit.app.getByLabel("Last order: how many days or months").fill("30");
    const after = wanted(rows, 30).length;
    await expect.poll(counted).toBe(after);
    await visit.app
      .getByText(new RegExp(`^\\+${String(after - members)} customers? enters?, −0 customers leave`))
      .waitFor();
    await visit.page.getByRole("button", { name: "Save" }).click();
    await visit.page.getByText("Segment saved").waitFor();
    await expect.poll(() => visit.page.url()).toMatch(new RegExp(`/app/segments/${id}$`));
  });

  it("tells the second of two people that the first saved, loses nothing, and lets them choose", async () => {
    const second = await framed.enter(wide);
    await second.signIn("43");
    await visit.open(`/app/segments/${id}/edit`);
    await second.open(`/app/segments/${id}/edit`);
    await amountOf("Total spend", visit).fill("150");
    await second.app.getByLabel("Description").fill("Robin was here");
    await visit.page.getByRole("button", { name: "Save" }).click();
    await visit.page.getByText("Segment saved").waitFor();

    await second.page.getByRole("button", { name: "Save" }).click();
    await second.app.getByText("Sandbox Owner changed this segment while you worked on it").waitFor();
    await second.app
      .getByText("Changed: have spent over $100.00 in total → have spent over $150.00 in total.")
      .waitFor();
    expect(await second.app.getByLabel("Description").inputValue()).toBe("Robin was here");
    expect(await second.accessibilityFindings()).toEqual([]);
    await second.app.getByRole("button", { name: "Save mine instead" }).click();
    await second.page.getByText("Segment saved").waitFor();
    await second.leave();

    await visit.open(`/app/segments/${id}/edit`);
    expect(await amountOf("Total spend", visit).inputValue()).toBe("100");
    expect(await visit.app.getByLabel("Description").inputValue()).toBe("Robin was here");
    // What the first saved is a version still.
    await visit.open(`/app/segments/${id}/edit?version=3`);
    await visit.app.getByText(/^This is version 3 again/).waitFor();
    expect(await amountOf("Total spend", visit).inputValue()).toBe("150");
  });

  it("lets the second of two people take over what the first saved", async () => {
    const second = await framed.enter(wide);
    await second.signIn("43");
    await visit.open(`/app/segments/${id}/edit`);
    await second.open(`/app/segments/${id}/edit`);
    await visit.app.getByLabel("Description").fill("By the first");
    await second.app.getByLabel("Description").fill("By the second");
    await second.app.getByText("Draft kept").waitFor();
    await visit.page.getByRole("button", { name: "Save" }).click();
    await visit.page.getByText("Segment saved").waitFor();
    await second.page.getByRole("button", { name: "Save" }).click();
    await second.app.getByRole("button", { name: "Give up mine and open theirs" }).click();
    await expect.poll(() => second.app.getByLabel("Description").inputValue()).toBe("By the first");
    expect(await second.app.getByText(/are back\./).count()).toBe(0);
    await second.leave();
  });

  it("keeps unfinished work while another rule is only looked at", async () => {
    await visit.open("/app/segments/new");
    await visit.app.getByLabel("Description").fill("Not done yet");
    await visit.app.getByText("Draft kept").waitFor();
    await visit.open(`/app/segments/new?from=${id}`);
    await counted();
    await visit.app.getByRole("link", { name: "Go on with that instead" }).click();
    await visit.app.getByText(/The segment that you began on .* is back\./).waitFor();
    expect(await visit.app.getByLabel("Description").inputValue()).toBe("Not done yet");
    await visit.app.getByRole("button", { name: "Start anew" }).click();
    await expect.poll(() => visit.app.getByLabel("Description").inputValue()).toBe("");
    // Given up, it does not come back.
    await visit.open("/app/segments");
    await visit.open("/app/segments/new");
    expect(await counted()).toBe(framed.store.customers.length);
    expect(await visit.app.getByText(/is back\./).count()).toBe(0);
  });

  it("begins with a copy of a segment, which stays as it is", async () => {
    await visit.open(`/app/segments/${id}`);
    await visit.app.getByRole("link", { name: "Clone" }).click();
    await visit.app.getByText(/^This is a copy of “Berliners to win back”/).waitFor();
    const copied = visit.app.getByLabel("Name", { exact: true });
    expect(await copied.inputValue()).toBe("Copy of Berliners to win back");
    const members = await counted();
    await visit.app.getByText(/^These are the same customers as in/).waitFor({ timeout: untilSynced });
    await visit.page.getByRole("button", { name: "Save" }).click();
    await visit.page.getByText("Segment saved").waitFor();
    await expect.poll(() => visit.page.url()).not.toContain(`/app/segments/${id}`);
    await visit.app.getByRole("heading", { name: "Copy of Berliners to win back" }).waitFor();
    await visit.open(`/app/segments/${id}/edit`);
    expect(await counted()).toBe(members);
  });

  it("says where a segment is used instead of taking it away", async () => {
    const inIt = { kind: "segment", segment: Number(id) };
    const rule = { version: 1, where: { kind: "group", match: "all", items: [inIt] } };
    await visit.open(`/app/segments/new?rule=${encodeURIComponent(JSON.stringify(rule))}`);
    await visit.app.getByLabel("Name", { exact: true }).fill("Built on them");
    await visit.page.getByRole("button", { name: "Save" }).click();
    await visit.page.getByText("Segment saved").waitFor();

    await visit.open(`/app/segments/${id}`);
    await visit.app.getByRole("button", { name: "More actions" }).click();
    await visit.app.getByRole("button", { name: "Delete", exact: true }).click();
    await visit.app.getByRole("heading", { name: "This segment is in use" }).waitFor();
    await visit.app.getByRole("link", { name: "Built on them" }).waitFor();
    expect(await visit.app.getByRole("button", { name: "Delete", exact: true }).count()).toBe(0);
    await visit.app.getByRole("button", { name: "Close" }).first().click();
    await visit.app.getByRole("button", { name: "More actions" }).click();
    await visit.app.getByRole("button", { name: "Deactivate", exact: true }).click();
    await visit.app.getByText(/“Built on them” refers to this segment/).waitFor();
    await visit.open(`/app/segments/${id}/edit`);
    await visit.app.getByText("Used by “Built on them”, which will follow.").waitFor();
  });

  it("fits on a phone without scrolling sideways", async () => {
    await visit.leave();
    visit = await framed.enter(phone);
    await visit.open(`/app/segments/${id}/edit`);
    await counted();
    expect(await visit.sideScroll()).toBe(0);
    expect(await visit.accessibilityFindings()).toEqual([]);
  });
});
