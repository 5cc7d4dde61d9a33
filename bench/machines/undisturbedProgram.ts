/** Syncs shops one after the other in this one process, on SQLite and DuckDB, and says what they hold then. */
import { startFullSync } from "~/history/fullSync.server";
import { refreshSegments } from "~/segments/jobs/refreshSegments.server";
import { openWarehouse, warehouseEngine } from "~/warehouse/warehouses.server";

import { drive, install } from "../../tests/sync/harness";
import { membershipsOf, toldByRows, type Memberships, type TableSums } from "./contents";

export interface UndisturbedArguments {
  readonly shops: readonly string[];
  readonly sandboxUrl: string;
}

export interface Undisturbed {
  readonly rows: TableSums;
  readonly memberships: Memberships;
}

const { shops, sandboxUrl } = JSON.parse(process.argv[2] ?? "") as UndisturbedArguments;
const told: Record<string, Undisturbed> = {};
for (const shop of shops) {
  await install({ sandbox: { url: sandboxUrl } }, shop);
  await startFullSync(shop);
  const { state, failure } = await drive(shop);
  if (state !== "done") throw new Error(`The undisturbed sync ended as ${state}: ${failure?.what ?? ""}`);
  const { signal } = new AbortController();
  await refreshSegments.run({ shop, payload: {}, attempt: 1, signal, now: () => new Date() });
  const warehouse = await openWarehouse(shop);
  told[shop] = { rows: await toldByRows(warehouse), memberships: await membershipsOf(warehouse) };
}
await warehouseEngine().close();
process.stdout.write(`${JSON.stringify(told)}\n`);
process.exit(0);
