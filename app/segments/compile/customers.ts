import { sql, type RawBuilder } from "kysely";

import type { WarehouseTables } from "~/warehouse/tables";

import { conditionsOf, type Node } from "../language/definition";
import { fieldOf } from "../language/fields";
import type { CompileContext } from "./context";
import { relation } from "./template";

/** What fields' SQL may speak of besides customers `c`, by alias. */
const derived = { m: "customer_metrics", r: "rfm_scores" } as const satisfies Record<
  string,
  keyof WarehouseTables
>;

/** The FROM clause over which {@link holds} and `valueOf` of these nodes stand: customers with only the joins needed. */
export function customersFrom(nodes: readonly Node[], context: CompileContext): RawBuilder<unknown> {
  const texts = nodes
    .flatMap(conditionsOf)
    .flatMap((condition) => (condition.kind === "attribute" ? [fieldOf(condition.field).sql] : []));
  return fromCustomers(texts, context);
}

/** Customers with what these SQL texts of fields speak of. */
export function fromCustomers(texts: readonly string[], context: CompileContext): RawBuilder<unknown> {
  const joins = Object.entries(derived).flatMap(([alias, table]) =>
    texts.some((text) => new RegExp(`\\b${alias}\\.`).test(text))
      ? [
          sql` LEFT JOIN ${relation(context, table)} ${sql.raw(alias)}
          ON ${sql.raw(alias)}.customer_id = c.customer_id`,
        ]
      : [],
  );
  const customers = relation(context, "customers");
  const known =
    context.clock.kind === "day"
      ? sql`${context.among === undefined ? customers : sql.table(context.among)} c`
      : sql`${sql.table(context.clock.relation)} w JOIN ${customers} c ON c.customer_id = w.customer_id`;
  return sql`${known}${sql.join(joins, sql``)}`;
}

/** The shop's day that relative dates count back from. */
export function today({ clock }: CompileContext): RawBuilder<string> {
  return clock.kind === "day" ? sql`CAST(${clock.today} AS date)` : sql`w.today`;
}

/**
 * What tells one answer from another: the customer and, with the clock "moments", the day. `customer` is SQL of the id.
 */
export function answerKey(customer: string, { clock }: CompileContext): RawBuilder<unknown> {
  return clock.kind === "day" ? sql.raw(customer) : sql.raw(`${customer}, w.today`);
}

/** `JOIN moments w` of a relation that has the customer, where answers are per day. */
export function perMoment(customer: string, { clock }: CompileContext): RawBuilder<unknown> {
  return clock.kind === "day"
    ? sql``
    : sql`JOIN ${sql.table(clock.relation)} w ON w.customer_id = ${sql.raw(customer)}`;
}
