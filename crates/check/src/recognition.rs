//! Which kind of file a sheet is, and which of its rows holds the headers: every row among the first is compared with every kind.

use lanegate_sheet::{Cell, Sheet, sort_short_by_key};
use lanegate_wire::HowMatched;

use crate::headers::{Names, header_key};
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

/// No header that names a column is longer, in bytes.
const LONGEST: usize = 200;
/// Rows looked at for headers.
const SEARCHED_ROWS: u32 = 50;

/// Rows that could be headers of these kinds, best first: complete ones, then those that match most, then the topmost.
#[must_use]
pub fn recognise(kinds: &[&'static Kind], sheet: &Sheet) -> Vec<Candidate> {
    let kinds: Vec<_> = kinds.iter().map(|&kind| (kind, Names::of(kind))).collect();
    let rows = (0..sheet.row_count().min(SEARCHED_ROWS)).filter(|&row| !sheet.is_row_blank(row));
    let mut candidates = Vec::new();
    // Each header is made ready to be compared once.
    let mut above: Vec<Option<String>> = Vec::new();
    for row in rows {
        let own: Vec<Option<String>> = (0..sheet.column_count()).map(|at| key(sheet.cell(row, at))).collect();
        if row > 0 && sheet.is_row_blank(row - 1) {
            above.clear();
        }
        candidates.extend(kinds.iter().filter_map(|(kind, names)| candidate(kind, names, row, (&own, &above))));
        above = own;
    }
    sort_short_by_key(&mut candidates, |found| (!found.complete, std::cmp::Reverse(found.score), found.header_row));
    candidates
}

/// A cell as a header for comparison; nothing where it is blank, empty text where it can be no header.
fn key(cell: Cell<'_>) -> Option<String> {
    match cell {
        Cell::Text(text) if text.len() <= LONGEST => Some(header_key(text)).filter(|_| !cell.is_blank()),
        _ => (!cell.is_blank()).then(String::new),
    }
}

/// A row beside a kind. `own` are the row's cells, `above` those of the row above: headers of two rows leave the lower cell blank.
fn candidate(
    kind: &'static Kind,
    names: &Names,
    header_row: u32,
    (own, above): (&[Option<String>], &[Option<String>]),
) -> Option<Candidate> {
    let mut found: Vec<Option<HowMatched>> = vec![None; kind.columns.len()];
    let (mut headers, mut has_own) = (0, false);
    for (at, own) in own.iter().enumerate() {
        let upper = || above.get(at)?.as_ref().filter(|key| names.named(key).is_some());
        let Some(key) = own.as_ref().or_else(upper) else { continue };
        headers += 1;
        if let Some((column, how)) = names.named(key) {
            // An exact name counts, whatever stands beside it.
            if found[column] != Some(HowMatched::Exact) {
                found[column] = Some(how);
            }
            has_own |= own.is_some();
        }
    }
    // What stands above may add to a row of headers, but not make one.
    if !has_own {
        return None;
    }
    let count = |wanted| found.iter().flatten().filter(|&&how| how == wanted).count() as u32;
    let (exact, by_alias) = (count(HowMatched::Exact), count(HowMatched::Alias));
    let needed = kind.columns.iter().zip(&found).filter(|(column, _)| column.required == Required::Always);
    let complete = needed.into_iter().all(|(_, found)| found.is_some());
    let (score, matched) = (3 * exact + 2 * by_alias, exact + by_alias);
    Some(Candidate { kind, header_row, complete, score, matched, by_alias, headers })
}
