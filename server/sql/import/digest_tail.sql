               ) AS r
         GROUP BY 1) AS g
