import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { localDay, naiveReason } from "~/customers/testing/naive";
import { countings, stores } from "~/customers/testing/randomStores";
import { customer, fill } from "~/customers/testing/testWarehouse";
import type { Warehouse } from "~/warehouse/engine";
import { awaitRecords } from "~/warehouse/loading/awaited.server";
import type { CustomerRow } from "~/warehouse/tables";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { awaitedOf } from "./awaited.server";
import { consentGaps } from "./consentGaps.server";
import { duplicates } from "./duplicates.server";
import { consentChannels, type SharedTrait, sharedTraits } from "./health";
import { orderFates } from "./orderFates.server";

let warehouse: Warehouse;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

describe("what became of the orders", () => {
  const syncedAt = new Date("2026-06-01T00:00:00Z");

  test("each stored one is counted once, by the reasons of a plain count", async () => {
    let leftOut = 0;
    await fc.assert(
      fc.asyncProperty(stores, countings, async (store, counting) => {
        await fill(warehouse, store);
        const fates = await orderFates(warehouse, { ...counting, syncedAt, ordersVisibleSince: null });
        const owners = new Map(store.customers.map((person) => [person.customer_id, person]));
        const plain = new Map<string | null, number>();
        for (const row of store.orders) {
          const owner = row.customer_id === null ? undefined : owners.get(row.customer_id);
          const isLate = localDay(row.processed_at, counting.timeZone) > counting.analysisDate;
          const reason =
            naiveReason(row, owner, counting.settings) ?? (isLate ? "after_analysis_date" : null);
          plain.set(reason, (plain.get(reason) ?? 0) + 1);
        }
        expect(fates.stored).toBe(store.orders.length);
        expect(fates.counted).toBe(plain.get(null) ?? 0);
        expect(new Map(fates.leftOut.map(({ reason, orders }) => [reason, orders]))).toEqual(
          new Map([...plain].filter(([reason]) => reason !== null)),
        );
        const sum = fates.leftOut.reduce((total, { orders }) => total + orders, fates.counted);
        expect(sum).toBe(store.orders.length);
        expect(fates.hidden).toBeNull();
        leftOut += fates.leftOut.length;
      }),
      { numRuns: 20 },
    );
    expect(leftOut).toBeGreaterThan(20);
  });

  test("orders that Shopify counts and hides are those of customers from before the window", async () => {
    const ordersVisibleSince = new Date("2024-01-01T00:00:00Z");
    const counted = fc.array(fc.bigInt(0n, 9n), { minLength: 90, maxLength: 90 });
    let hidden = 0;
    await fc.assert(
      fc.asyncProperty(stores, countings, counted, async (store, counting, shopifyOrders) => {
        const customers = store.customers.map((person, place) => ({
          ...person,
          shopify_orders: shopifyOrders[place] ?? 0n,
        }));
        await fill(warehouse, { ...store, customers });
        const fates = await orderFates(warehouse, { ...counting, syncedAt, ordersVisibleSince });
        const missing = customers
          .filter(({ created_at }) => created_at < ordersVisibleSince)
          .map(({ customer_id, shopify_orders }) => {
            const stored = store.orders.filter((row) => row.customer_id === customer_id && !row.test);
            return Number(shopify_orders) - stored.length;
          })
          .filter((orders) => orders > 0);
        expect(fates.hidden).toEqual({
          orders: missing.reduce((sum, orders) => sum + orders, 0),
          customers: missing.length,
          before: ordersVisibleSince.toISOString(),
        });
        hidden += missing.length;
      }),
      { numRuns: 15 },
    );
    expect(hidden).toBeGreaterThan(20);
  });
});

const blank = (text: string) => text.replaceAll(" ", "");
/** What somebody shares with whom they may be; null: nothing of the kind. Written from the words of the page. */
const naiveTrait: Readonly<Record<SharedTrait, (person: CustomerRow) => string | null>> = {
  email: ({ email }) => email?.replace(/^ +| +$/g, "").toLowerCase() ?? null,
  phone: ({ phone }) => {
    const digits = phone?.replaceAll(/\D/g, "") ?? "";
    return digits.length < 7 ? null : digits;
  },
  name_and_zip: ({ first_name, last_name, zip }) => {
    if (!first_name || !last_name || !zip) return null;
    const [name, place] = [blank(first_name + last_name), blank(zip)];
    return name === "" || place === "" ? null : `${name} ${place}`.toLowerCase();
  },
};

const people = fc
  .array(
    fc.record({
      email: fc.constantFrom(
        ...[null, "", " ", "ada@example.com", "Ada@Example.com ", " ada@example.com", "a.da@example.com"],
        ...["ada+shop@example.com", "bo@example.com", "BO@example.com"],
      ),
      phone: fc.constantFrom(
        ...[null, "", "+", "+49 30 1234567", "+49301234567", "(49) 30-123.45.67", "12345", "1-2-3-4-5"],
        ...["+31201234567", "0201234567"],
      ),
      first_name: fc.constantFrom(null, " ", "Ada", "ada ", "A DA", "Zoë", "ZOË"),
      last_name: fc.constantFrom("", "van  Dijk", "Van Dijk", "VANDIJK", "Bell"),
      zip: fc.constantFrom(null, "", "1011 AB", "1011ab", "1011AB"),
    }),
    { minLength: 8, maxLength: 40 },
  )
  .map((rows) => rows.map((row, place) => customer({ customer_id: BigInt(place + 1), ...row })));

