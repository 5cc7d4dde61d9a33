-- Reachable by WhatsApp.
SELECT customer_id FROM consents WHERE channel = 'whatsapp'
