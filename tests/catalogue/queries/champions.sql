-- R 4–5, F 4–5, M 4–5.
SELECT customer_id FROM scores WHERE r >= 4 AND f >= 4 AND m >= 4
