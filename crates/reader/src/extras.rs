//! What only programs that read whole are linked with: the second reader, what opens files encrypted with Excel's own password, and encodings whose tables weigh as much as all other
//! readers together. [`open`](crate::open) puts it in place. A program that calls [`open_light`](crate::open_light) alone, as the page's
//! worker does, is linked without it, and [`needs_extras`] says where it would have been needed, by the reader or by those who read on in
//! what a book holds: then what was read doesn't count, and the file is to be given to a program that reads whole.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::charset::{self, Charset, Decode};
use crate::decrypt;
use crate::package::Bytes;
use crate::second::{self, SecondBook};

/// The parts, by what makes them.
pub(crate) struct Extras {
    /// Opens a workbook with the second reader.
    pub second: fn(Bytes) -> Option<Box<dyn SecondBook>>,
    /// The zip of a workbook that is encrypted with Excel's own password: from the description of its encryption, and the rest.
    pub package: fn(&[u8], &[u8]) -> Option<Vec<u8>>,
    /// The same for the stream of an `.xls`.
    pub stream: fn(Vec<u8>) -> Option<Vec<u8>>,
    /// A decoder for an encoding that is none of the usual ones.
    pub decoder: fn(Charset) -> Box<dyn Decode>,
}

static EXTRAS: OnceLock<Extras> = OnceLock::new();
static NEEDED: AtomicBool = AtomicBool::new(false);

/// Puts the parts in place.
pub(crate) fn put_in_place() {
    EXTRAS.get_or_init(|| Extras {
        second: second::open,
        package: decrypt::package,
        stream: decrypt::stream,
        decoder: charset::by_tables,
    });
}

/// The parts. Where there are none, it is noted that they were needed.
pub(crate) fn extras() -> Option<&'static Extras> {
    let extras = EXTRAS.get();
    if extras.is_none() {
        note_needed();
    }
    extras
}

/// Notes that something was needed that this program is linked without; for those who read on in what a book holds.
pub fn note_needed() {
    NEEDED.store(true, Ordering::Relaxed);
}

/// Whether something was needed that this program is linked without, in any file since it began.
#[must_use]
pub fn needs_extras() -> bool {
    NEEDED.load(Ordering::Relaxed)
}
