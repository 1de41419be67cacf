//! Which kind of file a sheet is, and which of its rows holds the headers: every row among the first is compared with every kind.
//! A row of data isn't a header row, whatever words it contains.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use lanegate_sheet::{Cell, Sheet, sort_short_by_key};
use lanegate_wire::HowMatched;

use crate::cell_evidence::{Verdict, confirms, has_known_words, verdict, words_verdict};
use crate::header_names::Names;
use crate::header_text::HeaderText;
use crate::headers::{cells_below, match_headers};
use crate::looks::looks_like;
use crate::nested_tables;
use crate::non_data_rows::NonDataRows;
use crate::{Candidate, Column, Kind, Required, ValueType};

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
    /// Half of its cells, or more, are addresses, IDs, or dates. Such a row is data, whatever else is in it.
    is_full_of_data: bool,
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
    let first = first_row(sheet);
    let mut candidates = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let above = place.checked_sub(1).map(|above| &rows[above]).filter(|above| above.at + 1 == row.at);
        let is_first = first == Some(row.at);
        let of_kinds = kinds.iter().filter_map(|(kind, names)| candidate(kind, names, sheet, (row, above), is_first));
        let is_data = |found: &Candidate| row.is_full_of_data || (row.looks == Looks::Data && !found.complete);
        candidates.extend(of_kinds.filter(|found| !is_data(found)));
    }
    refute(&mut candidates);
    compare_rows(&mut candidates);
    let outdone: Vec<bool> = candidates.iter().map(|found| is_outdone(&rows, &candidates, found)).collect();
    let mut outdone = outdone.into_iter();
    candidates.retain(|_| outdone.next() != Some(true));
    sort_short_by_key(&mut candidates, |found| {
        (found.refuted, !found.complete, Reverse(found.row_score), found.header_row, Reverse(found.fit()))
    });
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
        let data = held().filter(|cell| is_surely_data(*cell)).count() + dates;
        let looks = if held().any(is_surely_data) || (1..=2).contains(&dates) {
            Looks::Data
        } else if held().all(|cell| matches!(cell, Cell::Text(_))) {
            Looks::Headers
        } else {
            Looks::Mixed
        };
        Self { at, cells, filled, looks, is_full_of_data: data > 1 && data * 2 >= filled as usize }
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
    is_first: bool,
) -> Option<Candidate> {
    let mut found: Vec<Option<HowMatched>> = vec![None; kind.columns.len()];
    let (mut headers, mut has_own, mut unknown, mut signs) = (0, false, Vec::new(), 0);
    let mut at_of: Vec<Option<u32>> = vec![None; kind.columns.len()];
    for (at, own) in (0..).zip(&row.cells) {
        let upper = || above?.cells.get(at as usize)?.as_ref().filter(|header| names.named(header).is_some());
        let Some(header) = own.as_ref().or_else(upper) else { continue };
        headers += 1;
        let confirmed = || {
            let (column, _) = names.maybe(header)?;
            let value = &kind.columns[column];
            let tells = !matches!(value.value, ValueType::Uuid | ValueType::Text { .. });
            let is_confirmed = tells && confirms(value, sheet, row.at, at);
            is_confirmed.then_some((column, HowMatched::Alias))
        };
        match names.named(header).or_else(confirmed) {
            Some((column, how)) if own.is_none() || !comes_again(sheet, row.at, at) => {
                // An exact name counts, whatever stands beside it.
                if found[column] != Some(HowMatched::Exact) {
                    (found[column], at_of[column]) = (Some(how), Some(at));
                }
                has_own |= own.is_some();
            }
            _ => {
                signs += u32::from(names.is_sign(header));
                unknown.push(at);
            }
        }
    }
    // What stands above may add to a row of headers, but not make one.
    let can_be_unknown = is_first && row.looks == Looks::Headers;
    if !has_own && !can_be_unknown {
        return None;
    }
    let count = |wanted| found.iter().flatten().filter(|&&how| how == wanted).count() as u32;
    let (exact, by_alias) = (count(HowMatched::Exact), count(HowMatched::Alias));
    let needed = kind.columns.iter().zip(&found).filter(|(column, _)| column.required == Required::Always);
    let complete = needed.into_iter().all(|(_, found)| found.is_some());
    let (score, matched) = (3 * exact + 2 * by_alias, exact + by_alias);
    let is_notes = |(column, how): (&Column, &Option<HowMatched>)| {
        matches!(column.value, ValueType::Text { lines: true, .. }) && *how == Some(HowMatched::Alias)
    };
    let notes = kind.columns.iter().zip(&found).filter(|found| is_notes(*found)).count() as u32;
    let by_values = match matched {
        0 | 1 if row.looks == Looks::Headers => told_by_values(kind, sheet, row.at, &unknown, &found),
        _ => 0,
    };
    let missing = |(place, column): (usize, &Column)| {
        column.required == Required::Always && found[place].is_none() && kind.reference_column != Some(place)
    };
    let but_reference = !kind.columns.iter().enumerate().any(missing);
    let (mut values, mut listed, mut unlisted, mut known_words) = (0, 0, 0, 0);
    let known = at_of.iter().zip(kind.columns).filter_map(|(at, column)| Some((column, (*at)?)));
    let told = unknown.iter().filter(|_| matched == 0).filter_map(|&at| Some((list_of(kind, sheet, row.at, at)?, at)));
    for (column, at) in known.chain(told) {
        if matches!(column.value, ValueType::Text { .. } | ValueType::Ordinal) {
            continue;
        }
        let words = words_verdict(column, sheet, row.at, at);
        let verdict = words.unwrap_or_else(|| verdict(column, sheet, row.at, at));
        values += i32::from(verdict == Verdict::Confirmed) - i32::from(verdict == Verdict::Contradicted);
        listed += u32::from(words.is_some_and(|words| matches!(words, Verdict::Confirmed | Verdict::Mixed)));
        unlisted += u32::from(words == Some(Verdict::Contradicted));
        known_words += u32::from(has_known_words(column, sheet, row.at, at));
    }
    let (header_row, rows) = (row.at, rows_below(kind, sheet, row.at, complete));
    let found = Candidate {
        kind,
        header_row,
        complete,
        score,
        matched,
        by_alias,
        by_values,
        signs,
        values,
        notes,
        listed,
        unlisted,
        known_words,
        row_score: score,
        refuted: false,
        but_reference,
        rows,
        headers,
    };
    (has_own || found.is_likely()).then_some(found)
}

