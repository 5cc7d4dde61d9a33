import { sql, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { HomeFigures, MoneyTrend, Trend } from "./figures";
import type { Counting } from "./metrics.server";
import { type MonthEnd, monthEnds } from "./monthEnds";
import { customerExcluded, leftOut, orderValue, ordersWithCustomers } from "./orderValue";
import { groupsOfScoring } from "./scoredGroups.server";
import { readScoring } from "./scoredState.server";
import { endOfShopDay } from "./shopDays";

const trendMonths = 13;

/**
 * The home page's figures as of the last scoring; null in a store that was never scored. How a month ended is computed
 * back from what is known today, so there is a history on the first day.
 */
export async function homeFigures(warehouse: Connection): Promise<HomeFigures | null> {
  const scoring = await readScoring(warehouse);
  if (!scoring) return null;
  const months = monthEnds(scoring.analysisDate, trendMonths);
  const [people, revenue, groups] = await Promise.all([
    peopleByMonth(warehouse, months, scoring),
    revenueByMonth(warehouse, months, scoring),
    groupsOfScoring(warehouse, scoring),
  ]);
  return {
    ...groups,
    customers: trend(people.map(({ month, customers }) => ({ month, value: customers }))),
    buyers: trend(people.map(({ month, buyers }) => ({ month, value: buyers }))),
    repeatRate: trend(
      people.map(({ month, buyers, repeaters }) => ({
        month,
        value: buyers === 0 ? 0 : repeaters / buyers,
      })),
    ),
    revenue,
  };
}

interface PeopleRow {
  month: string;
  customers: number;
  buyers: number;
  repeaters: number;
}

/** Customers, buyers and repeat buyers at each month's end. Customers excluded by a tag are not among them. */
async function peopleByMonth(
  warehouse: Connection,
  months: readonly MonthEnd[],
  { timeZone, settings }: Counting,
): Promise<PeopleRow[]> {
  const countEach = (holds: (day: string) => RawBuilder<boolean>) => {
    const counts = months.map(({ day }) => sql`CAST(count(*) FILTER (WHERE ${holds(day)}) AS integer)`);
    return sql`ARRAY[${sql.join(counts)}]`;
  };
  const counts = statement<{ customers: number[]; buyers: number[]; repeaters: number[] }>`
    SELECT
      ${countEach((day) => sql`created_at < ${endOfShopDay(day, timeZone)} AND NOT excluded`)} AS customers,
      ${countEach((day) => sql`first_order_on <= CAST(${day} AS date)`)} AS buyers,
      ${countEach((day) => sql`second_order_on <= CAST(${day} AS date)`)} AS repeaters
    FROM (
      SELECT c.created_at, ${customerExcluded(settings)} AS excluded, m.first_order_on, m.second_order_on
      FROM customers c LEFT JOIN customer_metrics m ON m.customer_id = c.customer_id
    ) people`;
  const [row] = await warehouse.all(counts);
  return months.map(({ month }, i) => ({
    month,
    customers: row?.customers[i] ?? 0,
    buyers: row?.buyers[i] ?? 0,
    repeaters: row?.repeaters[i] ?? 0,
  }));
}

/** Revenue up to each month's end: what the scores add up to, less the orders placed since. */
async function revenueByMonth(
  warehouse: Connection,
  months: readonly MonthEnd[],
  { analysisDate, timeZone, settings }: Counting,
): Promise<MoneyTrend> {
  const earlier = months.slice(0, -1);
  const since = earlier.map(
    ({ day }) =>
      sql`CAST(coalesce(sum(value) FILTER (WHERE processed_at >= ${endOfShopDay(day, timeZone)}), 0) AS bigint)`,
  );
  const oldest = endOfShopDay(earlier[0]?.day ?? analysisDate, timeZone);
  const [[total], [placed]] = await Promise.all([
    warehouse.all(
      statement<{
        spend: bigint;
      }>`SELECT CAST(coalesce(sum(spend), 0) AS bigint) AS spend FROM customer_metrics`,
    ),
    warehouse.all(statement<{ since: bigint[] }>`
      SELECT ARRAY[${sql.join(since)}] AS since
      FROM (
        SELECT o.processed_at, ${orderValue(settings)} AS value
        FROM ${ordersWithCustomers}
        WHERE o.processed_at >= ${oldest} AND o.processed_at < ${endOfShopDay(analysisDate, timeZone)}
          AND ${leftOut(settings)} IS NULL
      ) counted`),
  ]);
  const now = total?.spend ?? 0n;
  return {
    now,
    months: months.map(({ month }, i) => ({ month, value: now - (placed?.since[i] ?? 0n) })),
  };
}

function trend(months: Trend["months"]): Trend {
  return { now: months.at(-1)?.value ?? 0, months };
}
