-- What the ready-made segments compare with: the orders that count, those of a year by customer, and percentiles of the store.
CREATE TEMPORARY VIEW counted AS
  SELECT order_id, customer_id, processed_at, fulfillment_status, greatest(0,
    CASE WHEN financial_status IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') THEN least(current_total, net_payment)
      ELSE current_total END - gift_cards) AS value
  FROM orders
  WHERE NOT test AND cancelled_at IS NULL AND financial_status IS DISTINCT FROM 'VOIDED' AND customer_id IS NOT NULL
    AND processed_at < TIMESTAMP '2026-01-01 05:00:00';
CREATE TEMPORARY TABLE year AS
  SELECT customer_id, sum(value)::double precision AS spend, count(*) AS orders FROM counted
  WHERE processed_at >= TIMESTAMP '2025-01-01 05:00:00' GROUP BY customer_id;
ANALYZE year;
CREATE TEMPORARY TABLE limits AS
  SELECT percentile_cont(0.8) WITHIN GROUP (ORDER BY spend::double precision) AS spend80,
    percentile_cont(0.8) WITHIN GROUP (ORDER BY spend::double precision / orders) AS average80,
    (SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY spend) FROM year) AS year90,
    (SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY unit_price::double precision)
      FROM order_lines WHERE NOT is_gift_card AND order_id IN (SELECT order_id FROM counted)) AS price90,
    (SELECT percentile_cont(0.8) WITHIN GROUP (ORDER BY gap::double precision) FROM (
      SELECT day - lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS gap FROM (
        SELECT DISTINCT customer_id, (processed_at AT TIME ZONE 'UTC' AT TIME ZONE 'America/Toronto')::date AS day
        FROM counted) bought) gaps WHERE gap IS NOT NULL) AS gap80
  FROM customer_metrics WHERE orders > 0;
