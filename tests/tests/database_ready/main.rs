//! Intents by hand, scores again, and the ready queues: filtered, paged, as a person reads them.

mod filters;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::{Days, Utc};
use lanegate_server::store::{self, MeetingFilter, MeetingOrder, PartnerFilter, PartnerOrder, Scored, StoreError};
use lanegate_tests::sample::{self, Sample, partner, text};
use lanegate_tests::store::{Store, WHO};
use lanegate_wire::{IntentChange, IntentState, Lane};
use uuid::Uuid;

async fn intent_ids(store: &Store) -> Vec<Uuid> {
    let page = store::intents(&store.db, Lane::Sales, None, None).await.expect("a page");
    page.intents.iter().map(|intent| intent.id).collect()
}

#[tokio::test]
async fn the_queue_of_meetings_is_paged_without_a_gap_best_score_first() {
    let store = Store::fresh().await;
    let kinds = ["numbers", "systems", "discovery", "other"];
    let rows = (0..47_u32)
        .map(|n| {
            sample::held(
                u128::from(n),
                u64::from(n % 9) * 20,
                kinds[n as usize % 4],
                if n % 3 == 0 { "stalled" } else { "ghosted" },
            )
        })
        .collect();
    store.import(&Sample::of("appointment_history", vec![rows])).await;
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = store::ready_meetings(&store.db, MeetingFilter::default(), MeetingOrder::Score, after.as_deref(), 5)
            .await
            .unwrap();
        assert!(page.rows.len() <= 5 && !page.rows.is_empty());
        all.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let whole =
        store::ready_meetings(&store.db, MeetingFilter::default(), MeetingOrder::Score, None, 100).await.unwrap();
    assert_eq!(whole.next, None);
    assert_eq!(all, whole.rows);
    assert_eq!(all.len(), 47);
    let order: Vec<_> = all.iter().map(|row| (row.bit_score.unwrap(), row.meeting_date)).collect();
    assert!(order.is_sorted_by(|one, next| one.0 > next.0 || (one.0 == next.0 && one.1 >= next.1)), "{order:?}");

    let filter = MeetingFilter {
        tier: Some("hot".into()),
        outcome: Some("stalled".into()),
        kind: Some("numbers".into()),
        min_score: Some(90.0),
    };
    let hot = store::ready_meetings(&store.db, filter, MeetingOrder::Score, None, 100).await.unwrap().rows;
    let expected: Vec<_> = all
        .iter()
        .filter(|row| row.meeting_outcome == "stalled" && row.meeting_type == "numbers" && row.bit_score >= Some(90.0))
        .cloned()
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(hot, expected);
    assert!(matches!(
        store::ready_meetings(&store.db, MeetingFilter::default(), MeetingOrder::Score, Some("nowhere"), 5).await,
        Err(StoreError::PlaceRefused)
    ));
}