/// The list column of a kind to which all words of a column belong.
fn list_of(kind: &'static Kind, sheet: &Sheet, row: u32, at: u32) -> Option<&'static Column> {
    kind.columns.iter().find(|column| words_verdict(column, sheet, row, at) == Some(Verdict::Confirmed))
}

fn compare_rows(candidates: &mut [Candidate]) {
    let class = |found: &Candidate| (found.header_row, found.refuted, found.complete);
    let mut best: BTreeMap<_, u32> = BTreeMap::new();
    for found in &*candidates {
        let score = best.entry(class(found)).or_default();
        *score = found.score.max(*score);
    }
    for found in candidates {
        found.row_score = best.get(&class(found)).copied().unwrap_or(found.score);
    }
}

/// Marks the candidates of which most words are in no list of the kind, while the lists of another kind have the words of the same row. Where
/// no kind has them, other words for what is in a list count.
fn refute(candidates: &mut [Candidate]) {
    let others: Vec<Candidate> = candidates.iter().filter(|found| found.is_likely()).copied().collect();
    for found in candidates.iter_mut().filter(|found| found.listed == 0 && found.unlisted > 0) {
        let is_meant = |other: &Candidate| match other.listed {
            0 => found.known_words == 0 && other.known_words > 0,
            _ => other.unlisted == 0 || other.known_words == other.listed + other.unlisted,
        };
        found.refuted = others.iter().any(|other| {
            other.header_row == found.header_row && !std::ptr::eq(other.kind, found.kind) && is_meant(other)
        });
    }
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

/// Returns true if the text of a cell comes again in its column, in a different row: then it is a value, not a header. A row of the same
/// texts in another order has headers, too.
fn comes_again(sheet: &Sheet, row: u32, at: u32) -> bool {
    let below = row + 1..sheet.row_count().min(SEARCHED_ROWS);
    let same = |other: u32, at: u32| sheet.cell(other, at) == sheet.cell(row, at);
    let texts = |row: u32| {
        let mut texts: Vec<_> = (0..sheet.column_count()).filter_map(|at| sheet.text_id(row, at)).collect();
        sort_short_by_key(&mut texts, |id| id.index());
        texts
    };
    let is_other = |other: u32| !(0..sheet.column_count()).all(|at| same(other, at)) && texts(other) != texts(row);
    below.into_iter().any(|other| same(other, at) && is_other(other) && !nested_tables::is_header(sheet, row, other))
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
