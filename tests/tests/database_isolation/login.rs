//! Whoever takes the server over has its login, and with it no right of the owner: no guard can be set aside, no fact deleted, no
//! audit entry forged.

use lanegate_tests::isolation::findings;
use sqlx::{ConnectOptions as _, Connection as _};

use super::{filled, named, refusal, roles, run};

/// What the login tries, signed in as the server signs in.
const TRIED: [&str; 21] = [
    "SET ROLE {owner}",
    "SET SESSION AUTHORIZATION {owner}",
    "GRANT {owner} TO {login}",
    "ALTER ROLE {login} SUPERUSER",
    "ALTER ROLE {owner} PASSWORD 'mine'",
    "CREATE ROLE mine IN ROLE {owner}",
    "ALTER TABLE sales.appointment_history DISABLE TRIGGER ALL",
    "ALTER TABLE sales.appointment_history DISABLE TRIGGER write_once",
    "DROP TRIGGER audit_insert ON sales.appointment_history",
    "ALTER TABLE shq.audit_log DISABLE TRIGGER write_once",
    "ALTER TABLE shq.audit_log DISABLE ROW LEVEL SECURITY",
    "CREATE OR REPLACE FUNCTION shq.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "SET session_replication_role = replica",
    "DELETE FROM sales.appointment_history",
    "DELETE FROM partners.partner_appointments",
    "TRUNCATE sales.appointment_history CASCADE",
    "DELETE FROM shq.audit_log",
    "INSERT INTO shq.audit_log (schema_name, table_name, operation, record_id, performed_by) \
     VALUES ('sales', 'appointment_history', 'INSERT', 'x', 'somebody else')",
    "UPDATE shq.audit_log SET performed_by = 'somebody else'",
    "DROP SCHEMA shq CASCADE",
    "DELETE FROM lanegate.migration",
];

#[tokio::test]
async fn signed_in_as_the_server_nothing_of_the_owner_s_can_be_done() {
    let (mut admin, database) = filled().await.into_admin().await;
    let names = roles(&mut admin).await;
    let mut login = database.login().connect().await.unwrap();
    // By itself, and under each role that it may take.
    for role in [None, Some("{sales}"), Some("{partners}"), Some("{access}")] {
        for sql in TRIED {
            let take = role.map(|role| format!("SET LOCAL ROLE {role};")).unwrap_or_default();
            let sql = named(&format!("BEGIN; {take} {sql}; COMMIT"), &names);
            let message = refusal(&mut login, &sql).await;
            run(&mut login, "ROLLBACK").await.unwrap();
            let denied = ["permission denied", "must be owner", "must be superuser", "must have", "must be member"];
            assert!(denied.iter().any(|words| message.contains(words)), "{sql}: {message}");
        }
    }
    login.close().await.unwrap();
    assert_eq!(findings(&mut admin).await, [""; 0], "nothing was given away");
}
