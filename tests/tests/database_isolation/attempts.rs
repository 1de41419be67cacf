//! What a lane's role can try: every way to the other lane, to the log, and around the guards is refused.

use lanegate_tests::isolation::{findings, relations};
use lanegate_wire::Lane;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use super::{filled, named, refusal, roles, run};

/// What belongs to a lane.
struct Own {
    lane: Lane,
    fact: &'static str,
    key: &'static str,
    change: &'static str,
    intent: &'static str,
    score: &'static str,
    role: &'static str,
}

const SALES: Own = Own {
    lane: Lane::Sales,
    fact: "sales.appointment_history",
    key: "appointment_uid",
    change: "source = 'crm'",
    intent: r#""bit".reactivation_intent"#,
    score: r#""bit".reactivation_score('stalled', 'other', 1)"#,
    role: "{sales}",
};

const PARTNERS: Own = Own {
    lane: Lane::Partners,
    fact: "partners.partner_appointments",
    key: "partner_appointment_uid",
    change: "notes = 'x'",
    intent: r#""bit".partner_intent"#,
    score: r#""bit".partner_score('prospect', true, true, 'warm', 1)"#,
    role: "{partners}",
};

/// What belongs to no lane.
const ACCOUNTS: &[&str] =
    &["access.account", "access.session", "access.token", "access.link", "access.attempt", "access.event"];

fn of(lane: Lane) -> (&'static Own, &'static Own) {
    match lane {
        Lane::Sales => (&SALES, &PARTNERS),
        Lane::Partners => (&PARTNERS, &SALES),
    }
}

/// Everything that stands in the lanes and in the log.
async fn contents(admin: &mut PgConnection) -> Vec<String> {
    let mut all = Vec::new();
    let mut things = vec!["shq.audit_log".to_owned()];
    for lane in Lane::ALL {
        things.extend(relations(admin, lane).await);
    }
    for table in things {
        let sql = format!("SELECT md5(string_agg(r::text, '' ORDER BY r::text)) FROM {table} AS r");
        let row = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(&mut *admin).await.unwrap();
        all.push(format!("{table}: {:?}", row.get::<Option<String>, _>(0)));
    }
    all
}

