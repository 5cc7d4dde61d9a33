-- City, not tagged vip, spend ≥ 200 in the last 30 days, ever bought product 77.
SELECT count(*)::integer AS members
FROM customers c
WHERE c.city_folded = 'city 3' AND strpos(c.tags_folded, chr(31) || 'vip' || chr(31)) = 0
  AND c.customer_id IN (
    SELECT customer_id
    FROM orders
    WHERE processed_at >= TIMESTAMP '2025-12-02 05:00:00' AND processed_at < TIMESTAMP '2026-01-01 05:00:00'
      AND NOT test AND cancelled_at IS NULL AND financial_status IS DISTINCT FROM 'VOIDED'
    GROUP BY customer_id
    HAVING sum(greatest(0, CASE WHEN financial_status IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')
      THEN least(current_total, net_payment) ELSE current_total END - gift_cards)) >= 20000
  )
  AND c.customer_id IN (
    SELECT bought_by
    FROM order_lines
    WHERE product_id = 77 AND bought_at < TIMESTAMP '2026-01-01 05:00:00' AND bought_by IS NOT NULL
  );
