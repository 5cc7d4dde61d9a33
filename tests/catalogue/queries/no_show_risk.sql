-- Two failed orders or more.
SELECT customer_id
FROM customers c
WHERE (SELECT count(*) FROM failed_orders f WHERE f.customer_id = c.customer_id) >= 2
