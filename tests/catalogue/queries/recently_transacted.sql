-- An order in the last 7 days.
SELECT DISTINCT customer_id FROM counted_orders WHERE day > (SELECT today - 7 FROM clock)