describe("customers who may be one person", () => {
  test("are those who share a trait by a plain count", async () => {
    const seen = { email: 0, phone: 0, name_and_zip: 0 };
    await fc.assert(
      fc.asyncProperty(people, async (customers) => {
        await fill(warehouse, { customers });
        const found = await duplicates(warehouse);
        expect(found.map(({ trait }) => trait)).toEqual(sharedTraits);
        for (const { trait, groups, customers: all, first } of found) {
          const alike = new Map<string, bigint[]>();
          for (const person of customers) {
            const key = naiveTrait[trait](person);
            if (key === null || key === "") continue;
            alike.set(key, [...(alike.get(key) ?? []), person.customer_id]);
          }
          const plain = [...alike.values()].filter((ids) => ids.length > 1);
          expect([trait, groups, all]).toEqual([trait, plain.length, plain.flat().length]);
          const largest = plain
            .sort((a, b) => b.length - a.length || Number((a[0] ?? 0n) - (b[0] ?? 0n)))
            .slice(0, 5);
          expect(first.map((group) => group.customers)).toEqual(largest.map((ids) => ids.length));
          expect(first.map((group) => group.people.map(({ customerId }) => customerId))).toEqual(
            largest.map((ids) => [ids[0], ids.at(-1)].map(String)),
          );
          seen[trait] += plain.length;
        }
      }),
      { numRuns: 60 },
    );
    for (const groups of Object.values(seen)) expect(groups).toBeGreaterThan(20);
  });

  test("are named as they are stored, five groups at most", async () => {
    const pair = (nth: number, more: Partial<CustomerRow> = {}) =>
      [0, 1].map((of) =>
        customer({
          customer_id: BigInt(2 * nth + of + 1),
          display_name: `Pair ${String(nth)}`,
          email: `pair.${String(nth)}@example.com`,
          ...more,
        }),
      );
    const customers = Array.from({ length: 7 }, (_, nth) => pair(nth)).flat();
    await fill(warehouse, { customers: [...customers, ...pair(7, { email: null, phone: "+12025550123" })] });
    const [byEmail, byPhone, byName] = await duplicates(warehouse);
    expect(byEmail).toMatchObject({ groups: 7, customers: 14 });
    expect(byEmail?.first).toHaveLength(5);
    expect(byEmail?.first[0]?.people).toEqual(
      ["1", "2"].map((customerId) => ({ customerId, name: "Pair 0", email: "pair.0@example.com" })),
    );
    expect(byPhone?.first[0]?.people.map(({ email }) => email)).toEqual([null, null]);
    expect(byName).toEqual({ trait: "name_and_zip", groups: 0, customers: 0, first: [] });
  });

  test("are nobody in an empty store", async () => {
    await fill(warehouse, {});
    expect(await duplicates(warehouse)).toEqual(
      sharedTraits.map((trait) => ({ trait, groups: 0, customers: 0, first: [] })),
    );
  });
});

describe("gaps in consent", () => {
  const states = [null, "SUBSCRIBED", "UNSUBSCRIBED", "NOT_SUBSCRIBED", "PENDING", "NEW_IN_2027"] as const;
  const state = fc.constantFrom(...states);
  const time = fc.constantFrom(null, new Date("2026-01-01T00:00:00Z"));
  const consenting = fc.array(
    fc.record({
      email: fc.constantFrom(null, "", "ada@example.com"),
      phone: fc.constantFrom(null, "", "+12025550123"),
      ...{ email_consent: state, sms_consent: state, whatsapp_consent: state },
      ...{ email_consent_at: time, sms_consent_at: time, whatsapp_consent_at: time },
    }),
    { maxLength: 60 },
  );

  test("are those of a plain count", async () => {
    await fc.assert(
      fc.asyncProperty(consenting, async (rows) => {
        const customers = rows.map((row, place) => customer({ customer_id: BigInt(place + 1), ...row }));
        await fill(warehouse, { customers });
        const count = (test: (row: CustomerRow) => boolean) => customers.filter(test).length;
        const byChannel = (test: (consent: string | null, at: Date | null) => boolean) =>
          Object.fromEntries(
            consentChannels.map((channel) => [
              channel,
              count((row) => test(row[`${channel}_consent`], row[`${channel}_consent_at`])),
            ]),
          );
        expect(await consentGaps(warehouse)).toEqual({
          customers: customers.length,
          withEmail: count(({ email }) => Boolean(email)),
          withPhone: count(({ phone }) => Boolean(phone)),
          emailUnknown: count(({ email, email_consent }) => Boolean(email) && email_consent === null),
          phoneUnknown: count(
            ({ phone, sms_consent, whatsapp_consent }) => Boolean(phone) && !sms_consent && !whatsapp_consent,
          ),
          undated: byChannel((consent, at) => consent === "SUBSCRIBED" && at === null),
          unsubscribed: byChannel((consent) => consent === "UNSUBSCRIBED"),
        });
      }),
      { numRuns: 30 },
    );
  });
});

test("what is awaited is told by kind, and since when the first of it", async () => {
  await fill(warehouse, {});
  expect(await awaitedOf(warehouse)).toEqual([]);
  const [early, late] = [new Date("2026-11-01T10:00:00Z"), new Date("2026-11-01T11:00:00Z")];
  await awaitRecords(warehouse, "orders", [3n], late);
  await awaitRecords(warehouse, "orders", [1n, 2n], early);
  await awaitRecords(warehouse, "customers", [1n], late);
  expect(await awaitedOf(warehouse)).toEqual([
    { kind: "customers", records: 1, since: late.toISOString() },
    { kind: "orders", records: 3, since: early.toISOString() },
  ]);
});
