import { dayNumber, quantile } from "~/customers/testing/naive";

import type {
  Amount,
  Condition,
  Definition,
  EventCondition,
  MetafieldCondition,
  Node,
} from "../language/definition";
import { fieldOf, type FieldId } from "../language/fields";
import { propertyOf } from "../language/events";
import {
  attributes,
  dayTeller,
  groupBy,
  happenings,
  type Days,
  type Fact,
  type Happened,
  type Person,
} from "./facts";
import { asNumber, fold, isInWindow, passes } from "./naiveTests";
import type { SegmentStore } from "./segmentStore";

/**
 * The segment language customer by customer in plain TypeScript, for tests to hold the compiler against. Written from what
 * `language/` says, and nothing of `compile/` is used; slow on purpose.
 */
export interface NaiveStore {
  readonly customers: readonly bigint[];
  /** Who matches, by ascending id. `today` is the day of the scoring unless another one is given. */
  members(definition: Definition, today?: string): bigint[];
  matches(node: Node, customer: bigint, today?: string): boolean;
  /** What a condition is asked of: a field, a metafield as text, what was measured; null for segments. */
  valueOf(condition: Condition, customer: bigint, today?: string): Fact;
  /** Where a percentile stands on the day of the scoring; null with nobody to rank. */
  percentile(condition: Condition, amount: Amount): number | null;
}

