import { sql, type RawBuilder } from "kysely";

import { counted, countsAllThatCan, orderValue } from "~/customers/orderValue";

import type { EventCondition, EventFilter, Measure } from "../language/definition";
import { eventOf, propertyOf, type EventSource, type Property } from "../language/events";
import { ask, inSense, inSenseOfRows, type Value } from "./asked";
import type { CompileContext } from "./context";
import { isInWindow } from "./days";
import type { Resolve } from "./numbers";
import { fill, relation, type Tokens } from "./template";

/** What happened: the events of a kind, in a window, that pass filters, and what is measured of them. */
export type Happening = Pick<EventCondition, "event" | "window" | "filters" | "measure">;

/** Happenings as SQL. Customers are known ones where whoever uses this asks for customers. */
export interface CompiledHappening {
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<boolean>;
  /** An aggregate; of no events NULL or, where that is what it means, 0. */
  readonly measured: Value;
  /** SQL of the customer's id. */
  readonly customer: string;
  /** SQL of the UTC time. */
  readonly time: string;
}

export function compileHappening(happening: Happening, context: CompileContext): CompiledHappening {
  const event = sourceOf(happening, context);
  const tokens: Tokens = {
    counted: counted(context.settings, relation(context, "customers")),
    value: orderValue(context.settings),
  };
  const property =
    "property" in happening.measure ? existing(happening.event, happening.measure.property) : null;
  const lookup = property?.lookup
    ? sql` LEFT JOIN ${fill(property.lookup.from, context, tokens)}
        ON ${sql.raw(property.lookup.key)} = ${sql.raw(property.lookup.by)}`
    : sql``;
  const conditions = [
    fill<boolean>(event.where, context, tokens),
    isInWindow(sql.raw(event.time), happening.window, context),
    ...happening.filters.map((filter) => passes(happening.event, filter, context, tokens)),
  ];
  return {
    from: sql`${fill(event.from, context, tokens)}${lookup}`,
    where: sql<boolean>`${sql.join(conditions, sql` AND `)}`,
    measured: measureOf(happening.measure, property, context, tokens),
    customer: event.customer,
    time: event.time,
  };
}

function sourceOf({ event: id, filters, measure }: Happening, { settings }: CompileContext): EventSource {
  const event = eventOf(id);
  if (!event.shortcut || !countsAllThatCan(settings)) return event;
  const asked = [
    ...filters.map(({ property }) => property),
    ...("property" in measure ? [measure.property] : []),
  ];
  const asksOfOrder = asked.some((property) => {
    const { sql: own, lookup } = existing(id, property);
    return /\bo\./.test(`${own} ${lookup?.by ?? ""}`);
  });
  return asksOfOrder ? event : event.shortcut;
}

/** Whether a measure of no events is 0; otherwise it is missing. */
export function isZeroOfNone({ aggregate }: Measure): boolean {
  return aggregate === "count" || aggregate === "sum" || aggregate === "distinct";
}

function measureOf(
  measure: Measure,
  property: Property | null,
  context: CompileContext,
  tokens: Tokens,
): Value {
  if (measure.aggregate === "count" || !property) return { sql: sql`count(*)`, type: "count" };
  const own = fill(property.sql, context, tokens);
  switch (measure.aggregate) {
    case "sum":
      return { sql: sql`coalesce(sum(${own}), 0)`, type: property.type };
    case "average":
      return { sql: sql`avg(CAST(${own} AS double precision))`, type: property.type };
    case "lowest":
      return { sql: sql`min(${own})`, type: property.type };
    case "highest":
      return { sql: sql`max(${own})`, type: property.type };
    case "distinct":
      return {
        sql: sql`count(DISTINCT ${property.type === "text" ? sql`lower(${own})` : own})`,
        type: "count",
      };
  }
}

function passes(
  event: Happening["event"],
  { property: id, test }: EventFilter,
  context: CompileContext,
  tokens: Tokens,
): RawBuilder<boolean> {
  const property = existing(event, id);
  const value: Value = { ...property, sql: fill(property.sql, context, tokens) };
  if (!property.lookup) return inSense(ask(value, test, unranked, context), value, true);
  const { from, key, by } = property.lookup;
  // Each item of a list is a row of its own. One subquery an item would take minutes to plan for the 500 that a list may have.
  if (property.type === "references" && test.operator === "has_all") {
    const wanted = [...new Set(test.texts)];
    const any = ask(value, { operator: "has_any", texts: wanted }, unranked, context);
    return sql`${sql.raw(by)} IN (SELECT ${sql.raw(key)} FROM ${fill(from, context, tokens)} WHERE ${any.holds}
      GROUP BY ${sql.raw(key)} HAVING count(DISTINCT ${value.sql}) = CAST(${wanted.length} AS bigint))`;
  }
  const asked = ask(value, test, unranked, context);
  const among = inSenseOfRows(
    asked,
    sql.raw(by),
    true,
    (predicate) => sql`SELECT ${sql.raw(key)} FROM ${fill(from, context, tokens)} WHERE ${predicate}`,
  );
  return asked.missing ? sql`(${sql.raw(by)} IS NULL OR ${among})` : among;
}

function existing(event: Happening["event"], id: string): Property {
  const property = propertyOf(event, id);
  if (!property) throw new Error(`The event "${event}" has no property of that name.`);
  return property;
}

/** Properties of single events are not ranked: `parse.ts` refuses percentiles of them. */
const unranked: Resolve = (amount) => {
  if (amount.kind === "number") return amount.number;
  throw new Error("A property of an event cannot be compared with a percentile.");
};
