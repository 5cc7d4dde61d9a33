import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type axe from "axe-core";
import type { Browser, BrowserContext, Frame, FrameLocator, Page, Request } from "playwright-core";

import type { SandboxTiming } from "../../sandbox/admin/state";
import { browserUserAgent } from "../../sandbox/run/browser";
import { startSandboxWithApp, type SandboxWithApp } from "../../sandbox/run/sandboxWithApp";
import type { OpenedStore } from "../../sandbox/stores/openStore";
import type { SandboxStore } from "../../sandbox/stores/store";
import { launchChromium } from "./launch";

/** Axe within the framed app. */
declare global {
  interface Window {
    axe: typeof axe;
  }
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export const wide: Viewport = { width: 1280, height: 900 };
export const phone: Viewport = { width: 375, height: 800 };

/** A sandbox with one store, the built app pointed at it, and a browser to open it with. */
export interface FramedApp {
  readonly store: SandboxStore;
  readonly running: SandboxWithApp;
  /** A merchant's browser that was never here before. */
  readonly enter: (viewport: Viewport) => Promise<Visit>;
  /** Uses a control endpoint of the sandbox (see sandbox/README.md). */
  readonly control: (path: string, body?: object) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A merchant before the Shopify admin, which frames the app. */
export interface Visit {
  readonly context: BrowserContext;
  /** The admin page; the app is in its only frame. */
  readonly page: Page;
  /** The framed app, as a merchant sees it. */
  readonly app: FrameLocator;
  /** The framed app, as a script sees it. */
  readonly frame: () => Frame;
  /** Signs somebody else of the staff in, by their user id: see sandbox/staff.ts. */
  readonly signIn: (userId: string) => Promise<void>;
  /** Opens a path of the app (its home page) within the admin. */
  readonly open: (path?: string) => Promise<void>;
  /** Resolves when nothing has been asked for during half a second: what the page fetches by itself is there, or has failed. */
  readonly settled: () => Promise<void>;
  /** What axe finds wrong within the framed app by WCAG 2.1 A and AA; colour contrast included. */
  readonly accessibilityFindings: () => Promise<string[]>;
  /** By how many pixels the framed app is wider than its frame. */
  readonly sideScroll: () => Promise<number>;
  readonly leave: () => Promise<void>;
}

export async function startFramedApp(
  { store, now }: OpenedStore,
  timing: Partial<SandboxTiming> = {},
): Promise<FramedApp> {
  const browser = await launchChromium();
  const dataDir = await mkdtemp(join(tmpdir(), "quintile-browser-"));
  const running = await startSandboxWithApp({ store, now, dataDir, log: () => undefined, timing });
  return {
    store,
    running,
    enter: (viewport) => visit(browser, running.adminUrl, viewport),
    control: async (path, body = {}) => {
      const shop = `${running.sandbox.url}/sandbox/shops/${store.shop.myshopifyDomain}`;
      const response = await fetch(`${shop}${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    },
    stop: async () => {
      await browser.close();
      await running.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function visit(browser: Browser, adminUrl: string, viewport: Viewport): Promise<Visit> {
  const context = await browser.newContext({ viewport, userAgent: browserUserAgent });
  const page = await context.newPage();
  const frame = () => {
    const found = page.frames().find((candidate) => candidate !== page.mainFrame());
    if (found === undefined) throw new Error("The app is not framed.");
    return found;
  };
  return {
    context,
    page,
    app: page.frameLocator("iframe"),
    frame,
    signIn: async (userId) => {
      const origin = new URL(adminUrl).origin;
      const [, store = ""] = /^(\/store\/[^/]+)\//.exec(new URL(adminUrl).pathname) ?? [];
      await page.goto(`${origin}${store}/sign-in/${userId}`);
    },
    open: async (path = "") => {
      await page.goto(`${adminUrl}${path}`);
    },
    settled: watchTraffic(page),
    accessibilityFindings: () => findingsOfAxe(frame()),
    sideScroll: () =>
      frame().evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    leave: () => context.close(),
  };
}

/** How long nothing may be asked for before a page is taken to be done, and how long that is waited for, ms. */
const quiet = 500;
const patience = 20_000;

function watchTraffic(page: Page): () => Promise<void> {
  const open = new Set<Request>();
  let changedAt = Date.now();
  page.on("request", (request) => {
    open.add(request);
    changedAt = Date.now();
  });
  const over = (request: Request) => {
    open.delete(request);
    changedAt = Date.now();
  };
  page.on("requestfinished", over);
  page.on("requestfailed", over);
  return async () => {
    const began = (changedAt = Date.now());
    while (open.size > 0 || Date.now() - changedAt < quiet) {
      if (Date.now() - began > patience) {
        const paths = [...open].map((request) => new URL(request.url()).pathname);
        throw new Error(`The page is still waiting for ${paths.join(", ")}.`);
      }
      await page.waitForTimeout(50);
    }
  };
}

const axeScript = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

async function findingsOfAxe(frame: Frame): Promise<string[]> {
  await frame.evaluate(await readFile(axeScript, "utf8"));
  return frame.evaluate(async () => {
    const { violations } = await window.axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
    );
  });
}
