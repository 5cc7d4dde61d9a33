import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { naiveReason } from "~/customers/testing/naive";
import type { TestStore } from "~/customers/testing/testWarehouse";
import type { Warehouse } from "~/warehouse/engine";

import { events } from "../language/events";
import { fields } from "../language/fields";
import { openBothEngines } from "../testing/bothEngines";
import { cases } from "../testing/cases";
import { groupBy } from "../testing/facts";
import { fold } from "../testing/naiveTests";
import { fillScored, type SegmentStore } from "../testing/segmentStore";
import { suggest } from "./suggest.server";
import type { Suggestion, SuggestionSource } from "./suggestions";
import { readSource, sourceText } from "./suggestionSource";

let warehouses: readonly Warehouse[];
let close: () => Promise<void>;
beforeAll(async () => {
  ({ warehouses, close } = await openBothEngines());
}, 120_000);
afterAll(() => close());

/** Everything that the registries say is suggested, as the address spells it. */
const sources: readonly string[] = [
  ...Object.entries(fields).flatMap(([id, field]) => ("suggests" in field ? [`field:${id}`] : [])),
  ...Object.entries(events).flatMap(([event, { properties }]) =>
    Object.entries(properties).flatMap(([id, property]) =>
      "suggests" in property || "of" in property ? [`event:${event}:${id}`] : [],
    ),
  ),
];

const search = (text: string) => ({ search: text, values: [] });
const sourceOf = (text: string): SuggestionSource => {
  const source = readSource(text);
  if (!source) throw new Error(`${text} is no source.`);
  return source;
};

/** The values of each source as often as they are there, row by row. */
function valuesIn({ facts, counting, metrics }: SegmentStore): Record<string, (string | null)[]> {
  const owners = new Map(facts.customers.map((owner) => [owner.customer_id, owner]));
  const counted = facts.orders.filter(
    (order) => naiveReason(order, owners.get(order.customer_id ?? 0n), counting.settings) === null,
  );
  const lines = facts.lines.filter(({ bought_by }) => bought_by !== null);
  const ids = (list: readonly (bigint | null)[]) => list.map((id) => (id === null ? null : String(id)));
  return {
    "field:tags": facts.customers.flatMap(({ tags }) => tags),
    "field:language": facts.customers.map(({ locale }) => locale),
    "field:first_order_source": metrics.map((row) => row.first_order_source),
    "field:city": facts.customers.map(({ city }) => city),
    "field:province": facts.customers.map(({ province_code }) => province_code),
    "field:country": facts.customers.map(({ country_code }) => country_code),
    "event:purchased:product": ids(lines.map(({ product_id }) => product_id)),
    "event:purchased:variant": ids(lines.map(({ variant_id }) => variant_id)),
    "event:purchased:title": lines.map(({ title }) => title),
    "event:purchased:sku": lines.map(({ sku }) => sku),
    "event:purchased:vendor": lines.map(({ vendor }) => vendor),
    "event:purchased:product_type": facts.products.map(({ product_type }) => product_type),
    "event:purchased:product_tags": facts.products.flatMap(({ tags }) => tags),
    "event:purchased:collection": ids(facts.productCollections.map(({ collection_id }) => collection_id)),
    "event:purchased:channel": counted.map(({ source_name }) => source_name),
    "event:ordered:discount_code": counted.flatMap(({ discount_codes }) => discount_codes),
    "event:ordered:channel": counted.map(({ source_name }) => source_name),
    "event:ordered:order_tags": counted.flatMap(({ tags }) => tags),
    "event:ordered:country": counted.map(({ country_code }) => country_code),
    "event:checkout_abandoned:product": ids(facts.checkoutLines.map(({ product_id }) => product_id)),
    "event:tag_added:tag": facts.tagEvents.map(({ tag }) => tag),
  };
}

const countries: Readonly<Record<string, string>> = { DE: "Germany", FR: "France", US: "United States" };

/** Labels by id: of what the store has a record of. */
function namesIn(source: string, { facts }: SegmentStore): Map<string, string> | null {
  if (source.endsWith(":product")) {
    return new Map(facts.products.map(({ product_id, title }) => [String(product_id), title]));
  }
  if (source.endsWith(":collection")) {
    return new Map(facts.collections.map(({ collection_id, title }) => [String(collection_id), title]));
  }
  if (!source.endsWith(":variant")) return null;
  const newestLast = [...facts.lines].sort((a, b) => Number(a.line_id - b.line_id));
  return new Map(
    newestLast.flatMap(({ variant_id, title, variant_title }) =>
      variant_id === null
        ? []
        : [[String(variant_id), variant_title === null ? title : `${title} – ${variant_title}`]],
    ),
  );
}

