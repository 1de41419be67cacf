//! What can't be taken over as it is: told difference by difference, with everything as it was.

use lanegate_server::db::{self, DbError};
use lanegate_tests::database::Database;
use sqlx::migrate::MigrateError;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _};

use super::{before, change, everything, run};

/// What is done to the database, how it is undone, and what is told.
const SPOILT: &[(&str, &str, &[&str])] = &[
    // Its shape.
    (
        "ALTER TABLE sales.appointment_history RENAME TO meetings",
        "ALTER TABLE sales.meetings RENAME TO appointment_history",
        &["sales.appointment_history is not there"],
    ),
    (
        r#"ALTER TABLE "bit".partner_intent RENAME TO intents; CREATE VIEW "bit".partner_intent AS SELECT * FROM "bit".intents"#,
        r#"DROP VIEW "bit".partner_intent; ALTER TABLE "bit".intents RENAME TO partner_intent"#,
        &["bit.partner_intent is no table by itself"],
    ),
    (
        "ALTER TABLE partners.fractional_cfo_master RENAME geography TO region; \
         ALTER TABLE partners.partner_appointments ALTER COLUMN meeting_date TYPE timestamptz",
        "ALTER TABLE partners.fractional_cfo_master RENAME region TO geography; \
         ALTER TABLE partners.partner_appointments ALTER COLUMN meeting_date TYPE date",
        &[
            "partners.fractional_cfo_master has no column geography; expected text",
            "partners.partner_appointments.meeting_date is timestamp with time zone; expected date",
        ],
    ),
    (
        "ALTER TABLE partners.fractional_cfo_master ADD COLUMN email_key text",
        "ALTER TABLE partners.fractional_cfo_master DROP COLUMN email_key",
        &["partners.fractional_cfo_master.email_key is there, and Lanegate gives that name to a column of its own"],
    ),
    (
        "ALTER TYPE sales.meeting_type_enum RENAME VALUE 'other' TO 'else'",
        "ALTER TYPE sales.meeting_type_enum RENAME VALUE 'else' TO 'other'",
        &["sales.appointment_history.meeting_type is a list without other, and with else"],
    ),
    (
        r#"ALTER TABLE "bit".partner_intent ALTER COLUMN leverage_score TYPE numeric(7,2)"#,
        r#"ALTER TABLE "bit".partner_intent ALTER COLUMN leverage_score TYPE numeric(5,2)"#,
        &["bit.partner_intent.leverage_score is numeric(7,2); expected numeric(5,2)"],
    ),
    // What rests on the tables, or crosses the lanes.
    (
        "CREATE TABLE company.visit (uid text REFERENCES sales.appointment_history (appointment_uid), kind \
         sales.meeting_type_enum); \
         CREATE VIEW company.late AS SELECT * FROM sales.appointment_history; \
         CREATE VIEW company.ready AS SELECT appointment_uid FROM \"bit\".v_reactivation_ready",
        "DROP VIEW company.ready, company.late; DROP TABLE company.visit",
        &[
            "constraint visit_uid_fkey on table company.visit rests on these tables",
            "column kind of table company.visit rests on these tables",
            "view company.late rests on these tables",
            "view company.ready rests on these tables",
        ],
    ),
    (
        "CREATE FUNCTION company.rating(kind sales.meeting_type_enum) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DROP FUNCTION company.rating(sales.meeting_type_enum)",
        &["function company.rating(sales.meeting_type_enum) rests on these tables"],
    ),
    (
        r#"CREATE FUNCTION "bit".all_scores() RETURNS bigint LANGUAGE plpgsql AS
           'BEGIN RETURN (SELECT count(*) FROM sales.appointment_history) + (SELECT count(*) FROM partners.partner_appointments); END'"#,
        r#"DROP FUNCTION "bit".all_scores()"#,
        &[r#"function "bit".all_scores() crosses the lanes"#],
    ),
    (
        "CREATE FUNCTION company.logged() RETURNS trigger LANGUAGE plpgsql AS \
         'BEGIN INSERT INTO shq.audit_log (schema_name) VALUES (''company''); RETURN NULL; END'; \
         CREATE TRIGGER logged AFTER INSERT ON company.company_master EXECUTE FUNCTION company.logged()",
        "DROP TRIGGER logged ON company.company_master; DROP FUNCTION company.logged()",
        &["trigger logged on table company.company_master writes to shq.audit_log"],
    ),
    // Rows that our rules can't hold of.
    (
        "ALTER TABLE sales.appointment_history ALTER meeting_date DROP NOT NULL; \
         UPDATE sales.appointment_history SET meeting_date = NULL WHERE meeting_outcome = 'progressed'",
        "UPDATE sales.appointment_history SET meeting_date = '2025-05-05' WHERE meeting_date IS NULL; \
         ALTER TABLE sales.appointment_history ALTER meeting_date SET NOT NULL",
        &[
            "sales.appointment_history: 1 row(s) without meeting_date, the first is UNKNOWN|00000000-0000-4000-8000-00000000a005",
        ],
    ),
    (
        "ALTER TABLE \"bit\".partner_intent DROP CONSTRAINT partner_intent_fractional_cfo_id_key; \
         INSERT INTO \"bit\".partner_intent (partner_bit_id, fractional_cfo_id) \
         VALUES ('00000000-0000-4000-8000-0000000bffff', '00000000-0000-4000-8000-00000000f001')",
        "DELETE FROM \"bit\".partner_intent WHERE partner_bit_id = '00000000-0000-4000-8000-0000000bffff'; \
         ALTER TABLE \"bit\".partner_intent ADD CONSTRAINT partner_intent_fractional_cfo_id_key UNIQUE (fractional_cfo_id)",
        &["bit.partner_intent: 1 value(s) of fractional_cfo_id that several rows have, the first is \
           00000000-0000-4000-8000-00000000f001"],
    ),
    (
        "UPDATE \"bit\".reactivation_intent SET appointment_uid = 'nobody' WHERE bit_score = 55; \
         UPDATE \"bit\".reactivation_intent SET exclusion_reason = ' ' WHERE bit_score = 90",
        "UPDATE \"bit\".reactivation_intent SET appointment_uid = 'UNKNOWN|00000000-0000-4000-8000-00000000a008|2025-05-08' \
         WHERE bit_score = 55; \
         UPDATE \"bit\".reactivation_intent SET exclusion_reason = 'Asked us to stop' WHERE bit_score = 90",
        &[
            "1 row(s) whose appointment_uid is not in sales.appointment_history, the first is \
             00000000-0000-4000-8000-0000000b0008",
            "1 row(s) that break the rule CHECK",
            "the first is 00000000-0000-4000-8000-0000000b0002",
        ],
    ),
    (
        "UPDATE sales.appointment_history SET meeting_date = 'infinity' WHERE meeting_outcome = 'progressed'",
        "UPDATE sales.appointment_history SET meeting_date = '2025-05-05' WHERE meeting_date = 'infinity'",
        &["sales.appointment_history: 1 row(s) whose meeting_date is no day"],
    ),
    (
        "UPDATE partners.partner_appointments SET partner_appointment_uid = '00000000-0000-4000-8000-00000000f001|2025-03-04|1' \
         WHERE outcome = 'neutral'",
        "UPDATE partners.partner_appointments SET partner_appointment_uid = '00000000-0000-4000-8000-00000000f003|2025-03-04' \
         WHERE outcome = 'neutral'",
        &["1 row(s) whose key is the key of another partner or day"],
    ),
];

#[tokio::test]
async fn what_does_not_fit_is_told_and_nothing_changes() {
    let database = before("").await;
    for (spoil, mend, expected) in SPOILT {
        let mut admin = database.look().await;
        change(&mut admin, spoil).await;
        admin.close().await.unwrap();
        let spoilt = everything_that_is_there(&database).await;
        let refused = db::adopt(&database.admin()).await.map(|_| spoil).unwrap_err();
        let DbError::DoesNotFit { differences } = &refused else { panic!("{spoil}: {refused}") };
        for expected in *expected {
            assert!(differences.iter().any(|difference| difference.contains(expected)), "{expected}: {differences:#?}");
        }
        assert!(differences.len() <= expected.len(), "more than is wrong: {differences:#?}");
        assert!(refused.to_string().contains(&format!("\n  - {}", differences[0])), "{refused}");
        assert_eq!(everything_that_is_there(&database).await, spoilt, "{spoil}");
        let mut admin = database.look().await;
        change(&mut admin, mend).await;
        admin.close().await.unwrap();
    }
    super::adopt(&database).await;
}

/// The schema, and how many rows each table has: some tables are not there under their names.
async fn everything_that_is_there(database: &Database) -> Vec<String> {
    let mut admin = database.look().await;
    let mut all: Vec<String> = lanegate_tests::catalog::lines(&mut admin).await.into_iter().collect();
    for table in all.clone().iter().filter_map(|line| line.strip_prefix("relation ")?.split_once(" (r)")) {
        let sql = format!("SELECT count(*), md5(string_agg(r::text, '' ORDER BY ctid)) FROM {} AS r", table.0);
        let row = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(&mut admin).await.unwrap();
        all.push(format!("{}: {} rows, {:?}", table.0, row.get::<i64, _>(0), row.get::<Option<String>, _>(1)));
    }
    admin.close().await.unwrap();
    all
}

#[tokio::test]
async fn a_failure_on_the_way_leaves_everything_as_it_was() {
    // A function of one of ours' name, which no trigger of the tables uses, is met when the tables are moved already.
    let database = before("CREATE FUNCTION sales.keep_receipt() RETURNS int LANGUAGE sql AS 'SELECT 1'").await;
    let as_it_was = everything(&database).await;
    let refused = db::adopt(&database.admin()).await.map(|_| ()).unwrap_err();
    let DbError::Migrate(MigrateError::ExecuteMigration(cause, 5)) = &refused else { panic!("{refused:?}") };
    assert!(cause.to_string().contains("keep_receipt"), "{cause}");
    assert!(refused.to_string().contains("keep_receipt"), "{refused}");
    assert_eq!(everything(&database).await, as_it_was);
}

#[tokio::test]
async fn whoever_works_with_the_tables_is_waited_for_a_while() {
    let database = before("").await;
    let mut other = database.look().await;
    run(&mut other, "BEGIN; SELECT count(*) FROM partners.partner_appointments").await;
    let began = std::time::Instant::now();
    let refused = db::adopt(&database.admin()).await.map(|_| ()).unwrap_err();
    assert!(matches!(refused, DbError::TablesInUse), "{refused}");
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
    run(&mut other, "ROLLBACK").await;
    super::adopt(&database).await;
}

#[tokio::test]
async fn a_user_needs_what_is_to_be_changed_and_no_more() {
    let database = before("").await;
    let mut admin = database.look().await;
    let name: String = sqlx::raw_sql("SELECT current_database()::text").fetch_one(&mut admin).await.unwrap().get(0);
    let [owner, other] = ["before", "other"].map(|role| format!("{}_{role}", name.to_lowercase().replace('.', "_")));
    let mut sql = format!("CREATE ROLE {owner} LOGIN PASSWORD 'test'; CREATE ROLE {other} LOGIN PASSWORD 'test';");
    for schema in ["sales", "partners", "bit", "shq"] {
        sql.push_str(&format!("ALTER SCHEMA \"{schema}\" OWNER TO {owner};"));
    }
    // All that was made so far becomes the old owner's.
    sql.push_str(&format!(
        "DO $$ DECLARE it record; BEGIN
             FOR it IN SELECT format('TABLE %s', c.oid::regclass) AS what FROM pg_class c WHERE relkind IN ('r', 'v')
                          AND relnamespace::regnamespace::text IN ('sales', 'partners', '\"bit\"', 'shq')
                       UNION ALL SELECT format('TYPE %s', t.oid::regtype) FROM pg_type t WHERE typtype = 'e'
                       UNION ALL SELECT format('FUNCTION %s', p.oid::regprocedure) FROM pg_proc p
                        WHERE pronamespace::regnamespace::text IN ('sales', 'partners', '\"bit\"', 'shq') LOOP
                 EXECUTE format('ALTER %s OWNER TO {owner}', it.what);
             END LOOP;
         END $$"
    ));
    run(&mut admin, &sql).await;
    let attempt = |user: &str| {
        let options = database.admin().username(user).password("test");
        async move { db::adopt(&options).await }
    };
    let Err(DbError::RightsLacking { lacking }) = attempt(&other).await else { panic!("it owns nothing") };
    for expected in [
        format!("the table sales.appointment_history belongs to {owner}"),
        format!("the view \"bit\".v_reactivation_ready belongs to {owner}"),
        format!("the list partners.partner_status_enum belongs to {owner}"),
        format!("the schema shq belongs to {owner}"),
        format!("the function shq.log_change() belongs to {owner}"),
        format!("CREATE on the database is not granted to {other}"),
    ] {
        assert!(lacking.contains(&expected), "{expected}: {lacking:#?}");
    }
    run(&mut admin, &format!("GRANT CREATE ON DATABASE \"{name}\" TO {owner}")).await;
    let refused = attempt(&owner).await.map(|_| ()).unwrap_err();
    assert!(matches!(refused, DbError::RolesMissing { .. }), "{refused}");
    assert!(refused.to_string().contains("roles --print"), "{refused}");
    let groups = db::RoleNames::of(&name).unwrap().groups().map(|group| format!("\"{group}\"")).join(", ");
    run(&mut admin, &format!("GRANT {groups} TO {owner}")).await;
    let adopted = attempt(&owner).await;
    assert!(matches!(&adopted, Ok(db::Adoption::Adopted(report)) if report.adopted_by == owner), "{adopted:?}");
    // The same as with a superuser; and the old owner can do nothing with the tables any more but as a member.
    let mut old_owner = database.admin().username(&owner).password("test").connect().await.unwrap();
    run(&mut admin, &format!("REVOKE {groups} FROM {owner}")).await;
    let denied = sqlx::raw_sql("SELECT count(*) FROM sales.appointment_history").fetch_one(&mut old_owner).await;
    assert!(denied.unwrap_err().to_string().contains("permission denied"));
    old_owner.close().await.unwrap();
    run(&mut admin, &format!("DROP OWNED BY {owner}, {other} CASCADE; DROP ROLE {owner}, {other}")).await;
}
