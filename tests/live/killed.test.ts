import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import { state } from "~/state/client.server";

import { startActivity } from "../../sandbox/admin/activity";
import { storeNamed } from "../sync/harness";
import {
  catchUp,
  delivered,
  factsOf,
  freshFactsOf,
  type LiveShops,
  settle,
  startLiveShops,
} from "./liveShops";

const shop = "killed.myshopify.com";
const kills = 20;
const stepsBetween = 25;

let live: LiveShops;
beforeAll(async () => {
  live = await startLiveShops([storeNamed("killed", 300)]);
});
afterAll(() => live.close());

async function startProcess(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "tests/live/worker.ts"], {
    env: { ...process.env, ...live.harness.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}

/** kill -9: nothing of the process gets to run again. */
async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

it("whoever applies webhooks may be killed at any moment: none is lost, none counts twice", async () => {
  const sandboxShop = await settle(live, shop);
  const activity = startActivity(live.harness.sandbox.state, sandboxShop, { seed: 17 });
  // A DuckDB file lets one process in at a time.
  await live.harness.releaseWarehouses();
  const moments: number[] = [];
  const leftAt: number[] = [];
  const db = await state();
  for (let nth = 1; nth <= kills; nth += 1) {
    for (let step = 0; step < stepsBetween; step += 1) activity.step();
    const child = await startProcess();
    const moment = Math.round(Math.random() * 600);
    await sleep(moment);
    await kill(child);
    moments.push(moment);
    leftAt.push(await db.webhookDelivery.count({ where: { shop, appliedAt: null } }));
  }
  await delivered(sandboxShop);
  const sent = sandboxShop.deliveries.filter(({ outcome }) => outcome === "delivered").length;
  await catchUp(shop, () => new Date(Date.now() + 60_000));

  const said = `killed after ${moments.join(", ")} ms`;
  expect(await db.webhookDelivery.count({ where: { shop } }), said).toBe(sent);
  expect(await db.webhookDelivery.count({ where: { shop, outcome: "applied" } }), said).toBe(sent);
  expect(await factsOf(shop), said).toEqual(await freshFactsOf(shop));
  // Some processes were killed before they had applied what there was.
  expect(leftAt.filter((left) => left > 0).length).toBeGreaterThan(2);
});
