import { sql } from "kysely";

import { rescoreAndEvaluateCustomers } from "~/segments/membership/evaluate.server";
import { statement } from "~/warehouse/compile";

import type { Turns } from "./benchmark";
import { catalogue } from "./catalogue";
import { rivalText } from "./rivals/rival";
import { takeTurns } from "./turns";

const runs = 12;
const warmUps = 2;

/** What the changes came to, in both stores. */
const checksums = `
  SELECT (SELECT count(*) || ' ' || sum(orders) || ' ' || sum(spend) || ' ' || sum(failed_orders) || ' ' || sum(gap_max_days) || ' ' ||
      sum(highest_unit_price) || ' ' || count(second_order_on) FROM customer_metrics) AS metrics,
    (SELECT count(*) || ' ' || sum(recency) || ' ' || sum(frequency) || ' ' || sum(monetary) FROM rfm_scores) AS scores,
    (SELECT string_agg(told, ', ' ORDER BY told) FROM (
      SELECT segment_id || ' ' || entered_cause || ' ' || count(*) || ' ' || sum(customer_id) AS told
      FROM memberships GROUP BY segment_id, entered_cause) members) AS members,
    (SELECT string_agg(told, ', ' ORDER BY told) FROM (
      SELECT segment_id || ' ' || left_cause || ' ' || count(*) || ' ' || sum(customer_id) AS told
      FROM past_memberships GROUP BY segment_id, left_cause) past) AS past`;

function refreshOf(changedCustomers: number, name: string): Turns {
  return {
    kind: "turns",
    name,
    store: "members",
    customers: 1_000_000,
    size: (customers) =>
      `${String(changedCustomers)} of ${String(customers)} customers changed, ${String(catalogue.length)} segments`,
    async take(stores, { customers }) {
      const warehouse = await stores.ours.warehouse();
      const bare = await stores.rival.bare();
      const script = await rivalText("refresh.sql");
      await bare.run(await rivalText("thresholds.sql"));
      await bare.run(
        `CREATE TEMPORARY TABLE names (segment_id integer, name text); INSERT INTO names VALUES ${names}`,
      );
      const idsOf = (round: number) => chosen(round, changedCustomers, customers);
      const times = await takeTurns(
        {
          ours: (round) =>
            rescoreAndEvaluateCustomers(warehouse, catalogue, idsOf(round), {
              now: new Date(Date.UTC(2026, 0, 1, 6, round)),
              cause: "order",
            }),
          rival: (round) =>
            bare.run(`BEGIN; ${script.replaceAll("$changed", idsOf(round).join(", "))}; COMMIT`),
        },
        {
          runs,
          warmUps,
          async before(round) {
            for (const text of ordersOf(idsOf(round), round)) {
              await warehouse.run(statement`${sql.raw(text)}`);
              await bare.run(text);
            }
          },
        },
      );
      const [ours] = await warehouse.all(statement`${sql.raw(checksums)}`);
      const [rival] = await bare.rows(checksums);
      if (JSON.stringify(ours) !== JSON.stringify(rival)) {
        throw new Error(`${name}: ours ${JSON.stringify(ours)}\nrival ${JSON.stringify(rival)}`);
      }
      return [{ part: "", ...times }];
    },
  };
}

/** The whole catalogue after one customer's order, as a webhook brings it: scores and memberships of that customer. */
export const refresh = refreshOf(1, "refresh");
/** The same after the orders of a busy minute. */
export const refreshMany = refreshOf(100, "refresh-100");

const names = catalogue.map(({ id, name }) => `(${String(id)}, '${name}')`).join(", ");

/** Other customers each round, spread over the store. */
function chosen(round: number, count: number, customers: number): bigint[] {
  return Array.from({ length: count }, (_, place) =>
    BigInt(1 + ((place * 7919 * 31 + round * 104_729 + 17) % customers)),
  );
}

/** A new order of two lines for each. */
function ordersOf(ids: readonly bigint[], round: number): string[] {
  const first = String(1_000_000_000 + round * 10_000_000);
  return [
    `INSERT INTO orders (order_id, customer_id, name, created_at, updated_at, processed_at, test, financial_status,
      fulfillment_status, source_name, tags, discount_codes, total, current_total, current_tax, current_shipping,
      discounts, refunded, net_payment, gift_cards, subscription)
    SELECT ${first} + customer_id, customer_id, '#new', moment, moment, moment, false, 'PAID', 'UNFULFILLED', 'web',
      CAST(ARRAY[] AS text[]), CAST(ARRAY[] AS text[]), 25000, 25000, 3000, 500, 0, 0, 25000, 0, false
    FROM (
      SELECT unnest(CAST(ARRAY[${ids.join(", ")}] AS bigint[])) AS customer_id, TIMESTAMP '2025-12-31 20:00:00' AS moment
    ) placed`,
    `INSERT INTO order_lines (line_id, order_id, product_id, title, quantity, current_quantity, is_gift_card, unit_price,
      discounted_total, bought_by, bought_at)
    SELECT order_id * 2 + part, order_id, 7, 'Product 7', 3, 3, false, 4000, 12000, customer_id, processed_at
    FROM orders, generate_series(0, 1) AS parts (part) WHERE order_id >= ${first}`,
  ];
}
