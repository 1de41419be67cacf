) AS p
