import { afterAll, beforeAll, expect, it } from "vitest";

import { monthEnds } from "~/customers/monthEnds";
import { readScoring } from "~/customers/scoredState.server";
import { startFullSync } from "~/history/fullSync.server";
import { lookBack } from "~/segments/jobs/lookBack.server";
import { refreshSegments } from "~/segments/jobs/refreshSegments.server";
import { deactivateSegment, deleteSegment } from "~/segments/segmentLife.server";
import { listSegments } from "~/segments/segmentStore.server";
import { sparklines } from "~/segments/sizes/history.server";
import { readKnownSizes } from "~/segments/sizes/lookBack.server";
import { state } from "~/state/client.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { drive, type Harness, install, startHarness, storeNamed } from "../sync/harness";

const store = storeNamed("looking-back", 150);
const shop = store.shop.myshopifyDomain;

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ stores: [store] });
  await install(harness, shop);
  await startFullSync(shop);
  expect((await drive(shop)).state).toBe("done");
});
afterAll(() => harness.close());

const context = { shop, payload: {}, attempt: 1, now: () => new Date() };
const never = new AbortController().signal;
const waiting = async () =>
  (await state()).job.count({ where: { kind: "look-back", shop, state: "waiting" } });

/** Runs the job until it is done; resolves to the number of runs. */
async function runOut(): Promise<number> {
  for (let runs = 1; ; runs++) {
    if ((await lookBack.run({ ...context, signal: never })).kind === "done") return runs;
  }
}

it("gives every segment a line on the first day, goes on where it was stopped, and forgets who is deleted", async () => {
  expect(await waiting()).toBe(0);
  await refreshSegments.run({ ...context, signal: never });
  expect(await waiting()).toBe(1);

  const warehouse = await openWarehouse(shop);
  const scoring = await readScoring(warehouse);
  const segments = await listSegments(shop);
  const ids = segments.map(({ id }) => id);
  const days = monthEnds(scoring?.analysisDate ?? "", 13).map(({ day }) => day);

  const stopped = AbortSignal.abort(new Error("stopped"));
  await expect(lookBack.run({ ...context, signal: stopped })).rejects.toThrow("stopped");
  await lookBack.run({ ...context, signal: never });
  const { backcasts } = await readKnownSizes(warehouse);
  expect(backcasts.size).toBeGreaterThan(0);
  await runOut();
  expect((await readKnownSizes(warehouse)).backcasts.size).toBe(12 * ids.length);
  expect(await runOut()).toBe(1);

  const lines = await sparklines(warehouse, ids);
  for (const points of lines.values()) expect(points.map(({ day }) => day)).toEqual(days);
  const everybody = segments.find(({ readyMade }) => readyMade === "all_customers")?.id ?? -1;
  const sizes = lines.get(everybody)?.map(({ members }) => members) ?? [];
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  expect(sizes.at(-1)).toBe(store.customers.length);

  // Of one that is switched off it stays; of one that is deleted nothing does.
  const [kept = -1, gone = -1] = ids.filter((id) => id !== everybody);
  expect((await deactivateSegment(shop, kept, null, new Date())).ok).toBe(true);
  expect((await deleteSegment(shop, gone, new Date())).ok).toBe(true);
  await (await state()).job.deleteMany({ where: { kind: "look-back" } });
  await refreshSegments.run({ ...context, signal: never });
  expect(await waiting()).toBe(1);
  await runOut();
  const known = await readKnownSizes(warehouse);
  expect(known.segments).toContain(kept);
  expect(known.segments).not.toContain(gone);
});
