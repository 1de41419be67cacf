//! The schema of an adopted database against that of a fresh one, line by line.

use std::collections::BTreeSet;

use lanegate_server::db::{self, Adoption};
use lanegate_tests::catalog::{differences, lines};
use lanegate_tests::database::Database;
use lanegate_tests::isolation;
use sqlx::Connection as _;

use super::{NOTHING_ODD, adopt, before, everything};

async fn schema(database: &Database) -> BTreeSet<String> {
    let mut admin = database.look().await;
    let found = lines(&mut admin).await;
    admin.close().await.unwrap();
    found
}

async fn fresh() -> BTreeSet<String> {
    let database = Database::fresh().await;
    database.prepare().await;
    schema(&database).await
}

/// Lines that are there for a reason: they begin so.
fn without<'l>(lines: Vec<&'l str>, reasons: &[&str]) -> Vec<&'l str> {
    for reason in reasons {
        assert!(lines.iter().any(|line| line.starts_with(reason)), "no line begins with {reason}: it needs no reason");
    }
    lines.into_iter().filter(|line| !reasons.iter().any(|reason| line.starts_with(reason))).collect()
}

/// The record that it was adopted.
const RECORD: [&str; 7] = [
    "relation lanegate.adoption (r) of DATABASE_lanegate_owner",
    "relation lanegate.adoption_pkey (i) of DATABASE_lanegate_owner",
    "column lanegate.adoption.",
    "constraint adoption_pkey on lanegate.adoption",
    "index CREATE UNIQUE INDEX adoption_pkey ON lanegate.adoption",
    "grant on lanegate.adoption: ",
    "trigger, enabled A: CREATE TRIGGER write_once BEFORE DELETE OR UPDATE OR TRUNCATE ON lanegate.adoption",
];

/// Tables of somebody else's, which have nothing to do with the lanes.
const COMPANY: [&str; 9] = [
    "schema company",
    "grant on schema company",
    "relation company.",
    "column company.",
    "constraint company_master_pkey",
    "index CREATE UNIQUE INDEX company_master_pkey",
    "grant on company.",
    "function of postgres: CREATE OR REPLACE FUNCTION company.meetings_of",
    "grant on function company.meetings_of",
];

#[tokio::test]
async fn it_is_the_schema_of_a_fresh_database() {
    let database = before(NOTHING_ODD).await;
    adopt(&database).await;
    let mut admin = database.look().await;
    assert_eq!(isolation::findings(&mut admin).await, [""; 0]);
    admin.close().await.unwrap();
    let (adopted, fresh) = (schema(&database).await, fresh().await);
    let (more, less) = differences(&adopted, &fresh);
    assert_eq!(less, [""; 0], "what a fresh database has");
    assert_eq!(without(more, &[&RECORD[..], &COMPANY].concat()), [""; 0]);
}

#[tokio::test]
async fn what_is_odd_before_makes_named_differences_alone() {
    let database = before("").await;
    adopt(&database).await;
    let (adopted, fresh) = (schema(&database).await, fresh().await);
    let (more, less) = differences(&adopted, &fresh);
    // The schema that another system uses, too, keeps its owner, what it grants and what else it holds.
    let shared = [
        "schema shq of ",
        "grant on schema shq: ",
        "relation shq.other_registry",
        "column shq.other_registry",
        "constraint other_registry_pkey",
        "index CREATE UNIQUE INDEX other_registry_pkey",
        "grant on shq.other_registry",
        "function of postgres: CREATE OR REPLACE FUNCTION shq.other_purpose()",
        "grant on function shq.other_purpose()",
    ];
    // Rules that facts from before break hold for new rows alone.
    let broken = [
        "constraint stalled_needs_a_reason on sales.appointment_history: ",
        "constraint audit_log_operation_check on shq.audit_log: ",
    ];
    assert_eq!(without(more, &[&RECORD[..], &COMPANY, &shared, &broken].concat()), [""; 0]);
    let kept_rules: Vec<&str> = less.iter().copied().filter(|line| line.starts_with("constraint ")).collect();
    assert_eq!(kept_rules.len(), broken.len());
    for rule in kept_rules {
        assert!(adopted.contains(&format!("{rule} NOT VALID")), "{rule}");
    }
    assert_eq!(without(less, &[&broken[..], &shared[..2]].concat()), [""; 0]);
}

#[tokio::test]
async fn without_being_asked_it_is_refused_and_nothing_changes() {
    let database = before("").await;
    let as_it_was = everything(&database).await;
    let refused = db::prepare(&database.admin()).await.unwrap_err();
    let message = refused.to_string();
    assert!(message.contains("lanegate-server migrate --adopt"), "{message}");
    assert!(message.contains("bit.reactivation_intent"), "{message}");
    assert_eq!(everything(&database).await, as_it_was);
}

#[tokio::test]
async fn again_it_says_that_it_is_adopted_and_changes_nothing() {
    let database = before("").await;
    let report = adopt(&database).await;
    let as_it_was = everything(&database).await;
    let Ok(Adoption::Already(again)) = db::adopt(&database.admin()).await else { panic!("it is adopted already") };
    assert_eq!(*again, report, "the report of then");
    assert_eq!(everything(&database).await, as_it_was);
    // From here on it is a database like others.
    database.prepare().await;
    db::prepare_or_look(&database.login()).await.unwrap();
    assert_eq!(everything(&database).await, as_it_was);
}

#[tokio::test]
async fn a_database_without_such_tables_is_prepared_as_ever() {
    let database = Database::fresh().await;
    assert!(matches!(db::adopt(&database.admin()).await, Ok(Adoption::Nothing)));
    assert_eq!(schema(&database).await, fresh().await);
    assert!(matches!(db::adopt(&database.admin()).await, Ok(Adoption::Nothing)), "Lanegate's own");
}
