-- Bought something at a unit price in the top 10 % of the unit prices sold.
SELECT DISTINCT customer_id
FROM sold_lines
WHERE unit_price > (SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY unit_price) FROM sold_lines)
