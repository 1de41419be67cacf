//! Which kind of file a sheet is, and which of its rows holds the headers: every row among the first is compared with every kind.

use lanegate_sheet::{Cell, Sheet};
use lanegate_wire::HowMatched;

use crate::headers::{Names, header_cell, header_key};
use crate::{Kind, Required};

/// How well a row of a sheet fits a kind as its headers.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// The kind.
    pub kind: &'static Kind,
    /// 0-based row.
    pub header_row: u32,
    /// Whether every required column is there.
    pub complete: bool,
    /// Matched columns; an exact name counts more than an alias.
    pub score: u32,
    /// How many columns matched.
    pub matched: u32,
    /// How many of them by another name than their own.
    pub by_alias: u32,
    /// Cells of the row that hold anything.
    pub headers: u32,
}

impl Candidate {
    /// Why the row is taken for this kind's headers, for people: `6 of 7 headers are known, 1 of them by another name (row 4)`.
    #[must_use]
    pub fn evidence(&self) -> String {
        let by_alias = match (self.by_alias, self.matched) {
            (0, _) => String::new(),
            (few, all) if few == all => ", by another name".to_owned(),
            (few, _) => format!(", {few} of them by another name"),
        };
        let verb = if self.matched == 1 { "is" } else { "are" };
        let missing: Vec<_> = if self.complete { Vec::new() } else { vec!["; a required column is missing"] };
        let row = self.header_row + 1;
        format!("{} of {} headers {verb} known{by_alias} (row {row}){}", self.matched, self.headers, missing.concat())
    }
}

/// Rows looked at for headers.
const SEARCHED_ROWS: u32 = 50;

/// Rows that could be headers of these kinds, best first: complete ones, then those that match most, then the topmost.
#[must_use]
pub fn recognise(kinds: &[&'static Kind], sheet: &Sheet) -> Vec<Candidate> {
    let rows = (0..sheet.row_count().min(SEARCHED_ROWS)).filter(|&row| !sheet.is_row_blank(row));
    let kinds: Vec<_> = kinds.iter().map(|&kind| (kind, Names::of(kind))).collect();
    let of_row = |row| kinds.iter().filter_map(move |(kind, names)| candidate(kind, names, sheet, row));
    let mut candidates: Vec<_> = rows.flat_map(of_row).collect();
    candidates.sort_by_key(|found| (!found.complete, std::cmp::Reverse(found.score), found.header_row));
    candidates
}

fn candidate(kind: &'static Kind, names: &Names, sheet: &Sheet, header_row: u32) -> Option<Candidate> {
    let mut found: Vec<Option<HowMatched>> = vec![None; kind.columns.len()];
    let (mut headers, mut own) = (0, false);
    for at in 0..sheet.column_count() {
        let Cell::Text(text) = header_cell(names, sheet, header_row, at) else {
            headers += u32::from(!sheet.cell(header_row, at).is_blank());
            continue;
        };
        headers += u32::from(!text.trim().is_empty());
        if text.len() >= 200 {
            continue;
        }
        if let Some((column, how)) = names.named(&header_key(text)) {
            // An exact name counts, whatever stands beside it.
            if found[column] != Some(HowMatched::Exact) {
                found[column] = Some(how);
            }
            own |= !sheet.cell(header_row, at).is_blank();
        }
    }
    // What stands above may add to a row of headers, but not make one.
    if !own {
        return None;
    }
    let count = |wanted| found.iter().flatten().filter(|&&how| how == wanted).count() as u32;
    let (exact, by_alias) = (count(HowMatched::Exact), count(HowMatched::Alias));
    let needed = kind.columns.iter().zip(&found).filter(|(column, _)| column.required == Required::Always);
    let complete = needed.into_iter().all(|(_, found)| found.is_some());
    let (score, matched) = (3 * exact + 2 * by_alias, exact + by_alias);
    Some(Candidate { kind, header_row, complete, score, matched, by_alias, headers })
}
