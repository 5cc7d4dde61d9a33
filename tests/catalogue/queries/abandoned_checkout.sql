-- Began a checkout, did not complete it and did not order since.
SELECT c.customer_id
FROM customers c
WHERE EXISTS (
  SELECT 1
  FROM abandoned_checkouts k
  WHERE k.customer_id = c.customer_id
    AND k.completed_at IS NULL
    AND CAST(k.created_at AT TIME ZONE 'UTC' AT TIME ZONE $2 AS date) <= (SELECT today FROM clock)
    AND NOT EXISTS (
      SELECT 1 FROM counted_orders o WHERE o.customer_id = c.customer_id AND o.processed_at >= k.created_at))
