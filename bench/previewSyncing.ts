import { sql } from "kysely";

import { scoreStore } from "~/customers/score.server";
import { statement } from "~/warehouse/compile";
import { loadSnapshot } from "~/warehouse/loading/loadSnapshot.server";

import type { Series, Turns } from "./benchmark";
import { bulkFiles, ordersPerCustomer } from "./bulkFiles";
import { counting } from "./orderHistory";
import { previewed } from "./preview";
import { previewFilters } from "./previewFilters";
import { rivalText } from "./rivals/rival";
import { takeTurns } from "./turns";

const runs = 120;
/** While a sync runs, a preview may take this many times its limit. */
const syncAllowance = 2;
/** The store that is synced meanwhile has a fifth as many customers as the one previewed. */
const syncedPart = 5;

/**
 * Previews while full syncs run in the same process into the same warehouse, one after the other; the rival asks through
 * the same warehouse. A sync that ends between the two sides may change what both count, so that is not compared.
 */
export const previewSyncing: Turns = {
  kind: "turns",
  name: "preview-syncing",
  store: "scored",
  oneStore: true,
  customers: 1_000_000,
  size: (customers) =>
    `${String(customers)} customers, a sync of ${String((customers / syncedPart) * ordersPerCustomer)} orders`,
  async prepare({ inputs, customers }) {
    await bulkFiles(inputs, customers / syncedPart);
  },
  async take(stores, { inputs, customers, engine }) {
    const warehouse = await stores.ours.warehouse();
    const files = await bulkFiles(inputs, customers / syncedPart);
    const sync = async () => {
      // Long ago, so that what is stored and not in these files stays.
      const snapshotStartedAt = new Date("2000-01-01T00:00:00Z");
      await loadSnapshot(warehouse, { files, currency: "CAD", snapshotStartedAt });
      await scoreStore(warehouse, { ...counting, now: new Date("2026-01-02T05:00:00Z") });
    };
    await sync();
    const enough = new AbortController();
    let synced = 0;
    const syncing = (async () => {
      for (; !enough.signal.aborted; synced++) await sync();
    })();
    const series: Series[] = [];
    for (const filter of previewFilters) {
      const rival = statement`${sql.raw(await rivalText(`preview-${filter.name}.sql`))}`;
      const times = await takeTurns(
        { ours: () => previewed(warehouse, filter), rival: () => warehouse.all(rival) },
        { runs, warmUps: 0 },
      );
      const { p95 = Infinity } = filter.limits[engine];
      series.push({ part: filter.name, ...times, limits: { p95: p95 * syncAllowance } });
    }
    enough.abort();
    await syncing;
    console.error(`preview-syncing: ${String(synced)} syncs went on meanwhile`);
    return series;
  },
};
