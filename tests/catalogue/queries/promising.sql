-- R 1–2, F 4–5, M 4–5: lapsed, frequent, big buyers.
SELECT customer_id FROM scores WHERE r <= 2 AND f >= 4 AND m >= 4
