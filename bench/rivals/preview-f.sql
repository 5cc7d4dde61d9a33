-- (≥ 2 units of product 77 in a year, or ever product 99), not product 5 in 180 days, (spend ≥ 300 in 120 days, or
-- orders ≥ 5 and not tagged wholesale), one of four countries.
SELECT count(*)::integer AS members
FROM customers c JOIN customer_metrics m ON m.customer_id = c.customer_id
WHERE c.country_code IN ('DE', 'FR', 'US', 'GB')
  AND (
    c.customer_id IN (
      SELECT bought_by
      FROM order_lines
      WHERE product_id = 77
        AND bought_at >= TIMESTAMP '2025-01-01 05:00:00' AND bought_at < TIMESTAMP '2026-01-01 05:00:00'
        AND bought_by IS NOT NULL
      GROUP BY bought_by
      HAVING sum(quantity) >= 2
    )
    OR c.customer_id IN (
      SELECT bought_by
      FROM order_lines
      WHERE product_id = 99 AND bought_at < TIMESTAMP '2026-01-01 05:00:00'
        AND bought_by IS NOT NULL
    )
  )
  AND c.customer_id NOT IN (
    SELECT bought_by
    FROM order_lines
    WHERE product_id = 5
      AND bought_at >= TIMESTAMP '2025-07-05 04:00:00' AND bought_at < TIMESTAMP '2026-01-01 05:00:00'
      AND bought_by IS NOT NULL
  )
  AND (
    c.customer_id IN (
      SELECT customer_id
      FROM orders
      WHERE processed_at >= TIMESTAMP '2025-09-03 04:00:00' AND processed_at < TIMESTAMP '2026-01-01 05:00:00'
        AND NOT test AND cancelled_at IS NULL AND financial_status IS DISTINCT FROM 'VOIDED' AND customer_id IS NOT NULL
      GROUP BY customer_id
      HAVING sum(greatest(0, CASE WHEN financial_status IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')
        THEN least(current_total, net_payment) ELSE current_total END - gift_cards)) >= 30000
    )
    OR (m.orders >= 5 AND strpos(c.tags_folded, chr(31) || 'wholesale' || chr(31)) = 0)
  );
