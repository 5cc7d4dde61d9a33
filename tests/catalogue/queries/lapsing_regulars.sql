-- Three orders or more in the last 12 months, none in the last 2 months, nothing upcoming.
SELECT customer_id
FROM counted_orders, clock
WHERE day > today - interval '12 months'
  AND customer_id NOT IN (SELECT customer_id FROM upcoming)
GROUP BY customer_id, today
HAVING count(*) >= 3 AND max(day) <= today - interval '2 months'
