-- Metrics, scores and memberships of some customers ($changed: their ids) anew, by the breaks and percentiles as they stand
-- (temporary table limits), for the segments in the temporary table names. Dates and amounts as in membership.sql.
CREATE TEMPORARY TABLE people AS
WITH counted AS (
  SELECT order_id, customer_id, processed_at, source_name, refunded, discounts, fulfillment_status,
    greatest(0, CASE WHEN financial_status IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') THEN least(current_total, net_payment)
      ELSE current_total END - gift_cards) AS value,
    CAST(processed_at AT TIME ZONE 'UTC' AT TIME ZONE 'America/Toronto' AS date) AS day
  FROM orders
  WHERE customer_id IN ($changed) AND NOT test AND cancelled_at IS NULL AND financial_status IS DISTINCT FROM 'VOIDED'
    AND processed_at < TIMESTAMP '2026-01-01 05:00:00'
),
sequenced AS (
  SELECT *, row_number() OVER by_time AS place, day - lag(day) OVER by_time AS gap
  FROM counted WINDOW by_time AS (PARTITION BY customer_id ORDER BY processed_at, order_id)
),
buyers AS (
  SELECT customer_id, count(*) AS orders, sum(value) AS spend, min(processed_at) AS first_order_at,
    max(processed_at) AS last_order_at, min(day) AS first_order_on, max(day) AS last_order_on,
    max(day) FILTER (WHERE place = 2) AS second_order_on, sum(refunded) AS refunded,
    count(*) FILTER (WHERE discounts > 0) AS discounted_orders, max(source_name) FILTER (WHERE place = 1) AS first_order_source,
    CAST(max(day) - min(day) AS double precision) / nullif(count(*) FILTER (WHERE gap > 0), 0) AS gap_mean_days,
    max(gap) FILTER (WHERE gap > 0) AS gap_max_days,
    sum(value) FILTER (WHERE processed_at >= TIMESTAMP '2025-01-01 05:00:00') AS year_spend,
    count(*) FILTER (WHERE processed_at >= TIMESTAMP '2025-01-01 05:00:00') AS year_orders,
    count(*) FILTER (WHERE fulfillment_status = 'SCHEDULED') AS scheduled_orders
  FROM sequenced GROUP BY customer_id
),
bought AS (
  SELECT o.customer_id, max(l.unit_price) FILTER (WHERE NOT l.is_gift_card) AS highest_unit_price,
    count(DISTINCT o.order_id) FILTER (WHERE l.quantity >= 3) AS bulk_orders
  FROM counted o JOIN order_lines l ON l.order_id = o.order_id GROUP BY o.customer_id
),
failures AS (
  SELECT customer_id, count(*) AS failed_orders
  FROM orders o
  WHERE customer_id IN ($changed) AND NOT test AND processed_at < TIMESTAMP '2026-01-01 05:00:00'
    AND (cancel_reason IN ('CUSTOMER', 'DECLINED') OR order_id IN (
      SELECT f.order_id FROM orders mine JOIN fulfillments f ON f.order_id = mine.order_id
      WHERE mine.customer_id IN ($changed) AND f.display_status IN ('FAILURE', 'NOT_DELIVERED')))
  GROUP BY customer_id
),
checkouts AS (
  SELECT customer_id, max(created_at) AS left_at
  FROM abandoned_checkouts
  WHERE customer_id IN ($changed) AND completed_at IS NULL AND created_at < TIMESTAMP '2026-01-01 05:00:00'
  GROUP BY customer_id
)
SELECT c.customer_id, CAST(coalesce(b.orders, 0) AS integer) AS orders, CAST(coalesce(b.spend, 0) AS bigint) AS spend,
  b.first_order_at, b.last_order_at, b.first_order_on, b.last_order_on, b.second_order_on,
  CAST(coalesce(b.refunded, 0) AS bigint) AS refunded, CAST(coalesce(f.failed_orders, 0) AS integer) AS failed_orders,
  CAST(coalesce(b.discounted_orders, 0) AS integer) AS discounted_orders, w.highest_unit_price,
  CASE WHEN b.orders > 1 THEN b.gap_mean_days END AS gap_mean_days, CAST(b.gap_max_days AS integer) AS gap_max_days,
  b.first_order_source, coalesce(b.year_spend, 0) AS year_spend, coalesce(b.year_orders, 0) AS year_orders,
  coalesce(b.scheduled_orders, 0) AS scheduled_orders, coalesce(w.bulk_orders, 0) AS bulk_orders,
  coalesce(k.left_at > coalesce(b.last_order_at, TIMESTAMP '1970-01-01'), false) AS left_checkout,
  c.account_state, c.subscriber_status, c.email_consent_at, c.sms_consent_at, c.whatsapp_consent_at,
  coalesce(c.email_consent = 'SUBSCRIBED' AND c.email LIKE '%_@_%._%', false) AS by_email,
  coalesce(c.sms_consent = 'SUBSCRIBED' AND c.phone IS NOT NULL, false) AS by_sms,
  coalesce(c.whatsapp_consent = 'SUBSCRIBED' AND c.phone IS NOT NULL, false) AS by_whatsapp,
  coalesce(c.email_consent = 'UNSUBSCRIBED', false) OR coalesce(c.sms_consent = 'UNSUBSCRIBED', false)
    OR coalesce(c.whatsapp_consent = 'UNSUBSCRIBED', false) AS unsubscribed
