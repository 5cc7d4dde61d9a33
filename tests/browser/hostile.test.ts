import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { openStore } from "../../sandbox/stores/openStore";
import { openCountedList } from "./countedList";
import { type FramedApp, phone, startFramedApp, type Visit, wide } from "./framed";

/** Breaks out of an attribute, turns the direction of writing round, holds no place to break a line. */
const hostileName = `"'><img src=x onerror="window.hacked=1">\u202Eطويل😀${"W".repeat(40)}`;
const hostileValue = `<script>window.hacked=1</script>\u202E'; DROP TABLE customers; --${"M".repeat(150)}`;
const hostileSearch = encodeURIComponent(`${hostileValue}${"x".repeat(3_000)}`);

let framed: FramedApp;
let visit: Visit;
let id: string;

beforeAll(async () => {
  framed = await startFramedApp(await openStore({ name: "generated", customers: 200 }));
});
afterAll(() => framed.stop());
beforeEach(async () => {
  visit = await framed.enter(phone);
});
afterEach(() => visit.leave());

/** A segment whose name, description and rule are hostile, made as a merchant would make it. */
async function makeHostile(): Promise<string> {
  const { app, page } = visit;
  await visit.open("/app/segments/new");
  await app.getByRole("combobox", { name: "Add a condition" }).fill("city");
  await app.getByRole("option", { name: "City", exact: true }).click();
  await app.getByRole("combobox", { name: "City: values" }).fill(hostileValue);
  await app.getByRole("option", { name: /^Add “/ }).click();
  await page.keyboard.press("Escape");
  await app.getByLabel("Name", { exact: true }).fill(hostileName);
  await app.getByLabel("Description").fill(hostileValue.repeat(4));
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Segment saved").waitFor();
  await expect.poll(() => page.url()).toMatch(/\/app\/segments\/\d+$/);
  return /(\d+)$/.exec(page.url())?.[1] ?? "";
}

async function isUnbroken(): Promise<void> {
  expect(await visit.frame().evaluate(() => "hacked" in window)).toBe(false);
  expect(await visit.sideScroll()).toBe(0);
  expect(await visit.app.getByText("Something went wrong").count()).toBe(0);
  expect(await visit.app.getByText("Application Error").count()).toBe(0);
}

// One journey: the first step makes what the others look at.
describe("hostile names and values", () => {
  it("are saved as they were typed", async () => {
    await visit.leave();
    visit = await framed.enter(wide);
    // The first visit begins the sync.
    await visit.open();
    await visit.app.getByRole("heading", { name: "Welcome to Quintile" }).waitFor();
    await openCountedList(visit);
    id = await makeHostile();
    await visit.app.getByRole("heading", { level: 1 }).filter({ hasText: hostileName }).waitFor();
  });

  it.each([
    ["the list", "/app/segments", () => visit.app.getByRole("link", { name: hostileName })],
    ["the page", "", () => visit.app.getByRole("heading", { level: 1 })],
    [
      "its customers",
      "?tab=customers",
      () => visit.app.getByRole("tab", { name: "Customers", selected: true }),
    ],
    ["its rule", "?tab=rule", () => visit.app.getByText(/Customers who/).first()],
    ["its activity", "?tab=activity", () => visit.app.getByText(/made the segment/).first()],
    ["the builder", "/edit", () => visit.app.getByLabel("Name", { exact: true })],
    ["a copy", "/app/segments/new?from=", () => visit.app.getByText(/This is a copy of/).first()],
    ["the overlap", "/app/segments/overlap?ids=1,", () => visit.app.getByRole("heading", { level: 1 })],
  ])("are text and nothing else on %s", async (_, address, shown) => {
    const isWhole = address.startsWith("/app");
    const path = isWhole ? `${address}${/[=,]$/.test(address) ? id : ""}` : `/app/segments/${id}${address}`;
    await visit.open(path);
    await shown().waitFor();
    await isUnbroken();
    expect(await visit.accessibilityFindings()).toEqual([]);
  });
});

describe("hostile addresses", () => {
  it.each([
    [`/app/segments?view=${hostileSearch}&sort=%00&kind=%3Cb%3E&search=${hostileSearch}`, /^Segments$/],
    [`/app/segments/1?tab=%3Cscript%3E&page=-1&sort=x&direction=up&search=${hostileSearch}`, /Champions/],
    [`/app/segments/1?tab=customers&page=999999999999&sort=x&search=${hostileSearch}`, /Champions/],
    [`/app/segments/overlap?ids=${hostileSearch}`, /Overlap/],
    ["/app/segments/overlap?ids=1,1,abc,99999999999999999999", /Overlap/],
    [`/app/segments/new?from=${hostileSearch}`, /New segment/],
    [`/app/segments/new?rule=${hostileSearch}`, /New segment/],
    ["/app/segments/1/edit?version=%2D1", /Edit Champions/],
    ["/app/segments/%3Cscript%3E/edit", /Not found/],
    ["/app/segments/2147483648", /Not found/],
    ["/app/segments/%00", /Not found/],
    ["/app/segments/1/numbers", /Numbers of/],
    ["/app/customers/abc", /Not found/],
    ["/app/customers/99999999999999999999999", /Not found/],
    ["/app/customers/-1", /Not found/],
    [`/app/segments/ready-made?topic=${hostileSearch}`, /Ready-made/],
  ])("%s is answered in words", async (path, heading) => {
    await visit.open(path);
    await visit.app.getByRole("heading", { level: 1, name: heading }).waitFor();
    await isUnbroken();
  });
});
