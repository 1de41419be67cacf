-- Who and which import the audit triggers enter, for this transaction.
-- $1 who, $2 id or null
SELECT set_config('lanegate.performed_by', $1, true), set_config('lanegate.correlation_id', coalesce($2::uuid::text, ''), true)
