-- The scoring of a store as bare CREATE TABLE AS of the app's own SQL with default settings, values written in.

CREATE TABLE metrics AS
WITH counted AS (
  SELECT * FROM (
    SELECT o.order_id, o.customer_id, o.processed_at, o.source_name, o.refunded, o.discounts,
      greatest(0, greatest(0, CASE WHEN coalesce(o.financial_status IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED'), false)
        THEN least(o.current_total, o.net_payment) ELSE o.current_total END) - o.gift_cards) AS value,
      CAST(o.processed_at AT TIME ZONE 'UTC' AT TIME ZONE 'America/Toronto' AS date) AS day
    FROM orders o LEFT JOIN customers c ON c.customer_id = o.customer_id
    WHERE CASE WHEN o.test THEN 'test' WHEN o.cancelled_at IS NOT NULL THEN 'cancelled'
      WHEN o.financial_status = 'VOIDED' THEN 'voided' WHEN c.customer_id IS NULL THEN 'no_customer' END IS NULL
  ) placed
  WHERE day <= DATE '2025-12-31'
),
buyers AS (
  SELECT customer_id, count(*) AS orders, sum(value) AS spend, min(processed_at) AS first_order_at,
    max(processed_at) AS last_order_at, min(day) AS first_order_on, max(day) AS last_order_on, sum(refunded) AS refunded,
    max(source_name) AS any_source,
    count(*) FILTER (WHERE discounts > 0) AS discounted_orders
  FROM counted GROUP BY customer_id
),
rhythms AS (
  SELECT customer_id,
    max(source_name) FILTER (WHERE place = 1) AS first_source,
    max(day) FILTER (WHERE place = 2) AS second_order_on,
    CAST(max(day) - min(day) AS double precision) / nullif(count(*) FILTER (WHERE gap > 0), 0) AS gap_mean_days,
    max(gap) FILTER (WHERE gap > 0) AS gap_max_days
  FROM (
    SELECT customer_id, day, source_name, row_number() OVER by_time AS place, day - lag(day) OVER by_time AS gap
    FROM counted
    WHERE customer_id IN (SELECT customer_id FROM buyers WHERE orders > 1)
    WINDOW by_time AS (PARTITION BY customer_id ORDER BY processed_at, order_id)
  ) sequenced
  GROUP BY customer_id
),
failures AS (
  SELECT o.customer_id, count(*) AS failed_orders
  FROM orders o
  WHERE NOT o.test
    AND (o.cancel_reason IN ('CUSTOMER', 'DECLINED')
      OR o.order_id IN (SELECT order_id FROM fulfillments WHERE display_status IN ('FAILURE', 'NOT_DELIVERED')))
    AND CAST(o.processed_at AT TIME ZONE 'UTC' AT TIME ZONE 'America/Toronto' AS date) <= DATE '2025-12-31'
  GROUP BY o.customer_id
),
prices AS (
  SELECT counted.customer_id, max(l.unit_price) AS highest_unit_price
  FROM counted JOIN order_lines l ON l.order_id = counted.order_id
  WHERE NOT l.is_gift_card
  GROUP BY counted.customer_id
)
SELECT c.customer_id, CAST(coalesce(b.orders, 0) AS integer) AS orders, CAST(coalesce(b.spend, 0) AS bigint) AS spend,
  b.first_order_at, b.last_order_at, b.first_order_on, b.last_order_on, r.second_order_on,
  CAST(coalesce(b.refunded, 0) AS bigint) AS refunded, CAST(coalesce(f.failed_orders, 0) AS integer) AS failed_orders,
  CAST(coalesce(b.discounted_orders, 0) AS integer) AS discounted_orders, p.highest_unit_price, r.gap_mean_days,
  CAST(r.gap_max_days AS integer) AS gap_max_days,
  CASE WHEN b.orders = 1 THEN b.any_source ELSE r.first_source END AS first_order_source
FROM customers c
LEFT JOIN buyers b ON b.customer_id = c.customer_id
LEFT JOIN rhythms r ON r.customer_id = c.customer_id
LEFT JOIN failures f ON f.customer_id = c.customer_id
LEFT JOIN prices p ON p.customer_id = c.customer_id;

CREATE TABLE breaks AS
SELECT round(r[1] * 1e6) / 1e6 AS r1, round(r[2] * 1e6) / 1e6 AS r2, round(r[3] * 1e6) / 1e6 AS r3, round(r[4] * 1e6) / 1e6 AS r4,
  round(f[1] * 1e6) / 1e6 AS f1, round(f[2] * 1e6) / 1e6 AS f2, round(f[3] * 1e6) / 1e6 AS f3, round(f[4] * 1e6) / 1e6 AS f4,
  round(m[1] * 1e6) / 1e6 AS m1, round(m[2] * 1e6) / 1e6 AS m2, round(m[3] * 1e6) / 1e6 AS m3, round(m[4] * 1e6) / 1e6 AS m4,
  median_gap_days, median_order_value
FROM (
  SELECT percentile_cont(ARRAY[0.2, 0.4, 0.6, 0.8]) WITHIN GROUP (ORDER BY (DATE '2025-12-31' - last_order_on)::double precision) AS r,
    percentile_cont(ARRAY[0.2, 0.4, 0.6, 0.8]) WITHIN GROUP (ORDER BY orders::double precision) AS f,
    percentile_cont(ARRAY[0.2, 0.4, 0.6, 0.8]) WITHIN GROUP (ORDER BY spend::double precision) AS m,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY gap_mean_days) AS median_gap_days,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY spend::double precision / orders) AS median_order_value
  FROM metrics WHERE orders > 0
) ranked;

CREATE TABLE scores AS
SELECT customer_id, recency, frequency, monetary,
  CASE
    WHEN recency >= 4 THEN
      CASE WHEN frequency >= 4 AND monetary >= 4 THEN 'champions' WHEN frequency >= 4 THEN 'loyal'
        WHEN monetary >= 4 THEN 'potential_loyalists' ELSE 'new' END
    WHEN recency = 3 THEN CASE WHEN frequency + monetary >= 6 THEN 'need_attention' ELSE 'about_to_sleep' END
    WHEN frequency >= 4 AND monetary >= 4 THEN 'promising'
    WHEN frequency >= 4 THEN 'at_risk'
    WHEN monetary >= 4 THEN 'cant_lose'
    WHEN recency = 2 THEN 'hibernating'
    ELSE 'lost'
  END AS rfm_group
FROM (
  SELECT customer_id,
    5 - ((d > r1)::integer + (d > r2)::integer + (d > r3)::integer + (d > r4)::integer) AS recency,
    1 + (orders > f1)::integer + (orders > f2)::integer + (orders > f3)::integer + (orders > f4)::integer AS frequency,
    1 + (spend > m1)::integer + (spend > m2)::integer + (spend > m3)::integer + (spend > m4)::integer AS monetary
  FROM (SELECT *, DATE '2025-12-31' - last_order_on AS d FROM metrics WHERE orders > 0) buyers, breaks
) scored;