function plainSuggestions(source: string, store: SegmentStore, wanted: string): Suggestion[] {
  const values = (valuesIn(store)[source] ?? []).filter((value) => value !== null && value !== "");
  const names = namesIn(source, store);
  const isCountry = source.endsWith(":country");
  const all = names
    ? [...names].map(([value, label]) => ({
        value,
        label,
        count: values.filter((other) => other === value).length,
      }))
    : bySpelling(values as string[]).map(({ value, count }) => ({
        value,
        label: isCountry ? (countries[value] ?? value) : value,
        count,
      }));
  const matching = all.filter(
    ({ value, label }) => fold(label).includes(fold(wanted)) || (isCountry && fold(value).includes(wanted)),
  );
  const order = (a: Suggestion, b: Suggestion) =>
    b.count - a.count || (names ? Number(BigInt(a.value) - BigInt(b.value)) : a.value < b.value ? -1 : 1);
  return matching.sort(order).slice(0, 10);
}

function bySpelling(values: readonly string[]): { value: string; count: number }[] {
  const times = (value: string) => values.filter((other) => other === value).length;
  const groups = groupBy(values, fold);
  return [...groups.values()].map((group) => {
    const [value = ""] = [...new Set(group)].sort((a, b) => times(b) - times(a) || (a < b ? -1 : 1));
    return { value, count: group.length };
  });
}

/** Without the orders of customers who are gone: those of nobody are left out, and the rest counts. */
function withOwners(facts: Required<TestStore>): Required<TestStore> {
  const owners = new Set(facts.customers.map(({ customer_id }) => customer_id));
  const orders = facts.orders.filter(({ customer_id }) => customer_id === null || owners.has(customer_id));
  const kept = new Set(orders.map(({ order_id }) => order_id));
  return { ...facts, orders, lines: facts.lines.filter(({ order_id }) => kept.has(order_id)) };
}

describe("suggestions", () => {
  it("are offered of all that the registries say, as often as they are there", async () => {
    let offered = 0;
    await fc.assert(
      fc.asyncProperty(cases(0), async ({ facts, counting }) => {
        for (const warehouse of warehouses) {
          const store = await fillScored(warehouse, withOwners(facts), counting);
          expect(Object.keys(valuesIn(store)).sort()).toEqual([...sources].sort());
          for (const source of sources) {
            for (const wanted of ["", "o", "%", "_l", "be"]) {
              const answer = await suggest(warehouse, sourceOf(source), search(wanted));
              const expected = plainSuggestions(source, store, wanted);
              expect(answer?.suggestions, `${source} with "${wanted}"`).toEqual(expected);
              offered += expected.length;
            }
          }
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
    expect(offered).toBeGreaterThan(300);
  });

  it("say what they count", async () => {
    const counted: Record<string, readonly string[] | undefined> = {};
    for (const source of sources) {
      const [warehouse] = warehouses;
      if (warehouse) counted[source] = (await suggest(warehouse, sourceOf(source), search("")))?.counted;
    }
    expect(counted).toMatchObject({
      "field:city": ["customer", "customers"],
      "event:purchased:product": ["product line", "product lines"],
      "event:purchased:vendor": ["product line", "product lines"],
      "event:purchased:product_type": ["product", "products"],
      "event:purchased:collection": ["product", "products"],
      "event:purchased:channel": ["order", "orders"],
      "event:ordered:discount_code": ["order", "orders"],
    });
  });

  it("name ids that are chosen already, and no others", async () => {
    await fc.assert(
      fc.asyncProperty(cases(0), async ({ facts, counting }) => {
        for (const warehouse of warehouses) {
          const store = await fillScored(warehouse, withOwners(facts), counting);
          for (const source of ["event:purchased:product", "event:purchased:variant"]) {
            const answer = await suggest(warehouse, sourceOf(source), {
              search: "nothing of the kind",
              values: [2n, 3n, 5n, 12n, 13n, 99n],
            });
            const expected = plainSuggestions(source, store, "").filter(({ value }) =>
              ["2", "3", "5", "12", "13", "99"].includes(value),
            );
            expect(answer?.suggestions).toEqual(expected);
          }
        }
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });

  it("are not offered of what is typed freely, or is not there", async () => {
    const none = ["field:email", "field:nothing", "field:toString", "event:ordered:value", "event:x:product"];
    for (const warehouse of warehouses) {
      for (const source of [...none, "event:purchased:constructor"]) {
        expect(await suggest(warehouse, sourceOf(source), search("")), source).toBeNull();
      }
    }
  });
});

describe("a source", () => {
  it("is read back from the address as it was, whatever its names hold", () => {
    const names = ["custom", "a:b", "100%", "it's", "birth date 🎂", "%3A", "x&of=y"];
    for (const namespace of names) {
      for (const key of names) {
        const source: SuggestionSource = { kind: "metafield", namespace, key };
        const address = new URLSearchParams({ of: sourceText(source) }).toString();
        expect(readSource(new URLSearchParams(address).get("of") ?? "")).toEqual(source);
      }
    }
    expect(sources.map((source) => sourceText(sourceOf(source)))).toEqual(sources);
  });

  it("is not made of anything else", () => {
    const others = ["", ":", "field", "field:", "field:a:b", "event:a", "metafield:a:%", "toString:x", "x:y"];
    expect(others.map(readSource)).toEqual(others.map(() => null));
  });
});
