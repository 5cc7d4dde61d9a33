-- Has an account or is reachable, no order.
SELECT customer_id
FROM customers
WHERE (account_state = 'ENABLED' OR customer_id IN (SELECT customer_id FROM consents))
  AND customer_id NOT IN (SELECT customer_id FROM buyers)
