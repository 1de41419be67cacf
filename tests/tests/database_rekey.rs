//! Keys of stored partners after a change of the rules that make them: made again once, audited, with a report; nothing else changes.

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

use lanegate_kinds::PARTNER_KEY_RULES;
use lanegate_server::db::{self, Db, DbError, Rekeyed};
use lanegate_server::store::{self, StoreError};
use lanegate_tests::database::Database;
use lanegate_tests::guards::unguarded;
use lanegate_tests::place::Place;
use lanegate_tests::sample::{Sample, partner, text};
use lanegate_tests::store::{Store, WHO};
use lanegate_wire::{Lane, Value};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

const PROFILE: &str = "https://www.linkedin.com/in/";

/// Rows that an earlier version has stored: the same person twice, a page that names nobody, a company's page, and partners whose
/// keys are as they would be now.
const EARLIER: &str = "
    UPDATE partners.fractional_cfo_master SET linkedin_url = 'https://www.linkedin.com/in/jos%C3%A9-lee/en',
           linkedin_key = 'in/jos%c3%a9-lee/en' WHERE firm_name = 'A';
    UPDATE partners.fractional_cfo_master SET linkedin_url = 'https://www.linkedin.com/profile/view',
           linkedin_key = 'profile/view' WHERE firm_name = 'C';
    UPDATE partners.fractional_cfo_master SET linkedin_url = 'https://www.linkedin.com/company/harbor',
           linkedin_key = 'company/harbor' WHERE firm_name = 'D';
    UPDATE partners.fractional_cfo_master SET email = 'eve@xn--gll-qla.example.com',
           email_key = 'eve@xn--gll-qla.example.com' WHERE firm_name = 'E';
    UPDATE partners.fractional_cfo_master SET updated_at = '2025-01-01';
    TRUNCATE partners.key_rules;";

/// Partners A to F, as an import of the current version stores them.
fn sample() -> Sample {
    let profile = |firm: &str, contact: &str, address: &str| {
        vec![
            ("firm_name", text(firm)),
            ("primary_contact_name", text(contact)),
            ("linkedin_url", text(address)),
            ("source", text("Referral")),
        ]
    };
    let rows: Vec<Vec<(&str, Value)>> = vec![
        profile("A", "José Lee", &format!("{PROFILE}old-a")),
        profile("B", "José Lee", &format!("{PROFILE}josé-lee")),
        profile("C", "Cy Dent", &format!("{PROFILE}old-c")),
        profile("D", "Di Ames", &format!("{PROFILE}old-d")),
        partner("E", "Eve Hall", "old-e@example.com"),
        partner("F", "Fay Rook", "fay@example.com"),
    ];
    Sample::of("partner_master", vec![rows])
}

async fn run(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.unwrap();
}

async fn texts(connection: &mut PgConnection, sql: &'static str) -> Vec<String> {
    let rows = sqlx::raw_sql(sql).fetch_all(connection).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

/// Each partner's firm with its three keys.
async fn keys(connection: &mut PgConnection) -> Vec<String> {
    let sql = "SELECT concat_ws('|', firm_name, coalesce(email_key, '-'), coalesce(linkedin_key, '-'), \
               translate(name_key, E'\\x1f', '/')) FROM partners.fractional_cfo_master ORDER BY firm_name";
    texts(connection, sql).await
}

/// Everything of the partners but their keys.
async fn values(connection: &mut PgConnection) -> Vec<String> {
    let sql = "SELECT (to_jsonb(m) - 'email_key' - 'linkedin_key' - 'name_key')::text \
               FROM partners.fractional_cfo_master AS m ORDER BY firm_name";
    texts(connection, sql).await
}

const ENTRIES: &str = "SELECT performed_by || ': ' || (new_values ->> 'firm_name') FROM shq.audit_log \
                       WHERE operation = 'UPDATE' AND table_name = 'fractional_cfo_master' ORDER BY 1";
const NOTED: &str = "SELECT rules::text FROM partners.key_rules ORDER BY key_rules_id";

/// A database that an earlier version has left.
async fn earlier() -> Database {
    let store = Store::fresh().await;
    store.import(&sample()).await;
    let (mut admin, database) = store.into_admin().await;
    unguarded(&mut admin, EARLIER).await;
    admin.close().await.unwrap();
    database
}

async fn report(database: &Database) -> Rekeyed {
    db::rekeyed(&database.admin()).await.unwrap().unwrap()
}

fn remade() -> Vec<&'static str> {
    vec![
        "A|-|in/josé-lee|a/josé lee",
        "B|-|in/josé-lee|b/josé lee",
        "C|-|-|c/cy dent",
        "D|-|-|d/di ames",
        "E|eve@gäll.example.com|-|e/eve hall",
        "F|fay@example.com|-|f/fay rook",
    ]
}