FROM customers c
LEFT JOIN buyers b ON b.customer_id = c.customer_id
LEFT JOIN bought w ON w.customer_id = c.customer_id
LEFT JOIN failures f ON f.customer_id = c.customer_id
LEFT JOIN checkouts k ON k.customer_id = c.customer_id
WHERE c.customer_id IN ($changed);

CREATE TEMPORARY TABLE scored AS
SELECT customer_id, version, recency, frequency, monetary,
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
  SELECT customer_id, version,
    5 - ((d > r[1])::integer + (d > r[2])::integer + (d > r[3])::integer + (d > r[4])::integer) AS recency,
    1 + (orders > f[1])::integer + (orders > f[2])::integer + (orders > f[3])::integer + (orders > f[4])::integer AS frequency,
    1 + (spend > m[1])::integer + (spend > m[2])::integer + (spend > m[3])::integer + (spend > m[4])::integer AS monetary
  FROM (SELECT *, DATE '2025-12-31' - last_order_on AS d FROM people WHERE orders > 0) buyers,
    (SELECT version, recency_breaks AS r, frequency_breaks AS f, monetary_breaks AS m FROM rfm_breaks
      ORDER BY version DESC LIMIT 1) breaks
) levels;

CREATE TEMPORARY TABLE found AS
SELECT n.segment_id, p.customer_id
FROM people p LEFT JOIN scored s ON s.customer_id = p.customer_id CROSS JOIN limits l CROSS JOIN names n
WHERE CASE n.name
  WHEN 'all_customers' THEN true
  WHEN 'all_buyers' THEN orders >= 1
  WHEN 'leads' THEN orders = 0
  WHEN 'waiting_first_order' THEN orders = 0 AND (account_state = 'ENABLED' OR by_email OR by_sms OR by_whatsapp)
  WHEN 'first_timers' THEN orders = 1
  WHEN 'repeat_buyers' THEN orders >= 2
  WHEN 'repeat_customers' THEN orders > 2
  WHEN 'high_spenders' THEN spend > 100000
  WHEN 'vip' THEN spend > spend80 AND orders >= 3
  WHEN 'important' THEN year_spend > year90
  WHEN 'new_customers' THEN first_order_on > DATE '2025-12-01'
  WHEN 'recently_transacted' THEN last_order_on > DATE '2025-12-24'
  WHEN 'transacted_today' THEN last_order_on = DATE '2025-12-31'
  WHEN 'inactive' THEN last_order_on <= DATE '2025-11-16'
  WHEN 'at_risk_inactive' THEN last_order_on <= DATE '2025-11-01' OR failed_orders >= 2
  WHEN 'lapsed' THEN last_order_on <= DATE '2025-07-04'
  WHEN 'no_show_risk' THEN failed_orders >= 2
  WHEN 'lapsing_regulars' THEN last_order_on <= DATE '2025-10-31' AND year_orders >= 3 AND scheduled_orders = 0
    AND subscriber_status IS DISTINCT FROM 'ACTIVE'
  WHEN 'first_visit_follow_up' THEN orders = 1 AND last_order_on > DATE '2025-12-01' AND scheduled_orders = 0
    AND subscriber_status IS DISTINCT FROM 'ACTIVE'
  WHEN 'big_spenders' THEN orders >= 2 AND spend::double precision / nullif(orders, 0) > average80 AND spend > spend80
  WHEN 'richie_riches' THEN highest_unit_price > price90
  WHEN 'bulk_shoppers' THEN bulk_orders >= 2
  WHEN 'sleeping_opportunists' THEN discounted_orders * 100 >= orders * 50 AND last_order_on <= DATE '2025-10-02'
  WHEN 'one_time_shoppers' THEN orders = 1 AND DATE '2025-12-31' - last_order_on > gap80
  WHEN 'all_subscribers' THEN by_email OR by_sms OR by_whatsapp
  WHEN 'email_subscribers' THEN by_email
  WHEN 'sms_subscribers' THEN by_sms
  WHEN 'whatsapp_subscribers' THEN by_whatsapp
  WHEN 'subscribers_30d' THEN least(CASE WHEN by_email THEN email_consent_at END, CASE WHEN by_sms THEN sms_consent_at END,
    CASE WHEN by_whatsapp THEN whatsapp_consent_at END) >= TIMESTAMP '2025-12-02 05:00:00'
  WHEN 'subscribers_not_purchased' THEN orders = 0 AND (by_email OR by_sms OR by_whatsapp)
  WHEN 'unsubscribed' THEN unsubscribed
  WHEN 'abandoned_checkout' THEN left_checkout
  ELSE rfm_group = n.name
