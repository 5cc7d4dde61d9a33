-- An order on the shop's current day.
SELECT DISTINCT customer_id FROM counted_orders WHERE day = (SELECT today FROM clock)
