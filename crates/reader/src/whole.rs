//! What only programs that read whole are linked with: the readers of formats that few files have, the second reader, and encodings
//! whose tables weigh as much as all other readers together. [`open`](crate::open) puts it in place. A program that calls
//! [`open_light`](crate::open_light) alone, as the page's worker does, is linked without it, and [`needs_whole`] says where it would
//! have been needed: then what was read doesn't count, and the file is to be given to a program that reads whole.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use encoding_rs::Encoding;
use lanegate_wire::Unreadable;

use crate::charset::{self, Decode};
use crate::format::Format;
use crate::ods::Ods;
use crate::package::{Bytes, Package};
use crate::refusal;
use crate::second::{self, SecondBook};
use crate::xls::Xls;
use crate::xlsb::Xlsb;

/// A file opened by its format's reader, or why not.
pub(crate) type Opened = Result<Box<dyn Format>, Unreadable>;

/// The parts, by what makes them.
pub(crate) struct Whole {
    /// Opens an `.xls` by its stream.
    pub xls: fn(Vec<u8>) -> Opened,
    /// Opens an `.xlsb` by its main part's name.
    pub xlsb: fn(Package, &str) -> Opened,
    /// Opens an `.ods`.
    pub ods: fn(Package) -> Opened,
    /// Opens a workbook with the second reader.
    pub second: fn(Bytes) -> Option<Box<dyn SecondBook>>,
    /// A decoder for an encoding that is none of the usual ones.
    pub decoder: fn(&'static Encoding) -> Box<dyn Decode>,
}

static WHOLE: OnceLock<Whole> = OnceLock::new();
static NEEDED: AtomicBool = AtomicBool::new(false);

/// Puts the parts in place.
pub(crate) fn put_in_place() {
    WHOLE.get_or_init(|| Whole {
        xls: |stream| Ok(Box::new(Xls::open(stream)?)),
        xlsb: |package, main| Ok(Box::new(Xlsb::open(package, main)?)),
        ods: |package| Ok(Box::new(Ods::open(package)?)),
        second: second::open,
        decoder: charset::by_tables,
    });
}

/// The parts. Where there are none, it is noted that they were needed.
pub(crate) fn whole() -> Option<&'static Whole> {
    let whole = WHOLE.get();
    if whole.is_none() {
        NEEDED.store(true, Ordering::Relaxed);
    }
    whole
}

/// The same for a file that can't be opened without. The refusal is one that nobody sees, since nothing counts then.
pub(crate) fn needed() -> Result<&'static Whole, Unreadable> {
    whole().ok_or_else(|| refusal::NOT_A_SPREADSHEET.with("a file for a program that reads whole"))
}

/// Whether something was needed that this program is linked without, in any file since it began.
#[must_use]
pub fn needs_whole() -> bool {
    NEEDED.load(Ordering::Relaxed)
}
