-- Half of the orders or more with a discount, none in the last 90 days.
SELECT customer_id
FROM counted_orders
GROUP BY customer_id
HAVING 2 * count(*) FILTER (WHERE discounts > 0) >= count(*)
  AND max(day) <= (SELECT today - 90 FROM clock)
