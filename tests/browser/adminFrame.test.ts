import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";

// For the types of `window.shopify`.
import type {} from "@shopify/app-bridge-react";
import type axe from "axe-core";
import { jwtVerify, SignJWT } from "jose";
import type { Browser, BrowserContext, Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { createFrame } from "../../sandbox/frame/handlers";
import { launchChromium } from "./launch";

/** Axe within the page. */
declare global {
  interface Window {
    axe: typeof axe;
  }
}
const axeScript = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const shop = "birch-and-bay.myshopify.com";
const clientId = "client-of-the-test";
const clientSecret = "secret-of-the-test";
const key = new TextEncoder().encode(clientSecret);

let adminUrl = "";
let appUrl = "";
let tokensSigned = 0;
const servers: Server[] = [];
const requests: { path: string; headers: IncomingMessage["headers"] }[] = [];
/** Paths that answer 401 with the retry header as many times as the number says. */
const refusals = new Map<string, number>();

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return `http://localhost:${String((server.address() as AddressInfo).port)}`;
}

function appPage(title: string, body: string): string {
  return `<!doctype html><html><head><title>${title}</title>
    <script data-api-key="${clientId}" src="${adminUrl}/app-bridge.js"></script></head><body>${body}</body></html>`;
}

const menu = `<ui-nav-menu><a href="/app" rel="home">Home</a><a href="/app/customers">Customers</a>
  <a href="/app/settings">Settings</a></ui-nav-menu>`;

/** Pages of a tiny app; its router is a click listener that uses the history API. */
const pages: Record<string, () => string> = {
  "/": () => appPage("Root", menu),
  "/app": () =>
    appPage(
      "Home",
      `${menu}<ui-title-bar title="Overview"><button variant="primary" id="sync">Sync now</button>
       <button id="compare">Compare</button><section label="More"><button id="export">Export</button></section></ui-title-bar>
       <p id="log"></p><a id="inside" href="/app/customers">Customers</a><a id="outside" href="shopify://admin/orders">Orders</a>
       <script>
         for (const b of document.querySelectorAll("ui-title-bar button"))
           b.addEventListener("click", () => { document.querySelector("#log").textContent += b.id + " "; });
         document.addEventListener("click", (event) => {
           const link = event.target.closest("a[href^='/']");
           if (!link || event.defaultPrevented) return;
           event.preventDefault();
           history.pushState(null, "", link.getAttribute("href"));
           document.title = "At " + location.pathname;
         });
       </script>`,
    ),
  "/app/form": () =>
    appPage(
      "Form",
      `${menu}<form data-save-bar><input name="limit" value="5"></form><p id="log"></p>
       <a id="away" href="/app">Away</a>
       <script>
         const log = document.querySelector("#log");
         const form = document.querySelector("form");
         form.addEventListener("submit", (e) => { e.preventDefault(); log.textContent += "saved:" + form.limit.value + " "; });
         form.addEventListener("reset", () => { log.textContent += "discarded "; });
         document.addEventListener("click", (event) => {
           const link = event.target.closest("a[href^='/']");
           if (!link) return;
           event.preventDefault();
           shopify.saveBar.leaveConfirmation().then(() => history.pushState(null, "", link.getAttribute("href")));
         });
       </script>`,
    ),
  "/app/modal": () =>
    appPage(
      "Modal",
      `<ui-modal id="confirm"><ui-title-bar title="Delete the list?"><button variant="primary" tone="critical">Delete</button>
       <button>Cancel</button></ui-title-bar></ui-modal><p id="log"></p>
       <script>
         const modal = document.querySelector("#confirm");
         modal.content.innerHTML = "<p>It cannot be undone.</p>";
         for (const name of ["show", "hide"]) modal.addEventListener(name, () => { document.querySelector("#log").textContent += name + " "; });
         for (const b of modal.querySelectorAll("button")) b.addEventListener("click", () => { document.querySelector("#log").textContent += b.textContent + " "; modal.hide(); });
       </script>`,
    ),
  "/app/bar": () =>
    appPage(
      "Bar",
      `<ui-save-bar id="bar"><button variant="primary" id="s">Save</button><button id="d">Discard</button></ui-save-bar><p id="log"></p>
       <script>for (const b of document.querySelectorAll("button")) b.addEventListener("click", () => { document.querySelector("#log").textContent += b.id + " "; document.querySelector("#bar").hide(); });</script>`,
    ),
};

