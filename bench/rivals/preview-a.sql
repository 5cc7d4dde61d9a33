-- City and email consent.
SELECT count(*)::integer AS members
FROM customers
WHERE lower(city) = 'city 3' AND email_consent = 'SUBSCRIBED';
