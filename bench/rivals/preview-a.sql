-- City and email consent.
SELECT count(*)::integer AS members
FROM customers
WHERE city_folded = 'city 3' AND email_consent = 'SUBSCRIBED';
