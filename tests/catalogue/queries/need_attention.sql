-- R 3, F and M together 6 or more.
SELECT customer_id FROM scores WHERE r = 3 AND f + m >= 6
