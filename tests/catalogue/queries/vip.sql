-- In the top 20 % by spend, three orders or more.
SELECT customer_id
FROM buyers
WHERE spend > (SELECT percentile_cont(0.8) WITHIN GROUP (ORDER BY spend) FROM buyers)
  AND orders >= 3
