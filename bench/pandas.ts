import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { sql } from "kysely";

import { chooseBreaks } from "~/customers/breaks";
import { buyersOf } from "~/customers/metrics.server";
import { measureUnstored, scoresOf } from "~/customers/rfm.server";
import { statement } from "~/warehouse/compile";

import type { Comparison, Setting } from "./benchmark";
import { ordersPerCustomer } from "./bulkFiles";
import { duckdb } from "./engines/duckdb";
import { counting, schemaVersion } from "./orderHistory";
import { timed } from "./turns";

const program = fileURLToPath(new URL("./rivals/rfm.py", import.meta.url));
/** The one in the path may be another than Debian's, whose packages it does not see. */
const pythons = ["python3", "/usr/bin/python3"];

/**
 * Recency, frequency and monetary scores counted from the orders and not stored, as the app counts what other settings would
 * change, beside pandas, which has the orders in memory when its clock starts.
 */
export const pandas: Comparison = {
  kind: "comparison",
  name: "rfm-pandas",
  store: "history",
  readsOnly: true,
  customers: 1_000_000,
  size: (customers) => `${String(customers)} customers, ${String(customers * ordersPerCustomer)} orders`,
  lacking: () =>
    python() === null ? "pandas is not installed (on Debian: apt-get install python3-pandas)" : null,
  prepare: writeOrders,
  async ours(store) {
    const warehouse = await store.warehouse();
    const { analysisDate, settings } = counting;
    const { ms, result } = await timed(async () => {
      const { breaks } = chooseBreaks(await measureUnstored(warehouse, counting), settings.scoring);
      return warehouse.all(statement<{ triple: string; buyers: number }>`
        WITH ${buyersOf(counting)}
        SELECT concat(recency, frequency, monetary) AS triple, CAST(count(*) AS integer) AS buyers
        FROM (${scoresOf({ analysisDate, breaks, metrics: sql`buyers` })}) scores
        GROUP BY recency, frequency, monetary`);
    });
    return { value: ms, result: inOrder(result.map(({ triple, buyers }) => [triple, buyers])) };
  },
  async rival(_store, setting) {
    const { stdout } = await promisify(execFile)(python() ?? "", [program, fileOf(setting)]);
    const { ms, triples, peakMb } = JSON.parse(stdout) as {
      ms: number;
      triples: Record<string, number>;
      peakMb: number;
    };
    return { value: ms, result: inOrder(Object.entries(triples)), peakMb };
  },
};

function python(): string | null {
  return pythons.find(hasPandas) ?? null;
}

function hasPandas(command: string): boolean {
  try {
    execFileSync(command, ["-c", "import pandas"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function fileOf({ inputs, customers }: Setting): string {
  return join(inputs, `orders-${String(schemaVersion)}-${String(customers)}.csv`);
}

/** Written under another name first, so that an interrupted run leaves no half file. */
async function writeOrders(setting: Setting): Promise<void> {
  const file = fileOf(setting);
  if (existsSync(file)) return;
  const { inputs } = setting;
  await duckdb.keep("history", setting);
  const store = await duckdb.lend("history", { ...setting, readsOnly: true, scratch: inputs });
  const orders = `
    SELECT customer_id, processed_at, test, cancelled_at IS NOT NULL AS cancelled, financial_status, current_total,
      net_payment, gift_cards
    FROM orders WHERE customer_id IN (SELECT customer_id FROM customers)`;
  await (await store.bare()).writeCsv(orders, `${file}.part`);
  await store.giveBack();
  await rename(`${file}.part`, file);
}

function inOrder(triples: readonly (readonly [string, number])[]): Record<string, string> {
  const sorted = [...triples].sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(sorted.map(([triple, buyers]) => [triple, String(buyers)]));
}
