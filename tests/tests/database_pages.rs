//! Pages of plans and receipts go through every row once, however the rows are spread over batches.

use lanegate_server::store;
use lanegate_tests::sample::{Sample, meeting, partner};
use lanegate_tests::store::{Store, WHO};
use lanegate_wire::{Fate, Lane, LeaveOut};

/// More batches than a page reads.
const BATCHES: u128 = 40;

#[tokio::test]
async fn many_small_batches_make_short_pages() {
    let store = Store::fresh().await;
    store.import(&Sample::of("appointment_history", vec![vec![meeting(BATCHES, "lost")]])).await;
    let batches = (1..=BATCHES).map(|number| vec![meeting(number, "ghosted")]).collect();
    let sample = Sample::of("appointment_history", batches);
    store.compare(&sample).await;
    let numbers: Vec<u32> = store.plan_rows(&sample, None).await.iter().map(|row| row.row).collect();
    assert_eq!(numbers, (2..=BATCHES as u32 + 1).collect::<Vec<_>>());
    let page = store::plan_page(&store.db, Lane::Sales, sample.import.id, None, None).await.unwrap();
    assert!(page.rows.len() < BATCHES as usize && page.next.is_some());
    // Batches without a row of the fate are passed over.
    let conflicts =
        store::plan_page(&store.db, Lane::Sales, sample.import.id, Some(Fate::Conflict), None).await.unwrap();
    assert_eq!((conflicts.rows.len(), conflicts.rows[0].row, conflicts.next), (1, BATCHES as u32 + 1, None));
    let none = store::plan_page(&store.db, Lane::Sales, sample.import.id, Some(Fate::Duplicate), None).await.unwrap();
    assert_eq!((none.rows.len(), none.next), (0, None));
}

#[tokio::test]
async fn large_batches_are_cut_into_pages() {
    let store = Store::fresh().await;
    let rows = |from: u128| (from..from + 700).map(|number| meeting(number, "ghosted")).collect();
    let sample = Sample::of("appointment_history", vec![rows(0), rows(700)]);
    let plan = store.compare(&sample).await;
    let leave_out = LeaveOut { fates: vec![], rows: vec![3, 1_000] };
    assert_ne!(store.plan(&sample, &leave_out).await.digest, plan.digest);
    let planned = store.plan_rows(&sample, None).await;
    assert_eq!(planned.iter().map(|row| row.row).collect::<Vec<_>>(), (2..=1_401).collect::<Vec<_>>());
    let plan = store.plan(&sample, &leave_out).await;
    store.commit(&sample, &plan.digest).await.unwrap();
    let receipt = store.receipt_rows(&sample).await;
    let left_out: Vec<u32> = receipt.iter().filter(|row| row.left_out).map(|row| row.row).collect();
    assert_eq!((receipt.len(), left_out), (1_400, vec![3, 1_000]));
}

#[tokio::test]
async fn only_the_rows_whose_values_were_kept_are_shown() {
    let store = Store::fresh().await;
    let firms = |suffix: &str| {
        let firm = |n: u32| vec![partner(&format!("Firm {n}{suffix}"), "Ann Lee", &format!("a{n}@x.example.com"))];
        (1..=BATCHES as u32).map(firm).collect::<Vec<_>>()
    };
    store.import(&Sample::of("partner_master", firms(""))).await;
    let changed = Sample::of("partner_master", firms(" Ltd"));
    store.import(&changed).await;
    let by_hand = "UPDATE partners.fractional_cfo_master SET firm_name = 'Other' WHERE email = 'a33@x.example.com'";
    store.change(Lane::Partners, by_hand).await;
    let status = store::retract(&store.db, Lane::Partners, WHO, changed.import.id, "Wrong file").await.unwrap();
    let did = status.retraction.unwrap().did;
    assert_eq!((did.partners_put_back, did.partners_kept), (BATCHES as u32 - 1, 1));
    let page = store::receipt_rows(&store.db, Lane::Partners, changed.import.id, None, true).await.unwrap();
    assert_eq!((page.rows.len(), page.rows[0].row, page.next), (1, 34, None));
    assert_eq!(page.rows[0].kept, ["firm_name"]);
    let all = store.receipt_rows(&changed).await;
    assert_eq!(all.iter().filter(|row| !row.kept.is_empty()).count(), 1);
}
