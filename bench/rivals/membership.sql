-- Every ready-made segment as a skilled person would write it for this store: scored as of 2025-12-31 in Toronto (a day
-- ends at 05:00 UTC in winter, 04:00 in summer), amounts in cents. thresholds.sql comes first. The words are those
-- that DuckDB and PostgreSQL share.

CREATE TEMPORARY TABLE found (segment text, customer_id bigint);
INSERT INTO found SELECT rfm_group, customer_id FROM rfm_scores;
INSERT INTO found SELECT 'all_customers', customer_id FROM customers;
INSERT INTO found SELECT 'all_buyers', customer_id FROM customer_metrics WHERE orders >= 1;
INSERT INTO found SELECT 'leads', customer_id FROM customer_metrics WHERE orders = 0;
INSERT INTO found SELECT 'waiting_first_order', customer_id FROM customers
WHERE customer_id IN (SELECT customer_id FROM customer_metrics WHERE orders = 0)
  AND (account_state = 'ENABLED' OR (email_consent = 'SUBSCRIBED' AND email LIKE '%_@_%._%')
    OR (sms_consent = 'SUBSCRIBED' AND phone IS NOT NULL) OR (whatsapp_consent = 'SUBSCRIBED' AND phone IS NOT NULL));
INSERT INTO found SELECT 'first_timers', customer_id FROM customer_metrics WHERE orders = 1;
INSERT INTO found SELECT 'repeat_buyers', customer_id FROM customer_metrics WHERE orders >= 2;
INSERT INTO found SELECT 'repeat_customers', customer_id FROM customer_metrics WHERE orders > 2;
INSERT INTO found SELECT 'high_spenders', customer_id FROM customer_metrics WHERE spend > 100000;
INSERT INTO found SELECT 'vip', customer_id FROM customer_metrics, limits WHERE spend > spend80 AND orders >= 3;
INSERT INTO found SELECT 'important', customer_id FROM year, limits
WHERE spend > year90 AND customer_id IN (SELECT customer_id FROM customers);
INSERT INTO found SELECT 'new_customers', customer_id FROM customer_metrics WHERE first_order_on > DATE '2025-12-01';
INSERT INTO found SELECT 'recently_transacted', customer_id FROM customer_metrics WHERE last_order_on > DATE '2025-12-24';
INSERT INTO found SELECT 'transacted_today', customer_id FROM customer_metrics WHERE last_order_on = DATE '2025-12-31';
INSERT INTO found SELECT 'inactive', customer_id FROM customer_metrics WHERE last_order_on <= DATE '2025-11-16';
INSERT INTO found SELECT 'at_risk_inactive', customer_id FROM customer_metrics
WHERE last_order_on <= DATE '2025-11-01' OR failed_orders >= 2;
INSERT INTO found SELECT 'lapsed', customer_id FROM customer_metrics WHERE last_order_on <= DATE '2025-07-04';
INSERT INTO found SELECT 'no_show_risk', customer_id FROM customer_metrics WHERE failed_orders >= 2;
INSERT INTO found SELECT 'lapsing_regulars', customer_id FROM customer_metrics
WHERE last_order_on <= DATE '2025-10-31' AND customer_id IN (SELECT customer_id FROM year WHERE orders >= 3)
  AND customer_id NOT IN (SELECT customer_id FROM counted WHERE fulfillment_status = 'SCHEDULED')
  AND customer_id NOT IN (SELECT customer_id FROM customers WHERE subscriber_status = 'ACTIVE');
INSERT INTO found SELECT 'first_visit_follow_up', customer_id FROM customer_metrics
WHERE orders = 1 AND last_order_on > DATE '2025-12-01'
  AND customer_id NOT IN (SELECT customer_id FROM counted WHERE fulfillment_status = 'SCHEDULED')
  AND customer_id NOT IN (SELECT customer_id FROM customers WHERE subscriber_status = 'ACTIVE');
