import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { averageOrderValue } from "./averageOrderValue";
import type { GroupFigures, ScoredGroups } from "./figures";
import { type RfmGroupId, rfmGroupIds } from "./rfmGroups";
import { distribution } from "./score.server";
import { readScoring, type Scoring } from "./scoredState.server";

/** The groups as of the last scoring; null in a store that was never scored. */
export async function scoredGroups(warehouse: Connection): Promise<ScoredGroups | null> {
  const scoring = await readScoring(warehouse);
  return scoring && groupsOfScoring(warehouse, scoring);
}

export async function groupsOfScoring(warehouse: Connection, scoring: Scoring): Promise<ScoredGroups> {
  const { analysisDate, breaks, buyers, method, scoredAt, version } = scoring;
  const [groups, { levelsPresent }] = await Promise.all([
    groupFigures(warehouse, analysisDate),
    distribution(warehouse),
  ]);
  return {
    analysisDate,
    scoredAt: scoredAt.toISOString(),
    groups,
    scoring: {
      breaksVersion: version,
      method,
      buyers,
      recencyBreaks: breaks.recency,
      frequencyBreaks: breaks.frequency,
      monetaryBreaks: breaks.monetary,
      levelsPresent,
    },
  };
}

async function groupFigures(warehouse: Connection, analysisDate: string): Promise<GroupFigures[]> {
  const rows = await warehouse.all(statement<GroupRow>`
    SELECT s.rfm_group, CAST(count(*) AS integer) AS customers, CAST(sum(m.orders) AS integer) AS orders,
      CAST(sum(m.spend) AS bigint) AS revenue,
      percentile_cont(0.5) WITHIN GROUP (
        ORDER BY CAST(CAST(${analysisDate} AS date) - m.last_order_on AS double precision)) AS days
    FROM rfm_scores s JOIN customer_metrics m ON m.customer_id = s.customer_id
    GROUP BY s.rfm_group`);
  const found = new Map(rows.map((row) => [row.rfm_group, row]));
  return rfmGroupIds.map((group) => {
    const { customers = 0, orders = 0, revenue = 0n, days = null } = found.get(group) ?? {};
    return {
      group,
      customers,
      orders,
      revenue,
      averageOrderValue: averageOrderValue(revenue, orders),
      medianDaysSinceLastOrder: days,
    };
  });
}

interface GroupRow {
  rfm_group: RfmGroupId;
  customers: number;
  orders: number;
  revenue: bigint;
  days: number;
}
