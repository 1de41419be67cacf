//! Staging: checked again row by row, idempotent, and all or nothing.

use lanegate_tests::sample::{Sample, meeting, meetings, text};
use lanegate_tests::server::{Server, path};
use lanegate_wire::{Batch, ImportStatus, Lane, MAX_BATCH_ROWS, Severity};

async fn status(server: &Server, sample: &Sample) -> ImportStatus {
    server.get(&path(sample.lane, sample.import.id)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_sent_again_is_fine_and_never_changes() {
    let server = Server::start().await;
    let sample = meetings();
    let id = sample.import.id;
    server.open(Lane::Sales, &sample.import).await.unwrap();
    for _ in 0..2 {
        let taken = server.stage(Lane::Sales, id, 1, &sample.batches[1]).await.unwrap();
        assert_eq!(taken["digest"], sample.batches[1].digest());
    }
    let now = status(&server, &sample).await;
    assert_eq!((now.staged_batches, now.missing_batches), (1, vec![0]));

    let mut other = sample.batches[1].clone();
    other.rows[0].fields.insert("source".into(), text("crm"));
    let problem = server.stage(Lane::Sales, id, 1, &other).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (409, "batch_differs"));

    let problem = server.stage(Lane::Sales, id, 2, &sample.batches[1]).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (422, "batch_number_refused"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_row_is_refused_with_its_finding_and_nothing_is_kept() {
    let server = Server::start().await;
    let sample = meetings();
    server.open(Lane::Sales, &sample.import).await.unwrap();

    let mut wrong = sample.batches[0].clone();
    wrong.rows[1].fields.insert("meeting_date".into(), text("2025-02-30"));
    let problem = server.stage(Lane::Sales, sample.import.id, 0, &wrong).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (422, "rows_refused"));
    let finding = &problem.findings[0];
    assert_eq!(
        (finding.row, finding.column.as_deref(), finding.severity),
        (Some(3), Some("meeting_date"), Severity::Error)
    );
    assert!(status(&server, &sample).await.missing_batches.contains(&0));
    assert_eq!(server.number(Lane::Sales, "SELECT count(*) FROM sales.import_batch").await, 0);

    // What the check stores passes unchanged; the same in another form does not.
    for (column, value) in
        [("meeting_type", "Discovery"), ("company_id", "{00000000-0000-0000-0000-000010000001}"), ("outreach_id", "x")]
    {
        let mut other = sample.batches[0].clone();
        other.rows[0].fields.insert(column.into(), text(value));
        let problem = server.stage(Lane::Sales, sample.import.id, 0, &other).await.unwrap_err();
        assert_eq!((problem.status, problem.code.as_str()), (422, "rows_refused"), "{column}");
        assert_eq!(problem.findings[0].row, Some(2), "{column}");
    }
    let mut reasonless = sample.batches[0].clone();
    reasonless.rows[0].fields.remove("stalled_reason");
    let problem = server.stage(Lane::Sales, sample.import.id, 0, &reasonless).await.unwrap_err();
    assert_eq!(problem.code, "rows_refused");
    server.stage(Lane::Sales, sample.import.id, 0, &sample.batches[0]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn at_most_a_hundred_findings_are_told() {
    let server = Server::start().await;
    let rows = (0..150).map(|n| meeting(n, "nowhere")).collect();
    let sample = Sample::of("appointment_history", vec![rows]);
    server.open(Lane::Sales, &sample.import).await.unwrap();
    let problem = server.stage(Lane::Sales, sample.import.id, 0, &sample.batches[0]).await.unwrap_err();
    assert_eq!((problem.code.as_str(), problem.findings.len()), ("rows_refused", 100));
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_have_a_form() {
    let server = Server::start().await;
    let sample = meetings();
    let id = sample.import.id;
    server.open(Lane::Sales, &sample.import).await.unwrap();
    let code = async |batch: &Batch| server.stage(Lane::Sales, id, 0, batch).await.unwrap_err().code;

    assert_eq!(code(&Batch::default()).await, "batch_empty");
    let mut unordered = sample.batches[0].clone();
    unordered.rows.reverse();
    assert_eq!(code(&unordered).await, "rows_unordered");
    let mut nowhere = sample.batches[0].clone();
    nowhere.rows[1].row = 1_048_577;
    assert_eq!(code(&nowhere).await, "row_number_refused");
    nowhere.rows[0].row = 0;
    assert_eq!(code(&nowhere).await, "row_number_refused");

    let many = (0..=MAX_BATCH_ROWS as u128).map(|n| meeting(n, "ghosted")).collect();
    let many = Sample::of("appointment_history", vec![many]);
    let problem = server.stage(Lane::Sales, id, 0, &many.batches[0]).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (413, "batch_too_large"));
    assert_eq!(status(&server, &sample).await.staged_batches, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_ascend_from_batch_to_batch() {
    let server = Server::start().await;
    let mut sample = meetings();
    sample.batches[1].rows[0].row = 3;
    server.open(Lane::Sales, &sample.import).await.unwrap();
    server.stage(Lane::Sales, sample.import.id, 0, &sample.batches[0]).await.unwrap();
    let problem = server.stage(Lane::Sales, sample.import.id, 1, &sample.batches[1]).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (422, "rows_disordered"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_for_all_rows_is_every_rows_source() {
    let server = Server::start().await;
    let mut sample = meetings();
    sample.import.source_override = Some("crm".into());
    server.open(Lane::Sales, &sample.import).await.unwrap();
    let problem = server.stage(Lane::Sales, sample.import.id, 0, &sample.batches[0]).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (422, "source_differs"));
    for row in sample.batches.iter_mut().flat_map(|batch| &mut batch.rows) {
        row.fields.insert("source".into(), text("crm"));
    }
    let receipt = server.carry_out(&sample).await.unwrap();
    assert_eq!(receipt.source_override.as_deref(), Some("crm"));
    assert_eq!(
        server.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history WHERE source = 'crm'").await,
        3
    );
}
