import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startActivity } from "../sandbox/admin/activity";
import { browserUserAgent } from "../sandbox/run/browser";
import { runOnce } from "../sandbox/run/once";
import { startSandboxWithApp, type SandboxWithApp } from "../sandbox/run/sandboxWithApp";
import { openStore } from "../sandbox/stores/openStore";
import type { SandboxStore } from "../sandbox/stores/store";

/** Everything that the app's process wrote, as it wrote it. */
const lines: string[] = [];
let parent: string;
let dataDir: string;
let store: SandboxStore;
let running: SandboxWithApp;

async function control(path: string, body: object): Promise<void> {
  const address = `${running.sandbox.url}/sandbox/shops/${store.shop.myshopifyDomain}${path}`;
  const response = await fetch(address, { method: "POST", body: JSON.stringify(body) });
  expect(response.status, await response.text()).toBe(200);
}

/** As the admin opens a page: the session token is in the address. */
async function open(path: string): Promise<Response> {
  const address = await running.framedUrl(path);
  return fetch(address, { redirect: "manual", headers: { "User-Agent": browserUserAgent } });
}

/** As an open page asks: the session token is in a header. */
async function ask(path: string, init: RequestInit = {}, token?: string): Promise<Response> {
  const headers = {
    "User-Agent": browserUserAgent,
    Authorization: `Bearer ${token ?? (await running.sessionToken())}`,
  };
  return fetch(new URL(path, running.app().url), { ...init, headers, redirect: "manual" });
}

async function filesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return [folder, ...names.map((name) => join(folder, name))];
}

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "quintile-privacy-"));
  dataDir = join(parent, "data");
  const opened = await openStore({ name: "generated", customers: 300 });
  store = opened.store;
  // Whoever starts the app has the usual umask, which lets everybody read.
  const before = process.umask(0o022);
  running = await startSandboxWithApp({ ...opened, dataDir, log: (line) => lines.push(line) });
  process.umask(before);
  await control("/faults", { kind: "oauth", effect: "http500" });
  expect((await open("/app")).status).toBe(500);
  await runOnce(running, "generated", () => undefined);
});

afterAll(async () => {
  await running.stop();
  await rm(parent, { recursive: true, force: true });
});

describe("what the app keeps", () => {
  it("is its owner's only", async () => {
    const files = (await filesOf(dataDir)).filter((file) => !file.endsWith("encryption-keys"));
    expect(files.some((file) => file.endsWith(".duckdb"))).toBe(true);
    for (const file of files) {
      // The sandbox makes the folder itself; everything in it is the app's.
      if (file !== dataDir) expect((await stat(file)).mode & 0o077, file).toBe(0);
    }
  });

  it("holds no token that could be used", async () => {
    const stored = await Promise.all(
      (await readdir(dataDir))
        .filter((name) => name.startsWith("state.db"))
        .map(async (name) => readFile(join(dataDir, name), "latin1")),
    );
    const text = stored.join("");
    expect(text).toMatch(/v1\.sandbox\.[\w-]{40}/);
    expect(text).not.toMatch(/shp[a-z]{2}_/);
  });
});

