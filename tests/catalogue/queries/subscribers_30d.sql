-- Became reachable in the last 30 days: no consent that holds is older, or of unknown date.
SELECT customer_id
FROM (
  SELECT customer_id, CAST(since AT TIME ZONE 'UTC' AT TIME ZONE $2 AS date) AS day
  FROM consents
) dated, clock
GROUP BY customer_id, today
HAVING bool_and(day IS NOT NULL) AND min(day) > today - 30 AND min(day) <= today
