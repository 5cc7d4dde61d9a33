-- Ordered before and not in the last 60 days, or two failed orders or more.
SELECT customer_id
FROM customers
WHERE (customer_id IN (SELECT customer_id FROM counted_orders)
    AND customer_id NOT IN (SELECT customer_id FROM counted_orders WHERE day > (SELECT today - 60 FROM clock)))
  OR customer_id IN (SELECT customer_id FROM failed_orders GROUP BY customer_id HAVING count(*) >= 2)
