//! A hundred thousand rows: staged, planned and committed in sane time, over one connection.

use std::time::{Duration, Instant};

use lanegate_tests::sample::{self, Sample};
use lanegate_tests::store::Store;
use lanegate_wire::{Fate, Lane, MAX_BATCH_ROWS};

const ROWS: u32 = 100_000;

#[tokio::test]
async fn a_hundred_thousand_meetings() {
    let store = Store::fresh().await;
    let outcomes = ["stalled", "ghosted", "progressed", "lost"];
    let rows: Vec<_> = (0..ROWS).map(|n| sample::meeting(n.into(), outcomes[n as usize % 4])).collect();
    let many = Sample::of("appointment_history", rows.chunks(MAX_BATCH_ROWS).map(<[_]>::to_vec).collect());

    let began = Instant::now();
    store.stage(&many).await.unwrap();
    let staged = began.elapsed();
    let plan = store.plan(&many, &lanegate_wire::LeaveOut::default()).await;
    let planned = began.elapsed();
    assert_eq!(plan.counts, [(Fate::New, ROWS)].into());
    let receipt = store.commit(&many, &plan.digest).await.unwrap();
    let committed = began.elapsed();
    println!(
        "{ROWS} rows: checked again and staged {:.1?}, planned {:.1?}, committed {:.1?}",
        staged,
        planned - staged,
        committed - planned
    );
    assert!(committed - staged < Duration::from_secs(90), "plan and commit took {:?}", committed - staged);
    assert_eq!(receipt.counts, plan.counts);
    for (sql, expected) in [
        ("SELECT count(*) FROM sales.appointment_history", ROWS),
        (r#"SELECT count(*) FROM "bit".reactivation_intent"#, ROWS / 2),
        ("SELECT count(*) FROM shq.audit_log", ROWS + ROWS / 2),
    ] {
        assert_eq!(store.number(Lane::Sales, sql).await, i64::from(expected), "{sql}");
    }

    // Compared again, every row finds its stored one.
    let again = many.again();
    let began = Instant::now();
    store.stage(&again).await.unwrap();
    let staged = began.elapsed();
    let plan = store.plan(&again, &lanegate_wire::LeaveOut::default()).await;
    println!("compared with {ROWS} stored rows: planned in {:.1?}", began.elapsed() - staged);
    assert_eq!(plan.counts, [(Fate::Duplicate, ROWS)].into());
}
