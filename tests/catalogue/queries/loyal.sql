-- R 4–5, F 4–5, M up to 3.
SELECT customer_id FROM scores WHERE r >= 4 AND f >= 4 AND m <= 3
