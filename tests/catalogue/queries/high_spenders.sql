-- Spent more than 1,000.00.
SELECT customer_id FROM counted_orders GROUP BY customer_id HAVING sum(value) > 100000
