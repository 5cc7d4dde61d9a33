-- The members of one segment with what is known of each, in the words of the file that a merchant downloads; $segment is its id.
SELECT s.customer_id AS "Customer ID", c.display_name AS "Name", c.email AS "Email", c.phone AS "Phone", c.city AS "City",
  c.country_code AS "Country",
  CASE c.email_consent WHEN 'SUBSCRIBED' THEN 'Subscribed' WHEN 'UNSUBSCRIBED' THEN 'Unsubscribed'
    WHEN 'NOT_SUBSCRIBED' THEN 'Not subscribed' ELSE c.email_consent END AS "Email marketing",
  CASE c.sms_consent WHEN 'SUBSCRIBED' THEN 'Subscribed' WHEN 'UNSUBSCRIBED' THEN 'Unsubscribed'
    WHEN 'NOT_SUBSCRIBED' THEN 'Not subscribed' ELSE c.sms_consent END AS "SMS marketing",
  CASE c.whatsapp_consent WHEN 'SUBSCRIBED' THEN 'Subscribed' WHEN 'UNSUBSCRIBED' THEN 'Unsubscribed'
    WHEN 'NOT_SUBSCRIBED' THEN 'Not subscribed' ELSE c.whatsapp_consent END AS "WhatsApp marketing",
  array_to_string(c.tags, ', ') AS "Tags", coalesce(m.orders, 0) AS "Orders",
  concat(CAST(floor(coalesce(m.spend, 0) / 100.0) AS bigint), '.', lpad(CAST(coalesce(m.spend, 0) % 100 AS text), 2, '0')) AS "Total spent (CAD)",
  m.last_order_on AS "Last order",
  CASE r.rfm_group WHEN 'champions' THEN 'Champions' WHEN 'loyal' THEN 'Loyal' WHEN 'potential_loyalists' THEN 'Potential loyalists'
    WHEN 'new' THEN 'New' WHEN 'need_attention' THEN 'Need attention' WHEN 'about_to_sleep' THEN 'About to sleep'
    WHEN 'promising' THEN 'Promising' WHEN 'at_risk' THEN 'At risk' WHEN 'cant_lose' THEN 'Can''t lose them'
    WHEN 'hibernating' THEN 'Hibernating' WHEN 'lost' THEN 'Lost' END AS "RFM group",
  CAST(s.entered_at AT TIME ZONE 'UTC' AT TIME ZONE 'America/Toronto' AS date) AS "In segment since",
  CASE s.entered_cause WHEN 'order' THEN 'An order' WHEN 'edit' THEN 'Customer details changed' WHEN 'time' THEN 'Time passed'
    WHEN 'definition' THEN 'The segment was set up or changed' WHEN 'settings' THEN 'What counts was changed'
    WHEN 'others' THEN 'Other customers changed' END AS "Why"
FROM memberships s
LEFT JOIN customers c ON c.customer_id = s.customer_id
LEFT JOIN customer_metrics m ON m.customer_id = s.customer_id
LEFT JOIN rfm_scores r ON r.customer_id = s.customer_id
WHERE s.segment_id = $segment
ORDER BY s.customer_id
