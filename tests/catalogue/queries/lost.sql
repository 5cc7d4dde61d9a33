-- R 1, F up to 3, M up to 3.
SELECT customer_id FROM scores WHERE r = 1 AND f <= 3 AND m <= 3
