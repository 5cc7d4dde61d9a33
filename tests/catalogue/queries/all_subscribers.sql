-- Reachable by email, SMS or WhatsApp.
SELECT DISTINCT customer_id FROM consents
