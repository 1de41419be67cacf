-- For a transaction that touches few rows: by their indexes, not by reading whole tables as large imports want it.
SET LOCAL enable_nestloop = on
