//! Carries a plan out, batch by batch: facts are inserted, master records created and updated, and what follows from them made.

mod facts;
mod fills;
mod masters;
mod rows_for_copy;
pub(super) mod statements;

use std::collections::BTreeSet;

use lanegate_check::{Identity, Kind};
use lanegate_wire::{Fate, Lane, OpenImport};

use self::fills::FillValues;
use self::statements::Statements;
use super::batches::{self, BatchFates};
use super::planning::computed;
use super::score::score_partners;
use crate::db::{DbError, Tx};

/// Batches whose blanks are filled together. A value may be in any later batch, so each group may read all of these.
const GROUP: usize = 16;

/// Carries out the plan that is kept with an import.
pub(super) async fn execute(tx: &mut Tx, kind: &'static Kind, import: &OpenImport) -> Result<(), DbError> {
    let staged = batches::staged(tx, import.id).await?;
    let mut touched = BTreeSet::new();
    for group in staged.chunks(GROUP) {
        let mut fates = Vec::with_capacity(group.len());
        for &batch in group {
            fates.push(BatchFates::get(tx, import.id, batch).await?);
        }
        let filled = FillValues::gather(tx, kind, import.id, &staged, &fates).await?;
        for (&batch, mut fates) in group.iter().zip(fates) {
            let content = batches::content(tx, import.id, batch).await?;
            let rows = computed(move || batches::rows(kind, &content)).await?;
            match (statements::of_kind(kind), &kind.identity) {
                (Some(Statements::Fact(statements)), Identity::Fact(_)) => {
                    let rows = facts::to_insert(kind, rows, &fates, &filled);
                    facts::insert(tx, kind, statements, import, rows).await?;
                }
                (Some(Statements::Master(statements)), Identity::Master(master)) => {
                    if masters::write(tx, kind, master, statements, import, rows, &mut fates).await? {
                        fates.to_texts().put(tx, import.id, batch).await?;
                    }
                }
                _ => {
                    return Err(
                        sqlx::Error::Configuration(format!("{} is in no list of kinds", kind.name).into()).into()
                    );
                }
            }
            if kind.lane == Lane::Partners {
                touched.extend(fates.partners(&[Fate::New, Fate::Create, Fate::Update, Fate::Unchanged]));
            }
        }
    }
    score_partners(tx, import.id, touched).await
}