END;

DELETE FROM customer_metrics WHERE customer_id IN ($changed);
INSERT INTO customer_metrics (customer_id, orders, spend, first_order_at, last_order_at, first_order_on, last_order_on,
  second_order_on, refunded, failed_orders, discounted_orders, highest_unit_price, gap_mean_days, gap_max_days, first_order_source)
SELECT customer_id, orders, spend, first_order_at, last_order_at, first_order_on, last_order_on, second_order_on, refunded,
  failed_orders, discounted_orders, highest_unit_price, gap_mean_days, gap_max_days, first_order_source
FROM people;
DELETE FROM rfm_scores WHERE customer_id IN ($changed);
INSERT INTO rfm_scores (customer_id, breaks_version, recency, frequency, monetary, rfm_group)
SELECT customer_id, version, recency, frequency, monetary, rfm_group FROM scored;

CREATE TEMPORARY TABLE leaving AS
SELECT m.* FROM memberships m LEFT JOIN found f ON f.segment_id = m.segment_id AND f.customer_id = m.customer_id
WHERE m.customer_id IN ($changed) AND f.customer_id IS NULL;
INSERT INTO past_memberships (segment_id, customer_id, entered_at, entered_cause, left_at, left_cause)
SELECT segment_id, customer_id, entered_at, entered_cause, TIMESTAMP '2026-01-01 06:00:00', 'order' FROM leaving;
DELETE FROM memberships
WHERE customer_id IN ($changed) AND (segment_id, customer_id) IN (SELECT segment_id, customer_id FROM leaving);
INSERT INTO memberships (segment_id, customer_id, entered_at, entered_cause)
SELECT f.segment_id, f.customer_id, TIMESTAMP '2026-01-01 06:00:00', 'order'
FROM found f
LEFT JOIN (SELECT segment_id, customer_id FROM memberships WHERE customer_id IN ($changed)) m
  ON m.segment_id = f.segment_id AND m.customer_id = f.customer_id
WHERE m.customer_id IS NULL;
DROP TABLE people;
DROP TABLE scored;
DROP TABLE found;
DROP TABLE leaving;
