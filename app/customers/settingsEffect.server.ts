import { sql } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { chooseBreaks, type ScoringMethod } from "./breaks";
import { buyersOf, type Counting } from "./metrics.server";
import { customerExcluded, leftOut, ordersWithCustomers } from "./orderValue";
import { measureUnstored, scoresOf } from "./rfm.server";
import { type RfmGroupId, rfmGroupIds } from "./rfmGroups";
import { readScoring } from "./scoredState.server";
import type { ScoringSettings } from "./settings";

export interface EffectTotals {
  readonly buyers: number;
  readonly orders: number;
  /** Minor units, as decimal text: the effect is sent as JSON. */
  readonly revenue: string;
}

/** What would change if settings were saved: the stored scores beside those that the settings would give. */
export interface SettingsEffect {
  readonly before: EffectTotals;
  readonly after: EffectTotals;
  readonly method: ScoringMethod;
  /** Always eleven, in the order of `rfmGroupIds`. */
  readonly groups: readonly { readonly group: RfmGroupId; readonly before: number; readonly after: number }[];
  /** Customers who would be in another group than now, or in one at all, or in none any more. */
  readonly customersMoved: number;
  /** Customers with an excluded tag. */
  readonly customersExcluded: number;
  /** Orders that would be left out for a tag, of themselves or of their customer. */
  readonly ordersExcluded: number;
}

/** The answer to posted settings. */
export type EffectAnswer =
  { readonly ok: true; readonly effect: SettingsEffect } | { readonly ok: false; readonly message: string };

/** As of the last scoring's analysis date; stores nothing. Null in a store that was never scored. */
export async function settingsEffect(
  warehouse: Connection,
  input: { readonly proposed: ScoringSettings; readonly timeZone: string },
): Promise<SettingsEffect | null> {
  const stored = await readScoring(warehouse);
  if (!stored) return null;
  const counting: Counting = {
    analysisDate: stored.analysisDate,
    timeZone: input.timeZone,
    settings: input.proposed,
  };
  const [moves, excluded] = await Promise.all([
    moveBuyers(warehouse, counting),
    countExcluded(warehouse, input.proposed),
  ]);
  const sum = (count: (move: Move) => number) => moves.rows.reduce((total, move) => total + count(move), 0);
  const money = (count: (move: Move) => bigint) =>
    String(moves.rows.reduce((total, move) => total + count(move), 0n));
  const inGroup = (side: "before" | "after", group: RfmGroupId) =>
    sum((move) => (move[`group_${side}`] === group ? move.customers : 0));
  return {
    before: {
      buyers: sum((move) => (move.group_before ? move.customers : 0)),
      orders: sum((move) => move.orders_before),
      revenue: money((move) => move.revenue_before),
    },
    after: {
      buyers: sum((move) => (move.group_after ? move.customers : 0)),
      orders: sum((move) => move.orders_after),
      revenue: money((move) => move.revenue_after),
    },
    method: moves.method,
    groups: rfmGroupIds.map((group) => ({
      group,
      before: inGroup("before", group),
      after: inGroup("after", group),
    })),
    customersMoved: sum((move) => (move.group_before === move.group_after ? 0 : move.customers)),
    ...excluded,
  };
}

/** How many customers go from one group (null: no buyer) to another, with what they bought on either count. */
interface Move {
  group_before: RfmGroupId | null;
  group_after: RfmGroupId | null;
  customers: number;
  orders_before: number;
  orders_after: number;
  revenue_before: bigint;
  revenue_after: bigint;
}

async function moveBuyers(
  warehouse: Connection,
  counting: Counting,
): Promise<{ method: ScoringMethod; rows: Move[] }> {
  const { analysisDate, settings } = counting;
  const buyers = buyersOf(counting);
  const measures = await measureUnstored(warehouse, counting);
  const { method, breaks } = chooseBreaks(measures, settings.scoring);
  const rows = await warehouse.all(statement<Move>`
    WITH ${buyers},
    scores AS (${scoresOf({ analysisDate, breaks, metrics: sql`buyers` })}),
    after AS (SELECT s.customer_id, s.rfm_group, b.orders, b.spend FROM scores s JOIN buyers b ON b.customer_id = s.customer_id),
    before AS (
      SELECT s.customer_id, s.rfm_group, m.orders, m.spend
      FROM rfm_scores s JOIN customer_metrics m ON m.customer_id = s.customer_id
    )
    SELECT before.rfm_group AS group_before, after.rfm_group AS group_after, CAST(count(*) AS integer) AS customers,
      CAST(coalesce(sum(before.orders), 0) AS integer) AS orders_before,
      CAST(coalesce(sum(after.orders), 0) AS integer) AS orders_after,
      CAST(coalesce(sum(before.spend), 0) AS bigint) AS revenue_before,
      CAST(coalesce(sum(after.spend), 0) AS bigint) AS revenue_after
    FROM before FULL JOIN after ON after.customer_id = before.customer_id
    GROUP BY before.rfm_group, after.rfm_group`);
  return { method, rows };
}

async function countExcluded(
  warehouse: Connection,
  settings: ScoringSettings,
): Promise<Pick<SettingsEffect, "customersExcluded" | "ordersExcluded">> {
  const [row] = await warehouse.all(statement<{ customers: number; orders: number }>`
    SELECT
      CAST((SELECT count(*) FROM customers c WHERE ${customerExcluded(settings)}) AS integer) AS customers,
      CAST((
        SELECT count(*) FROM ${ordersWithCustomers}
        WHERE ${leftOut(settings)} IN ('excluded_customer_tag', 'excluded_order_tag')
      ) AS integer) AS orders`);
  return { customersExcluded: row?.customers ?? 0, ordersExcluded: row?.orders ?? 0 };
}
