import { all, compare } from "~/segments/language/testing/builders";
import type { Definition } from "~/segments/language/definition";

import { buildIfStale } from "../sandbox/run/build";
import { openStore } from "../sandbox/stores/openStore";
import { openCountedList } from "../tests/browser/countedList";
import { startFramedApp, type Visit, wide } from "../tests/browser/framed";
import type { Report } from "./benchmark";
import { median, p95 } from "./statistics";

/** Where the builder says how many match: a CSS selector. */
const countRegion = '[role="status"][aria-label="Customers who match"]';
/** The field of an amount that is typed into: a CSS selector. */
const valueField = 'input[inputmode="decimal"]';
/** Spent at least so much, which is other customers with every digit that follows the first. */
const definition: Definition = { version: 1, where: all(compare("spend", "at_least", 500)) };
const firstDigit = "5";
const keys = ["1", "2", "Backspace", "Backspace"] as const;

const rounds = 30;
const warmUps = 8;
/** Between a painted count and the next key press, ms. */
const pause = 100;
const limit = 400;

/**
 * From a key press in the builder to the paint of the count that it leads to, one press after the other: the key's own
 * timestamp in the frame, and the second animation frame after the count was put into the page.
 */
export const typing: Report = {
  kind: "report",
  name: "typing",
  customers: 5_000,
  size: (customers) => `${String(customers)} customers, ${String(rounds * keys.length)} key presses`,
  prepare: () => buildIfStale(console.error),
  report: async ({ customers }) => {
    const framed = await startFramedApp(await openStore({ name: "generated", customers }));
    try {
      const visit = await framed.enter(wide);
      await visit.open();
      await visit.app.getByRole("heading", { level: 1 }).waitFor();
      await openCountedList(visit);
      await visit.open(`/app/segments/new?rule=${encodeURIComponent(JSON.stringify(definition))}`);
      const times = await typeAndWatch(visit);
      const slow = p95(times);
      return [
        {
          key_presses: times.length,
          p50: round(median(times)),
          p95: round(slow),
          max: round(Math.max(...times)),
          limit,
          within: slow <= limit,
        },
      ];
    } finally {
      await framed.stop();
    }
  },
};

/** What every counted key press took, ms. */
async function typeAndWatch({ app, page, frame, settled }: Visit): Promise<number[]> {
  const field = app.locator(valueField).first();
  await field.fill(firstDigit);
  await settled();
  await frame().evaluate(watchCounts);
  const times: number[] = [];
  for (let press = -warmUps; press < rounds * keys.length; press++) {
    const key = keys[(press + warmUps) % keys.length] ?? "";
    await field.press(key);
    const took = await frame().evaluate(() =>
      (window as unknown as { counted: () => Promise<number> }).counted(),
    );
    if (press >= 0) times.push(took);
    await page.waitForTimeout(pause);
  }
  return times;
}

/** How long a count is waited for, ms. */
const patience = 10_000;

/** A script for the frame: `window.counted()` resolves to what the last key press took until its count was painted. */
const watchCounts = `{
  const told = () => document.querySelector(${JSON.stringify(countRegion)})?.textContent ?? "";
  let press = null;
  document.addEventListener("keydown", ({ timeStamp }) => {
    press = { at: timeStamp, before: told(), isOver: false };
    press.over = new Promise((resolve, reject) => {
      press.resolve = resolve;
      setTimeout(reject, ${String(patience)}, new Error("No other count came after a key press."));
    });
  }, { capture: true });
  new MutationObserver(() => {
    // Words such as "Counting…" in the meantime have no number.
    if (press === null || press.isOver || told() === press.before || !/\\d/.test(told())) return;
    press.isOver = true;
    const { at, resolve } = press;
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - at)));
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
  window.counted = () => press.over;
}`;

function round(value: number): number {
  return Number(value.toFixed(1));
}
