//! Every kind from opening to its receipt, and the rows where they belong.

use lanegate_server::db::Statement;
use lanegate_tests::sample::{meetings, partner_meetings, partners};
use lanegate_tests::server::{Server, path};
use lanegate_wire::{Fate, ImportState, ImportStatus, Lane, Receipt, ReceiptPage};
use sqlx::Row as _;
use uuid::Uuid;

/// The partners' ids, by e-mail address.
async fn partner_ids(server: &Server) -> Vec<Uuid> {
    let mut tx = server.db.read(Lane::Partners).await.unwrap();
    let sql = "SELECT fractional_cfo_id FROM partners.fractional_cfo_master ORDER BY email";
    Statement::new(sql).all(&mut tx).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn appointment_history() {
    let server = Server::start().await;
    let sample = meetings();
    let plan = server.compare(&sample).await.unwrap();
    assert_eq!(plan.counts, [(Fate::New, 3)].into());
    assert!(plan.committable);
    assert_eq!(
        server.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await,
        0,
        "a plan changes nothing"
    );

    let receipt = server.commit(Lane::Sales, sample.import.id, &plan.digest).await.unwrap();
    assert_eq!((receipt.import, receipt.lane), (sample.import.id, Lane::Sales));
    assert_eq!(receipt.counts, plan.counts);
    assert_eq!(receipt.plan, plan.digest);
    assert_eq!(receipt.committed_by, "tester");
    assert_eq!(receipt.file, sample.import.file);

    let stored =
        "SELECT count(*) FROM sales.appointment_history WHERE meeting_date = '2025-05-01' AND source = 'manual'";
    assert_eq!(server.number(Lane::Sales, stored).await, 3);
    let ready = "SELECT count(*) FROM \"bit\".v_reactivation_ready";
    assert_eq!(server.number(Lane::Sales, ready).await, 2, "the meeting that progressed has nothing to reactivate");
    let audited =
        "SELECT count(*) FROM shq.audit_log WHERE table_name = 'appointment_history' AND performed_by = 'tester'";
    assert_eq!(server.number(Lane::Sales, audited).await, 3);

    let import = path(Lane::Sales, sample.import.id);
    assert_eq!(server.get::<Receipt>(&format!("{import}/receipt")).await.unwrap(), receipt);
    let status: ImportStatus = server.get(&import).await.unwrap();
    assert_eq!((status.state, status.receipt), (ImportState::Committed, Some(receipt)));
    let rows: ReceiptPage = server.get(&format!("{import}/rows")).await.unwrap();
    assert_eq!(
        rows.rows.iter().map(|row| (row.row, row.fate)).collect::<Vec<_>>(),
        [(2, Fate::New), (3, Fate::New), (4, Fate::New)]
    );
    assert!(rows.rows[0].key.ends_with("|2025-05-01"), "{}", rows.rows[0].key);
    assert_eq!(rows.next, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn partners_and_their_meetings() {
    let server = Server::start().await;
    let receipt = server.carry_out(&partners()).await.unwrap();
    assert_eq!(receipt.counts, [(Fate::Create, 2)].into());
    let ids = partner_ids(&server).await;
    assert_eq!(ids.len(), 2);

    let receipt = server.carry_out(&partner_meetings(ids[0])).await.unwrap();
    assert_eq!(receipt.counts, [(Fate::New, 2)].into(), "two meetings of one day are two meetings");
    let kept = "SELECT count(DISTINCT partner_appointment_uid) FROM partners.partner_appointments";
    assert_eq!(server.number(Lane::Partners, kept).await, 2);
    let ready = "SELECT count(*) FROM \"bit\".v_partner_outreach_ready WHERE total_meetings = 2";
    assert_eq!(server.number(Lane::Partners, ready).await, 1);
    assert_eq!(server.number(Lane::Partners, "SELECT count(*) FROM \"bit\".v_partner_outreach_ready").await, 2);

    let unknown = partner_meetings(Uuid::from_u128(9));
    let plan = server.compare(&unknown).await.unwrap();
    assert_eq!(plan.counts, [(Fate::MissingReference, 2)].into());
    assert!(!plan.committable);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_again_changes_nothing() {
    let server = Server::start().await;
    for sample in [meetings(), partners()] {
        server.carry_out(&sample).await.unwrap();
        let again = server.carry_out(&sample.again()).await.unwrap();
        let fate = if sample.lane == Lane::Sales { Fate::Duplicate } else { Fate::Unchanged };
        assert_eq!(again.counts, [(fate, sample.import.rows)].into());
    }
    assert_eq!(server.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await, 3);
    assert_eq!(server.number(Lane::Partners, "SELECT count(*) FROM partners.fractional_cfo_master").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pool_of_one_is_enough() {
    let server = Server::with_pool(1).await;
    let (sales, partners) = (meetings(), partners());
    let (one, two) = tokio::join!(server.carry_out(&sales), server.carry_out(&partners));
    assert_eq!(one.unwrap().counts, [(Fate::New, 3)].into());
    assert_eq!(two.unwrap().counts, [(Fate::Create, 2)].into());
}
