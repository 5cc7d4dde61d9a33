-- Exactly one order ever, in the last 30 days, nothing upcoming.
SELECT customer_id
FROM counted_orders
WHERE customer_id NOT IN (SELECT customer_id FROM upcoming)
GROUP BY customer_id
HAVING count(*) = 1 AND max(day) > (SELECT today - 30 FROM clock)
