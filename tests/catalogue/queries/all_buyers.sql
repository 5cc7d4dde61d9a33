-- One order or more.
SELECT customer_id FROM buyers