function answerAsApp(request: IncomingMessage): {
  status: number;
  headers?: Record<string, string>;
  body: string;
} {
  const url = new URL(request.url ?? "/", appUrl);
  requests.push({ path: url.pathname + url.search, headers: request.headers });
  if (url.pathname === "/bounce") return { status: 200, body: appPage("Bounce", "") };
  const page = pages[url.pathname];
  if (page !== undefined) return { status: 200, body: page() };
  const left = refusals.get(url.pathname) ?? 0;
  if (left > 0) {
    refusals.set(url.pathname, left - 1);
    return { status: 401, headers: { "X-Shopify-Retry-Invalid-Session-Request": "1" }, body: "" };
  }
  return { status: 200, body: "data" };
}

let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  appUrl = await listen((request, response) => {
    const { status, headers, body } = answerAsApp(request);
    response.writeHead(status, { "Content-Type": "text/html", ...headers }).end(body);
  });
  const frame = createFrame({
    app: { name: "Quintile", handle: "quintile", url: appUrl, clientId, clientSecret },
    stores: [{ domain: shop, name: "Birch & Bay" }],
    sessionToken: async (domain) => {
      tokensSigned += 1;
      return new SignJWT({ dest: `https://${domain}`, jti: String(tokensSigned) })
        .setProtectedHeader({ alg: "HS256" })
        .sign(key);
    },
    scopes: () => ({ granted: ["read_orders"], required: ["read_orders"], optional: [] }),
    now: Date.now,
  });
  adminUrl = await listen((request, response) => {
    void frame(request, response, new URL(request.url ?? "/", adminUrl)).then((handled) => {
      if (!handled) response.writeHead(404).end();
    });
  });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  for (const server of servers) server.close();
});

beforeEach(async () => {
  requests.length = 0;
  refusals.clear();
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
});

afterEach(async () => {
  await context.close();
});

async function openApp(path: string): Promise<Frame> {
  await page.goto(`${adminUrl}/store/birch-and-bay/apps/quintile${path}`);
  await page.waitForFunction(() => window.frames.length === 1);
  await expect.poll(() => page.frames()[1]?.url()).toContain(appUrl);
  const frame = page.frames()[1];
  if (frame === undefined) throw new Error("The admin page has no frame.");
  await frame.waitForFunction(() => "shopify" in window);
  return frame;
}

const log = (frame: Frame) => frame.textContent("#log");
const adminPath = () => new URL(page.url()).pathname;

describe("the framed address", () => {
  it("has what Shopify adds, signed with the client secret", async () => {
    await openApp("/app?group=champions");
    const framed = new URL(requests[0]?.path ?? "", appUrl);
    expect(framed.pathname).toBe("/app");
    const parameters = Object.fromEntries(framed.searchParams);
    expect(parameters).toMatchObject({ group: "champions", embedded: "1", locale: "en", shop });
    expect(Buffer.from(parameters["host"] ?? "", "base64").toString()).toBe(
      "admin.shopify.com/store/birch-and-bay",
    );
    const { payload } = await jwtVerify(parameters["id_token"] ?? "", key);
    expect(payload["dest"]).toBe(`https://${shop}`);
    const { hmac, ...signed } = parameters;
    const message = Object.keys(signed)
      .sort()
      .map((name) => `${name}=${String(signed[name])}`)
      .join("&");
    expect(hmac).toBe(createHmac("sha256", clientSecret).update(message).digest("hex"));
  });

  it("lists the stores, leads on from the client id, and names pages that are not there", async () => {
    await page.goto(adminUrl);
    await page.getByRole("link", { name: "Open Quintile" }).click();
    expect(adminPath()).toContain("/store/birch-and-bay/apps/quintile");
    await page.goto(`${adminUrl}/store/birch-and-bay/apps/${clientId}/app`);
    expect(adminPath()).toBe("/store/birch-and-bay/apps/quintile/app");
    const missing = await page.goto(`${adminUrl}/store/birch-and-bay/orders`);
    expect(missing?.status()).toBe(404);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("isn't in the sandbox");
  });
});

