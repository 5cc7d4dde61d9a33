-- One order, and silent for longer than the store's usual gap: the 80th percentile of the gaps between orders.
SELECT customer_id
FROM buyers, clock
WHERE orders = 1
  AND today - last_day > (SELECT percentile_cont(0.8) WITHIN GROUP (ORDER BY days) FROM gaps)
