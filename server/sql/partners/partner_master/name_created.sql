-- Gives the partners that will be created their ids, in place of the keys that they are recognised by.
-- $1 id
UPDATE partners.import_row SET key = gen_random_uuid()::text
 WHERE import_id = $1 AND fate = 'create' AND NOT left_out
