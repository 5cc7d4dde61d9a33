-- Not tagged vip, one of three cities or a country, last order over 60 days ago, M ≥ 4.
SELECT count(*)::integer AS members
FROM customers c
JOIN customer_metrics m ON m.customer_id = c.customer_id
JOIN rfm_scores s ON s.customer_id = c.customer_id
WHERE strpos(c.tags_folded, chr(31) || 'vip' || chr(31)) = 0
  AND (c.city_folded IN ('city 3', 'city 11', 'city 40') OR c.country_code = 'DE')
  AND m.last_order_on <= DATE '2025-11-01' AND s.monetary >= 4;
