import { afterAll, beforeAll, expect, test } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { customer, fill } from "~/customers/testing/testWarehouse";
import { temporaryProcessState } from "~/state/testing/temporaryState";
import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { readyMadeSegments } from "../catalogue/catalogue";
import { giveReadyMade } from "../readyMade.server";
import { deactivateSegment, deleteSegment } from "../segmentLife.server";
import { listSegments } from "../segmentStore.server";
import { readyMadeGallery } from "./gallery.server";
import { segmentsOverview } from "./overview.server";

const now = new Date("2026-11-01T12:00:00Z");

let warehouse: Warehouse;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  const opened = await openTestWarehouse();
  warehouse = opened.warehouse;
  const temporary = await temporaryProcessState();
  closing.push(opened.close, () => temporary.remove());
  await temporary.db.shop.create({
    data: {
      domain: warehouse.shop,
      installedAt: now,
      authorizedAt: now,
      settings: {},
      currency: "JPY",
      timezone: "UTC",
    },
  });
  await fill(warehouse, { customers: [customer({ customer_id: 1n })] });
  await scoreStore(warehouse, {
    analysisDate: "2026-11-01",
    timeZone: "UTC",
    settings: defaultSettings,
    now,
  });
  await giveReadyMade(warehouse.shop, now);
});
afterAll(async () => {
  for (const close of closing) await close();
});

async function idOf(readyMade: string): Promise<number> {
  const segment = (await listSegments(warehouse.shop)).find((one) => one.readyMade === readyMade);
  if (!segment) throw new Error(`${readyMade} is not there.`);
  return segment.id;
}

async function entry(readyMade: string) {
  const gallery = await readyMadeGallery(warehouse);
  const found = gallery?.entries.find((one) => one.readyMade === readyMade);
  if (!found) throw new Error(`${readyMade} is not shown.`);
  return found;
}

test("all of them are shown, also those that are switched off or deleted", async () => {
  const [buyers, vip, lapsed] = [await idOf("all_buyers"), await idOf("vip"), await idOf("lapsed")];
  expect((await entry("all_customers")).action).toEqual({
    kind: "compare",
    label: "Compare with All buyers",
    ids: [await idOf("all_customers"), buyers],
  });
  expect((await entry("high_spenders")).action).toMatchObject({ kind: "compare" });
  expect((await entry("lapsed")).action).toMatchObject({ kind: "build" });

  await deactivateSegment(warehouse.shop, buyers, "1", now);
  await deactivateSegment(warehouse.shop, lapsed, "1", now);
  await deleteSegment(warehouse.shop, vip, now);

  const gallery = await readyMadeGallery(warehouse);
  expect(gallery?.entries.map(({ readyMade }) => readyMade)).toEqual(readyMadeSegments.map(({ id }) => id));
  expect(await entry("lapsed")).toMatchObject({ segment: { id: lapsed, active: false }, action: null });
  expect(await entry("vip")).toMatchObject({
    name: "VIP",
    hasNumbers: true,
    segment: null,
    action: null,
    definition: { version: 1 },
  });
  expect((await entry("all_customers")).action).toMatchObject({
    kind: "unavailable",
    why: "“All buyers” is switched off.",
  });
  expect((await entry("high_spenders")).action).toMatchObject({ kind: "unavailable" });
});

test("the overview tells of those that are switched off that nobody is in them, and who did it", async () => {
  const overview = await segmentsOverview(warehouse);
  const off = overview?.segments.find(({ readyMade }) => readyMade === "lapsed");
  expect(off).toMatchObject({
    active: false,
    count: null,
    updating: false,
    updatedAt: now.toISOString(),
    updatedBy: "A staff member",
  });
  expect(overview?.segments.find(({ readyMade }) => readyMade === "leads")).toMatchObject({
    active: true,
    updating: true,
    updatedBy: null,
  });
});
