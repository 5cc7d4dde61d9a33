-- R 3, F and M together under 6.
SELECT customer_id FROM scores WHERE r = 3 AND f + m < 6
