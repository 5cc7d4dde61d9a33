import { scoreStore } from "~/customers/score.server";
import type { NaiveInput } from "~/customers/testing/naive";
import { fill, type TestStore } from "~/customers/testing/testWarehouse";
import { statement, warehouseSql } from "~/warehouse/compile";
import { sql } from "kysely";
import type { Connection, Warehouse } from "~/warehouse/engine";
import type { CustomerMetricsRow, MembershipRow, RfmScoreRow, WarehouseTables } from "~/warehouse/tables";

/** A store with what is derived of it, as plain rows: what the naive evaluation reads. */
export interface SegmentStore {
  readonly facts: Required<TestStore>;
  readonly counting: NaiveInput;
  readonly metrics: readonly CustomerMetricsRow[];
  readonly scores: readonly RfmScoreRow[];
  readonly memberships: readonly Membership[];
}

export type Membership = Pick<MembershipRow, "segment_id" | "customer_id">;

const scoredAt = new Date("2026-11-23T00:00:00Z");

/** Empties a warehouse, fills it with facts, scores it and puts customers into segments. */
export async function fillScored(
  warehouse: Warehouse,
  facts: Required<TestStore>,
  counting: NaiveInput,
  memberships: readonly Membership[] = [],
): Promise<SegmentStore> {
  await fill(warehouse, facts);
  await scoreStore(warehouse, { ...counting, now: scoredAt });
  if (memberships.length > 0) {
    const rows = memberships.map((row) => ({ ...row, entered_at: scoredAt, entered_cause: "definition" }));
    await warehouse.run(warehouseSql.insertInto("memberships").values(rows).compile());
  }
  return readSegmentStore(warehouse, counting);
}

/** Everything that a warehouse holds. */
export async function readSegmentStore(warehouse: Connection, counting: NaiveInput): Promise<SegmentStore> {
  const rows = <Table extends keyof WarehouseTables>(table: Table) =>
    warehouse.all(statement<WarehouseTables[Table]>`SELECT * FROM ${sql.table(table)}`);
  return {
    facts: {
      customers: await rows("customers"),
      orders: await rows("orders"),
      lines: await rows("order_lines"),
      fulfillments: await rows("fulfillments"),
      refunds: await rows("refunds"),
      products: await rows("products"),
      collections: await rows("collections"),
      productCollections: await rows("product_collections"),
      metafields: await rows("customer_metafields"),
      tagEvents: await rows("customer_tag_events"),
      checkouts: await rows("abandoned_checkouts"),
      checkoutLines: await rows("abandoned_checkout_lines"),
    },
    counting,
    metrics: await rows("customer_metrics"),
    scores: await rows("rfm_scores"),
    memberships: await rows("memberships"),
  };
}
