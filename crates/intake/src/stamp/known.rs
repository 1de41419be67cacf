//! A stamp that is used, and what it carries on, in words.

use lanegate_check::Kind;
use lanegate_reader::Book;
use lanegate_sheet::Sheet;
use lanegate_wire::{DateOrder, Fix, Stamp};

use super::{find, marks};
use crate::choice::{self, Choice};

/// A stamp that is used.
pub(super) struct Known {
    pub stamp: Stamp,
    pub kind: &'static Kind,
    /// The sheet for the rows and its name, if it is still there.
    pub sheet: Option<(usize, String)>,
    /// The row of the headers, as Excel numbers it.
    pub header_row: Option<u32>,
    pub source: Option<&'static str>,
    /// The corrections that travel, and how many find no more what they are about; once the sheet has been read.
    fixes: Option<(Vec<Fix>, usize)>,
}

impl Known {
    /// `None` where the stamp is of another version of its kind.
    pub fn new(book: &mut Book, stamp: Stamp, added: &[usize]) -> Option<Self> {
        let kind = lanegate_kinds::named(&stamp.kind).filter(|kind| kind.declaration() == stamp.declaration)?;
        let sheet = find::rows_sheet(book, &stamp.sheet, added);
        let header = stamp.header.as_ref().zip(sheet);
        let header_row = header.and_then(|(header, sheet)| find::header_row(book, sheet, header));
        let sheet = sheet.map(|at| (at, book.sheets()[at].name.clone()));
        let source = choice::source(kind, stamp.source.as_deref()).unwrap_or(None);
        Some(Self { stamp, kind, sheet, header_row, source, fixes: None })
    }

    /// Finds what the corrections are about, in the sheet that they are for. The answer says what goes on.
    pub fn met(&mut self, sheet: &Sheet, choice: &Choice) -> Option<String> {
        if self.fixes.is_none() {
            self.fixes = Some(marks::find(&self.stamp, sheet, choice));
        }
        self.words()
    }

    /// The corrections that travel.
    pub fn fixes(&self) -> &[Fix] {
        self.fixes.as_ref().map_or(&[], |(fixes, _)| fixes)
    }

    pub fn is_for(&self, choice: &Choice) -> bool {
        self.sheet.as_ref().is_some_and(|(at, _)| *at == choice.sheet) && std::ptr::eq(self.kind, choice.kind)
    }

    /// What goes on, in words; `None` where there is nothing that the cells don't show.
    fn words(&self) -> Option<String> {
        let (fixes, lost) = self.fixes.as_ref()?;
        let count = |count: usize, one: &str, more: &str| match count {
            0 => None,
            1 => Some(one.to_owned()),
            count => Some(more.replace("{}", &count.to_string())),
        };
        let columns = fixes.iter().filter(|fix| matches!(fix, Fix::MapColumn { .. })).count();
        let rows = fixes.iter().filter(|fix| matches!(fix, Fix::LeaveOut { .. })).count();
        let others = fixes.len() - columns - rows;
        let taken = [
            self.source.map(|source| format!("every source is {source}")),
            self.stamp.date_order.map(|order| format!("text dates are {}", in_words(order))),
            count(columns, "one column was chosen by hand", "{} columns were chosen by hand"),
            count(others, "one correction of a whole column", "{} corrections of whole columns"),
            count(rows, "one row is left out", "{} rows are left out"),
            count(
                *lost,
                "one correction finds its row or column no more and does not count",
                "{} corrections find their rows or columns no more and do not count",
            ),
        ];
        let taken: Vec<String> = taken.into_iter().flatten().collect();
        let file = self.stamp.file.as_ref().map_or("", |file| file.name.as_str());
        (!taken.is_empty()).then(|| format!("annotated copy of \"{}\": {}", shortened(file), taken.join("; ")))
    }
}

const fn in_words(order: DateOrder) -> &'static str {
    match order {
        DateOrder::Dmy => "day, month, year",
        DateOrder::Mdy => "month, day, year",
        DateOrder::Ymd => "year, month, day",
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(100).collect()
}
