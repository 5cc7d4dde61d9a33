-- Reachable by email.
SELECT customer_id FROM consents WHERE channel = 'email'
