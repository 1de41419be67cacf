//! What a workbook that Lanegate wrote says of itself: read when the file is opened, and taken as the default of what nobody says.
//!
//! A stamp never makes a file unreadable: one that is damaged, or of another version, is left unused, and a finding says so. What reads and
//! follows a stamp is linked only into programs that read whole: most files have none.

mod find;
mod known;
mod make;
mod marks;
mod read;

use lanegate_reader::Book;
use lanegate_sheet::{Cell, Hazard, HazardKind, Lines, Sheet};
use lanegate_wire::{CheckOptions, Fix, Stamp, ToldBefore};

use crate::choice::{Choice, Preview};

pub(crate) use marks::Made;
pub(crate) use read::read;

/// At most this many sheets that are called like a stamp's are looked at.
const MAX_LOOKED_AT: usize = 4;

/// Characters of a finding about the file that was annotated.
const MAX_TOLD: usize = 1_000;

/// Reads the stamp in a sheet, given by its number and the cells of its first column, the mark left out. `None`: it counts as no stamp.
pub(crate) type ReadStamp = fn(&mut Book, usize, &[&str]) -> Option<Stamped>;

/// What a stamp that is used carries on.
trait Carried {
    /// Says what the options leave unsaid.
    fn fill(&self, options: &mut CheckOptions, previews: &[Preview]);
    /// Whether it is about the sheet and kind of a choice.
    fn is_for(&self, choice: &Choice) -> bool;
    /// Finds what the corrections are about, in the sheet that they are for. The answer says what goes on.
    fn met(&mut self, sheet: &Sheet, choice: &Choice) -> Option<String>;
    /// The corrections that travel.
    fn fixes(&self) -> &[Fix];
    /// The columns that were combined from others.
    fn made(&self) -> &[Made];
    /// The rows that a text file may have cut in the wrong places, if there are any.
    fn lines(&self) -> Option<Lines>;
    /// Findings about the file that was annotated.
    fn told(&self) -> &[ToldBefore];
}

/// The stamp of an opened file, if it has one.
#[derive(Default)]
pub(crate) struct Stamped {
    /// Sheets that Lanegate added, the stamp's among them: they hold no rows.
    added: Vec<usize>,
    known: Option<Box<dyn Carried>>,
    /// Why the stamp is not used.
    unused: Option<&'static str>,
}

impl Stamped {
    /// Looks for a stamp. Without what reads it, it is noted that it was needed.
    pub(crate) fn of(book: &mut Book, read: Option<ReadStamp>) -> Self {
        let name = Stamp::SHEET.to_lowercase();
        let called_so =
            book.sheets().iter().enumerate().filter(|(_, sheet)| sheet.name.to_lowercase().starts_with(&name));
        let candidates: Vec<usize> = called_so.map(|(at, _)| at).take(MAX_LOOKED_AT).collect();
        candidates.into_iter().find_map(|at| Self::in_sheet(book, at, read)).unwrap_or_default()
    }

    fn in_sheet(book: &mut Book, at: usize, read: Option<ReadStamp>) -> Option<Self> {
        let cells = book.preview(at, Stamp::MAX_CELLS as u32).ok()?;
        let text = |row| match cells.cell(row, 0) {
            Cell::Text(text) => text,
            _ => "",
        };
        if !Stamp::is_mark(text(0)) {
            return None;
        }
        let Some(read) = read else {
            lanegate_reader::note_needed();
            return None;
        };
        let texts: Vec<&str> = (1..cells.row_count()).map(text).collect();
        read(book, at, &texts)
    }

    /// Whether Lanegate added a sheet.
    pub(crate) fn added(&self, sheet: usize) -> bool {
        self.added.contains(&sheet)
    }

    /// The options with what the stamp says where they say nothing. The corrections are added when the sheet is known.
    pub(crate) fn under(&self, options: &CheckOptions, previews: &[Preview]) -> CheckOptions {
        let mut options = options.clone();
        if let Some(known) = &self.known {
            known.fill(&mut options, previews);
        }
        options
    }

    /// Puts on a sheet what is to be said of the stamp, and finds what its corrections are about. A second time it changes nothing.
    pub(crate) fn meet(&mut self, book: &Book, sheet: &mut Sheet, choice: &Choice) {
        let added: Vec<&str> = self.added.iter().map(|&at| book.sheets()[at].name.as_str()).collect();
        sheet.hazards.retain(|hazard| match hazard.kind {
            HazardKind::OtherSheet | HazardKind::HiddenSheet => !added.contains(&hazard.detail.as_str()),
            HazardKind::StampUnused | HazardKind::CheckContinued | HazardKind::ToldBefore => false,
            _ => true,
        });
        let mut known = self.known.as_mut().filter(|known| known.is_for(choice));
        let met = known.as_mut().and_then(|known| known.met(sheet, choice));
        let continued = met.map(|words| (HazardKind::CheckContinued, words));
        if let Some(known) = &known {
            if let Some(lines) = known.lines() {
                sheet.lines = Some(Box::new(Lines { usual: sheet.own_columns(), ..lines }));
            }
            let before = known.told().iter().take(Stamp::MAX_TOLD).map(|told| {
                let words: String = told.message.chars().take(MAX_TOLD).collect();
                let detail = format!("{}\u{1f}{words}", told.code);
                Hazard { kind: HazardKind::ToldBefore, place: None, count: 1, detail }
            });
            sheet.hazards.extend(before);
        }
        let unused = self.unused.map(|why| (HazardKind::StampUnused, why.to_owned()));
        let told = unused.into_iter().chain(continued);
        sheet.hazards.extend(told.map(|(kind, detail)| Hazard { kind, place: None, count: 1, detail }));
    }

    /// The columns of a copy that were combined from others.
    pub(crate) fn made(&self, choice: &Choice) -> &[Made] {
        self.known.as_ref().filter(|known| known.is_for(choice)).map_or(&[], |known| known.made())
    }

    /// The corrections that travel, before those of the options. Where these combine a column that the copy has combined from the same
    /// columns, the copy's column is taken, since its cells may have been corrected.
    pub(crate) fn add_fixes(&self, choice: &Choice, options: &mut CheckOptions) {
        if let Some(known) = self.known.as_ref().filter(|known| known.is_for(choice)) {
            for fix in &mut options.fixes {
                if let Some(made) = known.made().iter().find(|made| made.is_asked_by(fix)) {
                    *fix = made.choice();
                }
            }
            options.fixes.splice(0..0, known.fixes().iter().cloned());
        }
    }
}