#[tokio::test]
async fn keys_of_an_earlier_version_are_made_again_and_nothing_else() {
    let database = earlier().await;
    let mut admin = database.look().await;
    let before = values(&mut admin).await;
    admin.close().await.unwrap();
    database.prepare().await;

    let mut admin = database.look().await;
    assert_eq!(keys(&mut admin).await, remade());
    assert_eq!(values(&mut admin).await, before, "values and the moment of the last change stay");
    let who = format!("lanegate-server {} (new rules for keys)", env!("CARGO_PKG_VERSION"));
    let changed = ["A", "C", "D", "E"].map(|firm| format!("{who}: {firm}"));
    assert_eq!(texts(&mut admin, ENTRIES).await, changed);
    let ids =
        texts(&mut admin, "SELECT fractional_cfo_id::text FROM partners.fractional_cfo_master ORDER BY firm_name");
    let ids = ids.await;
    assert_eq!(texts(&mut admin, NOTED).await, [PARTNER_KEY_RULES.to_string()]);
    admin.close().await.unwrap();

    let first = report(&database).await;
    assert_eq!((first.partners, first.changed, first.rules), (6, 4, PARTNER_KEY_RULES));
    let said: Vec<_> = first.remarks.iter().map(|remark| (remark.code.as_str(), remark.count)).collect();
    assert_eq!(said, [("partners_coincide", 1), ("keys_lost", 2)]);
    assert!(first.remarks[0].first[0].starts_with("the same LinkedIn profile: "), "{first}");
    assert!(first.remarks[0].first[0].contains(&ids[0]) && first.remarks[0].first[0].contains(&ids[1]), "{first}");
    let mut lost = [format!("{}: LinkedIn", ids[2]), format!("{}: LinkedIn", ids[3])];
    lost.sort();
    assert_eq!(first.remarks[1].first, lost);

    // Again, it changes nothing.
    database.prepare().await;
    let mut admin = database.look().await;
    assert_eq!(texts(&mut admin, ENTRIES).await.len(), 4);
    assert_eq!(texts(&mut admin, NOTED).await.len(), 1);
    admin.close().await.unwrap();
    assert_eq!(report(&database).await, first);
}

#[tokio::test]
async fn the_same_file_again_makes_no_second_partner() {
    let database = earlier().await;
    let db = database.connect(1).await;
    let store = Store { db, database };
    let rows = vec![
        // The address as the earlier version took it, as it is stored now.
        vec![
            ("firm_name", text("A")),
            ("primary_contact_name", text("José Lee")),
            ("linkedin_url", text(&format!("{PROFILE}josé-lee"))),
            ("source", text("Referral")),
        ],
        partner("E", "Eve Hall", "eve@gäll.example.com"),
        partner("F", "Fay Rook", "fay@example.com"),
    ];
    let again = Sample::of("partner_master", vec![rows]);
    store.compare(&again).await;
    let planned = store.plan_rows(&again, None).await;
    let fates: Vec<_> = planned.iter().map(|row| row.fate.as_str()).collect();
    assert_eq!(fates, ["conflict", "unchanged", "unchanged"], "{planned:#?}");
    let reason = planned[0].reason.as_deref().unwrap();
    assert!(reason.contains("point at different partners") && reason.contains("by LinkedIn"), "{reason}");
}

#[tokio::test]
async fn a_retraction_puts_back_keys_of_the_current_rules() {
    let store = Store::fresh().await;
    store.import(&sample()).await;
    let change = Sample::of(
        "partner_master",
        vec![vec![{
            let mut row = partner("F", "Fay Rook", "fay@example.com");
            row.push(("linkedin_url", text(&format!("{PROFILE}fay"))));
            row
        }]],
    );
    store.import(&change).await;
    let (mut admin, database) = store.into_admin().await;
    // Before the change there was a company's page, which the earlier version took for a key.
    let page = "https://www.linkedin.com/company/harbor";
    let earlier = format!(
        "UPDATE partners.import_change \
            SET before = '{{\"linkedin_url\": \"{page}\", \"linkedin_key\": \"company/harbor\"}}'; \
         TRUNCATE partners.key_rules"
    );
    unguarded(&mut admin, &earlier).await;
    admin.close().await.unwrap();
    let db = database.connect(1).await;
    store::retract(&db, Lane::Partners, WHO, change.import.id, "wrong file").await.unwrap();
    let (mut admin, _database) = Store { db, database }.into_admin().await;
    let sql = "SELECT linkedin_url || ' ' || coalesce(linkedin_key, '-') FROM partners.fractional_cfo_master \
               WHERE firm_name = 'F'";
    assert_eq!(texts(&mut admin, sql).await, [format!("{page} -")]);
    admin.close().await.unwrap();
}

