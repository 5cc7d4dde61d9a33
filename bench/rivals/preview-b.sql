-- Spend ≥ 200, orders ≥ 2, one country.
SELECT count(*)::integer AS members
FROM customers c JOIN customer_metrics m ON m.customer_id = c.customer_id
WHERE c.country_code = 'DE' AND m.spend >= 20000 AND m.orders >= 2;
