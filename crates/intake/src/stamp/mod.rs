//! What a workbook that Lanegate wrote says of itself: read when the file is opened, and taken as the default of what nobody says.
//!
//! A stamp never makes a file unreadable: one that is damaged, or of another version, is left unused, and a finding says so.

mod find;
mod known;
mod make;
mod marks;

use lanegate_reader::Book;
use lanegate_sheet::{Cell, Hazard, HazardKind, Sheet};
use lanegate_wire::{CheckOptions, Stamp, StampError};

use crate::choice::{Choice, Preview};
use known::Known;

/// At most this many sheets that are called like a stamp's are looked at.
const MAX_LOOKED_AT: usize = 4;

/// The stamp of an opened file, if it has one.
#[derive(Default)]
pub(crate) struct Stamped {
    /// Sheets that Lanegate added, the stamp's among them: they hold no rows.
    added: Vec<usize>,
    known: Option<Known>,
    /// Why the stamp is not used.
    unused: Option<&'static str>,
}

impl Stamped {
    /// Looks for a stamp.
    pub(crate) fn of(book: &mut Book) -> Self {
        let name = Stamp::SHEET.to_lowercase();
        let called_so =
            book.sheets().iter().enumerate().filter(|(_, sheet)| sheet.name.to_lowercase().starts_with(&name));
        let candidates: Vec<usize> = called_so.map(|(at, _)| at).take(MAX_LOOKED_AT).collect();
        candidates.into_iter().find_map(|at| Self::in_sheet(book, at)).unwrap_or_default()
    }

    fn in_sheet(book: &mut Book, at: usize) -> Option<Self> {
        let cells = book.preview(at, Stamp::MAX_CELLS as u32).ok()?;
        let text = |row| match cells.cell(row, 0) {
            Cell::Text(text) => text,
            _ => "",
        };
        if !Stamp::is_mark(text(0)) {
            return None;
        }
        // A workbook of nothing else is somebody's play.
        let unused =
            |why| (book.sheets().len() > 1).then_some(Self { added: vec![at], known: None, unused: Some(why) });
        let stamp = match Stamp::from_cells((1..cells.row_count()).map(text)) {
            Ok(stamp) => stamp,
            Err(StampError::Damaged) => return unused("it is damaged"),
            Err(StampError::Newer) => return unused("a later version of Lanegate wrote it"),
        };
        let added = find::added(book, at, &stamp);
        if added.len() == book.sheets().len() {
            return None;
        }
        let Some(known) = Known::new(book, stamp, &added) else {
            return Some(Self { added, known: None, unused: Some("it is of another version of the template") });
        };
        Some(Self { added, known: Some(known), unused: None })
    }

    /// Whether Lanegate added a sheet.
    pub(crate) fn added(&self, sheet: usize) -> bool {
        self.added.contains(&sheet)
    }

    /// The options with what the stamp says where they say nothing. The corrections are added when the sheet is known.
    pub(crate) fn under(&self, options: &CheckOptions, previews: &[Preview]) -> CheckOptions {
        let mut options = options.clone();
        let Some(known) = &self.known else { return options };
        if options.kind.as_ref().is_some_and(|kind| kind != known.kind.name) {
            return options;
        }
        let is_copy = known.stamp.file.is_some();
        if let (true, Some((_, name))) = (is_copy, &known.sheet) {
            options.sheet.get_or_insert_with(|| name.clone());
        }
        // Somebody may have pasted another table over the template's.
        if is_copy || !previews.iter().any(|sheet| sheet.is_another(known.kind)) {
            options.kind.get_or_insert_with(|| known.kind.name.to_owned());
        }
        let same_sheet = known.sheet.as_ref().is_some_and(|(_, name)| options.sheet.as_ref() == Some(name));
        options.header_row = options.header_row.or(known.header_row.filter(|_| same_sheet));
        options.source = options.source.or_else(|| known.source.map(Into::into));
        options.date_order = options.date_order.or(known.stamp.date_order);
        options
    }

    /// Puts on a sheet what is to be said of the stamp, and finds what its corrections are about. A second time it changes nothing.
    pub(crate) fn meet(&mut self, book: &Book, sheet: &mut Sheet, choice: &Choice) {
        let added: Vec<&str> = self.added.iter().map(|&at| book.sheets()[at].name.as_str()).collect();
        sheet.hazards.retain(|hazard| match hazard.kind {
            HazardKind::OtherSheet | HazardKind::HiddenSheet => !added.contains(&hazard.detail.as_str()),
            HazardKind::StampUnused | HazardKind::CheckContinued => false,
            _ => true,
        });
        let known = self.known.as_mut().filter(|known| known.is_for(choice));
        let continued =
            known.and_then(|known| known.met(sheet, choice)).map(|words| (HazardKind::CheckContinued, words));
        let unused = self.unused.map(|why| (HazardKind::StampUnused, why.to_owned()));
        let told = unused.into_iter().chain(continued);
        sheet.hazards.extend(told.map(|(kind, detail)| Hazard { kind, place: None, count: 1, detail }));
    }

    /// The corrections that travel, before those of the options.
    pub(crate) fn add_fixes(&self, choice: &Choice, options: &mut CheckOptions) {
        if let Some(known) = self.known.as_ref().filter(|known| known.is_for(choice)) {
            options.fixes.splice(0..0, known.fixes().iter().cloned());
        }
    }
}