describe("session tokens", () => {
  it("go, fresh, with every request to the app and with none to anyone else", async () => {
    const app = await openApp("/app");
    await app.evaluate(async (other) => {
      await fetch("/one.data");
      await fetch("/two.data", { method: "POST", body: "x", headers: { "X-Own": "kept" } });
      await fetch(other, { mode: "no-cors" });
    }, `${adminUrl}/app-bridge.js`);
    const sent = requests.filter(({ path }) => path.endsWith(".data"));
    const tokens = sent.map(({ headers }) => headers.authorization?.replace("Bearer ", "") ?? "");
    const identities = await Promise.all(
      tokens.map(async (token) => (await jwtVerify(token, key)).payload.jti),
    );
    expect(new Set(identities).size).toBe(2);
    expect(sent[1]?.headers["x-own"]).toBe("kept");
  });

  it("are renewed once when the app asks for a retry, with the body again", async () => {
    const app = await openApp("/app");
    refusals.set("/once.data", 1);
    refusals.set("/always.data", 9);
    const statuses = await app.evaluate(async () => [
      (await fetch("/once.data", { method: "POST", body: "x" })).status,
      (await fetch("/always.data")).status,
    ]);
    expect(statuses).toEqual([200, 401]);
    expect(requests.filter(({ path }) => path === "/once.data")).toHaveLength(2);
    expect(requests.filter(({ path }) => path === "/always.data")).toHaveLength(2);
  });

  it("open the page again that the bounce page names, and no other origin's", async () => {
    const app = await openApp(`/bounce?shopify-reload=${encodeURIComponent(`${appUrl}/app?embedded=1`)}`);
    await expect.poll(() => new URL(app.url()).pathname).toBe("/app");
    const token = new URL(requests.at(-1)?.path ?? "", appUrl).searchParams.get("id_token") ?? "";
    await expect(jwtVerify(token, key)).resolves.toBeDefined();

    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(
      `${adminUrl}/store/birch-and-bay/apps/quintile/bounce?shopify-reload=https://example.com/`,
    );
    await expect.poll(() => errors.join()).toContain("another origin");
  });
});

describe("navigation", () => {
  it("shows the app's menu, marks where the app is, and keeps the admin's address equal", async () => {
    const app = await openApp("/app");
    const nav = page.getByRole("navigation", { name: "Admin" });
    await expect.poll(() => nav.locator("#app-links a").allTextContents()).toEqual(["Customers", "Settings"]);
    expect(await nav.locator("[aria-current]").allTextContents()).toEqual(["Quintile"]);

    await nav.getByRole("link", { name: "Customers" }).last().click();
    await expect.poll(adminPath).toBe("/store/birch-and-bay/apps/quintile/app/customers");
    expect(new URL(app.url()).pathname).toBe("/app/customers");
    expect(await nav.locator("[aria-current]").allTextContents()).toEqual(["Customers"]);
    await expect.poll(() => page.title()).toBe("At /app/customers · Birch & Bay");

    await page.goBack();
    await expect.poll(adminPath).toBe("/store/birch-and-bay/apps/quintile/app");
    await page.reload();
    await expect.poll(() => page.frames()[1]?.url()).toContain("/app?");
  });

  it("leads from shopify://admin links to the admin's own pages", async () => {
    const app = await openApp("/app");
    await app.click("#outside");
    await page.waitForURL("**/store/birch-and-bay/orders");
    await openApp("/app");
    await page.frames()[1]?.evaluate(() => window.open("shopify:admin/customers/7"));
    await page.waitForURL("**/store/birch-and-bay/customers/7");
  });
});

