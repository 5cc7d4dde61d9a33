-- R 1–2, F 4–5, M up to 3.
SELECT customer_id FROM scores WHERE r <= 2 AND f >= 4 AND m <= 3