#[tokio::test]
async fn a_company_page_in_place_of_a_profile_is_put_back_with_its_key() {
    let store = Store::fresh().await;
    let row = |address: &str| {
        let mut row = partner("F", "Fay Rook", "fay@example.com");
        row.push(("linkedin_url", text(address)));
        Sample::of("partner_master", vec![vec![row]])
    };
    let profile = format!("{PROFILE}fay");
    store.import(&row(&profile)).await;
    let page = row("https://www.linkedin.com/company/harbor");
    store.import(&page).await;
    let sql = "SELECT linkedin_url || ' ' || coalesce(linkedin_key, '-') FROM partners.fractional_cfo_master";
    let of_page = ["https://www.linkedin.com/company/harbor -".to_owned()];
    assert_eq!(store.column::<String>(Lane::Partners, sql).await, of_page);
    store::retract(&store.db, Lane::Partners, WHO, page.import.id, "wrong file").await.unwrap();
    assert_eq!(store.column::<String>(Lane::Partners, sql).await, [format!("{profile} in/fay")]);
    store::reinstate(&store.db, Lane::Partners, WHO, page.import.id).await.unwrap();
    assert_eq!(store.column::<String>(Lane::Partners, sql).await, of_page);
}

#[tokio::test]
async fn many_partners_are_done_page_by_page() {
    let database = Database::fresh().await;
    database.prepare().await;
    let mut admin = database.look().await;
    let many = "INSERT INTO partners.fractional_cfo_master (firm_name, primary_contact_name, source, linkedin_url, name_key) \
                SELECT 'Firm ' || n, 'Ann Lee', 'Referral', 'https://www.linkedin.com/in/ann-' || n, 'old' \
                  FROM generate_series(1, 2500) AS n; \
                TRUNCATE partners.key_rules";
    unguarded(&mut admin, many).await;
    admin.close().await.unwrap();
    database.prepare().await;
    let mut admin = database.look().await;
    let wrong = "SELECT firm_name FROM partners.fractional_cfo_master \
                 WHERE linkedin_key IS DISTINCT FROM 'in/ann-' || substr(firm_name, 6) \
                    OR name_key IS DISTINCT FROM lower(firm_name) || E'\\x1fann lee'";
    assert!(texts(&mut admin, wrong).await.is_empty());
    assert_eq!(texts(&mut admin, ENTRIES).await.len(), 2500);
    admin.close().await.unwrap();
    assert_eq!(db::rekeyed(&database.admin()).await.unwrap(), None, "there is nothing to say");
}

