import { afterAll, beforeAll, expect, test } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { customer, fill } from "~/customers/testing/testWarehouse";
import { temporaryProcessState } from "~/state/testing/temporaryState";
import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { refreshSegment } from "../jobs/refreshSegment.server";
import { createSegment } from "../segmentEdits.server";
import { customerPage, furtherTimeline } from "./customerPage.server";

const now = new Date("2026-11-01T12:00:00Z");

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
let warehouse: Warehouse;
let close: () => Promise<void>;
beforeAll(async () => {
  temporary = await temporaryProcessState();
  ({ warehouse, close } = await openTestWarehouse());
  const shop = { domain: warehouse.shop, installedAt: now, authorizedAt: now, settings: {} };
  await temporary.db.shop.create({ data: shop });
  await fill(warehouse, {
    customers: [
      customer({
        ...{ customer_id: 1n, email: "ann@example.com", email_consent: "SUBSCRIBED" },
        ...{ phone: "+491701234567", sms_consent: "UNSUBSCRIBED", whatsapp_consent: "PENDING" },
      }),
      customer({ customer_id: 2n, email: "nowhere", email_consent: "SUBSCRIBED" }),
    ],
  });
});
afterAll(async () => {
  await close();
  await temporary.remove();
});

test("waits for the store to be scored", async () => {
  expect(await customerPage(warehouse, 1n)).toBe("unscored");
  expect(await furtherTimeline(warehouse, 1n, { time: now.toISOString(), seen: 0 })).toEqual({
    moments: [],
    next: null,
  });
  expect(await furtherTimeline(warehouse, 404n, { time: now.toISOString(), seen: 0 })).toBe("unknown");
});

test("says whether somebody can be reached and which segments they are in", async () => {
  const counting = { analysisDate: "2026-11-01", timeZone: "UTC", settings: defaultSettings };
  await scoreStore(warehouse, { ...counting, now });
  const everybody = {
    version: 1,
    where: { kind: "group", not: false, match: "all", items: [] },
  };
  const posted = { name: "Everybody", description: "", definition: everybody, active: true };
  const edited = await createSegment(warehouse.shop, posted, null, now);
  if (!edited.ok) throw new Error(edited.refusal.kind);
  const { id } = edited.segment;
  await refreshSegment(warehouse, id, null, now);

  const ann = await customerPage(warehouse, 1n);
  expect(ann).toMatchObject({
    reach: [
      { channel: "email", gap: null },
      { channel: "sms", gap: "unsubscribed" },
      { channel: "whatsapp", gap: "pending" },
    ],
    memberships: [{ segmentId: id, enteredAt: now.toISOString(), cause: "definition" }],
    segments: [{ id, name: "Everybody", active: true }],
    timeline: { moments: [{ kind: "entered", segmentId: id }, { kind: "customer_created" }], next: null },
  });
  expect(await customerPage(warehouse, 2n)).toMatchObject({
    reach: [{ gap: "invalid" }, { gap: "no_address" }, { gap: "no_address" }],
  });
  expect(await customerPage(warehouse, 3n)).toBe("unknown");
});
