//! The catalog's findings: none in a fresh database, and the right one for each fault that is planted.

use lanegate_tests::database::Database;
use lanegate_tests::isolation::findings;
use sqlx::{AssertSqlSafe, PgConnection};

use super::{named, roles, run};

/// What is planted, and a part of what must be found.
const FAULTS: &[(&str, &str)] = &[
    // Foreign keys.
    (
        "ALTER TABLE partners.partner_appointments ADD COLUMN uid text REFERENCES sales.appointment_history",
        "partner_appointments_uid_fkey on table partners.partner_appointments touches partners and sales",
    ),
    (
        r#"ALTER TABLE "bit".partner_intent ADD COLUMN uid text COLLATE "C" REFERENCES sales.appointment_history"#,
        r#"partner_intent_uid_fkey on table "bit".partner_intent touches partners and sales"#,
    ),
    (
        "CREATE SCHEMA outreach; CREATE TABLE outreach.outreach (id uuid PRIMARY KEY); \
         ALTER TABLE sales.appointment_history ADD FOREIGN KEY (company_id) REFERENCES outreach.outreach",
        "appointment_history_company_id_fkey on table sales.appointment_history touches outreach and sales",
    ),
    (
        "CREATE TABLE public.company_master (id uuid PRIMARY KEY); \
         ALTER TABLE sales.appointment_history ADD FOREIGN KEY (company_id) REFERENCES public.company_master",
        "leaves its lane, for public.company_master",
    ),
    (
        "CREATE SCHEMA outreach; CREATE TABLE outreach.campaign (partner uuid REFERENCES partners.fractional_cfo_master)",
        "campaign_partner_fkey on table outreach.campaign touches outreach and partners",
    ),
    // Views.
    (
        r#"CREATE VIEW "bit".everyone AS SELECT a.source::text FROM sales.appointment_history a
           UNION ALL SELECT p.source FROM partners.fractional_cfo_master p"#,
        r#"view "bit".everyone touches partners and sales"#,
    ),
    (
        "CREATE VIEW public.one AS SELECT company_id FROM sales.appointment_history; \
         CREATE VIEW public.two AS SELECT fractional_cfo_id FROM partners.partner_appointments; \
         CREATE VIEW public.three AS SELECT * FROM public.one, public.two",
        "view public.three touches partners and sales",
    ),
    (
        r#"CREATE MATERIALIZED VIEW public.kept AS SELECT s.bit_score, p.leverage_score
             FROM "bit".reactivation_intent s, "bit".partner_intent p"#,
        "materialized view public.kept touches partners and sales",
    ),
    (
        r#"CREATE SCHEMA outreach; CREATE TABLE outreach.queue (id int);
           CREATE VIEW "bit".queue AS SELECT q.id FROM outreach.queue q"#,
        r#"view "bit".queue touches outreach"#,
    ),
    (
        r#"CREATE OR REPLACE VIEW partners.standing_appointments WITH (security_invoker = false) AS
           SELECT * FROM partners.partner_appointments"#,
        "partners.standing_appointments runs with its owner's rights",
    ),
    // Functions.
    (
        "CREATE FUNCTION public.total() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM \
         sales.appointment_history) + (SELECT count(*) FROM partners.partner_appointments); END'",
        "function public.total() touches partners and sales",
    ),
    (
        "CREATE FUNCTION partners.peek() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM sales.import; END",
        "function partners.peek() touches partners and sales",
    ),
    (
        "CREATE FUNCTION partners.seen(sales.meeting_type_enum) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "function partners.seen(sales.meeting_type_enum) touches partners and sales",
    ),
    (
        r#"CREATE FUNCTION "bit".reactivation_rows(name text) RETURNS void LANGUAGE plpgsql AS
           $$BEGIN EXECUTE format('SELECT * FROM %I.%I', 'partners', name); END$$"#,
        r#"function "bit".reactivation_rows(text) touches partners and sales"#,
    ),
    (
        "CREATE FUNCTION shq.send() RETURNS void LANGUAGE plpgsql AS 'BEGIN DELETE FROM outreach.queue; END'",
        "function shq.send() touches outreach",
    ),
    (
        r#"CREATE FUNCTION shq.helper() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"#,
        "_lanegate_sales may execute shq.helper()",
    ),
    (
        "ALTER FUNCTION shq.audit_update() RESET search_path",
        "shq.audit_update() runs with its owner's rights under any",
    ),
    // Triggers, rules, policies, defaults, types, parts.
    (
        "CREATE FUNCTION public.tell() RETURNS trigger LANGUAGE plpgsql AS \
         'BEGIN INSERT INTO partners.import SELECT; RETURN NULL; END'; \
         CREATE TRIGGER tell AFTER INSERT ON sales.import EXECUTE FUNCTION public.tell()",
        "trigger tell on table sales.import touches partners and sales",
    ),
    (
        "CREATE TRIGGER stamp BEFORE INSERT ON sales.import FOR EACH ROW EXECUTE FUNCTION partners.stamp_update()",
        "trigger stamp on table sales.import touches partners and sales",
    ),
    (
        "CREATE RULE copied AS ON INSERT TO sales.import DO ALSO DELETE FROM partners.import",
        "rule copied on table sales.import touches partners and sales",
    ),
    (
        "CREATE POLICY wide ON shq.audit_log FOR SELECT TO {sales} \
         USING (metadata ->> 'lane' IN ('sales', 'partners'))",
        "policy wide on table shq.audit_log touches partners and sales",
    ),
    (
        "CREATE POLICY by_import ON sales.import USING (import_id IN (SELECT i.import_id FROM partners.import AS i))",
        "policy by_import on table sales.import touches partners and sales",
    ),
    (
        "CREATE SEQUENCE sales.number; ALTER TABLE partners.import_batch ALTER bytes SET DEFAULT nextval('sales.number')",
        "default value for column bytes of table partners.import_batch touches partners and sales",
    ),
    (
        "ALTER TABLE partners.import ADD COLUMN outcome sales.meeting_outcome_enum",
        "table partners.import touches partners and sales",
    ),
    ("CREATE TABLE partners.more () INHERITS (sales.import_batch)", "table partners.more touches partners and sales"),
    (
        "CREATE FUNCTION sales.rank(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT $1'; \
         CREATE INDEX ranked ON partners.fractional_cfo_master (sales.rank(firm_name))",
        "index partners.ranked touches partners and sales",
    ),
    // Rights.
    ("GRANT SELECT ON access.account TO {sales}", "_sales may SELECT on access.account"),
    ("GRANT SELECT ON sales.import TO {access}", "_access may SELECT on sales.import"),
    ("GRANT SELECT ON shq.audit_log TO {access}", "_access may SELECT on shq.audit_log"),
    ("GRANT DELETE ON access.event TO {access}", "_access may DELETE on access.event"),
    ("GRANT USAGE ON SCHEMA access TO {partners}", "_partners may use the schema access"),
    ("GRANT {sales} TO {access}", "_access is a member of"),
    (
        "CREATE VIEW access.shared AS SELECT a.name, i.opened_by FROM access.account a JOIN sales.import i ON i.opened_by = a.name",
        "view access.shared touches access and sales",
    ),
    (
        "ALTER TABLE access.account ADD COLUMN first text REFERENCES sales.appointment_history",
        "account_first_fkey on table access.account touches access and sales",
    ),
    ("DROP TRIGGER write_once ON access.event", "access.event lacks its trigger write_once"),
    ("GRANT SELECT ON partners.import TO {sales}", "_lanegate_sales may SELECT on partners.import"),
    (
        "GRANT SELECT (company_id) ON sales.appointment_history TO {partners}",
        "_partners may SELECT on sales.appointment",
    ),
    (
        r#"GRANT SELECT ON "bit".v_partner_outreach_ready TO PUBLIC"#,
        "_sales may SELECT on \"bit\".v_partner_outreach_ready",
    ),
    ("GRANT UPDATE ON sales.appointment_history TO {sales}", "_sales may UPDATE on sales.appointment_history"),
    ("GRANT TRUNCATE, TRIGGER ON sales.import TO {sales}", "_sales may TRIGGER on sales.import"),
    ("GRANT INSERT ON shq.audit_log TO {sales}", "_sales may INSERT on shq.audit_log"),
    (
        "GRANT UPDATE ON SEQUENCE shq.audit_log_audit_id_seq TO {partners}",
        "_partners may use the sequence shq.audit_log",
    ),
    ("GRANT EXECUTE ON FUNCTION shq.audit_insert() TO {sales}", "_sales may execute shq.audit_insert()"),
    ("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA \"bit\" TO PUBLIC", "_sales may execute \"bit\".partner_score("),
    ("GRANT USAGE ON SCHEMA partners TO {sales}", "_sales may use the schema partners"),
    ("GRANT CREATE ON SCHEMA shq TO {partners}", "_partners may create in the schema shq"),
    ("GRANT CREATE ON SCHEMA public TO PUBLIC", "_sales may create in the schema public"),
    ("GRANT {partners} TO {sales}", "_sales is a member of"),
    ("GRANT {owner} TO {partners}", "_partners is a member of"),
    ("GRANT {owner} TO {login}", "_lanegate is a member of"),
    ("GRANT {sales} TO {login} WITH ADMIN OPTION", "_lanegate is a member of"),
    ("ALTER ROLE {sales} BYPASSRLS", "_sales is allowed to pass row security"),
    ("ALTER ROLE {sales} LOGIN", "_sales is allowed to log in"),
    ("ALTER TABLE sales.import_batch OWNER TO {sales}", "_sales owns table sales.import_batch"),
    ("GRANT SELECT ON sales.import TO {sales} WITH GRANT OPTION", "_sales may grant on sales.import"),
    ("GRANT SELECT ON sales.import TO PUBLIC", "PUBLIC may SELECT on sales.import"),
    ("ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT ON TABLES TO {sales}", "are given by default"),
    // Guards.
    (
        "ALTER TABLE sales.appointment_history DISABLE TRIGGER write_once",
        "sales.appointment_history lacks its trigger write_once",
    ),
    ("ALTER TABLE shq.audit_log ENABLE REPLICA TRIGGER write_once", "shq.audit_log lacks its trigger write_once"),
    (
        "CREATE OR REPLACE TRIGGER write_once BEFORE UPDATE OR DELETE ON partners.partner_appointments \
         FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change()",
        "partners.partner_appointments lacks its trigger write_once",
    ),
    (
        "CREATE OR REPLACE TRIGGER write_once BEFORE UPDATE OF notes OR DELETE OR TRUNCATE ON \
         partners.partner_appointments FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change()",
        "partners.partner_appointments lacks its trigger write_once",
    ),
    (r#"DROP TRIGGER audit_update ON "bit".partner_intent"#, "bit.partner_intent lacks its trigger audit_update"),
    (
        r#"CREATE OR REPLACE TRIGGER audit_insert AFTER INSERT ON "bit".partner_intent REFERENCING NEW TABLE AS new_rows
           FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_insert('partner_bit_id', 'sales')"#,
        "bit.partner_intent lacks its trigger audit_insert",
    ),
    (
        "ALTER TABLE sales.appointment_history ENABLE TRIGGER USER",
        "the trigger write_once of sales.appointment_history is not ALWAYS",
    ),
    (
        "ALTER TABLE partners.import ENABLE TRIGGER keep_receipt",
        "the trigger keep_receipt of partners.import is not ALWAYS",
    ),
    ("DROP TRIGGER audit_abandon ON sales.import", "sales.import lacks its trigger audit_abandon"),
    ("DROP TRIGGER no_delete ON partners.retraction", "partners.retraction lacks its trigger no_delete"),
    ("DROP TRIGGER count_change ON sales.retraction", "sales.retraction lacks its trigger count_change"),
    (
        "ALTER TABLE partners.fractional_cfo_master DISABLE TRIGGER count_change",
        "partners.fractional_cfo_master lacks its trigger count_change",
    ),
    (
        "DROP TRIGGER count_change ON partners.retraction; CREATE TRIGGER count_change BEFORE INSERT OR UPDATE OR DELETE OR \
         TRUNCATE ON partners.retraction FOR EACH STATEMENT EXECUTE FUNCTION shq.count_change('1')",
        "partners.retraction lacks its trigger count_change",
    ),
    (
        "ALTER TABLE sales.lane_state ENABLE TRIGGER keep_count",
        "the trigger keep_count of sales.lane_state is not ALWAYS",
    ),
    ("GRANT UPDATE ON sales.lane_state TO {sales}", "_sales may UPDATE on sales.lane_state"),
    ("GRANT SET ON PARAMETER session_replication_role TO {login}", "_lanegate may set session_replication_role"),
    ("ALTER ROLE {login} SET session_replication_role = replica", "session_replication_role is set for"),
    ("ALTER TABLE shq.audit_log DISABLE ROW LEVEL SECURITY", "the audit log has no row security"),
    (
        "DROP POLICY sales_reads_its_own ON shq.audit_log; CREATE POLICY all_of_it ON shq.audit_log TO {sales} USING (true)",
        "the policy all_of_it of the audit log lets through more",
    ),
];

async fn planted(admin: &mut PgConnection, sql: &str) -> Vec<String> {
    run(admin, "BEGIN").await.unwrap();
    run(admin, sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let found = findings(admin).await;
    run(admin, "ROLLBACK").await.unwrap();
    found
}

#[tokio::test]
async fn nothing_crosses_the_lanes_and_what_is_planted_is_found() {
    let database = Database::fresh().await;
    database.prepare().await;
    let mut admin = database.look().await;
    assert_eq!(findings(&mut admin).await, [""; 0]);
    let names = roles(&mut admin).await;
    for (sql, expected) in FAULTS {
        let found = planted(&mut admin, &named(sql, &names)).await;
        let is_found = |finding: &String| finding.replace('"', "").contains(&expected.replace('"', ""));
        assert!(found.iter().any(is_found), "{sql}\n{expected}\n{found:#?}");
    }
    assert_eq!(findings(&mut admin).await, [""; 0], "as before");
}

#[tokio::test]
async fn what_is_allowed_is_not_found() {
    let database = Database::fresh().await;
    database.prepare().await;
    let mut admin = database.look().await;
    let names = roles(&mut admin).await;
    for sql in [
        // Others may read what somebody has let them read of their own, and have functions and views of one lane.
        "CREATE SCHEMA report; CREATE VIEW report.meetings AS SELECT * FROM sales.appointment_history",
        "CREATE SCHEMA report; CREATE FUNCTION report.meetings() RETURNS bigint LANGUAGE sql AS \
         'SELECT count(*) FROM sales.appointment_history'",
        "CREATE SCHEMA outreach; CREATE TABLE outreach.campaign (id int PRIMARY KEY, other int REFERENCES outreach.campaign)",
        "CREATE TABLE partners.more (id uuid PRIMARY KEY REFERENCES partners.fractional_cfo_master); \
         ALTER TABLE partners.more OWNER TO {owner}; GRANT SELECT, DELETE ON partners.more TO {partners}",
    ] {
        assert_eq!(planted(&mut admin, &named(sql, &names)).await, [""; 0], "{sql}");
    }
    // Both lanes were really looked at.
    let sql = "SELECT count(*) FROM pg_depend AS d JOIN pg_class AS c ON d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid \
               JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname IN ('sales', 'partners', 'bit')";
    let edges: i64 = sqlx::Row::get(&sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(&mut admin).await.unwrap(), 0);
    assert!(edges > 100, "{edges}");
}
