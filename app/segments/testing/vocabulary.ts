import { events, type EventId } from "../language/events";
import { fieldIds, type FieldId } from "../language/fields";
import { attributes, dayTeller, groupBy, happenings, type Fact } from "./facts";
import type { SegmentStore } from "./segmentStore";

/** A value that a store holds, one of its lists' items or a day of its dates; without null. */
export type Held = string | number | boolean;

/** What a store holds to ask for, so that conditions over it are neither always true nor always false. */
export interface Vocabulary {
  readonly today: string;
  readonly ofField: Readonly<Record<FieldId, readonly Held[]>>;
  readonly ofProperty: (event: EventId, property: string) => readonly Held[];
  /** The days on which such events happened. */
  readonly daysOf: (event: EventId) => readonly string[];
  readonly metafields: readonly MetafieldWords[];
}

export interface MetafieldWords {
  readonly namespace: string;
  readonly key: string;
  readonly values: readonly Held[];
}

/** Enough of each to choose from. */
const most = 60;

export function vocabularyOf(store: SegmentStore): Vocabulary {
  const { facts, counting, metrics, scores } = store;
  const today = counting.analysisDate;
  const dayOf = dayTeller(counting.timeZone);
  const metricsOf = new Map(metrics.map((row) => [row.customer_id, row]));
  const scoreOf = new Map(scores.map((row) => [row.customer_id, row]));
  const people = facts.customers.map((customer) => ({
    customer,
    metrics: metricsOf.get(customer.customer_id),
    score: scoreOf.get(customer.customer_id),
  }));
  const happened = happenings(store, dayOf);
  const properties = new Map<string, readonly Held[]>();
  for (const event of Object.keys(events) as EventId[]) {
    for (const property of Object.keys(events[event].properties)) {
      const values = happened[event].map(({ properties }) => properties[property] ?? null);
      properties.set(`${event}.${property}`, distinct(values));
    }
  }
  const attributesHeld = groupBy(facts.metafields, ({ namespace, key }) => JSON.stringify([namespace, key]));
  return {
    today,
    ofField: Object.fromEntries(
      fieldIds.map((field) => [
        field,
        distinct(people.map((person) => attributes[field](person, { today, dayOf }))),
      ]),
    ) as unknown as Record<FieldId, readonly Held[]>,
    ofProperty: (event, property) => properties.get(`${event}.${property}`) ?? [],
    daysOf: (event) => distinct(happened[event].map(({ day }) => day)).map(String),
    metafields: [...attributesHeld].map(([name, rows]) => {
      const [namespace = "", key = ""] = JSON.parse(name) as string[];
      return { namespace, key, values: distinct(rows.map((row) => row.value_number ?? row.value)) };
    }),
  };
}

function distinct(values: readonly Fact[]): Held[] {
  const all = new Set(values.flatMap((value): Held[] => (value === null ? [] : [value].flat())));
  // Spread over all of them, not the first ones.
  const held = [...all];
  const stride = Math.max(1, Math.floor(held.length / most));
  return held.filter((value, place) => place % stride === 0 && value !== "");
}