describe("what the app answers", () => {
  it("is kept by nobody on the way", async () => {
    const answers = await Promise.all([
      open("/app/groups/champions"),
      ask("/app/groups/champions.data"),
      ask("/app/progress"),
      ask("/app/figures.json"),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get("Cache-Control")).toBe("no-store");
    }
  });

  it("makes App Bridge repeat a request whose session token has expired, whichever part of a page it was for", async () => {
    const expired = "eyJhbGciOiJIUzI1NiJ9.e30.x";
    for (const path of [
      "/app/progress",
      "/app/settings.data",
      "/app/settings.data?_routes=routes%2Fapp.settings",
    ]) {
      const { status, headers } = await ask(path, {}, expired);
      expect([path, status, headers.get("X-Shopify-Retry-Invalid-Session-Request")]).toEqual([
        path,
        401,
        "1",
      ]);
    }
  });

  it("is a page in words where it cannot read what was sent, not the bare reason", async () => {
    const address = await running.framedUrl("/app/settings");
    const response = await fetch(address, {
      method: "POST",
      headers: { "User-Agent": browserUserAgent },
      body: new URLSearchParams({ settings: "<b>none</b>" }),
    });
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(page).toContain("This page could not be loaded.");
    expect(page).not.toContain("<b>none");
  });

  it("may be framed by the admin only, with a shop in the address or without", async () => {
    const { origin } = new URL(running.sandbox.url);
    for (const path of ["/", "/auth/login", "/no/such/page"]) {
      const { headers } = await ask(path);
      expect(headers.get("Content-Security-Policy"), path).toBe(`frame-ancestors ${origin};`);
    }
    expect((await open("/app")).headers.get("Content-Security-Policy")).toBe(`frame-ancestors ${origin};`);
  });
});

describe("what the app says in its log", () => {
  it("names no customer and no token, whatever happens", async () => {
    const [customer] = store.customers.filter(({ lastName }) => lastName !== null && lastName.length > 4);
    const search = encodeURIComponent(`${customer?.firstName ?? ""} ${customer?.lastName ?? ""}`);
    for (const path of ["/app/groups/champions", "/app/no-such-page", "/app/groups/nobody"]) {
      await (await open(`${path}?search=${search}`)).text();
      await (await ask(`${path}.data?search=${search}`)).text();
    }
    await (await open("/app/compare")).text();
    await (
      await ask("/app/settings.data", { method: "POST", body: new URLSearchParams({ settings: search }) })
    ).text();

    // Whatever buyers and merchants do comes by webhooks, and is asked for.
    const shop = running.sandbox.state.shops.get(store.shop.myshopifyDomain);
    if (!shop) throw new Error("The sandbox has no such shop.");
    const activity = startActivity(running.sandbox.state, shop, { seed: 23 });
    await expect
      .poll(() => shop.subscriptions.map(({ topic }) => topic), { timeout: 30_000 })
      .toContain("CUSTOMERS_UPDATE");
    for (let step = 0; step < 80; step += 1) activity.step();
    await expect.poll(() => lines.join("\n"), { timeout: 60_000 }).toContain("Webhooks applied.");

    // A file whose every copy is damaged within a customer's name.
    await control("/faults", {
      kind: "bulkFile",
      effect: "corruptLine",
      rootField: "customers",
      line: 7,
      times: 4,
    });
    await ask("/app/progress", { method: "POST" });
    await expect.poll(() => lines.join("\n"), { timeout: 60_000 }).toContain("not a complete JSON value");
    await control("/tokens/revoke", {});
    await (await open("/app/compare")).text();
    await control("/uninstall", {});
    // Shopify's compliance requests name the customer, and come to shops that have left, too.
    const topics = ["customers/data_request", "customers/redact", "shop/redact"];
    for (const topic of topics)
      await control("/webhooks", { topic, payload: { customer: { email: customer?.lastName } } });
    const answered = () => lines.filter((line) => line.includes("A privacy request arrived")).length;
    await expect.poll(answered, { timeout: 10_000 }).toBe(topics.length);

    const log = lines.join("\n");
    expect(log).toContain('"method":"GET","path":"/app/groups/champions","status":200');
    expect(log).toContain("Shopify gave no access token for a page.");
    const people = store.customers.flatMap((person) => [
      ...[person.firstName, person.lastName].filter((name) => name !== null && name.length > 3),
      person.defaultEmailAddress?.emailAddress,
      person.defaultPhoneNumber?.phoneNumber,
    ]);
    const named = new Set(people.filter((name) => typeof name === "string" && log.includes(name)));
    expect([...named]).toEqual([]);
    for (const secret of [
      /search=/,
      /id_token/,
      /hmac/,
      /eyJ/,
      /shp[a-z]{2}_/,
      /client-secret/,
      /@example/,
    ]) {
      expect(log).not.toMatch(secret);
    }
  });
});
