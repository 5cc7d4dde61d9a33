-- Ordered before, none in the last 45 days.
SELECT customer_id FROM counted_orders
EXCEPT
SELECT customer_id FROM counted_orders WHERE day > (SELECT today - 45 FROM clock)