#[tokio::test]
async fn what_fails_in_the_middle_changes_nothing_and_is_done_the_next_time() {
    let database = earlier().await;
    let mut admin = database.look().await;
    let before = keys(&mut admin).await;
    let trap = "CREATE FUNCTION partners.trap() RETURNS trigger LANGUAGE plpgsql AS \
                'BEGIN IF NEW.firm_name = ''E'' THEN RAISE EXCEPTION ''trap''; END IF; RETURN NEW; END'; \
                CREATE TRIGGER trap BEFORE UPDATE ON partners.fractional_cfo_master \
                FOR EACH ROW EXECUTE FUNCTION partners.trap()";
    run(&mut admin, trap).await;
    admin.close().await.unwrap();
    assert!(db::prepare(&database.admin()).await.is_err());
    let mut admin = database.look().await;
    assert_eq!(keys(&mut admin).await, before);
    assert!(texts(&mut admin, NOTED).await.is_empty());
    run(&mut admin, "DROP FUNCTION partners.trap() CASCADE").await;
    admin.close().await.unwrap();
    database.prepare().await;
    let mut admin = database.look().await;
    assert_eq!(keys(&mut admin).await, remade());
    admin.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn several_servers_that_start_at_once_do_it_once() {
    let database = earlier().await;
    let admin = database.admin();
    let starting = (0..4).map(|_| db::prepare(&admin));
    for prepared in futures::future::join_all(starting).await {
        prepared.unwrap();
    }
    let mut admin = database.look().await;
    assert_eq!(keys(&mut admin).await, remade());
    assert_eq!(texts(&mut admin, ENTRIES).await.len(), 4);
    assert_eq!(texts(&mut admin, NOTED).await.len(), 1);
    admin.close().await.unwrap();
}

#[tokio::test]
async fn a_restored_backup_gets_keys_of_the_current_rules() {
    let database = earlier().await;
    let mut admin = database.look().await;
    // It was written by a version with the same tables and earlier rules.
    run(&mut admin, "INSERT INTO partners.key_rules (rules, report) VALUES (1, '{\"remarks\": []}')").await;
    let records = "SELECT records FROM partners.lane_state";
    let before: i64 = sqlx::raw_sql(records).fetch_one(&mut admin).await.unwrap().get(0);
    admin.close().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup");
    db::write_archive(&database.admin(), &file).await.unwrap();

    let other = Database::fresh().await;
    other.prepare().await;
    db::read_archive(&other.admin(), &file).await.unwrap();
    let mut admin = other.look().await;
    assert_eq!(keys(&mut admin).await, remade());
    let after: i64 = sqlx::raw_sql(records).fetch_one(&mut admin).await.unwrap().get(0);
    assert!(after > before, "plans of the backup are not taken for current ones: {after} after {before}");
    assert_eq!(texts(&mut admin, ENTRIES).await.len(), 4);
    admin.close().await.unwrap();
    assert_eq!(report(&other).await.changed, 4);
}

#[tokio::test]
async fn a_server_of_earlier_rules_stores_no_keys() {
    let database = Database::fresh().await;
    database.prepare().await;
    let mut admin = database.look().await;
    let insert =
        "INSERT INTO partners.fractional_cfo_master (firm_name, primary_contact_name, source) VALUES ('A', 'B', 'C')";
    let as_server = |rules: &str| {
        format!(
            "BEGIN; SELECT set_config('lanegate.performed_by', 'ann', true), \
             set_config('lanegate.key_rules', '{rules}', true); {insert}; COMMIT"
        )
    };
    for earlier in ["", "1"] {
        let refused = sqlx::raw_sql(AssertSqlSafe(as_server(earlier))).execute(&mut admin).await.unwrap_err();
        assert!(matches!(DbError::from(refused), DbError::ServerOutdated(_)));
        run(&mut admin, "ROLLBACK").await;
    }
    run(&mut admin, &as_server(&PARTNER_KEY_RULES.to_string())).await;
    // By hand, and where no key is concerned.
    run(&mut admin, insert).await;
    let other = "SELECT set_config('lanegate.performed_by', 'ann', true); \
                 UPDATE partners.fractional_cfo_master SET geography = 'West'";
    run(&mut admin, &format!("BEGIN; {other}; COMMIT")).await;
    admin.close().await.unwrap();
}

#[tokio::test]
async fn a_database_of_newer_rules_is_refused() {
    let database = Database::fresh().await;
    database.prepare().await;
    let mut admin = database.look().await;
    run(&mut admin, "INSERT INTO partners.key_rules (rules, report) VALUES (1000, '{\"remarks\": []}')").await;
    admin.close().await.unwrap();
    assert!(matches!(db::prepare(&database.admin()).await, Err(DbError::KeysNewer { noted: 1000, .. })));
    // A server that runs already stores no keys of its own any more.
    let db = Db::connect(database.login(), 1).await.unwrap();
    let store = Store { db, database };
    let sample = sample();
    let plan = store.compare(&sample).await;
    let refused = store.commit(&sample, &plan.digest).await.unwrap_err();
    assert!(matches!(refused, StoreError::DatabaseUnavailable(DbError::ServerOutdated(_))), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_says_which_partners_coincide() {
    let place = Place::fresh().await;
    let server = place.start();
    server.carry_out(&sample()).await.unwrap();
    assert!(server.end().success());
    let mut look = place.look().await;
    unguarded(&mut look.connection, EARLIER).await;
    look.end().await;
    // Once more, it says the same: the report is kept.
    for _ in 0..2 {
        let output = place.output(&["migrate"]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        for line in [
            "The keys of 4 of 6 partners were made again by new rules",
            "Partners that are the same by their new keys: 1\n  - the same LinkedIn profile: ",
            "Partners that aren't recognized by a value any more: 2\n",
        ] {
            assert!(said.contains(line), "{line}: {said}");
        }
    }
}