/// Ways to the other lane.
fn to_the_other(other: &Own, things: &[String]) -> Vec<String> {
    let Own { fact, key, change, intent, score, role, .. } = other;
    let schema = fact.split('.').next().unwrap();
    let mut all = vec![
        format!("SET ROLE {role}"),
        format!("SELECT * FROM {score}"),
        format!("INSERT INTO {fact} SELECT * FROM {fact}"),
        format!("INSERT INTO {intent} DEFAULT VALUES"),
        format!("UPDATE {intent} SET metadata = '{{}}'"),
        format!("DELETE FROM {schema}.import"),
        format!("MERGE INTO {fact} AS t USING {fact} AS s ON t.{key} = s.{key} WHEN MATCHED THEN UPDATE SET {change}"),
        format!("CREATE FUNCTION {schema}.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
        format!("ALTER TABLE {fact} ADD COLUMN mine text"),
        format!("GRANT {role} TO CURRENT_USER"),
        format!("DO $$ BEGIN PERFORM count(*) FROM {fact}; END $$"),
        format!("SELECT nextval('{schema}.retraction_retraction_id_seq')"),
    ];
    for thing in things.iter().map(String::as_str).chain(ACCOUNTS.iter().copied()) {
        all.push(format!("SELECT count(*) FROM {thing}"));
        all.push(format!("COPY (SELECT * FROM {thing}) TO STDOUT"));
        all.push(format!("LOCK TABLE {thing} IN ACCESS SHARE MODE"));
    }
    all
}

/// Ways around what guards its own facts.
fn around_its_guards(own: &Own) -> Vec<String> {
    let Own { fact, key, change, intent, .. } = own;
    let same = format!("USING {fact} AS s ON t.{key} = s.{key}");
    let schema = fact.split('.').next().unwrap();
    [
        format!("UPDATE {schema}.lane_state SET records = records + 1"),
        format!("UPDATE {fact} SET {change}"),
        format!("DELETE FROM {fact}"),
        format!("TRUNCATE {fact} CASCADE"),
        format!("MERGE INTO {fact} AS t {same} WHEN MATCHED THEN UPDATE SET {change}"),
        format!("MERGE INTO {fact} AS t {same} WHEN MATCHED THEN DELETE"),
        format!("INSERT INTO {fact} SELECT * FROM {fact} ON CONFLICT ({key}) DO UPDATE SET {change}"),
        format!("WITH gone AS (DELETE FROM {fact} RETURNING 1) SELECT count(*) FROM gone"),
        format!("SELECT * FROM {fact} FOR UPDATE"),
        format!("DO $$ BEGIN UPDATE {fact} SET {change}; END $$"),
        format!("DELETE FROM {intent}"),
        format!("TRUNCATE {intent}"),
        format!("ALTER TABLE {fact} DISABLE TRIGGER ALL"),
        format!("ALTER TABLE {fact} OWNER TO CURRENT_USER"),
        format!("DROP TRIGGER write_once ON {fact}"),
        format!("DROP TABLE {fact} CASCADE"),
        format!("CREATE RULE silent AS ON INSERT TO {intent} DO INSTEAD NOTHING"),
        format!("CREATE TRIGGER mine BEFORE INSERT ON {fact} EXECUTE FUNCTION shq.refuse_change()"),
        format!("COMMENT ON TABLE {fact} IS 'mine'"),
        "SET session_replication_role = replica".to_owned(),
        "SET ROLE {owner}".to_owned(),
        "ALTER ROLE CURRENT_USER SUPERUSER".to_owned(),
        "CREATE ROLE mine IN ROLE {owner}".to_owned(),
    ]
    .to_vec()
}

/// Ways to an entry that nobody made, or to one that disappears.
fn to_the_log(own: &Own) -> Vec<String> {
    let entry = "(schema_name, table_name, operation, record_id, performed_by)";
    let intent = own.intent;
    [
        &format!("INSERT INTO shq.audit_log {entry} VALUES ('sales', 'x', 'INSERT', 'x', 'somebody else')"),
        "INSERT INTO shq.audit_log OVERRIDING SYSTEM VALUE SELECT * FROM shq.audit_log ON CONFLICT (audit_id) DO UPDATE SET performed_by = 'x'",
        "UPDATE shq.audit_log SET performed_by = 'somebody else'",
        "DELETE FROM shq.audit_log",
        "TRUNCATE shq.audit_log",
        "MERGE INTO shq.audit_log AS t USING shq.audit_log AS s ON t.audit_id = s.audit_id WHEN MATCHED THEN DELETE",
        "SELECT * FROM shq.audit_log FOR UPDATE",
        &format!("COPY shq.audit_log {entry} FROM STDIN"),
        "SELECT setval('shq.audit_log_audit_id_seq', 1)",
        "SELECT nextval('shq.audit_log_audit_id_seq')",
        "ALTER TABLE shq.audit_log DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON shq.audit_log USING (true)",
        "ALTER POLICY sales_reads_its_own ON shq.audit_log USING (true)",
        "DROP POLICY partners_reads_its_own ON shq.audit_log",
        // Tables and functions of its own, to hang the log's functions on, or to put in their place.
        "CREATE TEMP TABLE mine (id text)",
        "CREATE TEMP VIEW mine AS SELECT 1",
        "CREATE FUNCTION pg_temp.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE public.mine (id text)",
        "CREATE TABLE shq.mine (id text)",
        r#"CREATE TABLE "bit".mine (id text)"#,
        "CREATE TABLE sales.mine (id text)",
        "CREATE TABLE partners.mine (id text)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION shq.audit_insert() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "ALTER FUNCTION shq.audit_insert() SET search_path = public",
        "ALTER FUNCTION shq.audit_insert() SECURITY INVOKER",
        "SELECT shq.audit_insert()",
        &format!("CREATE TRIGGER mine AFTER INSERT ON {intent} EXECUTE FUNCTION shq.audit_insert('x', 'sales')"),
        "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION shq.refuse_change()",
        "CREATE PUBLICATION mine FOR TABLE shq.audit_log",
        "CREATE LANGUAGE mine HANDLER plpgsql_call_handler",
        "SELECT pg_read_file('postgresql.conf')",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
    ]
    .map(ToOwned::to_owned)
    .to_vec()
}

#[tokio::test]
async fn every_way_out_of_a_lane_is_refused() {
    let (mut admin, _database) = filled().await.into_admin().await;
    let names = roles(&mut admin).await;
    let before = contents(&mut admin).await;
    let mut tried = 0;
    for lane in Lane::ALL {
        let (own, other) = of(lane);
        let others = relations(&mut admin, other.lane).await;
        // The session is the lane's own: not even the login role's memberships help.
        run(&mut admin, &named(&format!("SET SESSION AUTHORIZATION {}", own.role), &names)).await.unwrap();
        for sql in [to_the_other(other, &others), around_its_guards(own), to_the_log(own)].concat() {
            let sql = named(&sql, &names);
            let message = refusal(&mut admin, &format!("BEGIN; {sql}; COMMIT")).await;
            run(&mut admin, "ROLLBACK").await.unwrap();
            let denied = ["permission denied", "must be owner", "must be superuser", "must have", "must be member"];
            assert!(denied.iter().any(|words| message.contains(words)), "{lane}: {sql}: {message}");
            tried += 1;
        }
        // These are no errors, and give nothing.
        let statistics = "SELECT count(*) FROM pg_stats WHERE schemaname = 'shq' OR schemaname = $lane";
        let other_schema = other.fact.split('.').next().unwrap();
        let statistics = statistics.replace("$lane", &format!("'{other_schema}'"));
        for sql in [
            statistics,
            format!(
                "SELECT count(*) FROM shq.audit_log WHERE metadata ->> 'lane' <> '{lane}' OR schema_name = '{other_schema}'"
            ),
        ] {
            let found: i64 = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(&mut admin).await.unwrap().get(0);
            assert_eq!(found, 0);
        }
        let give = named(&format!("GRANT SELECT ON {} TO {}", own.fact, other.role), &names);
        let _ = run(&mut admin, &give).await;
        run(&mut admin, "RESET SESSION AUTHORIZATION").await.unwrap();
    }
    assert!(tried > 150, "{tried}");
    assert_eq!(findings(&mut admin).await, [""; 0], "nobody has given anything away");
    assert_eq!(contents(&mut admin).await, before, "and nothing has changed");
}

#[tokio::test]
async fn the_role_for_accounts_sees_no_lane() {
    let (mut admin, _database) = filled().await.into_admin().await;
    let names = roles(&mut admin).await;
    let (sales, partners) = (relations(&mut admin, Lane::Sales).await, relations(&mut admin, Lane::Partners).await);
    run(&mut admin, &named("SET SESSION AUTHORIZATION {access}", &names)).await.unwrap();
    run(&mut admin, "SELECT count(*) FROM access.account").await.unwrap();
    let around = [
        "DELETE FROM access.account",
        "TRUNCATE access.account",
        "DELETE FROM access.token",
        "UPDATE access.event SET who = 'somebody else'",
        "DELETE FROM access.event",
        "ALTER TABLE access.account DISABLE TRIGGER ALL",
        "CREATE TABLE access.mine (id text)",
        "SELECT count(*) FROM shq.audit_log",
        "SELECT shq.audit_insert()",
    ];
    let ways =
        [to_the_other(&SALES, &sales), to_the_other(&PARTNERS, &partners), around.map(str::to_owned).to_vec()].concat();
    for sql in ways.iter().filter(|sql| !sql.contains("access.") || around.contains(&sql.as_str())) {
        let sql = named(sql, &names);
        let message = refusal(&mut admin, &format!("BEGIN; {sql}; COMMIT")).await;
        run(&mut admin, "ROLLBACK").await.unwrap();
        let denied = ["permission denied", "must be owner", "must be superuser", "must have", "must be member"];
        assert!(denied.iter().any(|words| message.contains(words)), "{sql}: {message}");
    }
    run(&mut admin, "RESET SESSION AUTHORIZATION").await.unwrap();
    // Not even their owner takes an entry back.
    for sql in ["UPDATE access.event SET who = 'x'", "DELETE FROM access.event", "TRUNCATE access.event"] {
        assert!(refusal(&mut admin, sql).await.contains("is refused"), "{sql}");
    }
}

#[tokio::test]
async fn the_login_role_takes_one_lane_at_a_time() {
    let (mut admin, _database) = filled().await.into_admin().await;
    let names = roles(&mut admin).await;
    let login = names.login();
    let exists = format!("SELECT count(*) FROM pg_roles WHERE rolname = '{login}'");
    let exists: i64 = sqlx::raw_sql(AssertSqlSafe(exists)).fetch_one(&mut admin).await.unwrap().get(0);
    if exists == 0 {
        run(&mut admin, &lanegate_server::db::roles_sql(login.strip_suffix("_lanegate").unwrap())).await.unwrap();
    }
    let things = [relations(&mut admin, Lane::Sales).await, relations(&mut admin, Lane::Partners).await];
    run(&mut admin, &format!("SET SESSION AUTHORIZATION \"{login}\"")).await.unwrap();
    for things in things {
        for thing in things {
            let message = refusal(&mut admin, &format!("SELECT count(*) FROM {thing}")).await;
            assert!(message.contains("permission denied"), "{thing}: {message}");
        }
    }
    for (own, other) in [(&SALES, &PARTNERS), (&PARTNERS, &SALES)] {
        run(&mut admin, &named(&format!("SET ROLE {}", own.role), &names)).await.unwrap();
        run(&mut admin, &format!("SELECT count(*) FROM {}", own.fact)).await.unwrap();
        let message = refusal(&mut admin, &format!("SELECT count(*) FROM {}", other.fact)).await;
        assert!(message.contains("permission denied"), "{message}");
        let message = refusal(&mut admin, "INSERT INTO shq.audit_log (schema_name) VALUES ('x')").await;
        assert!(message.contains("permission denied"), "{message}");
        run(&mut admin, "RESET ROLE").await.unwrap();
    }
}

#[tokio::test]
async fn an_entry_is_made_by_what_was_done_and_says_so() {
    let (mut admin, _database) = filled().await.into_admin().await;
    let names = roles(&mut admin).await;
    for lane in Lane::ALL {
        let (own, _) = of(lane);
        run(&mut admin, &named(&format!("SET SESSION AUTHORIZATION {}", own.role), &names)).await.unwrap();
        // Without the server's settings an entry has the database user's own name, and no import's.
        run(&mut admin, &format!("UPDATE {} SET message_variant_id = 'by hand'", own.intent)).await.unwrap();
        let sql = "SELECT performed_by, correlation_id IS NULL, schema_name || '.' || table_name, metadata ->> 'lane', \
                   new_values ->> 'message_variant_id' FROM shq.audit_log ORDER BY audit_id DESC LIMIT 1";
        let row = sqlx::raw_sql(sql).fetch_one(&mut admin).await.unwrap();
        assert_eq!(row.get::<String, _>(0), names.lane(lane));
        assert!(row.get::<bool, _>(1));
        assert_eq!(row.get::<String, _>(2), own.intent.replace('"', ""));
        assert_eq!((row.get::<String, _>(3), row.get::<String, _>(4)), (lane.to_string(), "by hand".to_owned()));
        run(&mut admin, "RESET SESSION AUTHORIZATION").await.unwrap();
    }
}