describe("title bar, toast and loading", () => {
  it("shows the app's title and presses its buttons", async () => {
    const app = await openApp("/app");
    await expect.poll(() => page.getByRole("heading", { level: 1 }).textContent()).toBe("Overview");
    await page.getByRole("button", { name: "Sync now" }).click();
    await page.getByRole("button", { name: "Compare" }).click();
    await page.locator("summary", { hasText: /^More$/ }).click();
    await page.getByRole("button", { name: "Export" }).click();
    await expect.poll(() => log(app)).toBe("sync compare export ");

    await app.evaluate(() => {
      document.querySelector("#sync")?.setAttribute("disabled", "");
      document.querySelector("ui-title-bar")?.setAttribute("title", "Customers");
    });
    await expect.poll(() => page.getByRole("button", { name: "Sync now" }).isDisabled()).toBe(true);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Customers");
    await app.evaluate(() => document.querySelector("ui-title-bar")?.remove());
    await expect.poll(() => page.getByRole("heading", { level: 1 }).textContent()).toBe("Quintile");
  });

  it("shows toasts until they are hidden, pressed or over", async () => {
    const app = await openApp("/app");
    const id = await app.evaluate(() => {
      const pressed = () => (document.body.dataset["pressed"] = "yes");
      shopify.toast.show("Saved", { duration: 300 });
      shopify.toast.show("Undo?", { action: "Undo", onAction: pressed });
      return shopify.toast.show("Working", { duration: 60_000 });
    });
    const toasts = page.getByRole("status");
    await expect.poll(() => toasts.textContent()).toContain("Working");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => app.evaluate(() => document.body.dataset["pressed"])).toBe("yes");
    await page.mouse.move(0, 0); // A toast under the pointer would stay.
    await app.evaluate((toast) => {
      shopify.toast.hide(toast);
    }, id);
    await expect.poll(() => toasts.textContent()).toBe("");
  });

  it("shows the loading bar", async () => {
    const app = await openApp("/app");
    const bar = page.getByRole("progressbar", { name: "Loading" });
    await app.evaluate(() => {
      shopify.loading(true);
    });
    await expect.poll(() => bar.isVisible()).toBe(true);
    await app.evaluate(() => {
      shopify.loading(false);
    });
    await expect.poll(() => bar.isVisible()).toBe(false);
  });
});

describe("unsaved changes", () => {
  const bar = () => page.getByRole("region", { name: "Unsaved changes" });

  it("of a marked form show the save bar, and Save and Discard act on the form", async () => {
    const app = await openApp("/app/form");
    expect(await bar().isVisible()).toBe(false);
    await app.fill("input", "6");
    await expect.poll(() => bar().isVisible()).toBe(true);
    await app.fill("input", "5");
    await expect.poll(() => bar().isVisible()).toBe(false);

    await app.fill("input", "7");
    await page.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => log(app)).toBe("saved:7 ");
    await expect.poll(() => bar().isVisible()).toBe(false);

    await app.fill("input", "8");
    await page.getByRole("button", { name: "Discard" }).click();
    await expect.poll(() => log(app)).toBe("saved:7 discarded ");
    expect(await app.inputValue("input")).toBe("5");
    await expect.poll(() => bar().isVisible()).toBe(false);
  });

  it("hold the page against the admin's navigation until the merchant agrees to lose them", async () => {
    const app = await openApp("/app/form");
    const dialog = page.getByRole("dialog");
    await app.fill("input", "6");
    await expect.poll(() => bar().isVisible()).toBe(true);

    await page.getByRole("link", { name: "Settings" }).click();
    await dialog.getByRole("button", { name: "Stay on this page" }).click();
    expect(adminPath()).toBe("/store/birch-and-bay/apps/quintile/app/form");
    expect(await app.inputValue("input")).toBe("6");

    await page.getByRole("link", { name: "Orders" }).click();
    await dialog.getByRole("button", { name: "Leave page" }).click();
    await page.waitForURL("**/store/birch-and-bay/orders");
  });

  it("are lost, with the app knowing it, when a link of the app's menu is followed", async () => {
    const app = await openApp("/app/form");
    await app.fill("input", "6");
    await expect.poll(() => bar().isVisible()).toBe(true);
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Leave page" }).click();
    await expect.poll(() => new URL(app.url()).pathname).toBe("/app/settings");
    expect(await log(app)).toBe("discarded ");
    expect(await bar().isVisible()).toBe(false);
  });

  it("hold the app's own link that asks leaveConfirmation", async () => {
    const app = await openApp("/app/form");
    await app.fill("input", "6");
    await expect.poll(() => bar().isVisible()).toBe(true);
    await app.click("#away");
    await page.getByRole("button", { name: "Stay on this page" }).click();
    expect(new URL(app.url()).pathname).toBe("/app/form");
    await app.click("#away");
    await page.getByRole("button", { name: "Leave page" }).click();
    await expect.poll(() => new URL(app.url()).pathname).toBe("/app");
    expect(await log(app)).toBe("discarded ");
  });

  it("are shown by <ui-save-bar> too, and by its id", async () => {
    const app = await openApp("/app/bar");
    await app.evaluate(() => shopify.saveBar.show("bar"));
    await app.evaluate(() => document.querySelector("#s")?.setAttribute("disabled", "true"));
    await expect.poll(() => page.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Discard" }).click();
    await expect.poll(() => log(app)).toBe("d ");
    await expect.poll(() => bar().isVisible()).toBe(false);
    const left = await app.evaluate(async () => {
      await shopify.saveBar.leaveConfirmation();
      return "left";
    });
    expect(left).toBe("left");
  });
});

