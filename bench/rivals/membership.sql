-- Every ready-made segment as a skilled person would write it for this store: scored as of 2025-12-31 in Toronto (a day
-- ends at 05:00 UTC in winter, 04:00 in summer), amounts in cents, thresholds first. Each part begins with its name.

-- part: thresholds
CREATE TEMPORARY TABLE found (segment text, customer_id bigint);
CREATE TEMPORARY VIEW counted AS
  SELECT order_id, customer_id, processed_at, fulfillment_status, greatest(0,
    CASE WHEN financial_status IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') THEN least(current_total, net_payment)
      ELSE current_total END - gift_cards) AS value
  FROM orders
  WHERE NOT test AND cancelled_at IS NULL AND financial_status IS DISTINCT FROM 'VOIDED' AND customer_id IS NOT NULL
    AND processed_at < TIMESTAMP '2026-01-01 05:00:00';
CREATE TEMPORARY TABLE year AS
  SELECT customer_id, sum(value)::double AS spend, count(*) AS orders FROM counted
  WHERE processed_at >= TIMESTAMP '2025-01-01 05:00:00' GROUP BY customer_id;
CREATE TEMPORARY TABLE limits AS
  SELECT percentile_cont(0.8) WITHIN GROUP (ORDER BY spend::double) AS spend80,
    percentile_cont(0.8) WITHIN GROUP (ORDER BY spend::double / orders) AS average80,
    (SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY spend) FROM year) AS year90,
    (SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY unit_price::double)
      FROM order_lines WHERE NOT is_gift_card AND order_id IN (SELECT order_id FROM counted)) AS price90,
    (SELECT percentile_cont(0.8) WITHIN GROUP (ORDER BY gap::double) FROM (
      SELECT day - lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS gap FROM (
        SELECT DISTINCT customer_id, (processed_at AT TIME ZONE 'UTC' AT TIME ZONE 'America/Toronto')::date AS day
        FROM counted)) WHERE gap IS NOT NULL) AS gap80
  FROM customer_metrics WHERE orders > 0;
-- part: rfm groups
INSERT INTO found SELECT rfm_group, customer_id FROM rfm_scores;
-- part: all_customers
INSERT INTO found SELECT 'all_customers', customer_id FROM customers;
-- part: all_buyers
INSERT INTO found SELECT 'all_buyers', customer_id FROM customer_metrics WHERE orders >= 1;
-- part: leads
INSERT INTO found SELECT 'leads', customer_id FROM customer_metrics WHERE orders = 0;
-- part: waiting_first_order
INSERT INTO found SELECT 'waiting_first_order', customer_id FROM customers
WHERE customer_id IN (SELECT customer_id FROM customer_metrics WHERE orders = 0)
  AND (account_state = 'ENABLED' OR (email_consent = 'SUBSCRIBED' AND email LIKE '%_@_%._%')
    OR (sms_consent = 'SUBSCRIBED' AND phone IS NOT NULL) OR (whatsapp_consent = 'SUBSCRIBED' AND phone IS NOT NULL));
-- part: first_timers
INSERT INTO found SELECT 'first_timers', customer_id FROM customer_metrics WHERE orders = 1;
-- part: repeat_buyers
INSERT INTO found SELECT 'repeat_buyers', customer_id FROM customer_metrics WHERE orders >= 2;
-- part: repeat_customers
INSERT INTO found SELECT 'repeat_customers', customer_id FROM customer_metrics WHERE orders > 2;
-- part: high_spenders
INSERT INTO found SELECT 'high_spenders', customer_id FROM customer_metrics WHERE spend > 100000;
-- part: vip
INSERT INTO found SELECT 'vip', customer_id FROM customer_metrics, limits WHERE spend > spend80 AND orders >= 3;
-- part: important
INSERT INTO found SELECT 'important', customer_id FROM year, limits
WHERE spend > year90 AND customer_id IN (SELECT customer_id FROM customers);
-- part: new_customers
INSERT INTO found SELECT 'new_customers', customer_id FROM customer_metrics WHERE first_order_on > DATE '2025-12-01';
-- part: recently_transacted
INSERT INTO found SELECT 'recently_transacted', customer_id FROM customer_metrics WHERE last_order_on > DATE '2025-12-24';
-- part: transacted_today
INSERT INTO found SELECT 'transacted_today', customer_id FROM customer_metrics WHERE last_order_on = DATE '2025-12-31';
-- part: inactive
INSERT INTO found SELECT 'inactive', customer_id FROM customer_metrics WHERE last_order_on <= DATE '2025-11-16';
-- part: at_risk_inactive
INSERT INTO found SELECT 'at_risk_inactive', customer_id FROM customer_metrics
WHERE last_order_on <= DATE '2025-11-01' OR failed_orders >= 2;
-- part: lapsed
INSERT INTO found SELECT 'lapsed', customer_id FROM customer_metrics WHERE last_order_on <= DATE '2025-07-04';
-- part: no_show_risk
INSERT INTO found SELECT 'no_show_risk', customer_id FROM customer_metrics WHERE failed_orders >= 2;
-- part: lapsing_regulars
INSERT INTO found SELECT 'lapsing_regulars', customer_id FROM customer_metrics
WHERE last_order_on <= DATE '2025-10-31' AND customer_id IN (SELECT customer_id FROM year WHERE orders >= 3)
  AND customer_id NOT IN (SELECT customer_id FROM counted WHERE fulfillment_status = 'SCHEDULED')
  AND customer_id NOT IN (SELECT customer_id FROM customers WHERE subscriber_status = 'ACTIVE');
