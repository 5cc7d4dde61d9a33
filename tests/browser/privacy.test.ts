import { readFile } from "node:fs/promises";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { openStore } from "../../sandbox/stores/openStore";
import type { SandboxStore } from "../../sandbox/stores/store";
import { untilSynced } from "./countedList";
import { type FramedApp, phone, startFramedApp, type Visit, wide } from "./framed";

let framed: FramedApp;
let store: SandboxStore;
let visit: Visit;

const app = () => visit.app;

beforeAll(async () => {
  framed = await startFramedApp(await openStore({ name: "generated", customers: 300 }));
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

/** A customer with orders, an address and a name, and their number. */
function somebody(nth: number) {
  const known = store.customers.filter(
    ({ numberOfOrders, defaultEmailAddress, lastName }) =>
      Number(numberOfOrders) > 1 && defaultEmailAddress !== null && lastName !== null,
  )[nth];
  if (known === undefined) throw new Error("The store has too few customers.");
  const email = known.defaultEmailAddress?.emailAddress ?? "";
  return { id: known.id.split("/").at(-1) ?? "", email, lastName: known.lastName ?? "" };
}

const deliver = (topic: string, customer: object) =>
  framed.control("/webhooks", { topic, payload: { customer } });

/** Opens the page until it says something: what it tells of is done in the background. */
async function openUntil(text: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await visit.open("/app/privacy");
        await app().getByRole("heading", { name: "Privacy requests" }).waitFor();
        return app().getByText(text, { exact: true }).count();
      },
      { timeout: untilSynced, interval: 1_000 },
    )
    .toBeGreaterThan(0);
}

// One journey: each step finds the store as the one before left it.
describe("what customers ask Shopify for", () => {
  it("is nothing at first, and the page says what will be there", async () => {
    await visit.open();
    await app().getByText("Who your buyers are").waitFor({ timeout: untilSynced });
    await visit.open("/app/settings");
    await app().getByRole("link", { name: "Privacy requests" }).click();
    await app().getByRole("heading", { name: "No requests yet" }).waitFor();
    expect(await visit.accessibilityFindings()).toEqual([]);
  });

  it("is their data, which the merchant downloads as one file", async () => {
    const { id, email, lastName } = somebody(0);
    await deliver("customers/data_request", { id: Number(id), email });
    await openUntil("For you to do");
    expect(
      await app()
        .getByText(/^Due .*: \d+ days left\.$/)
        .count(),
    ).toBe(1);
    expect(
      await app()
        .getByRole("link", { name: `Customer ${id}, ${email.toLowerCase()}` })
        .count(),
    ).toBe(1);
    expect(await visit.accessibilityFindings()).toEqual([]);

    const downloading = visit.page.waitForEvent("download");
    await app().getByRole("button", { name: "Download their data" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^customer-data-[0-9a-f]{8}\.json$/);
    const file = JSON.parse(await readFile(await download.path(), "utf8")) as Record<
      string,
      Record<string, unknown>[]
    >;
    expect(file["Customer record"]).toMatchObject([
      { "Customer number": id, Email: email, "Last name": lastName },
    ]);
    const orders = store.orders.filter(({ customer }) => customer?.id.endsWith(`/${id}`));
    expect(file.Orders?.map(({ Order }) => Order).sort()).toEqual(orders.map(({ name }) => name).sort());

    await app().getByText("Downloaded", { exact: true }).waitFor();
    await app()
      .getByText(/^Found: 1 customer record/)
      .waitFor();
  });

  it("is to be forgotten, which is done and proven by itself", async () => {
    const { id, email } = somebody(1);
    await visit.open(`/app/customers/${id}`);
    await app().getByText(email).first().waitFor();
    await deliver("customers/redact", { id: Number(id), email });
    await openUntil("Done");
    await app()
      .getByText(/^Found: 1 customer record, .* A search afterwards found nothing\.$/)
      .waitFor();
    expect(await app().getByText(email).count()).toBe(0);
    expect(await visit.accessibilityFindings()).toEqual([]);

    await visit.open(`/app/customers/${id}`);
    await app().getByRole("heading", { name: "Not found" }).waitFor();
  });

  it("fits a phone", async () => {
    await visit.leave();
    visit = await framed.enter(phone);
    await visit.open("/app/privacy");
    await app().getByText("A customer wants their data").waitFor();
    expect(await visit.sideScroll()).toBe(0);
    expect(await visit.accessibilityFindings()).toEqual([]);
  });
});

describe("for how long copies are kept", () => {
  it("is chosen in the settings and saved at once", async () => {
    await visit.open("/app/settings");
    const kept = app().getByLabel("Keep what Shopify sent for");
    await kept.waitFor({ timeout: untilSynced });
    expect(await kept.inputValue()).toBe("1");
    await kept.selectOption("30");
    await visit.page.getByText("Privacy settings saved").waitFor();
    expect(await visit.accessibilityFindings()).toEqual([]);
    await visit.open("/app/settings");
    await kept.waitFor();
    expect(await kept.inputValue()).toBe("30");
  });
});
