-- That this database was taken over, and the report of it. Only adopted databases have it.
CREATE TABLE lanegate.adoption (
    adoption_id uuid        PRIMARY KEY,
    report      jsonb       NOT NULL
);
CREATE TRIGGER write_once BEFORE UPDATE OR DELETE OR TRUNCATE ON lanegate.adoption
    FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change();
ALTER TABLE lanegate.adoption ENABLE ALWAYS TRIGGER write_once;