#[tokio::test]
async fn queues_come_in_another_order_without_a_gap() {
    let store = Store::fresh().await;
    let held =
        (0..23_u32).map(|n| sample::held(u128::from(n), u64::from(n * 7 % 5) * 11, "other", "ghosted")).collect();
    store.import(&Sample::of("appointment_history", vec![held])).await;
    let filter = MeetingFilter::default;
    let (mut dates, mut after) = (Vec::new(), None);
    loop {
        let page = store::ready_meetings(&store.db, filter(), MeetingOrder::Latest, after.as_deref(), 4).await.unwrap();
        dates.extend(page.rows.into_iter().map(|row| (Reverse(row.meeting_date), row.appointment_uid)));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(dates.len(), 23);
    assert!(dates.is_sorted_by(|one, next| one < next), "{dates:?}");

    let named = |n: usize| {
        partner(&format!("Firm {}", (n * 5) % 11), &format!("Contact {n}"), &format!("a{n}@firm.example.com"))
    };
    store.import(&Sample::of("partner_master", vec![(0..11).map(named).collect()])).await;
    let (mut names, mut after) = (Vec::new(), None);
    loop {
        let page =
            store::ready_partners(&store.db, PartnerFilter::default(), PartnerOrder::Name, after.as_deref(), 3).await;
        let page = page.unwrap();
        names.extend(page.rows.into_iter().map(|row| (row.firm_name, row.primary_contact_name)));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!((names.len(), &names), (11, &sorted));
    let page = store::ready_partners(&store.db, PartnerFilter::default(), PartnerOrder::Name, None, 3).await.unwrap();
    let elsewhere =
        store::ready_partners(&store.db, PartnerFilter::default(), PartnerOrder::Score, page.next.as_deref(), 3).await;
    assert!(matches!(elsewhere, Err(StoreError::PlaceRefused)));
}

#[tokio::test]
async fn the_queue_of_partners_is_paged_and_filtered() {
    let store = Store::fresh().await;
    let rows = (0..13)
        .map(|n| {
            let mut row = partner(&format!("Firm {n}"), "Ann Lee", &format!("a{n}@firm.example.com"));
            row.push(("geography", text(if n % 2 == 0 { "Midwest" } else { "West" })));
            row.push(("status", text(["prospect", "contacted", "engaged"][n % 3])));
            row
        })
        .collect();
    store.import(&Sample::of("partner_master", vec![rows])).await;
    let (mut ids, mut after) = (BTreeSet::new(), None);
    loop {
        let page = store::ready_partners(&store.db, PartnerFilter::default(), PartnerOrder::Score, after.as_deref(), 4)
            .await
            .unwrap();
        ids.extend(page.rows.iter().map(|row| row.fractional_cfo_id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(ids.len(), 13);
    let filter =
        PartnerFilter { status: Some("engaged".into()), geography: Some("Midwest".into()), ..PartnerFilter::default() };
    let found = store::ready_partners(&store.db, filter, PartnerOrder::Score, None, 100).await.unwrap().rows;
    let firms: BTreeSet<_> = found.iter().map(|row| row.firm_name.as_str()).collect();
    assert_eq!(firms, BTreeSet::from(["Firm 2", "Firm 8"]));

    let first = store::reference(&store.db, None).await.unwrap();
    assert_eq!((first.partners.len(), first.next), (13, None));
    assert_eq!(first.partners.iter().map(|named| named.fractional_cfo_id).collect::<BTreeSet<_>>(), ids);
    let rest = store::reference(&store.db, Some(first.partners[9].fractional_cfo_id)).await.unwrap();
    assert_eq!(rest.partners, first.partners[10..]);
}

#[tokio::test]
async fn a_person_decides_and_the_audit_says_who() {
    let store = Store::fresh().await;
    store.import(&sample::meetings()).await;
    let ids = intent_ids(&store).await;
    let change = |change| store::change_intent(&store.db, Lane::Sales, "Ann Operator", ids[0], change);
    let excluded = change(IntentChange::Exclude { reason: "Asked us to stop".into() }).await.unwrap();
    assert_eq!(
        (excluded.state, excluded.exclusion_reason.as_deref(), excluded.changed_by.as_deref()),
        (IntentState::Excluded, Some("Asked us to stop"), Some("Ann Operator"))
    );
    let until = Utc::now().date_naive() + Days::new(7);
    let cooling = change(IntentChange::CoolOff { until }).await.unwrap();
    assert_eq!(
        (cooling.state, cooling.exclusion_reason, cooling.cooling_off_until),
        (IntentState::CoolingOff, None, Some(until))
    );
    let listed = store::intents(&store.db, Lane::Sales, Some(IntentState::CoolingOff), None).await.unwrap().intents;
    assert_eq!(listed.iter().map(|intent| intent.id).collect::<Vec<_>>(), [ids[0]]);
    let resumed = change(IntentChange::Resume).await.unwrap();
    assert_eq!((resumed.state, resumed.cooling_off_until), (IntentState::Eligible, None));
    let sql = "SELECT performed_by || ' ' || (new_values ->> 'eligibility_status') FROM shq.audit_log \
               WHERE operation = 'UPDATE' AND table_name = 'reactivation_intent' ORDER BY audit_id";
    let said: Vec<String> = store.column(Lane::Sales, sql).await;
    assert_eq!(said, ["Ann Operator excluded", "Ann Operator cooling_off", "Ann Operator eligible"]);
}

#[tokio::test]
async fn an_action_of_the_other_lane_or_on_nothing_is_refused() {
    let store = Store::fresh().await;
    store.import(&sample::meetings()).await;
    store.import(&sample::partners()).await;
    for (lane, action) in [
        (Lane::Sales, IntentChange::Pause),
        (Lane::Sales, IntentChange::Complete),
        (Lane::Partners, IntentChange::Exclude { reason: "x".into() }),
    ] {
        let id = store::intents(&store.db, lane, None, None).await.unwrap().intents[0].id;
        let refused = store::change_intent(&store.db, lane, WHO, id, action).await;
        assert!(matches!(refused, Err(StoreError::ActionRefused(of)) if of == lane));
        let other = if lane == Lane::Sales { Lane::Partners } else { Lane::Sales };
        let elsewhere = store::change_intent(&store.db, other, WHO, id, IntentChange::Resume).await;
        assert!(matches!(elsewhere, Err(StoreError::IntentUnknown)));
    }
    let partner = store::intents(&store.db, Lane::Partners, None, None).await.unwrap().intents[0].id;
    for (action, state) in [
        (IntentChange::Pause, IntentState::Paused),
        (IntentChange::Complete, IntentState::Completed),
        (IntentChange::Resume, IntentState::Active),
    ] {
        let changed = store::change_intent(&store.db, Lane::Partners, WHO, partner, action).await.unwrap();
        assert_eq!(changed.state, state);
    }
}

#[tokio::test]
async fn scoring_again_follows_time_and_leaves_out_whom_people_took_out() {
    let store = Store::fresh().await;
    let rows = (1..=4).map(|number| sample::held(number, 10, "numbers", "stalled")).collect();
    store.import(&Sample::of("appointment_history", vec![rows])).await;
    assert_eq!(store::score(&store.db, Lane::Sales, WHO).await.unwrap(), Scored { looked_at: 4, changed: 0 });
    let ids = intent_ids(&store).await;
    let change = async |id, change| store::change_intent(&store.db, Lane::Sales, WHO, id, change).await.unwrap();
    change(ids[0], IntentChange::Exclude { reason: "x".into() }).await;
    change(ids[1], IntentChange::CoolOff { until: Utc::now().date_naive() + Days::new(9) }).await;
    // As if all were computed long ago, and one cooling-off had passed.
    change(ids[2], IntentChange::CoolOff { until: Utc::now().date_naive() + Days::new(9) }).await;
    store.change(Lane::Sales, r#"UPDATE "bit".reactivation_intent SET bit_score = 1, bit_reason_codes = '{}'"#).await;
    let passed = r#"UPDATE "bit".reactivation_intent SET cooling_off_until = (now() AT TIME ZONE 'UTC')::date
                     WHERE reactivation_bit_id = (SELECT max(i.reactivation_bit_id::text)::uuid FROM "bit".reactivation_intent AS i
                                                   WHERE i.eligibility_status = 'cooling_off')"#;
    store.change(Lane::Sales, passed).await;
    assert_eq!(store::score(&store.db, Lane::Sales, WHO).await.unwrap(), Scored { looked_at: 4, changed: 2 });
    let scores: Vec<f64> = store::intents(&store.db, Lane::Sales, None, None)
        .await
        .unwrap()
        .intents
        .iter()
        .map(|i| i.score.unwrap())
        .collect();
    assert_eq!(scores.iter().filter(|score| **score == 100.0).count(), 2, "{scores:?}");
    assert_eq!((scores[0], scores.iter().filter(|score| **score == 1.0).count()), (1.0, 2), "{scores:?}");

    store.import(&sample::partners()).await;
    store.change(Lane::Partners, r#"UPDATE "bit".partner_intent SET status = 'pending', leverage_score = NULL"#).await;
    let first = store::intents(&store.db, Lane::Partners, None, None).await.unwrap().intents[0].id;
    store::change_intent(&store.db, Lane::Partners, WHO, first, IntentChange::Pause).await.unwrap();
    assert_eq!(store::score(&store.db, Lane::Partners, WHO).await.unwrap(), Scored { looked_at: 2, changed: 1 });
    let resumed = store::change_intent(&store.db, Lane::Partners, WHO, first, IntentChange::Resume).await.unwrap();
    assert_eq!((resumed.state, resumed.score.is_some()), (IntentState::Active, true), "what resumes is scored at once");
}
