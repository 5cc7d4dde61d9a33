-- What the queries of the folder `queries` share, to be put before each of them. Written by hand from the meaning of the
-- ready-made segments and of the default settings, straight over Shopify's facts: not from the compiler, and without
-- the metrics and scores that the app keeps. $1: the shop's day that is today; $2: the shop's zone (IANA).
WITH clock AS (
  SELECT CAST($1 AS date) AS today
),

-- Orders that count by the default settings: of a customer, no test, not cancelled, payment not voided. An order that
-- is paid is worth the smaller of what it still amounts to and the money that was kept of it, any other one what it
-- amounts to; gift cards sold in it are money moved, not spent. What comes after today has not happened.
counted_orders AS (
  SELECT *
  FROM (
    SELECT o.order_id, o.customer_id, o.processed_at, o.discounts, o.fulfillment_status,
      CAST(o.processed_at AT TIME ZONE 'UTC' AT TIME ZONE $2 AS date) AS day,
      greatest(0, greatest(0, CASE
        WHEN o.financial_status IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') AND o.net_payment < o.current_total
          THEN o.net_payment
        ELSE o.current_total END) - o.gift_cards) AS value
    FROM orders o
    WHERE o.customer_id IN (SELECT customer_id FROM customers)
      AND NOT o.test
      AND o.cancelled_at IS NULL
      AND o.financial_status IS DISTINCT FROM 'VOIDED'
  ) placed
  WHERE day <= (SELECT today FROM clock)
),

-- Whoever has an order that counts.
buyers AS (
  SELECT customer_id,
    count(*) AS orders,
    CAST(sum(value) AS bigint) AS spend,
    min(day) AS first_day,
    max(day) AS last_day
  FROM counted_orders
  GROUP BY customer_id
),

-- What those who ordered in the last 365 days spent in them.
spend_of_the_year AS (
  SELECT customer_id, CAST(sum(value) AS bigint) AS spend
  FROM counted_orders
  WHERE day > (SELECT today - 365 FROM clock)
  GROUP BY customer_id
),

-- Orders that failed: cancelled by the customer, payment declined, not delivered or returned to the sender.
failed_orders AS (
  SELECT o.order_id, o.customer_id
  FROM orders o
  WHERE NOT o.test
    AND CAST(o.processed_at AT TIME ZONE 'UTC' AT TIME ZONE $2 AS date) <= (SELECT today FROM clock)
    AND (o.cancel_reason IN ('CUSTOMER', 'DECLINED')
      OR EXISTS (
        SELECT 1 FROM fulfillments f
        WHERE f.order_id = o.order_id AND f.display_status IN ('FAILURE', 'NOT_DELIVERED')))
),

-- What stands in the way of calling somebody absent: an order that waits for its day, or a subscription that goes on.
upcoming AS (
  SELECT customer_id FROM counted_orders WHERE fulfillment_status = 'SCHEDULED'
  UNION
  SELECT customer_id FROM customers WHERE subscriber_status = 'ACTIVE'
),

-- A line of goods that were bought; a gift card is no product with a price.
sold_lines AS (
  SELECT o.customer_id, l.order_id, l.quantity, l.unit_price
  FROM order_lines l
  JOIN counted_orders o ON o.order_id = l.order_id
  WHERE NOT l.is_gift_card
),

-- The days between two consecutive days with an order of one customer.
gaps AS (
  SELECT customer_id, day - previous_day AS days
  FROM (
    SELECT customer_id, day, lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS previous_day
    FROM (SELECT DISTINCT customer_id, day FROM counted_orders) order_days
  ) in_sequence
  WHERE previous_day IS NOT NULL
),

-- The consents that hold and have an address or number to go with: one row per channel.
consents AS (
  SELECT customer_id, 'email' AS channel, email_consent_at AS since
  FROM customers
  WHERE email_consent = 'SUBSCRIBED' AND regexp_matches(email, '^[^@\s]+@[^@\s]+\.[^@\s]+$')
  UNION ALL
  SELECT customer_id, 'sms', sms_consent_at
  FROM customers
  WHERE sms_consent = 'SUBSCRIBED' AND phone IS NOT NULL
  UNION ALL
  SELECT customer_id, 'whatsapp', whatsapp_consent_at
  FROM customers
  WHERE whatsapp_consent = 'SUBSCRIBED' AND phone IS NOT NULL
),

-- The 20th, 40th, 60th and 80th percentile over all buyers, and the scores 1 to 5: one more for each that is exceeded;
-- of the days since the last order few are good.
fifths AS (
  SELECT
    percentile_cont(0.2) WITHIN GROUP (ORDER BY today - last_day) AS days_20,
    percentile_cont(0.4) WITHIN GROUP (ORDER BY today - last_day) AS days_40,
    percentile_cont(0.6) WITHIN GROUP (ORDER BY today - last_day) AS days_60,
    percentile_cont(0.8) WITHIN GROUP (ORDER BY today - last_day) AS days_80,
    percentile_cont(0.2) WITHIN GROUP (ORDER BY orders) AS orders_20,
    percentile_cont(0.4) WITHIN GROUP (ORDER BY orders) AS orders_40,
    percentile_cont(0.6) WITHIN GROUP (ORDER BY orders) AS orders_60,
    percentile_cont(0.8) WITHIN GROUP (ORDER BY orders) AS orders_80,
    percentile_cont(0.2) WITHIN GROUP (ORDER BY spend) AS spend_20,
    percentile_cont(0.4) WITHIN GROUP (ORDER BY spend) AS spend_40,
    percentile_cont(0.6) WITHIN GROUP (ORDER BY spend) AS spend_60,
    percentile_cont(0.8) WITHIN GROUP (ORDER BY spend) AS spend_80
  FROM buyers, clock
),
scores AS (
  SELECT b.customer_id,
    CASE
      WHEN today - last_day <= days_20 THEN 5
      WHEN today - last_day <= days_40 THEN 4
      WHEN today - last_day <= days_60 THEN 3
      WHEN today - last_day <= days_80 THEN 2
      ELSE 1
    END AS r,
    CASE
      WHEN orders > orders_80 THEN 5
      WHEN orders > orders_60 THEN 4
      WHEN orders > orders_40 THEN 3
      WHEN orders > orders_20 THEN 2
      ELSE 1
    END AS f,
    CASE
      WHEN spend > spend_80 THEN 5
      WHEN spend > spend_60 THEN 4
      WHEN spend > spend_40 THEN 3
      WHEN spend > spend_20 THEN 2
      ELSE 1
    END AS m
  FROM buyers b, fifths, clock
)
