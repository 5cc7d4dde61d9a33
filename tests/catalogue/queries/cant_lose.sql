-- R 1–2, F up to 3, M 4–5: lapsed, infrequent big spenders.
SELECT customer_id FROM scores WHERE r <= 2 AND f <= 3 AND m >= 4
