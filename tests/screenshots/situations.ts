import { generateStore } from "../../sandbox/stores/generate";
import { generatedNow, type OpenedStore, openStore } from "../../sandbox/stores/openStore";
import { recomputeTotals } from "../../sandbox/stores/totals";
import { openCountedList, untilSynced } from "../browser/countedList";
import type { Visit } from "../browser/framed";

/** A store, and what the app has come to in it. */
export interface Situation {
  readonly store: () => Promise<OpenedStore>;
  /** What the stand-in for Shopify gets wrong (see sandbox/README.md). */
  readonly faults: readonly object[];
  /** Webhooks that are sent by hand when it is reached. */
  readonly webhooks?: readonly { readonly topic: string; readonly payload: object }[];
  /** Opens the app for the first time, and resolves when it has come to where the pictures are taken. */
  readonly reach: (visit: Visit) => Promise<void>;
}

const generated = () => openStore({ name: "generated", customers: 700 });

async function openFirst(visit: Visit): Promise<void> {
  await visit.open();
  await visit.app.getByRole("heading", { level: 1 }).waitFor();
}

async function sync(visit: Visit): Promise<void> {
  await openFirst(visit);
  await openCountedList(visit);
}

export const situations = {
  full: { store: generated, faults: [], reach: sync },
  empty: {
    store: () =>
      Promise.resolve({
        store: generateStore({ seed: 1, customers: 0, now: generatedNow }),
        now: generatedNow,
      }),
    faults: [],
    reach: sync,
  },
  "no-orders": {
    store: async () => {
      const opened = await generated();
      opened.store.orders = [];
      recomputeTotals(opened.store);
      return opened;
    },
    faults: [],
    reach: sync,
  },
  waiting: {
    store: generated,
    faults: [{ kind: "bulk", effect: "hang", times: 100 }],
    reach: openFirst,
  },
  "privacy-requests": {
    store: generated,
    faults: [],
    webhooks: [
      { topic: "customers/data_request", payload: { customer: { id: 7_000_000_000_003 } } },
      {
        topic: "customers/redact",
        payload: { customer: { id: 7_000_000_000_005, email: "gone@example.com" } },
      },
      { topic: "customers/data_request", payload: { customer: { email: "somebody.else@example.com" } } },
    ],
    reach: sync,
  },
  "sync-failed": {
    store: generated,
    // Once for the first try and once for the app's own second one: then it is the merchant's turn.
    faults: [{ kind: "bulk", effect: "fail", rootField: "orders", times: 2 }],
    reach: async (visit) => {
      await openFirst(visit);
      await visit.app.getByRole("button", { name: "Retry" }).waitFor({ timeout: untilSynced });
    },
  },
} as const satisfies Readonly<Record<string, Situation>>;

export type SituationName = keyof typeof situations;
