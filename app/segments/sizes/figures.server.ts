import { averageOrderValue } from "~/customers/averageOrderValue";
import { type RfmGroupId, rfmGroupIds } from "~/customers/rfmGroups";
import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { scoringOf } from "../membership/context.server";
import type { Quartiles, SegmentFigures } from "./figures";

/**
 * What the stored members of a segment come to, as of the last scoring.
 *
 * @throws {NotScoredError} where the store was never scored as a whole
 */
export async function segmentFigures(connection: Connection, segmentId: number): Promise<SegmentFigures> {
  const { analysisDate } = await scoringOf(connection);
  const [[store], [sums], groups] = await Promise.all([
    connection.all(statement<StoreRow>`
      SELECT CAST((SELECT count(*) FROM customers) AS integer) AS customers,
        CAST((SELECT coalesce(sum(spend), 0) FROM customer_metrics) AS bigint) AS revenue`),
    connection.all(statement<MembersRow>`
      SELECT CAST(count(*) AS integer) AS members,
        CAST(coalesce(sum(m.spend), 0) AS bigint) AS revenue,
        CAST(coalesce(sum(m.orders), 0) AS integer) AS orders,
        CAST(count(m.last_order_on) AS integer) AS buyers,
        percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (
          ORDER BY CAST(CAST(${analysisDate} AS date) - m.last_order_on AS double precision)) AS days
      FROM memberships p LEFT JOIN customer_metrics m ON m.customer_id = p.customer_id
      WHERE p.segment_id = ${segmentId}`),
    connection.all(statement<GroupRow>`
      SELECT r.rfm_group AS "group", CAST(count(*) AS integer) AS members
      FROM memberships p LEFT JOIN rfm_scores r ON r.customer_id = p.customer_id
      WHERE p.segment_id = ${segmentId}
      GROUP BY r.rfm_group`),
  ]);
  if (!store || !sums) throw new Error("A statement of aggregates gave no row.");
  const { members, revenue, orders, buyers, days } = sums;
  const inGroup = new Map(groups.map((row) => [row.group, row.members]));
  return {
    members,
    customers: store.customers,
    shareOfCustomers: store.customers === 0 ? null : members / store.customers,
    revenue,
    totalRevenue: store.revenue,
    shareOfRevenue: store.revenue === 0n ? null : Number(revenue) / Number(store.revenue),
    orders,
    averageOrderValue: averageOrderValue(revenue, orders),
    buyers,
    daysSinceLastOrder: buyers === 0 ? null : quartilesOf(days),
    groups: rfmGroupIds.map((group) => ({ group, members: inGroup.get(group) ?? 0 })),
    withoutGroup: inGroup.get(null) ?? 0,
  };
}

function quartilesOf(days: MembersRow["days"]): Quartiles | null {
  const [lower, median, upper] = days ?? [];
  return lower === undefined || median === undefined || upper === undefined ? null : { lower, median, upper };
}

interface StoreRow {
  customers: number;
  revenue: bigint;
}

interface MembersRow {
  members: number;
  revenue: bigint;
  orders: number;
  buyers: number;
  /** Null without buyers. */
  days: number[] | null;
}

interface GroupRow {
  /** Null: who has not ordered. */
  group: RfmGroupId | null;
  members: number;
}
