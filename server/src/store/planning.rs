//! Plans an import in passes over its batches: each is read before the records that it needs are looked up, since all of it
//! happens over one connection.

use lanegate_check::Kind;
use lanegate_plan::{Planned, Scan, Summary};
use lanegate_wire::LeaveOut;
use uuid::Uuid;

use super::batches::{self, BatchFates, Contents, Fills};
use super::lookups::look_up;
use crate::db::{DbError, Tx};

/// Plans an import, and keeps what the plan says of each batch's rows. Returns the plan in numbers.
pub(super) async fn plan(
    tx: &mut Tx,
    kind: &'static Kind,
    id: Uuid,
    rows: u32,
    leave_out: &LeaveOut,
) -> Result<Summary, DbError> {
    let staged = batches::staged(tx, id).await?;
    let mut contents = Contents::of(id);
    let mut scan = Scan::new(kind, leave_out, rows as usize);
    for &batch in &staged {
        let content = contents.get(tx, batch).await?;
        scan = computed(move || {
            scan.scan(&batches::rows(kind, &content)?);
            Ok(scan)
        })
        .await?;
    }
    let mut matching = scan.into_matching();
    for &batch in &staged {
        let content = contents.get(tx, batch).await?;
        let (mut matched, chunk) = computed(move || {
            let chunk = matching.read(batches::rows(kind, &content)?);
            Ok((matching, chunk))
        })
        .await?;
        let stored = look_up(tx, kind, chunk.lookups()).await?;
        matching = computed(move || {
            matched.match_rows(&chunk, &stored);
            Ok(matched)
        })
        .await?;
    }
    let mut fates = computed(move || Ok(matching.settle())).await?;
    for &batch in &staged {
        let content = contents.get(tx, batch).await?;
        let (mut judged, chunk) = computed(move || {
            let chunk = fates.read(batches::rows(kind, &content)?);
            Ok((fates, chunk))
        })
        .await?;
        let stored = look_up(tx, kind, chunk.lookups()).await?;
        let texts;
        (fates, texts) = computed(move || {
            let texts = batch_fates(kind, judged.fates(&chunk, &stored)).to_texts();
            Ok((judged, texts))
        })
        .await?;
        texts.put(tx, id, batch).await?;
    }
    Ok(fates.finish())
}

fn batch_fates(kind: &Kind, planned: Vec<Planned>) -> BatchFates {
    let mut fates = BatchFates { rows: Vec::with_capacity(planned.len()), fills: Fills::new() };
    for Planned { row, fills, .. } in planned {
        if !fills.is_empty() {
            let fills = fills.iter().map(|fill| (kind.columns[fill.column].name.to_owned(), fill.row));
            fates.fills.insert(row.row, fills.collect());
        }
        fates.rows.push(row);
    }
    fates
}

/// Does what takes a processor for a while on a thread of its own, so that other requests go on.
pub(super) async fn computed<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DbError> + Send + 'static,
) -> Result<T, DbError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(sqlx::Error::WorkerCrashed.into()))
}
