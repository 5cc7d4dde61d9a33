-- Two orders or more, each with some product at quantity 3 or more.
SELECT o.customer_id
FROM counted_orders o
WHERE EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.order_id AND l.quantity >= 3)
GROUP BY o.customer_id
HAVING count(*) >= 2
