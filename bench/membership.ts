import { evaluateAll } from "~/segments/membership/evaluate.server";

import type { Comparison } from "./benchmark";
import { ordersPerCustomer } from "./bulkFiles";
import { catalogue } from "./catalogue";
import { rivalText } from "./rivals/rival";
import { timed } from "./turns";

/** The whole catalogue evaluated over a whole store in one pass, the first time, when every membership is new. */
export const membership: Comparison = {
  kind: "comparison",
  name: "membership",
  store: "scored",
  customers: 1_000_000,
  size: (customers) =>
    `${String(customers)} customers, ${String(customers * ordersPerCustomer)} orders, ${String(catalogue.length)} segments`,
  async ours(store) {
    const { ms, result } = await timed(async () => {
      const now = new Date("2026-01-01T05:10:00Z");
      return evaluateAll(await store.warehouse(), catalogue, { now, fallback: "time" });
    });
    const members = new Map(result.segments.map(({ id, members }) => [id, members]));
    return { value: ms, result: inOrder((id) => members.get(id)) };
  },
  async rival(store) {
    const script = `${await rivalText("thresholds.sql")}; ${await rivalText("membership.sql")}`;
    const { ms, result: bare } = await timed(async () => {
      const opened = await store.bare();
      await opened.run(`BEGIN; ${script}; COMMIT`);
      return opened;
    });
    const rows = await bare.rows<{ segment: string; members: number }>(
      "SELECT segment, CAST(count(*) AS integer) AS members FROM stored_members GROUP BY segment",
    );
    const members = new Map(rows.map(({ segment, members }) => [segment, members]));
    return { value: ms, result: inOrder((_id, name) => members.get(name)) };
  },
};

function inOrder(members: (id: number, name: string) => number | undefined): Record<string, string> {
  return Object.fromEntries(catalogue.map(({ id, name }) => [name, String(members(id, name) ?? 0)]));
}
