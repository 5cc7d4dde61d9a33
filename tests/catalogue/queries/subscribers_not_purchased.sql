-- Reachable, no order.
SELECT customer_id FROM consents
EXCEPT
SELECT customer_id FROM counted_orders
