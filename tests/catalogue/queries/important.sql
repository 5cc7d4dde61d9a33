-- In the top 10 % by spend of the last 365 days, among those who ordered in them.
SELECT customer_id
FROM spend_of_the_year
WHERE spend > (SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY spend) FROM spend_of_the_year)
