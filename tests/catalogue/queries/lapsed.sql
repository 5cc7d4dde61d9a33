-- Ordered before, none in the last 180 days.
SELECT customer_id FROM counted_orders
EXCEPT
SELECT customer_id FROM counted_orders WHERE day > (SELECT today - 180 FROM clock)
