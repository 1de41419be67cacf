-- Changes an account; what is null stays.
-- $1 name, $2 lanes, $3 rights, $4 whether it is disabled
UPDATE account
   SET lanes = coalesce($2::text[], lanes), rights = coalesce($3::text[], rights),
       disabled_at = CASE $4::boolean WHEN true THEN coalesce(disabled_at, now()) WHEN false THEN NULL ELSE disabled_at END
 WHERE name = $1
