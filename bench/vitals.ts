import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { buildIfStale } from "../sandbox/run/build";
import { openStore } from "../sandbox/stores/openStore";
import { openCountedList } from "../tests/browser/countedList";
import { type FramedApp, startFramedApp, type Visit, wide } from "../tests/browser/framed";
import { type AppPageName, appPages } from "../tests/browser/pages";
import type { Report, ReportLine } from "./benchmark";
import { pageRoutes, readClientBuild } from "./clientBuild";
import { median } from "./statistics";

/** Loads of each page, each in a browser that was never there. */
const loads = 10;

const metrics = ["lcp", "cls", "inp"] as const;
type Metric = (typeof metrics)[number];
type Vitals = Readonly<Record<Metric, number>>;

/** ms; of `cls` the score, which has no unit. */
const limits: Vitals = { lcp: 1_500, cls: 0.05, inp: 150 };
const decimals: Vitals = { lcp: 0, cls: 3, inp: 0 };

/** What a merchant does on a page, for INP: several kinds of things, some of them quickly one after the other. */
const interactions: Partial<Record<AppPageName, (visit: Visit) => Promise<void>>> = {
  home: async (visit) => {
    const tiles = visit.app.getByRole("list", { name: /Groups of buyers/ }).getByRole("link");
    await tiles.first().hover();
    await tiles.last().hover();
    await visit.app.getByRole("button", { name: "Revenue" }).first().click();
    await press(visit, ["Tab", "Tab", "ArrowRight", "ArrowDown"]);
  },
  segments: async (visit) => {
    await type(visit, "Search segments", "buyers in the last");
    await press(visit, ["Tab", "Tab"]);
  },
  segment: async (visit) => {
    for (const tab of await visit.app.getByRole("tab").all()) await tab.click();
    await press(visit, ["Tab", "Tab", "Tab", "Tab"]);
  },
  "builder-new": async (visit) => {
    await type(visit, "Add a condition", "orders");
    await press(visit, ["ArrowDown", "Enter"]);
    await visit.app.locator('input[inputmode="decimal"]').first().click();
    await press(visit, ["2", "5", "Backspace", "Tab", "Tab"]);
  },
  "builder-edit": async (visit) => {
    await visit.app.locator('input[inputmode="decimal"]').first().click();
    await press(visit, ["2", "5", "Backspace", "Tab", "Tab"]);
  },
  "ready-made": (visit) => press(visit, ["Tab", "Tab", "Tab", "Enter", "Tab", "Tab"]),
  customer: (visit) => press(visit, ["Tab", "Tab", "Tab", "Tab", "Tab", "Tab"]),
};

/**
 * Largest Contentful Paint, Cumulative Layout Shift and Interaction to Next Paint of the framed app's own document, as the
 * web-vitals library reads them in Chromium: from the moment the admin points its frame at a page, with nothing in the browser's
 * cache. Pages whose route is not built are left out.
 */
export const vitals: Report = {
  kind: "report",
  name: "vitals",
  customers: 5_000,
  size: (customers) => `${String(customers)} customers, ${String(loads)} loads a page`,
  prepare: () => buildIfStale(console.error),
  report: async ({ customers }) => {
    const built = pageRoutes(readClientBuild());
    const framed = await startFramedApp(await openStore({ name: "generated", customers }));
    try {
      const first = await framed.enter(wide);
      await first.open();
      await first.app.getByRole("heading", { level: 1 }).waitFor();
      await openCountedList(first);
      await first.leave();
      const lines: ReportLine[] = [];
      for (const page of Object.keys(interactions) as AppPageName[]) {
        if (built.includes(appPages[page].route)) lines.push(...(await measure(framed, page)));
      }
      return lines;
    } finally {
      await framed.stop();
    }
  },
};

async function measure(framed: FramedApp, page: AppPageName): Promise<ReportLine[]> {
  const seen: Vitals[] = [];
  for (let load = 0; load < loads; load++) seen.push(await loadOnce(framed, page));
  return metrics.map((metric) => {
    const values = seen.map((vitals) => vitals[metric]);
    const middle = median(values);
    return {
      page,
      metric,
      median: round(middle, decimals[metric]),
      max: round(Math.max(...values), decimals[metric]),
      limit: limits[metric],
      within: middle <= limits[metric],
      loads,
    };
  });
}

async function loadOnce(framed: FramedApp, page: AppPageName): Promise<Vitals> {
  const visit = await framed.enter(wide);
  await visit.context.addInitScript(await collector());
  await visit.open(appPages[page].path(framed.store));
  await visit.app.getByRole("heading", { level: 1 }).first().waitFor();
  await visit.settled();
  // Where nothing happens, so that what is pressed next goes to the app and not to the admin around it.
  await visit.app.getByRole("heading", { level: 1 }).first().click();
  await interactions[page]?.(visit);
  await visit.settled();
  const vitals = await visit
    .frame()
    .evaluate(() => (window as unknown as { vitals: Partial<Vitals> }).vitals);
  await visit.leave();
  const { lcp, inp, cls = 0 } = vitals;
  if (lcp === undefined || inp === undefined) {
    throw new Error(`${page}: the browser told ${JSON.stringify(vitals)} only.`);
  }
  return { lcp, cls, inp };
}

const webVitals = createRequire(import.meta.url).resolve("web-vitals");

/**
 * Keeps the newest values in `window.vitals` of every framed document. A shift within half a second of a key or a click is none
 * to the reader who caused it. Chromium tells those apart for the frame at the root of a process only, which the app is in the real
 * admin (another site than the app's) and is not in the sandbox (both are localhost): so they are told apart here.
 */
async function collector(): Promise<string> {
  const library = await readFile(webVitals.replace(/[^/]+$/, "web-vitals.iife.js"), "utf8");
  return `if (window !== window.top) {
    ${library}
    const inputs = [];
    for (const kind of ["keydown", "pointerdown"]) {
      document.addEventListener(kind, ({ timeStamp }) => inputs.push(timeStamp), { capture: true });
    }
    Object.defineProperty(LayoutShift.prototype, "hadRecentInput", {
      get() { return inputs.some((at) => at <= this.startTime && this.startTime < at + 500); },
    });
    window.vitals = {};
    const keep = ({ name, value }) => { window.vitals[name.toLowerCase()] = value; };
    const options = { reportAllChanges: true, durationThreshold: 16 };
    for (const watch of [webVitals.onLCP, webVitals.onCLS, webVitals.onINP]) watch(keep, options);
  }`;
}

async function press({ page }: Visit, keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key, { delay: 30 });
}

/** As quick fingers do. */
async function type({ app }: Visit, label: string, text: string): Promise<void> {
  await app.getByLabel(label).pressSequentially(text, { delay: 60 });
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
