-- For a transaction that looks records up by their keys: by indexes, whatever the tables' statistics say.
SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true), set_config('enable_nestloop', 'on', true)
