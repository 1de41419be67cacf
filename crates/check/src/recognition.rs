//! Which kind of file a sheet is, and which of its rows holds the headers: every row among the first is compared with every kind.
//! A row of data isn't a header row, whatever words it contains.

use lanegate_sheet::{Cell, Sheet, sort_short_by_key};
use lanegate_wire::HowMatched;

use crate::header_text::HeaderText;
use crate::headers::{Names, cells_below, match_headers};
use crate::looks::looks_like;
use crate::non_data_rows::NonDataRows;
use crate::{Kind, Required, ValueType};

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
    /// The number of columns without a known header whose values show what they are. Counted only if a single header is known.
    pub by_values: u32,
    /// The number of rows of data below, of those that were looked at.
    pub rows: u32,
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
        let by_values = match self.by_values {
            0 => String::new(),
            1 => "; 1 more column is told by its values".to_owned(),
            more => format!("; {more} more columns are told by their values"),
        };
        let (row, missing) = (self.header_row + 1, missing.concat());
        format!("{} of {} headers {verb} known{by_alias} (row {row}){by_values}{missing}", self.matched, self.headers)
    }

    /// Returns true if the row is surely a header row of this kind. One known word can be anywhere by chance.
    #[must_use]
    pub const fn is_likely(&self) -> bool {
        self.matched >= 2 || (self.matched == 1 && self.by_values > 0)
    }
}

/// No header that names a column is longer, in bytes.
const LONGEST: usize = 200;
/// Rows looked at for headers.
const SEARCHED_ROWS: u32 = 50;

/// So few rows may be explanations only.
const FEW_ROWS: u32 = 5;

/// Rows looked at to learn what a column holds.
const LOOKED_AT: usize = 50;

/// A row of a sheet, made ready to be compared with every kind.
struct Row {
    at: u32,
    /// Its cells as headers; nothing where they are blank, empty text where they can be no header.
    cells: Vec<Option<HeaderText>>,
    /// How many hold anything.
    filled: u32,
    looks: Looks,
}

/// The form of the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looks {
    /// Texts that could all be headers.
    Headers,
    /// Something else, which proves nothing.
    Mixed,
    /// An address or an id, or one or two dates, as headers don't hold them.
    Data,
}

/// Rows that could be headers of these kinds, best first: complete ones, then those that match most, then the topmost.
#[must_use]
pub fn recognise(kinds: &[&'static Kind], sheet: &Sheet) -> Vec<Candidate> {
    let kinds: Vec<_> = kinds.iter().map(|&kind| (kind, Names::of(kind))).collect();
    let filled = (0..sheet.row_count().min(SEARCHED_ROWS)).filter(|&row| !sheet.is_row_blank(row));
    let rows: Vec<Row> = filled.map(|at| Row::of(sheet, at)).collect();
    let mut candidates = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let above = place.checked_sub(1).map(|above| &rows[above]).filter(|above| above.at + 1 == row.at);
        let of_kinds = kinds.iter().filter_map(|(kind, names)| candidate(kind, names, sheet, (row, above)));
        candidates.extend(of_kinds.filter(|found| found.complete || row.looks != Looks::Data));
    }
    let outdone: Vec<bool> = candidates.iter().map(|found| is_outdone(&rows, &candidates, found)).collect();
    let mut outdone = outdone.into_iter();
    candidates.retain(|_| outdone.next() != Some(true));
    sort_short_by_key(&mut candidates, |found| (!found.complete, std::cmp::Reverse(found.score), found.header_row));
    candidates
}

/// The topmost row with cells in at least two columns, 0-based; else the topmost that holds anything. It holds the headers where no known
/// word tells.
#[must_use]
pub fn first_row(sheet: &Sheet) -> Option<u32> {
    let filled = || (0..sheet.row_count().min(SEARCHED_ROWS)).filter(|&row| !sheet.is_row_blank(row));
    let cells = |row| (0..sheet.column_count()).filter(|&at| !sheet.cell(row, at).is_blank()).take(2).count();
    filled().find(|&row| cells(row) == 2).or_else(|| filled().next())
}

impl Row {
    fn of(sheet: &Sheet, at: u32) -> Self {
        let cells: Vec<_> = (0..sheet.column_count()).map(|column| text(sheet.cell(at, column))).collect();
        let filled = cells.iter().flatten().count() as u32;
        let held = || (0..sheet.column_count()).map(|column| sheet.cell(at, column)).filter(|cell| !cell.is_blank());
        let is_surely_data = |cell| {
            [ValueType::Uuid, ValueType::Email].iter().any(|value| looks_like(value, cell))
                || matches!(cell, Cell::Text(text) if text.contains("://"))
        };
        let dates = held().filter(|cell| looks_like(&ValueType::PastDate, *cell)).count();
        let looks = if held().any(is_surely_data) || (1..=2).contains(&dates) {
            Looks::Data
        } else if held().all(|cell| matches!(cell, Cell::Text(_))) {
            Looks::Headers
        } else {
            Looks::Mixed
        };
        Self { at, cells, filled, looks }
    }
}