describe("modal", () => {
  it("opens above the app, dims the admin, and its buttons press the app's", async () => {
    const app = await openApp("/app/modal");
    await app.evaluate(() => shopify.modal.show("confirm"));
    const dialog = app.getByRole("dialog", { name: "Delete the list?" });
    expect(await dialog.textContent()).toContain("It cannot be undone.");
    await expect.poll(() => page.locator("#nav").evaluate((nav: HTMLElement) => nav.inert)).toBe(true);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect.poll(() => log(app)).toBe("show Cancel hide ");
    await expect.poll(() => page.locator("#nav").evaluate((nav: HTMLElement) => nav.inert)).toBe(false);
    await app.evaluate(() => shopify.modal.toggle("confirm"));
    await page.keyboard.press("Escape");
    await expect.poll(() => log(app)).toBe("show Cancel hide show hide ");
  });
});

describe("strictness", () => {
  it.each([
    ["a part without a stand-in", 'shopify.resourcePicker({ type: "product" })', "shopify.resourcePicker"],
    ["a part of a part", 'shopify.intents.invoke("create:shopify/Product")', "shopify.intents"],
    ["a modal that is not there", 'shopify.modal.show("nowhere")', 'id "nowhere"'],
    ["a save bar that is not there", 'shopify.saveBar.show("nowhere")', 'id "nowhere"'],
  ])("refuses %s by name", async (_name, expression, words) => {
    const app = await openApp("/app");
    const message = await app.evaluate(
      `(async () => { try { await ${expression}; return "worked"; } catch (error) { return error.name + ": " + error.message; } })()`,
    );
    expect(message).toContain("SandboxAppBridgeError");
    expect(message).toContain(words);
  });

  it("answers for scopes and the environment", async () => {
    const app = await openApp("/app");
    const known = await app.evaluate(async () => {
      await shopify.ready;
      return {
        scopes: (await shopify.scopes.query()).granted,
        config: shopify.config,
        embedded: shopify.environment.embedded,
      };
    });
    expect(known.scopes).toEqual(["read_orders"]);
    expect(known.config).toMatchObject({ apiKey: clientId, shop, locale: "en" });
    expect(known.embedded).toBe(true);
  });

  it("takes an app opened outside the admin into the admin", async () => {
    await page.goto(`${appUrl}/app?shop=${shop}`);
    await page.waitForURL(`${adminUrl}/store/birch-and-bay/apps/quintile/app`);
  });
});

describe("at phone width", () => {
  it("keeps the navigation in a drawer and the actions in a menu, without side-scroll", async () => {
    await page.setViewportSize({ width: 375, height: 720 });
    const app = await openApp("/app");
    expect(await page.locator("#nav").isVisible()).toBe(false);
    await page.getByRole("button", { name: "Navigation" }).click();
    await page.getByRole("link", { name: "Customers" }).last().click();
    await expect.poll(() => new URL(app.url()).pathname).toBe("/app/customers");
    await expect.poll(() => page.locator("#nav").isVisible()).toBe(false);
    await page.locator("summary", { hasText: "More actions" }).click();
    await page.getByRole("button", { name: "Compare" }).last().click();
    await expect.poll(() => log(app)).toBe("compare ");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  });
});

describe("accessibility of the admin page", () => {
  it.each([
    ["with everything shown", { width: 1280, height: 800 }],
    ["at phone width", { width: 375, height: 720 }],
  ])("has no violation that axe finds, %s", async (_name, viewport) => {
    await page.setViewportSize(viewport);
    const app = await openApp("/app/form");
    await app.evaluate(() => {
      shopify.toast.show("Not saved", { isError: true, action: "Retry" });
      shopify.loading(true);
    });
    await app.fill("input", "6");
    await expect.poll(() => page.getByRole("region", { name: "Unsaved changes" }).isVisible()).toBe(true);
    await page.evaluate(await readFile(axeScript, "utf8"));
    const { violations } = await page.evaluate(() => window.axe.run(document, { iframes: false }));
    expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
  });
});