-- part: first_visit_follow_up
INSERT INTO found SELECT 'first_visit_follow_up', customer_id FROM customer_metrics
WHERE orders = 1 AND last_order_on > DATE '2025-12-01'
  AND customer_id NOT IN (SELECT customer_id FROM counted WHERE fulfillment_status = 'SCHEDULED')
  AND customer_id NOT IN (SELECT customer_id FROM customers WHERE subscriber_status = 'ACTIVE');
-- part: big_spenders
INSERT INTO found SELECT 'big_spenders', customer_id FROM customer_metrics, limits
WHERE orders >= 2 AND spend::double / orders > average80 AND spend > spend80;
-- part: richie_riches
INSERT INTO found SELECT 'richie_riches', customer_id FROM customer_metrics, limits WHERE highest_unit_price > price90;
-- part: bulk_shoppers
INSERT INTO found SELECT 'bulk_shoppers', customer_id FROM counted JOIN order_lines USING (order_id)
WHERE quantity >= 3 AND customer_id IN (SELECT customer_id FROM customers)
GROUP BY customer_id HAVING count(DISTINCT order_id) >= 2;
-- part: sleeping_opportunists
INSERT INTO found SELECT 'sleeping_opportunists', customer_id FROM customer_metrics
WHERE discounted_orders * 100 >= orders * 50 AND last_order_on <= DATE '2025-10-02';
-- part: one_time_shoppers
INSERT INTO found SELECT 'one_time_shoppers', customer_id FROM customer_metrics, limits
WHERE orders = 1 AND DATE '2025-12-31' - last_order_on > gap80;
-- part: all_subscribers
INSERT INTO found SELECT 'all_subscribers', customer_id FROM customers
WHERE (email_consent = 'SUBSCRIBED' AND email LIKE '%_@_%._%') OR (sms_consent = 'SUBSCRIBED' AND phone IS NOT NULL)
  OR (whatsapp_consent = 'SUBSCRIBED' AND phone IS NOT NULL);
-- part: email_subscribers
INSERT INTO found SELECT 'email_subscribers', customer_id FROM customers
WHERE email_consent = 'SUBSCRIBED' AND email LIKE '%_@_%._%';
-- part: sms_subscribers
INSERT INTO found SELECT 'sms_subscribers', customer_id FROM customers WHERE sms_consent = 'SUBSCRIBED' AND phone IS NOT NULL;
-- part: whatsapp_subscribers
INSERT INTO found SELECT 'whatsapp_subscribers', customer_id FROM customers
WHERE whatsapp_consent = 'SUBSCRIBED' AND phone IS NOT NULL;
-- part: subscribers_30d
INSERT INTO found SELECT 'subscribers_30d', customer_id FROM customers
WHERE least(CASE WHEN email_consent = 'SUBSCRIBED' AND email LIKE '%_@_%._%' THEN email_consent_at END,
  CASE WHEN sms_consent = 'SUBSCRIBED' AND phone IS NOT NULL THEN sms_consent_at END,
  CASE WHEN whatsapp_consent = 'SUBSCRIBED' AND phone IS NOT NULL THEN whatsapp_consent_at END)
  >= TIMESTAMP '2025-12-02 05:00:00';
-- part: subscribers_not_purchased
INSERT INTO found SELECT 'subscribers_not_purchased', customer_id FROM customers
WHERE ((email_consent = 'SUBSCRIBED' AND email LIKE '%_@_%._%') OR (sms_consent = 'SUBSCRIBED' AND phone IS NOT NULL)
  OR (whatsapp_consent = 'SUBSCRIBED' AND phone IS NOT NULL))
  AND customer_id IN (SELECT customer_id FROM customer_metrics WHERE orders = 0);
-- part: unsubscribed
INSERT INTO found SELECT 'unsubscribed', customer_id FROM customers
WHERE email_consent = 'UNSUBSCRIBED' OR sms_consent = 'UNSUBSCRIBED' OR whatsapp_consent = 'UNSUBSCRIBED';
-- part: abandoned_checkout
INSERT INTO found SELECT DISTINCT 'abandoned_checkout', a.customer_id
FROM abandoned_checkouts a JOIN customer_metrics m ON m.customer_id = a.customer_id
WHERE a.completed_at IS NULL AND a.created_at < TIMESTAMP '2026-01-01 05:00:00'
  AND (m.last_order_at IS NULL OR m.last_order_at < a.created_at);
-- part: stored
CREATE TABLE stored_members (segment text, customer_id bigint, entered_at timestamp);
INSERT INTO stored_members SELECT segment, customer_id, TIMESTAMP '2026-01-01 05:10:00' FROM found ANTI JOIN stored_members USING (segment, customer_id);
DELETE FROM stored_members WHERE (segment, customer_id) NOT IN (SELECT segment, customer_id FROM found);