/// A cell as a header for comparison.
fn text(cell: Cell<'_>) -> Option<HeaderText> {
    match cell {
        _ if cell.is_blank() => None,
        Cell::Text(text) if text.len() <= LONGEST => Some(HeaderText::new(text)),
        _ => Some(HeaderText::new("")),
    }
}

/// Returns true if a row above could hold the headers as well and matches hardly less: then this one is a row of data in which known words stand.
fn is_outdone(rows: &[Row], candidates: &[Candidate], lower: &Candidate) -> bool {
    let row = |at: u32| rows.iter().find(|row| row.at == at);
    let filled = row(lower.header_row).map_or(0, |row| row.filled);
    let touches = |above: u32| (above..lower.header_row).all(|at| row(at).is_some());
    let is_above = |upper: &Candidate| {
        std::ptr::eq(upper.kind, lower.kind)
            && upper.header_row < lower.header_row
            && upper.score < lower.score
            && upper.score * 2 >= lower.score
            && touches(upper.header_row)
            && row(upper.header_row).is_some_and(|row| row.looks == Looks::Headers && row.filled >= filled)
    };
    !lower.complete && candidates.iter().any(is_above)
}

/// A row beside a kind, with the row right above it: headers of two rows leave the lower cell blank.
fn candidate(
    kind: &'static Kind,
    names: &Names,
    sheet: &Sheet,
    (row, above): (&Row, Option<&Row>),
) -> Option<Candidate> {
    let mut found: Vec<Option<HowMatched>> = vec![None; kind.columns.len()];
    let (mut headers, mut has_own, mut unknown) = (0, false, Vec::new());
    for (at, own) in (0..).zip(&row.cells) {
        let upper = || above?.cells.get(at as usize)?.as_ref().filter(|header| names.named(header).is_some());
        let Some(header) = own.as_ref().or_else(upper) else { continue };
        headers += 1;
        match names.named(header) {
            Some((column, how)) if own.is_none() || !comes_again(sheet, row.at, at) => {
                // An exact name counts, whatever stands beside it.
                if found[column] != Some(HowMatched::Exact) {
                    found[column] = Some(how);
                }
                has_own |= own.is_some();
            }
            _ => unknown.push(at),
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
    let by_values = match matched {
        1 if row.looks == Looks::Headers => told_by_values(kind, sheet, row.at, &unknown, &found),
        _ => 0,
    };
    let (header_row, rows) = (row.at, rows_below(kind, sheet, row.at, complete));
    Some(Candidate { kind, header_row, complete, score, matched, by_alias, by_values, rows, headers })
}

/// How many rows of data stand below a row of headers. Where all required columns are known and the rows are few, those that only explain
/// the columns, or are no data otherwise, don't count.
fn rows_below(kind: &'static Kind, sheet: &Sheet, header_row: u32, complete: bool) -> u32 {
    let filled = || (header_row + 1..sheet.row_count()).filter(|&at| !sheet.is_row_blank(at));
    let count = filled().count() as u32;
    if !complete || !(1..=FEW_ROWS).contains(&count) {
        return count;
    }
    let non_data_rows = NonDataRows::find(kind, sheet, &match_headers(kind, sheet, header_row));
    filled().filter(|&at| non_data_rows.at(at).is_none() && !non_data_rows.is_outside(at)).count() as u32
}

/// Returns true if the text of a cell comes again in its column, in a different row: then it is a value, not a header.
fn comes_again(sheet: &Sheet, row: u32, at: u32) -> bool {
    let below = row + 1..sheet.row_count().min(SEARCHED_ROWS);
    let same = |other: u32, at: u32| sheet.cell(other, at) == sheet.cell(row, at);
    below.into_iter().any(|other| same(other, at) && !(0..sheet.column_count()).all(|at| same(other, at)))
}

/// Returns the number of columns of the kind that, by all their values, are surely among those whose header is not known.
fn told_by_values(kind: &Kind, sheet: &Sheet, row: u32, unknown: &[u32], found: &[Option<HowMatched>]) -> u32 {
    let fits = |value: &ValueType, at: u32| {
        let cells: Vec<_> = cells_below(sheet, row, at).take(LOOKED_AT).collect();
        !cells.is_empty() && cells.iter().all(|cell| looks_like(value, *cell))
    };
    let free: Vec<_> = kind.columns.iter().zip(found).filter(|(_, found)| found.is_none()).collect();
    let tells = |value: &ValueType| !matches!(value, ValueType::Text { .. } | ValueType::Ordinal);
    let told =
        unknown.iter().filter(|&&at| free.iter().any(|(column, _)| tells(&column.value) && fits(&column.value, at)));
    told.count() as u32
}