export function naiveStore(store: SegmentStore): NaiveStore {
  const { facts, counting } = store;
  const dayOf = dayTeller(counting.timeZone);
  const metrics = new Map(store.metrics.map((row) => [row.customer_id, row]));
  const scores = new Map(store.scores.map((row) => [row.customer_id, row]));
  const metafields = groupBy(facts.metafields, ({ customer_id }) => customer_id);
  const happened = happenings(store, dayOf);
  const byCustomer = Object.fromEntries(
    Object.entries(happened).map(([event, all]) => [event, groupBy(all, ({ customer }) => customer)]),
  ) as Record<EventCondition["event"], Map<bigint, Happened[]>>;
  const memberOf = groupBy(store.memberships, ({ segment_id }) => segment_id);
  const people = new Map<bigint, Person>(
    facts.customers.map((customer) => {
      const { customer_id } = customer;
      return [customer_id, { customer, metrics: metrics.get(customer_id), score: scores.get(customer_id) }];
    }),
  );
  const customers = [...people.keys()].sort((a, b) => (a < b ? -1 : 1));
  const percentiles = new Map<string, number | null>();

  function attribute(field: FieldId, customer: bigint, days: Days): Fact {
    const person = people.get(customer);
    return person ? attributes[field](person, days) : null;
  }

  function metafieldText({ namespace, key }: MetafieldCondition, customer: bigint) {
    return metafields.get(customer)?.find((row) => row.namespace === namespace && row.key === key);
  }

  function metafield(condition: MetafieldCondition, customer: bigint): Fact {
    const row = metafieldText(condition, customer);
    if (!row) return null;
    switch (condition.as) {
      case "text":
        return row.value;
      case "decimal":
        return row.value_number;
      case "date":
        return row.value_date;
      case "boolean":
        return row.value === "true" ? true : row.value === "false" ? false : null;
    }
  }

  function passing({ event, window, filters }: EventCondition, customer: bigint, today: string): Happened[] {
    const all = byCustomer[event].get(customer) ?? [];
    return all.filter(
      ({ day, properties }) =>
        day <= today &&
        isInWindow(day, window, today) &&
        filters.every(({ property, test }) => {
          const type = propertyOf(event, property)?.type ?? "text";
          return passes(properties[property] ?? null, type, test, { today, stands: asNumber });
        }),
    );
  }

  function measured(condition: EventCondition, customer: bigint, today: string): number | null {
    return measure(condition, passing(condition, customer, today));
  }

  function percentile(condition: Condition, amount: Amount): number | null {
    if (amount.kind === "number") return amount.number;
    const key = JSON.stringify([condition, amount]);
    const known = percentiles.get(key);
    if (known !== undefined) return known;
    const population = ranked(condition, amount.of);
    const value = population.length === 0 ? null : quantile(population, amount.percentile / 100);
    percentiles.set(key, value);
    return value;
  }

  function ranked(condition: Condition, of: "buyers" | "unit_prices" | "order_gaps"): number[] {
    const today = counting.analysisDate;
    if (of === "unit_prices") {
      return happened.purchased
        .filter(({ day }) => day <= today)
        .filter(({ properties }) => counting.settings.money.includeGiftCards || !properties.gift_card)
        .map(({ properties }) => Number(properties.unit_price));
    }
    if (of === "order_gaps") {
      return customers.flatMap((customer) => {
        const own = (byCustomer.ordered.get(customer) ?? [])
          .map(({ day }) => day)
          .filter((day) => day <= today);
        const days = [...new Set(own)].sort().map(dayNumber);
        return days.slice(1).map((day, i) => day - (days[i] ?? day));
      });
    }
    if (condition.kind === "event") {
      return customers.flatMap((customer) => {
        const events = passing(condition, customer, today);
        return events.length === 0 ? [] : (measure(condition, events) ?? []);
      });
    }
    if (condition.kind !== "attribute") throw new Error("Only fields and events are ranked.");
    return customers
      .filter((customer) => (metrics.get(customer)?.orders ?? 0) > 0)
      .flatMap((customer) => {
        const value = attribute(condition.field, customer, { today, dayOf });
        return typeof value === "number" ? value : [];
      });
  }

  function conditionHolds(condition: Condition, customer: bigint, today: string): boolean {
    const asked = { today, stands: (amount: Amount) => percentile(condition, amount) };
    switch (condition.kind) {
      case "attribute": {
        const value = attribute(condition.field, customer, { today, dayOf });
        return passes(value, fieldOf(condition.field).type, condition.test, asked);
      }
      case "metafield":
        return passes(metafield(condition, customer), condition.as, condition.test, asked);
      case "event":
        return passes(measured(condition, customer, today), "decimal", condition.test, asked);
      case "segment":
        return (memberOf.get(condition.segment) ?? []).some(({ customer_id }) => customer_id === customer);
    }
  }

  function matches(node: Node, customer: bigint, today = counting.analysisDate): boolean {
    if (node.kind !== "group") return conditionHolds(node, customer, today) !== node.not;
    const items = node.items.map((item) => matches(item, customer, today));
    return (node.match === "all" ? items.every(Boolean) : items.some(Boolean)) !== node.not;
  }

  return {
    customers,
    matches,
    percentile,
    members: ({ where }, today) => customers.filter((customer) => matches(where, customer, today)),
    valueOf(condition, customer, today = counting.analysisDate) {
      switch (condition.kind) {
        case "attribute":
          return attribute(condition.field, customer, { today, dayOf });
        case "metafield":
          return metafieldText(condition, customer)?.value ?? null;
        case "event":
          return measured(condition, customer, today);
        case "segment":
          return null;
      }
    },
  };
}

function measure({ event, measure: asked }: EventCondition, events: readonly Happened[]): number | null {
  if (asked.aggregate === "count") return events.length;
  const type = propertyOf(event, asked.property)?.type;
  const values = events
    .map(({ properties }) => properties[asked.property] ?? null)
    .filter((value) => value !== null);
  const numbers = values.map(Number);
  const sum = numbers.reduce((a, b) => a + b, 0);
  switch (asked.aggregate) {
    case "sum":
      return sum;
    case "distinct":
      return new Set(values.map((value) => (type === "text" ? fold(value) : value))).size;
    case "average":
      return numbers.length === 0 ? null : sum / numbers.length;
    case "lowest":
      return numbers.length === 0 ? null : Math.min(...numbers);
    case "highest":
      return numbers.length === 0 ? null : Math.max(...numbers);
  }
}
