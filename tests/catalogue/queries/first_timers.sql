-- Exactly one order.
SELECT customer_id FROM counted_orders GROUP BY customer_id HAVING count(*) = 1
