import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Warehouse } from "~/warehouse/engine";
import type { CustomerRow } from "~/warehouse/tables";

import type { Reach, ReachGap } from "../reach/reach";
import { openBothEngines } from "../testing/bothEngines";
import { cases } from "../testing/cases";
import { naiveStore } from "../testing/naive";
import { fillScored } from "../testing/segmentStore";
import { previewCount } from "./count.server";

let warehouses: readonly Warehouse[];
let close: () => Promise<void>;
beforeAll(async () => {
  ({ warehouses, close } = await openBothEngines());
}, 120_000);
afterAll(() => close());

test("a preview tells the members, their worth, their reach and who would come and go", async () => {
  let moves = 0;
  let gaps = 0;
  await fc.assert(
    fc.asyncProperty(cases(4), async ({ facts, counting, memberships, definitions }) => {
      for (const warehouse of warehouses) {
        const store = await fillScored(warehouse, facts, counting, memberships);
        const naive = naiveStore(store);
        const spend = new Map(store.metrics.map((row) => [row.customer_id, row.spend]));
        const spendOf = (ids: readonly bigint[]) =>
          String(ids.reduce((sum, id) => sum + (spend.get(id) ?? 0n), 0n));
        const stored = new Set(
          memberships.flatMap(({ segment_id, customer_id }) => (segment_id === 1 ? [customer_id] : [])),
        );
        for (const definition of definitions) {
          const members = naive.members(definition);
          const staying = members.filter((id) => stored.has(id)).length;
          const change = {
            entering: members.length - staying,
            leaving: stored.size - staying,
            staying,
          };
          if (staying > 0 && change.entering > 0) moves += 1;
          const expected = {
            members: members.length,
            customers: naive.customers.length,
            spend: spendOf(members),
            totalSpend: spendOf(naive.customers),
            reach: plainReach(facts.customers.filter(({ customer_id }) => members.includes(customer_id))),
            analysisDate: counting.analysisDate,
          };
          gaps += expected.reach[0]?.gaps.filter(({ customers }) => customers > 0).length ?? 0;
          expect(await previewCount(warehouse, definition)).toEqual({ ...expected, change: null });
          expect(await previewCount(warehouse, definition, 1)).toEqual({ ...expected, change });
        }
      }
    }),
    { numRuns: 6, endOnFailure: true },
  );
  expect(moves).toBeGreaterThan(0);
  expect(gaps).toBeGreaterThan(30);
});

/** Reach person by person, written from what it is said to be. */
function plainReach(people: readonly CustomerRow[]): Reach {
  const channels = [
    { channel: "email", address: "email", consent: "email_consent" },
    { channel: "sms", address: "phone", consent: "sms_consent" },
    { channel: "whatsapp", address: "phone", consent: "whatsapp_consent" },
  ] as const;
  const gapOf = (address: string | null, consent: string | null, isEmail: boolean): ReachGap | null => {
    if (address === null || address === "") return "no_address";
    if ((isEmail && !/.@.+\..+/s.test(address)) || consent === "INVALID") return "invalid";
    if (consent === "SUBSCRIBED") return null;
    if (consent === "UNSUBSCRIBED") return "unsubscribed";
    return consent === "PENDING" ? "pending" : "not_subscribed";
  };
  return channels.map(({ channel, address, consent }) => {
    const found = people.map((person) => gapOf(person[address], person[consent], channel === "email"));
    const counted = (reason: ReachGap | null) => found.filter((gap) => gap === reason).length;
    return {
      channel,
      reachable: counted(null),
      gaps: (["no_address", "invalid", "unsubscribed", "pending", "not_subscribed"] as const).map(
        (reason) => ({ reason, customers: counted(reason) }),
      ),
    };
  });
}
