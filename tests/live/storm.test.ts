import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { state } from "~/state/client.server";

import { startActivity } from "../../sandbox/admin/activity";
import { createStorm } from "../../sandbox/admin/webhooks/storm";
import { storeNamed } from "../sync/harness";
import {
  catchUp,
  delivered,
  factsOf,
  freshFactsOf,
  type LiveShops,
  membersFoundAnew,
  membersOf,
  reconciled,
  refreshed,
  settle,
  startLiveShops,
} from "./liveShops";

const names = ["calm", "stormy", "flooded"];
const domain = (name: string) => `${name}.myshopify.com`;

let live: LiveShops;
beforeAll(async () => {
  live = await startLiveShops(names.map((name) => storeNamed(name, 80)));
});
afterAll(() => live.close());

const calm = { seed: 1, lost: 0, duplicated: 0, wronglySigned: 0, maxDelayMs: 0 };

describe("a store that changes all the time", () => {
  it("is what a fresh sync brings, by its webhooks alone where all of them come", async () => {
    const shop = domain("calm");
    const sandboxShop = await settle(live, shop);
    await refreshed(shop);
    const activity = startActivity(live.harness.sandbox.state, sandboxShop, { seed: 3 });
    for (let step = 0; step < 150; step += 1) activity.step();
    await delivered(sandboxShop);
    await catchUp(shop);
    // Who is in which segment, too, is what looking at everybody anew finds.
    const followed = await membersOf(shop);
    expect(followed).toEqual(await membersFoundAnew(shop));
    expect(new Set(followed.map(({ segment_id }) => segment_id)).size).toBeGreaterThan(15);
    const kept = await factsOf(shop);
    expect(kept).toEqual(await freshFactsOf(shop));
    expect(Object.keys(activity.counts).length).toBeGreaterThan(12);
  });

  it.each([
    { name: "stormy", steps: 150 },
    // More than is asked for page by page.
    { name: "flooded", steps: 700 },
  ])("is what a fresh sync brings after one reconciliation ($name)", async ({ name, steps }) => {
    const shop = domain(name);
    const sandboxShop = await settle(live, shop);
    const before = new Map(live.answers);
    sandboxShop.storm = createStorm({
      ...calm,
      lost: 0.05,
      duplicated: 0.2,
      wronglySigned: 0.02,
      maxDelayMs: 300,
    });
    const activity = startActivity(live.harness.sandbox.state, sandboxShop, { seed: 5 });
    for (let step = 0; step < steps; step += 1) activity.step();
    await delivered(sandboxShop);
    const { lost, wronglySigned, duplicated } = sandboxShop.storm.counts;
    await catchUp(shop);
    const [look] = await reconciled(shop, () => new Date(Date.now() + 10 * 60_000));
    expect(look?.failure).toBeNull();
    expect(await factsOf(shop)).toEqual(await freshFactsOf(shop));

    expect(lost).toBeGreaterThan(0);
    expect(duplicated).toBeGreaterThan(0);
    const refused = (live.answers.get(401) ?? 0) - (before.get(401) ?? 0);
    expect(refused).toBe(wronglySigned);
    const ids = sandboxShop.deliveries
      .filter(({ attempts }) => attempts.at(-1)?.status === 401)
      .map(({ webhookId }) => webhookId);
    expect(ids).toHaveLength(wronglySigned);
    const db = await state();
    expect(await db.webhookDelivery.count({ where: { shop, webhookId: { in: ids } } })).toBe(0);
    expect(await db.webhookDelivery.count({ where: { shop, outcome: { not: "applied" } } })).toBe(0);
  });

  it("is brought in anew where nothing was looked at for longer than a week", async () => {
    const shop = domain("calm");
    const db = await state();
    const { changesKnownUntil } = await db.shop.findUniqueOrThrow({ where: { domain: shop } });
    if (changesKnownUntil === null) throw new Error("Nothing is known.");
    const runs = () => db.syncRun.findMany({ where: { shop }, orderBy: { startedAt: "asc" } });
    const before = (await runs()).length;
    const days = (count: number) => new Date(changesKnownUntil.getTime() + count * 86_400_000);
    await reconciled(shop, () => days(6));
    expect(await runs()).toHaveLength(before);
    await reconciled(shop, () => days(14));
    expect((await runs()).slice(before)).toMatchObject([{ state: "done", changedSince: null }]);
  });
});
