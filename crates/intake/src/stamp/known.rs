//! A stamp that is used, and what it carries on, in words.

use lanegate_check::Kind;
use lanegate_reader::Book;
use lanegate_sheet::{Lines, Sheet};
use lanegate_wire::{CheckOptions, DateOrder, Fix, Stamp, ToldBefore};

use super::marks::{Found, Made};
use super::{Carried, find, marks};
use crate::choice::{self, Choice, Preview};

/// A stamp that is used.
pub(super) struct Known {
    stamp: Stamp,
    kind: &'static Kind,
    /// The sheet for the rows and its name, if it is still there.
    sheet: Option<(usize, String)>,
    /// The row of the headers, as Excel numbers it.
    header_row: Option<u32>,
    source: Option<&'static str>,
    /// The rows and columns that the stamp names, once the sheet has been read.
    found: Option<Found>,
}

impl Known {
    /// `None` where the stamp is of a version of its kind that had other columns.
    pub fn new(book: &mut Book, stamp: Stamp, added: &[usize]) -> Option<Self> {
        let kind = lanegate_kinds::named(&stamp.kind).filter(|kind| kind.has_columns_of(&stamp.declaration))?;
        let sheet = find::rows_sheet(book, &stamp.sheet, added);
        let header = stamp.header.as_ref().zip(sheet);
        let header_row = header.and_then(|(header, sheet)| find::header_row(book, sheet, header));
        let sheet = sheet.map(|at| (at, book.sheets()[at].name.clone()));
        let source = choice::source(kind, stamp.source.as_deref()).unwrap_or(None);
        Some(Self { stamp, kind, sheet, header_row, source, found: None })
    }

    /// What goes on, in words; `None` where there is nothing that the cells don't show.
    fn words(&self) -> Option<String> {
        let Found { fixes, lost, .. } = self.found.as_ref()?;
        let count = |count: usize, one: &str, more: &str| match count {
            0 => None,
            1 => Some(one.to_owned()),
            count => Some(more.replace("{}", &count.to_string())),
        };
        let columns = fixes.iter().filter(|fix| matches!(fix, Fix::MapColumn { .. })).count();
        let rows = fixes.iter().filter(|fix| matches!(fix, Fix::LeaveOut { .. })).count();
        // The cells show what counts; that they are right is not worth a word.
        let dates = fixes.iter().filter(|fix| matches!(fix, Fix::DateCells { .. })).count();
        let values = fixes.iter().filter(|fix| matches!(fix, Fix::LeaveOutWhere { .. })).count();
        let taken_in = fixes.iter().filter(|fix| matches!(fix, Fix::TakeIn { .. })).count();
        let others = fixes.len() - columns - rows - dates - values - taken_in;
        let taken = [
            self.source.map(|source| format!("every source is {source}")),
            self.stamp.date_order.map(|order| format!("text dates are {}", in_words(order))),
            count(columns, "one column was chosen by hand", "{} columns were chosen by hand"),
            count(others, "one correction of a whole column", "{} corrections of whole columns"),
            count(values, "rows with one value are skipped", "rows with {} values are skipped"),
            count(rows, "one row is left out", "{} rows are left out"),
            count(taken_in, "one row is imported nevertheless", "{} rows are imported nevertheless"),
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

impl Carried for Known {
    fn fill(&self, options: &mut CheckOptions, previews: &[Preview]) {
        if options.kind.as_ref().is_some_and(|kind| kind != self.kind.name) {
            return;
        }
        let is_copy = self.stamp.file.is_some();
        if let (true, Some((_, name))) = (is_copy, &self.sheet) {
            options.sheet.get_or_insert_with(|| name.clone());
        }
        // Somebody may have pasted another table over the template's.
        if is_copy || !previews.iter().any(|sheet| sheet.is_another(self.kind)) {
            options.kind.get_or_insert_with(|| self.kind.name.to_owned());
        }
        let same_sheet = self.sheet.as_ref().is_some_and(|(_, name)| options.sheet.as_ref() == Some(name));
        options.header_row = options.header_row.or(self.header_row.filter(|_| same_sheet));
        options.source = options.source.take().or_else(|| self.source.map(Into::into));
        options.date_order = options.date_order.or(self.stamp.date_order);
    }

    fn is_for(&self, choice: &Choice) -> bool {
        self.sheet.as_ref().is_some_and(|(at, _)| *at == choice.sheet) && std::ptr::eq(self.kind, choice.kind)
    }

    fn met(&mut self, sheet: &Sheet, choice: &Choice) -> Option<String> {
        if self.found.is_none() {
            self.found = Some(marks::find(&self.stamp, sheet, choice));
        }
        self.words()
    }

    fn fixes(&self) -> &[Fix] {
        self.found.as_ref().map_or(&[], |found| &found.fixes)
    }

    fn made(&self) -> &[Made] {
        self.found.as_ref().map_or(&[], |found| &found.made)
    }

    fn lines(&self) -> Option<Lines> {
        let Found { torn, short, .. } = self.found.as_ref()?;
        let lines = Lines { torn_before: torn.clone(), short_before: short.clone(), ..Lines::default() };
        (lines != Lines::default()).then_some(lines)
    }

    fn told(&self) -> &[ToldBefore] {
        &self.stamp.told
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
