-- The time that goes on plans and receipts.
SELECT clock_timestamp() AS now
