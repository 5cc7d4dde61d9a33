-- Opted out on any channel.
SELECT customer_id
FROM customers
WHERE 'UNSUBSCRIBED' IN (email_consent, sms_consent, whatsapp_consent)
