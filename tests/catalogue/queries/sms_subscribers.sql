-- Reachable by SMS.
SELECT customer_id FROM consents WHERE channel = 'sms'
