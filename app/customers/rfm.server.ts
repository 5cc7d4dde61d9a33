import { sql, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { type Breaks, type BuyerMeasures, quintilesFrom } from "./breaks";
import { buyersOf, type Counting, type CustomerScope, rhythms, within } from "./metrics.server";
import type { RfmGroupId } from "./rfmGroups";

/**
 * What the breaks of a store are chosen from.
 *
 * @param metrics relation with the columns `orders, spend, last_order_on, gap_mean_days`; those without orders are no buyers.
 */
export async function measureBuyers(
  connection: Connection,
  input: { analysisDate: string; metrics: RawBuilder<unknown>; with?: RawBuilder<unknown> },
): Promise<BuyerMeasures> {
  const quintiles = sql`percentile_cont(ARRAY[0.2, 0.4, 0.6, 0.8])`;
  const [row] = await connection.all(statement<MeasuresRow>`
    ${input.with ?? sql``}
    SELECT CAST(count(*) AS integer) AS buyers,
      ${quintiles} WITHIN GROUP (ORDER BY CAST(CAST(${input.analysisDate} AS date) - last_order_on AS double precision)) AS recency,
      ${quintiles} WITHIN GROUP (ORDER BY CAST(orders AS double precision)) AS frequency,
      ${quintiles} WITHIN GROUP (ORDER BY CAST(spend AS double precision)) AS monetary,
      CAST(count(gap_mean_days) AS integer) AS buyers_with_gap,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY gap_mean_days) AS median_gap_days,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY CAST(spend AS double precision) / orders) AS median_order_value
    FROM ${input.metrics}
    WHERE orders > 0`);
  if (!row) throw new Error("A statement of aggregates gave no row.");
  const { recency, frequency, monetary } = row;
  return {
    buyers: row.buyers,
    quintiles: recency && frequency && monetary ? { recency, frequency, monetary } : null,
    buyersWithGap: row.buyers_with_gap,
    medianGapDays: row.median_gap_days,
    medianOrderValue: row.median_order_value,
  };
}

/** {@link measureBuyers} of a store that is counted otherwise than its stored metrics are. */
export async function measureUnstored(connection: Connection, counting: Counting): Promise<BuyerMeasures> {
  const { analysisDate } = counting;
  const buyers = buyersOf(counting);
  const ranked = await measureBuyers(connection, {
    analysisDate,
    with: sql`WITH ${buyers}`,
    metrics: sql`(SELECT *, CAST(NULL AS double precision) AS gap_mean_days FROM buyers) buyers_alone`,
  });
  if (ranked.buyers >= quintilesFrom) return ranked;
  // The rhythm of a store costs most of the time (1.7 s of 5 million orders) and matters to small stores only.
  return measureBuyers(connection, {
    analysisDate,
    with: sql`WITH ${buyers}, ${rhythms}`,
    metrics: sql`buyers b LEFT JOIN rhythms r ON r.customer_id = b.customer_id`,
  });
}

interface MeasuresRow {
  buyers: number;
  recency: number[] | null;
  frequency: number[] | null;
  monetary: number[] | null;
  buyers_with_gap: number;
  median_gap_days: number | null;
  median_order_value: number | null;
}

/**
 * `recency`, `frequency`, `monetary` and `rfm_group` of every buyer of a relation of metrics. A score is 1 + the number of breaks
 * that the value exceeds, so ties always share it; recency is reversed, as few days are good.
 */
export function scoresOf(input: {
  analysisDate: string;
  breaks: Breaks;
  metrics: RawBuilder<unknown>;
}): RawBuilder<unknown> {
  const { analysisDate, breaks, metrics } = input;
  return sql`
    SELECT customer_id, recency, frequency, monetary, ${rfmGroup} AS rfm_group
    FROM (
      SELECT customer_id,
        5 - ${exceeded(sql`CAST(${analysisDate} AS date) - last_order_on`, breaks.recency)} AS recency,
        1 + ${exceeded(sql`orders`, breaks.frequency)} AS frequency,
        1 + ${exceeded(sql`spend`, breaks.monetary)} AS monetary
      FROM ${metrics}
      WHERE orders > 0
    ) scored`;
}

/** The total table of `tests/data/rfm/mapping_125.csv` as a rule: every triple of scores has exactly one group. */
const rfmGroup: RawBuilder<RfmGroupId> = sql`
  CASE
    WHEN recency >= 4 THEN
      CASE WHEN frequency >= 4 AND monetary >= 4 THEN 'champions' WHEN frequency >= 4 THEN 'loyal'
        WHEN monetary >= 4 THEN 'potential_loyalists' ELSE 'new' END
    WHEN recency = 3 THEN
      CASE WHEN frequency + monetary >= 6 THEN 'need_attention' ELSE 'about_to_sleep' END
    WHEN frequency >= 4 AND monetary >= 4 THEN 'promising'
    WHEN frequency >= 4 THEN 'at_risk'
    WHEN monetary >= 4 THEN 'cant_lose'
    WHEN recency = 2 THEN 'hibernating'
    ELSE 'lost'
  END`;

/** Replaces the scores of the customers in scope by their stored metrics; resolves to the number of buyers among them. */
export async function writeScores(
  connection: Connection,
  input: { analysisDate: string; breaks: Breaks; breaksVersion: number },
  scope: CustomerScope = "everybody",
): Promise<number> {
  const metrics = sql`(SELECT * FROM customer_metrics WHERE ${within(sql`customer_id`, scope)}) metrics`;
  await connection.run(statement`DELETE FROM rfm_scores WHERE ${within(sql`customer_id`, scope)}`);
  return connection.run(statement`
    INSERT INTO rfm_scores (customer_id, breaks_version, recency, frequency, monetary, rfm_group)
    SELECT customer_id, CAST(${input.breaksVersion} AS integer), recency, frequency, monetary, rfm_group
    FROM (${scoresOf({ ...input, metrics })}) scores`);
}

function exceeded(value: RawBuilder<unknown>, breaks: readonly number[]): RawBuilder<number> {
  const terms = breaks.map((limit) => sql`CAST(${value} > CAST(${limit} AS double precision) AS integer)`);
  return sql`(${sql.join(terms, sql` + `)})`;
}
