-- Spend ≥ 200 in the last 45 days of the shop, which end at 05:00 UTC. Orders may name customers who are gone.
SELECT count(*)::integer AS members
FROM customers
WHERE customer_id IN (
  SELECT customer_id
  FROM orders
  WHERE processed_at >= TIMESTAMP '2025-11-17 05:00:00' AND processed_at < TIMESTAMP '2026-01-01 05:00:00'
    AND NOT test AND cancelled_at IS NULL AND financial_status IS DISTINCT FROM 'VOIDED' AND customer_id IS NOT NULL
  GROUP BY customer_id
  HAVING sum(greatest(0, CASE WHEN financial_status IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')
    THEN least(current_total, net_payment) ELSE current_total END - gift_cards)) >= 20000
);
