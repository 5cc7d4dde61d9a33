import { setTimeout as sleep } from "node:timers/promises";

import { all, compare } from "~/segments/language/testing/builders";
import type { Definition } from "~/segments/language/definition";

import { buildIfStale } from "../sandbox/run/build";
import { openStore } from "../sandbox/stores/openStore";
import { type FramedApp, startFramedApp, type Visit, wide } from "../tests/browser/framed";
import type { Report } from "./benchmark";
import { median, p95 } from "./statistics";

const orders = 500;
/** Between two orders, ms: a busy store's. */
const everyMs = 400;
const limitMs = 5_000;
const patienceMs = 60_000;

/** Nobody has spent so much yet; one order is worth it. */
const amount = 1_000_000;
const definition: Definition = { version: 1, where: all(compare("spend", "at_least", amount)) };

/** What the page says of its members, and when it first said so (ms since 1970). */
interface Shown {
  readonly at: number;
  readonly members: number;
}

/**
 * From an order placed in the store to the paint of its buyer's membership on a segment's page that is open: webhooks over HTTP,
 * the built app with its jobs, the page's own question whether anything changed. One order after the other, none waits for
 * another.
 */
export const live: Report = {
  kind: "report",
  name: "live",
  customers: 5_000,
  size: (customers) =>
    `${String(customers)} customers, ${String(orders)} orders, one each ${String(everyMs)} ms`,
  prepare: () => buildIfStale(console.error),
  report: async ({ customers }) => {
    const framed = await startFramedApp(await openStore({ name: "generated", customers }));
    try {
      const visit = await framed.enter(wide);
      await visit.open();
      await visit.app.getByRole("heading", { level: 1 }).waitFor();
      await subscribed(framed);
      await visit.open("/app/segments");
      await visit.app
        .getByRole("link", { name: "Bulk shoppers", exact: true })
        .waitFor({ timeout: patienceMs });
      const id = await created(visit);
      await visit.open(`/app/segments/${String(id)}?tab=customers`);
      await visit.app.getByRole("tab", { name: "Customers" }).waitFor();
      await visit.settled();
      await visit.frame().evaluate(watchMembers);
      const placed = await placeOrders(framed);
      const shown = await allShown(visit);
      const times = placed.map((at, place) => seen(shown, place + 1) - at);
      const slow = p95(times);
      return [
        {
          ...{ orders: times.length, p50_ms: Math.round(median(times)), p95_ms: Math.round(slow) },
          ...{ max_ms: Math.round(Math.max(...times)), limit: limitMs, within: slow <= limitMs },
        },
      ];
    } finally {
      await framed.stop();
    }
  },
};

/** Until the app has asked to be told of orders. */
async function subscribed({ running, store }: FramedApp): Promise<void> {
  const shop = running.sandbox.state.shops.get(store.shop.myshopifyDomain);
  const until = Date.now() + patienceMs;
  while (!shop?.subscriptions.some(({ topic }) => topic === "ORDERS_CREATE")) {
    if (Date.now() > until) throw new Error("The app did not subscribe to orders.");
    await sleep(100);
  }
}

/** From the framed page, whose requests the admin signs. */
async function created(visit: Visit): Promise<number> {
  const segment = { segmentId: null, name: "Spent a fortune", description: "", definition, base: null };
  const answer = await visit.frame().evaluate(async (body) => {
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    const response = await fetch("/app/segments/save", { method: "POST", headers, body });
    return (await response.json()) as { ok: boolean; id?: number };
  }, JSON.stringify(segment));
  if (!answer.ok || answer.id === undefined)
    throw new Error(`The segment was not made: ${JSON.stringify(answer)}`);
  return answer.id;
}

/** Resolves to when each was placed, ms since 1970. */
async function placeOrders({ store, control }: FramedApp): Promise<number[]> {
  const placed: number[] = [];
  for (const { id: customerId } of store.customers.slice(0, orders)) {
    placed.push(Date.now());
    const line = { title: "A fortune", quantity: 1, unitPrice: `${String(amount)}.00` };
    await control("/orders", { customerId, lines: [line] });
    await sleep(everyMs);
  }
  return placed;
}

async function allShown(visit: Visit): Promise<Shown[]> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const shown = await visit
      .frame()
      .evaluate(() => (window as unknown as { shownMembers: Shown[] }).shownMembers);
    if ((shown.at(-1)?.members ?? 0) >= orders) return shown;
    if (Date.now() > until)
      throw new Error(`The page shows ${String(shown.at(-1)?.members)} members of ${String(orders)}.`);
    await sleep(500);
  }
}

function seen(shown: readonly Shown[], members: number): number {
  return shown.find((each) => each.members >= members)?.at ?? Number.POSITIVE_INFINITY;
}

/** In the frame: notes each number of members that the page shows, once it is painted. */
function watchMembers(): void {
  const shown: { at: number; members: number }[] = [];
  (window as unknown as { shownMembers: typeof shown }).shownMembers = shown;
  setInterval(() => {
    requestAnimationFrame(() => {
      const told = /([\d,]+) members?\b/.exec(document.body.innerText)?.[1];
      const members = told === undefined ? 0 : Number(told.replaceAll(",", ""));
      if (members !== shown.at(-1)?.members) shown.push({ at: Date.now(), members });
    });
  }, 50);
}
