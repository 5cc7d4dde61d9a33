-- Two orders or more.
SELECT customer_id FROM counted_orders GROUP BY customer_id HAVING count(*) >= 2
