//! Planning: what a commit would do, row by row, and what a person leaves out.

use lanegate_server::db::Statement;
use lanegate_tests::sample::{Sample, meeting, meetings};
use lanegate_tests::server::{Server, path};
use lanegate_wire::{Fate, ImportPage, Lane, LeaveOut, PlanPage};
use sqlx::Row as _;

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_plan_until_every_batch_is_there() {
    let server = Server::start().await;
    let sample = meetings();
    let id = sample.import.id;
    server.open(Lane::Sales, &sample.import).await.unwrap();
    server.stage(Lane::Sales, id, 0, &sample.batches[0]).await.unwrap();
    let problem = server.plan(Lane::Sales, id, LeaveOut::default()).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (409, "batches_missing"));
    let problem = server.get::<PlanPage>(&format!("{}/plan", path(Lane::Sales, id))).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (409, "plan_missing"));

    server.stage(Lane::Sales, id, 1, &sample.batches[1]).await.unwrap();
    let plan = server.plan(Lane::Sales, id, LeaveOut::default()).await.unwrap();
    let again = server.plan(Lane::Sales, id, LeaveOut::default()).await.unwrap();
    assert_eq!((&plan.digest, &plan.counts), (&again.digest, &again.counts), "the same database, the same plan");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_blocks_until_it_is_left_out() {
    let server = Server::start().await;
    server.carry_out(&meetings()).await.unwrap();
    let rows = vec![meeting(1, "lost"), meeting(2, "ghosted"), meeting(4, "ghosted")];
    let sample = Sample::of("appointment_history", vec![rows]);
    let id = sample.import.id;
    let plan = server.compare(&sample).await.unwrap();
    assert_eq!(plan.counts, [(Fate::New, 1), (Fate::Duplicate, 1), (Fate::Conflict, 1)].into());
    assert!(!plan.committable);

    let problem = server.commit(Lane::Sales, id, &plan.digest).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (409, "plan_blocked"));
    assert_eq!(problem.plan.map(|plan| plan.digest), Some(plan.digest.clone()));

    let conflicts: PlanPage = server.get(&format!("{}/plan?fate=conflict", path(Lane::Sales, id))).await.unwrap();
    assert_eq!(conflicts.digest, plan.digest);
    let [row] = conflicts.rows.as_slice() else { panic!("one conflict: {conflicts:?}") };
    assert_eq!((row.row, row.fate), (2, Fate::Conflict));
    let outcome = row.changes.iter().find(|change| change.column == "meeting_outcome").unwrap();
    assert_eq!((outcome.stored.as_deref(), outcome.file.as_deref()), (Some("stalled"), Some("lost")));

    for leave_out in [LeaveOut { fates: vec![Fate::Conflict], rows: vec![] }, LeaveOut { fates: vec![], rows: vec![2] }]
    {
        let plan = server.plan(Lane::Sales, id, leave_out).await.unwrap();
        assert!(plan.committable);
        assert_eq!(plan.left_out, [(Fate::Conflict, 1)].into());
    }
    let plan = server.plan(Lane::Sales, id, LeaveOut { fates: vec![Fate::Conflict], rows: vec![] }).await.unwrap();
    let receipt = server.commit(Lane::Sales, id, &plan.digest).await.unwrap();
    assert_eq!(receipt.left_out, [(Fate::Conflict, 1)].into());
    assert_eq!(receipt.counts, [(Fate::New, 1), (Fate::Duplicate, 1)].into());
    assert_eq!(server.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await, 4);
    let kept = "SELECT count(*) FROM sales.appointment_history WHERE meeting_outcome = 'stalled'";
    assert_eq!(server.number(Lane::Sales, kept).await, 1, "what was stored stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_comes_in_pages() {
    let server = Server::start().await;
    let sample = Sample::of("appointment_history", vec![(0..1_100).map(|n| meeting(n, "ghosted")).collect()]);
    let plan = server.compare(&sample).await.unwrap();
    let base = format!("{}/plan", path(Lane::Sales, sample.import.id));
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let from = after.map(|row: u32| format!("?after={row}")).unwrap_or_default();
        let page: PlanPage = server.get(&format!("{base}{from}")).await.unwrap();
        assert_eq!(page.digest, plan.digest);
        assert!(page.rows.len() <= 500);
        seen.extend(page.rows.iter().map(|row| row.row));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, (2..1_102).collect::<Vec<u32>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_is_a_row_of_the_import_and_no_list_loads_it() {
    let server = Server::start().await;
    let sample = meetings();
    let id = sample.import.id;
    server.compare(&sample).await.unwrap();
    let out = |rows: Vec<u32>| LeaveOut { fates: vec![Fate::New, Fate::New], rows };
    // More rows than the import has, and rows that no sheet has.
    for rows in [(1..=1_000_000).collect(), vec![0], vec![1_048_577], vec![u32::MAX]] {
        let problem = server.plan(Lane::Sales, id, out(rows)).await.unwrap_err();
        assert_eq!((problem.status, problem.code.as_str()), (422, "leave_out_refused"));
    }
    // Each once, however often it is said.
    server.plan(Lane::Sales, id, out(vec![3; 100_000])).await.unwrap();
    let mut tx = server.db.read(Lane::Sales).await.unwrap();
    let kept = Statement::new("SELECT leave_out::text FROM import WHERE import_id = $1").bind(id);
    let kept: String = kept.one(&mut tx).await.unwrap().get(0);
    assert!(kept.contains(r#""rows": [3]"#) && kept.len() < 100, "{kept}");
    drop(tx);
    let list: ImportPage = server.get("/api/v1/sales/imports").await.unwrap();
    assert_eq!(list.imports.len(), 1);
}
