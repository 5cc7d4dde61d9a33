import { countMembers } from "~/segments/compile/members";
import { segmentContext } from "~/segments/membership/context.server";
import type { Connection } from "~/warehouse/engine";

import type { Turns } from "./benchmark";
import { ordersPerCustomer } from "./bulkFiles";
import type { EngineName } from "./engines/engine";
import { type PreviewFilter, previewFilters } from "./previewFilters";
import { rivalText } from "./rivals/rival";
import { takeTurns } from "./turns";

/** PostgreSQL takes ten times as long. */
const runs: Readonly<Record<EngineName, number>> = { duckdb: 120, postgresql: 40 };
const warmUps = 5;
/** Customers of the store that the limits are stated for: in a smaller one the way to the server outweighs the question. */
const statedFor = 1_000_000;

/**
 * How many customers a definition matches, beside the same asked by hand-written SQL. Ours is all that the app does for a
 * preview: it reads how the store was scored, which hand-written SQL has in it as constants, in a transaction of its own.
 */
export const preview: Turns = {
  kind: "turns",
  name: "preview",
  store: "scored",
  readsOnly: true,
  customers: statedFor,
  size: (customers) =>
    `${String(customers)} customers, ${String(customers * ordersPerCustomer)} orders, ${String(customers * ordersPerCustomer * 2)} lines`,
  async take(stores, { engine, customers }) {
    const warehouse = await stores.ours.warehouse();
    const bare = await stores.rival.bare();
    const series = [];
    for (const filter of previewFilters) {
      const rival = await rivalText(`preview-${filter.name}.sql`);
      const counts = new Set<number | undefined>();
      const times = await takeTurns(
        {
          ours: async () => counts.add(await previewed(warehouse, filter)),
          rival: async () => counts.add((await bare.rows<{ members: number }>(rival))[0]?.members),
        },
        { runs: runs[engine], warmUps },
      );
      if (counts.size !== 1) {
        throw new Error(`preview ${filter.name}: the sides count ${[...counts].map(String).join(" and ")}.`);
      }
      const limits = customers < statedFor ? {} : filter.limits[engine];
      series.push({ part: filter.name, ...times, limits });
    }
    return series;
  },
};

/** How many customers a filter matches, as the app counts them for a preview. */
export async function previewed(
  connection: Connection,
  { definition }: PreviewFilter,
): Promise<number | undefined> {
  const context = await segmentContext(connection, [definition]);
  const [row] = await connection.all(countMembers(definition, context));
  return row?.members;
}
