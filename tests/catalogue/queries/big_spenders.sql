-- Two orders or more, average order value in the top 20 %, spend in the top 20 %.
SELECT customer_id
FROM buyers
WHERE orders >= 2
  AND CAST(spend AS double precision) / orders
    > (SELECT percentile_cont(0.8) WITHIN GROUP (ORDER BY CAST(spend AS double precision) / orders) FROM buyers)
  AND spend > (SELECT percentile_cont(0.8) WITHIN GROUP (ORDER BY spend) FROM buyers)
