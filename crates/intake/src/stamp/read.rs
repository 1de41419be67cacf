//! Reading a stamp, and whether it is used.

use lanegate_reader::Book;
use lanegate_wire::{Stamp, StampError};

use super::known::Known;
use super::{Stamped, find};

/// The stamp in the sheet of that number; see [`ReadStamp`](super::ReadStamp).
pub(crate) fn read(book: &mut Book, at: usize, texts: &[&str]) -> Option<Stamped> {
    // A workbook of nothing else is somebody's play.
    let unused = |why| (book.sheets().len() > 1).then_some(Stamped { added: vec![at], known: None, unused: Some(why) });
    let stamp = match Stamp::from_cells(texts.iter().copied()) {
        Ok(stamp) => stamp,
        Err(StampError::Damaged) => return unused("it is damaged"),
        Err(StampError::Newer) => return unused("a later version of Lanegate wrote it"),
    };
    let added = find::added(book, at, &stamp);
    if added.len() == book.sheets().len() {
        return None;
    }
    let Some(known) = Known::new(book, stamp, &added) else {
        return Some(Stamped { added, known: None, unused: Some("it is of another version of the template") });
    };
    Some(Stamped { added, known: Some(Box::new(known)), unused: None })
}