INSERT INTO found SELECT 'big_spenders', customer_id FROM customer_metrics, limits
WHERE orders >= 2 AND spend::double precision / orders > average80 AND spend > spend80;
INSERT INTO found SELECT 'richie_riches', customer_id FROM customer_metrics, limits WHERE highest_unit_price > price90;
INSERT INTO found SELECT 'bulk_shoppers', customer_id FROM counted JOIN order_lines USING (order_id)
WHERE quantity >= 3 AND customer_id IN (SELECT customer_id FROM customers)
GROUP BY customer_id HAVING count(DISTINCT order_id) >= 2;
INSERT INTO found SELECT 'sleeping_opportunists', customer_id FROM customer_metrics
WHERE discounted_orders * 100 >= orders * 50 AND last_order_on <= DATE '2025-10-02';
INSERT INTO found SELECT 'one_time_shoppers', customer_id FROM customer_metrics, limits
WHERE orders = 1 AND DATE '2025-12-31' - last_order_on > gap80;
INSERT INTO found SELECT 'all_subscribers', customer_id FROM customers
WHERE (email_consent = 'SUBSCRIBED' AND email LIKE '%_@_%._%') OR (sms_consent = 'SUBSCRIBED' AND phone IS NOT NULL)
  OR (whatsapp_consent = 'SUBSCRIBED' AND phone IS NOT NULL);
INSERT INTO found SELECT 'email_subscribers', customer_id FROM customers
WHERE email_consent = 'SUBSCRIBED' AND email LIKE '%_@_%._%';
INSERT INTO found SELECT 'sms_subscribers', customer_id FROM customers WHERE sms_consent = 'SUBSCRIBED' AND phone IS NOT NULL;
INSERT INTO found SELECT 'whatsapp_subscribers', customer_id FROM customers
WHERE whatsapp_consent = 'SUBSCRIBED' AND phone IS NOT NULL;
INSERT INTO found SELECT 'subscribers_30d', customer_id FROM customers
WHERE least(CASE WHEN email_consent = 'SUBSCRIBED' AND email LIKE '%_@_%._%' THEN email_consent_at END,
  CASE WHEN sms_consent = 'SUBSCRIBED' AND phone IS NOT NULL THEN sms_consent_at END,
  CASE WHEN whatsapp_consent = 'SUBSCRIBED' AND phone IS NOT NULL THEN whatsapp_consent_at END)
  >= TIMESTAMP '2025-12-02 05:00:00';
INSERT INTO found SELECT 'subscribers_not_purchased', customer_id FROM customers
WHERE ((email_consent = 'SUBSCRIBED' AND email LIKE '%_@_%._%') OR (sms_consent = 'SUBSCRIBED' AND phone IS NOT NULL)
  OR (whatsapp_consent = 'SUBSCRIBED' AND phone IS NOT NULL))
  AND customer_id IN (SELECT customer_id FROM customer_metrics WHERE orders = 0);
INSERT INTO found SELECT 'unsubscribed', customer_id FROM customers
WHERE email_consent = 'UNSUBSCRIBED' OR sms_consent = 'UNSUBSCRIBED' OR whatsapp_consent = 'UNSUBSCRIBED';
INSERT INTO found SELECT DISTINCT 'abandoned_checkout', a.customer_id
FROM abandoned_checkouts a JOIN customer_metrics m ON m.customer_id = a.customer_id
WHERE a.completed_at IS NULL AND a.created_at < TIMESTAMP '2026-01-01 05:00:00'
  AND (m.last_order_at IS NULL OR m.last_order_at < a.created_at);
ANALYZE found;
CREATE TABLE stored_members (segment text, customer_id bigint, entered_at timestamp);
INSERT INTO stored_members
SELECT f.segment, f.customer_id, TIMESTAMP '2026-01-01 05:10:00'
FROM found f LEFT JOIN stored_members s ON s.segment = f.segment AND s.customer_id = f.customer_id
WHERE s.customer_id IS NULL;
DELETE FROM stored_members s
WHERE NOT EXISTS (SELECT 1 FROM found f WHERE f.segment = s.segment AND f.customer_id = s.customer_id);
