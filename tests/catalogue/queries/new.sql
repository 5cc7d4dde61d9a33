-- R 4–5, F up to 3, M up to 3.
SELECT customer_id FROM scores WHERE r >= 4 AND f <= 3 AND m <= 3
