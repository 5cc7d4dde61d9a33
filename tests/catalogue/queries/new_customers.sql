-- First order in the last 30 days.
SELECT customer_id
FROM counted_orders
GROUP BY customer_id
HAVING min(day) > (SELECT today - 30 FROM clock)
