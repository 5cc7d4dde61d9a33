import { sql, type RawBuilder } from "kysely";

import type { WarehouseTables } from "~/warehouse/tables";

import type { CompileContext } from "../compile/context";

/** Tables with rows of single customers; those without a customer of their own, by the key of another of them. */
const tables = {
  customers: null,
  customer_metrics: null,
  rfm_scores: null,
  customer_metafields: null,
  customer_tag_events: null,
  memberships: null,
  orders: null,
  order_lines: { of: "orders", by: "order_id" },
  refunds: { of: "orders", by: "order_id" },
  fulfillments: { of: "orders", by: "order_id" },
  abandoned_checkouts: null,
  abandoned_checkout_lines: { of: "abandoned_checkouts", by: "checkout_id" },
} as const satisfies Partial<Record<keyof WarehouseTables, { of: keyof WarehouseTables; by: string } | null>>;

/**
 * A statement about some customers only: `facts`, to follow WITH, holds their rows of each table, and what is compiled
 * with `context` reads those. A temporary table would do the same, but needs the one connection that writes.
 */
export function aboutCustomers(
  customerIds: readonly bigint[],
  context: CompileContext,
): { facts: RawBuilder<unknown>; context: CompileContext } {
  const facts = Object.entries(tables).map(([table, owner]) => {
    const key = owner?.by ?? "customer_id";
    const among = owner ? chosen(owner.of) : "chosen";
    return sql`, ${sql.table(chosen(table))} AS (
      SELECT * FROM ${sql.table(table)} WHERE ${sql.ref(key)} IN (SELECT ${sql.ref(key)} FROM ${sql.table(among)}))`;
  });
  return {
    facts: sql`chosen AS (
      SELECT DISTINCT customer_id FROM unnest(CAST(${customerIds} AS bigint[])) AS given (customer_id)
    )${sql.join(facts, sql``)}`,
    context: {
      ...context,
      relations: Object.fromEntries(Object.keys(tables).map((table) => [table, chosen(table)])),
    },
  };
}

function chosen(table: string): string {
  return `chosen_${table}`;
}
