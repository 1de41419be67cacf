//! Intents: made and scored by a commit, shown by the ready views, and never undone by an import.

use lanegate_tests::sample::{self, Sample, text};
use lanegate_tests::store::Store;
use lanegate_wire::Lane;
use serde_json::Value;
use sqlx::Row as _;

#[tokio::test]
async fn stalled_and_ghosted_meetings_are_ready_best_first() {
    let store = Store::fresh().await;
    let rows = vec![
        sample::held(1, 10, "numbers", "stalled"),
        sample::held(2, 10, "other", "ghosted"),
        sample::held(3, 100, "discovery", "stalled"),
        sample::held(4, 900, "other", "ghosted"),
        sample::held(5, 10, "numbers", "progressed"),
        sample::held(6, 10, "numbers", "lost"),
    ];
    store.import(&Sample::of("appointment_history", vec![rows])).await;
    let ready = store
        .rows(
            Lane::Sales,
            "SELECT bit_score::float8, reactivation_tier, bit_reason_codes, days_since_meeting, meeting_type::text \
               FROM \"bit\".v_reactivation_ready",
        )
        .await;
    let ready: Vec<(f64, String, Vec<String>, i32)> =
        ready.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3))).collect();
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        ready,
        [
            (100.0, "hot".into(), words(&["stalled", "within_30_days", "type_numbers"]), 10),
            (75.0, "warm".into(), words(&["ghosted", "within_30_days", "type_other"]), 10),
            (70.0, "warm".into(), words(&["stalled", "within_180_days", "type_discovery"]), 100),
        ],
        "the old one scores below 40, and nothing is to be reactivated of the last two"
    );
    assert_eq!(store.number(Lane::Sales, r#"SELECT count(*) FROM "bit".reactivation_intent"#).await, 4);
}

#[tokio::test]
async fn the_kill_switch_of_a_meeting_holds() {
    let store = Store::fresh().await;
    let meetings = sample::meetings();
    store.import(&meetings).await;
    let shown = r#"SELECT count(*) FROM "bit".v_reactivation_ready"#;
    assert_eq!(store.number(Lane::Sales, shown).await, 2);
    store
        .change(
            Lane::Sales,
            r#"UPDATE "bit".reactivation_intent SET eligibility_status = 'excluded', exclusion_reason = 'Asked us to stop'
                WHERE bit_score = (SELECT max(bit_score) FROM "bit".reactivation_intent)"#,
        )
        .await;
    assert_eq!(store.number(Lane::Sales, shown).await, 1);
    store.import(&meetings.again()).await;
    assert_eq!(store.number(Lane::Sales, shown).await, 1, "an import never undoes it");
    let cool = r#"UPDATE "bit".reactivation_intent SET eligibility_status = 'cooling_off', exclusion_reason = NULL,
                  cooling_off_until = (now() AT TIME ZONE 'UTC')::date + 1"#;
    store.change(Lane::Sales, cool).await;
    assert_eq!(store.number(Lane::Sales, shown).await, 0);
    store
        .change(
            Lane::Sales,
            r#"UPDATE "bit".reactivation_intent SET cooling_off_until = (now() AT TIME ZONE 'UTC')::date"#,
        )
        .await;
    assert_eq!(store.number(Lane::Sales, shown).await, 2, "a cooling-off whose date has come counts as eligible");
    for (sql, guard) in [
        (r#"UPDATE "bit".reactivation_intent SET eligibility_status = 'excluded'"#, "excluded_needs_a_reason"),
        (r#"UPDATE "bit".reactivation_intent SET cooling_off_until = NULL"#, "cooling_off_needs_a_date"),
    ] {
        let message = store.refusal(Lane::Sales, sql).await;
        assert!(message.contains(guard), "{message}");
    }
}

#[tokio::test]
async fn partners_are_ready_with_their_last_meeting() {
    let store = Store::fresh().await;
    store.import(&sample::partners()).await;
    let view = r#"SELECT to_jsonb(v) FROM "bit".v_partner_outreach_ready AS v ORDER BY v.firm_name"#;
    let before: Vec<Value> = store.column(Lane::Partners, view).await;
    assert_eq!(before.len(), 2, "scoring turns pending into active");
    assert_eq!(before[0]["leverage_factors"], serde_json::json!(["status_prospect", "has_email", "no_meeting"]));
    assert_eq!(
        (before[0]["leverage_score"].as_f64(), before[0]["recommended_next_action"].as_str()),
        (Some(35.0), Some("propose_intro"))
    );
    assert_eq!((before[0]["total_meetings"].as_i64(), &before[0]["last_meeting_date"]), (Some(0), &Value::Null));

    let partner = store.partners().await[0];
    store.import(&sample::partner_meetings(partner)).await;
    let after: Vec<Value> = store.column(Lane::Partners, view).await;
    assert_eq!(after[0]["total_meetings"], 2);
    assert_eq!(after[0]["last_meeting_date"], "2025-05-01");
    assert_eq!((&after[0]["partner_status"], &after[0]["intent_status"]), (&"prospect".into(), &"active".into()));
    assert!(after[0]["leverage_score"].as_f64() > before[0]["leverage_score"].as_f64());
    assert_eq!(after[1], before[1], "whom the import did not touch stays as he was");
}

#[tokio::test]
async fn the_kill_switch_of_a_partner_holds() {
    let store = Store::fresh().await;
    let partners = sample::partners();
    store.import(&partners).await;
    store.change(Lane::Partners, r#"UPDATE "bit".partner_intent SET status = 'paused'"#).await;
    let mut changed = partners.again();
    changed.batches[0].rows[0].fields.insert("status".into(), text("engaged"));
    store.import(&changed).await;
    let states: Vec<String> = store.column(Lane::Partners, r#"SELECT status FROM "bit".partner_intent"#).await;
    assert_eq!(states, ["paused", "paused"], "an import never undoes it");
    store.change(Lane::Partners, r#"UPDATE "bit".partner_intent SET status = 'pending'"#).await;
    store.import(&partners.again()).await;
    let shown = store.number(Lane::Partners, r#"SELECT count(*) FROM "bit".v_partner_outreach_ready"#).await;
    assert_eq!(shown, 2, "pending ones are scored, changed or not");
}

#[tokio::test]
async fn the_worked_examples_come_out_as_the_page_says() {
    let page = include_str!("../../docs/scoring.md");
    let store = Store::fresh().await;
    let (mut admin, _database) = store.into_admin().await;
    let mut examples = 0;
    for line in page.lines().filter(|line| line.starts_with('`') && line.contains("` = ")) {
        let (call, score) = line[1..].split_once("` = ").unwrap();
        let sql = format!("SELECT score::float8 FROM \"bit\".{call}");
        let computed: f64 = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).fetch_one(&mut admin).await.unwrap().get(0);
        assert_eq!(computed.to_string(), score, "{call}");
        examples += 1;
    }
    assert_eq!(examples, 6);
}
