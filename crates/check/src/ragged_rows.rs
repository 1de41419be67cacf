//! Rows of a text file that may have been cut in the wrong places: more fields than the header, a line break inside a value, quotation marks
//! that contradict each other. Their values may be in wrong columns, so such a row is blocked until a person corrects or skips it.
//!
//! A row with fewer fields is different: many programs leave blank fields out at the end of a row, and then nothing is wrong.

use std::collections::BTreeMap;
use std::ops::Range;

use lanegate_sheet::{Cell, Lines, Sheet, cell_name};

use crate::looks::looks_like;
use crate::non_data_rows::{NonDataRows, WIDEST};
use crate::overlay::Overlay;
use crate::split_rows::SplitRows;
use crate::{Kind, Mapping, Note, Proposal, Required, ValueType, codes};

/// Excel omits blank fields at the end of rows in some blocks of this many rows, and writes them in others.
const EXCEL_BLOCK: u32 = 16;
/// Rows whose values are compared.
const LOOKED_AT: usize = 200;
/// The most lines of which one row may consist.
const MOST_PARTS: usize = 100;

/// The reason for which a row may have been cut in the wrong places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// It has more fields than the header.
    Wide,
    /// A separator inside a value seems to cut it, though no value is beyond the header.
    Cut,
    /// The same, where no other value tells, or all rows seem to be cut alike.
    MaybeCut,
    /// It is a part of a row that a line break split.
    Part,
    /// The row above or below looks like a part of it.
    NextToPart,
    /// It ends early, where other rows don't.
    Short,
    /// The quotation marks of the cell in this column contradict each other.
    Quotes(u32),
    /// It was cut in the wrong places in the file of which this one is the annotated copy.
    Before,
    /// It ended early, or next to a part of a row, in that file.
    ShortBefore,
}

/// The rows of a sheet that may have been cut in the wrong places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RaggedRows {
    rows: BTreeMap<u32, Reason>,
    /// Fields of the header.
    header: u32,
    /// The first row that ends early as it may, and how many do.
    pub end_early: Option<(u32, u32)>,
}

impl RaggedRows {
    /// Looks at the rows with an unusual number of fields or odd quotation marks. Most files have none.
    pub fn find(kind: &Kind, sheet: &Sheet, mapping: &Mapping, non_data_rows: &NonDataRows) -> Self {
        let Some(lines) = &sheet.lines else { return Self::default() };
        // A column without a header that a person has matched isn't beyond the header. No line has a field for an added column.
        let own = mapping.places.iter().flatten().filter(|at| **at < sheet.own_columns());
        let imported = own.map(|at| at + 1).max().unwrap_or(0);
        let mut ragged = Self { header: lines.fields(mapping.header_row).max(imported), ..Self::default() };
        if mapping.places.iter().all(Option::is_none) {
            return ragged;
        }
        let table = Table { kind, sheet, mapping, non_data_rows, lines, header: ragged.header };
        let short = table.short();
        ragged.note_parts(&table, &short);
        ragged.note_short(&table, &short);
        ragged.note_split(&table, &short);
        ragged.rows.extend(table.wide().into_iter().map(|row| (row, Reason::Wide)));
        let quotes = lines.quotes.iter().filter(|(row, _)| table.is_data(*row));
        ragged.rows.extend(quotes.map(|&(row, column)| (row, Reason::Quotes(column))));
        for (rows, reason) in [(&lines.short_before, Reason::ShortBefore), (&lines.torn_before, Reason::Before)] {
            ragged.rows.extend(rows.iter().filter(|&&row| table.is_data(row)).map(|&row| (row, reason)));
        }
        ragged
    }

    /// Returns what to say about a row, unless a person has dealt with it.
    pub fn note(&self, sheet: &Sheet, overlay: &Overlay, row: u32) -> Option<Note> {
        let reason = self.rows.get(&row)?;
        let is_settled = match reason {
            Reason::Wide => {
                (self.header..sheet.own_columns()).all(|at| overlay.cell(sheet, row, Some(at), None).is_blank())
            }
            Reason::Quotes(column) => overlay.cell(sheet, row, Some(*column), None) != sheet.cell(row, *column),
            _ => overlay.sets(row),
        };
        (!is_settled).then(|| self.words(sheet, row, *reason))
    }

    fn words(&self, sheet: &Sheet, row: u32, reason: Reason) -> Note {
        let fields = sheet.lines.as_ref().map_or(0, |lines| lines.fields(row));
        let few = |count: u32| if count == 1 { "only 1 field".to_owned() } else { format!("only {count} fields") };
        let header = self.header;
        let (code, message, hint) = match reason {
            Reason::Wide => (
                codes::RAGGED_ROW,
                format!(
                    "This row has {fields} fields, but the header has {header}. A separator inside a value cuts the value in two, so values may be in the wrong columns."
                ),
                "Put the value in quotation marks in the file, such as \"Reed, Sons and Co\", and choose the file again. Or correct the cells of this row and clear the extra ones, or skip the row.",
            ),
            Reason::Cut => (
                codes::RAGGED_ROW,
                "A separator inside a value seems to cut this row in the wrong place, so values may be in the wrong columns.".to_owned(),
                "Put the value in quotation marks in the file, such as \"Reed, Sons and Co\", and choose the file again. Or correct the cells of this row, or skip it.",
            ),
            Reason::MaybeCut => (
                codes::SHORT_ROW,
                "A value of this row begins with a blank, unlike the others. A separator inside a value may cut this row in the wrong place.".to_owned(),
                "Compare the values with their headers. If a value is cut in two, put it in quotation marks in the file, such as \"Reed, Sons and Co\", and choose the file again.",
            ),
            Reason::Part => (
                codes::RAGGED_ROW,
                format!(
                    "This row has {}, but the header has {header}. It may be part of a row that a line break inside a value cuts in two.",
                    few(fields)
                ),
                "Put the value in quotation marks in the file, or remove the line break, and choose the file again. Or correct the cells of this row, or skip it.",
            ),
            Reason::NextToPart => (
                codes::SHORT_ROW,
                "A row next to this one has only 1 field. It may be part of a value of this row that a line break cuts in two.".to_owned(),
                "Compare the two rows. If they belong together, put the value in quotation marks in the file and choose the file again.",
            ),
            Reason::Short => (
                codes::SHORT_ROW,
                format!(
                    "This row has {}, but the header has {header}. The values that are missing at its end count as blank.",
                    few(fields)
                ),
                "Check that no separator is missing inside the row, and that the file is complete.",
            ),
            Reason::Quotes(column) => (
                codes::UNCLEAR_QUOTES,
                format!(
                    "The quotation marks of {} contradict each other, so this row may have been cut in the wrong places.",
                    cell_name(row, column)
                ),
                "In the file, double the quotation marks inside a quoted value, such as \"Ann \"\"Sam\"\" Lee\", and choose the file again. Or correct the cell, or skip the row.",
            ),
            Reason::Before => (
                codes::RAGGED_ROW,
                "In the text file that this copy was made from, this row was cut in the wrong places, so values may be in the wrong columns.".to_owned(),
                "Correct the cells of this row, or skip it.",
            ),
            Reason::ShortBefore => (
                codes::SHORT_ROW,
                "In the text file that this copy was made from, values are missing at the end of this row, or one of its values may be cut in two.".to_owned(),
                "Compare the values with their headers. If nothing is missing, this warning can stay.",
            ),
        };
        Note::new(code, message, hint).proposing(Proposal::LeaveOut)
    }

    /// Rows that a separator inside a value cuts, though no value is beyond the header.
    fn note_split(&mut self, table: &Table<'_>, short: &[(u32, u32)]) {
        let header = table.filled_header();
        let are_all = table.are_all_prose(header);
        let fields = self.header.min(table.sheet.own_columns()).min(WIDEST);
        let mut split = SplitRows::new(table.kind, table.sheet, table.mapping, fields, are_all);
        let spaced = split.spaced();
        let whole = if are_all { header } else { header.max(table.lines.usual) };
        for row in table.rows().filter(|&row| table.lines.fields(row) > whole && table.is_data(row)) {
            let is_cut = match spaced.get(&row) {
                Some(&at) => split.sign(row, at) != Some(false),
                None => split.ends_shifted(row),
            };
            if is_cut {
                self.rows.insert(row, Reason::Cut);
            }
        }
        for row in split.spaced_alike(|row| table.is_data(row)) {
            self.rows.entry(row).or_insert(Reason::MaybeCut);
        }
        let mut spaced_in: BTreeMap<u32, u32> = BTreeMap::new();
        spaced.values().for_each(|&at| *spaced_in.entry(at).or_default() += 1);
        for (&row, &at) in spaced.iter().filter(|(row, _)| table.is_data(**row)) {
            let fields = table.lines.fields(row);
            if fields > whole {
                continue;
            }
            let behind = at + 1 < fields;
            let is_alone = spaced_in.get(&at) == Some(&1);
            match split.sign(row, at) {
                Some(true) => _ = self.rows.insert(row, Reason::Cut),
                None if is_alone && (behind || !short.is_empty()) => {
                    _ = self.rows.entry(row).or_insert(Reason::MaybeCut)
                }
                _ => {}
            }
        }
    }

    /// Rows that end early: as the file's program writes them, or not.
    fn note_short(&mut self, table: &Table<'_>, short: &[(u32, u32)]) {
        let ends_blank = |&(row, fields): &(u32, u32)| table.sheet.cell(row, fields - 1).is_blank();
        let leaves_out = !table.lines.pads && short.len() > 1 && !short.iter().any(ends_blank);
        for &(row, fields) in short {
            if self.rows.contains_key(&row) {
                continue;
            }
            if leaves_out || table.is_excel_block(row, fields) {
                self.end_early.get_or_insert((row, 0)).1 += 1;
            } else {
                self.rows.insert(row, Reason::Short);
            }
        }
    }

    /// Rows that follow each other and have as many fields together as one, with a line break instead of one separator fewer.
    fn note_parts(&mut self, table: &Table<'_>, short: &[(u32, u32)]) {
        let whole = table.filled_header();
        for (at, &(first, _)) in short.iter().enumerate() {
            let (mut sum, mut lacks) = (1, false);
            for (row, &(part, fields)) in (first..).zip(&short[at..]).take(MOST_PARTS) {
                if row != part || sum + fields - 1 > whole {
                    break;
                }
                sum += fields - 1;
                lacks = lacks || table.lacks_required(part);
                if sum == whole && row > first && lacks {
                    self.rows.extend((first..=row).map(|part| (part, Reason::Part)));
                    break;
                }
            }
        }
        for &(row, _) in short.iter().filter(|(_, fields)| *fields == 1 && whole > 2) {
            if self.rows.insert(row, Reason::Part) == Some(Reason::Part) {
                continue;
            }
            let beside = [row.checked_sub(1), row.checked_add(1)].into_iter().flatten();
            let may_lack = |beside: u32| !table.is_whole_value(beside, if beside < row { whole - 1 } else { 0 });
            let is_whole = |beside: &u32| table.is_data(*beside) && table.lines.fields(*beside) >= whole;
            for whole_row in beside.filter(is_whole).filter(|&beside| may_lack(beside)) {
                self.rows.entry(whole_row).or_insert(Reason::NextToPart);
            }
        }
    }
}

/// The rows of a text file below a header.
struct Table<'a> {
    kind: &'a Kind,
    sheet: &'a Sheet,
    mapping: &'a Mapping,
    non_data_rows: &'a NonDataRows,
    lines: &'a Lines,
    header: u32,
}

impl Table<'_> {
    fn is_data(&self, row: u32) -> bool {
        row > self.mapping.header_row
            && !self.sheet.is_row_blank(row)
            && self.non_data_rows.at(row).is_none()
            && !self.non_data_rows.is_outside(row)
    }

    /// Fields of the header without blank ones at its end.
    fn filled_header(&self) -> u32 {
        let filled = (0..self.header).rev().find(|&at| !self.sheet.cell(self.mapping.header_row, at).is_blank());
        filled.map_or(self.header, |at| at + 1)
    }

    /// Rows with fewer fields than the header, each with how many.
    fn short(&self) -> Vec<(u32, u32)> {
        let whole = self.filled_header();
        let odd = self.lines.odd.iter().copied();
        odd.filter(|&(row, fields)| fields < whole && self.is_data(row)).collect()
    }

    /// Rows with a value beyond the last field of the header. Where all rows have the same number of fields and none looks like cut prose, the
    /// header lacks a name, or is shifted, and other findings say so.
    fn wide(&self) -> Vec<u32> {
        let has_more = |row: u32, fields: u32| {
            (self.header..fields.min(self.sheet.own_columns())).any(|at| !self.sheet.cell(row, at).is_blank())
        };
        if self.lines.usual <= self.header {
            let odd = self.lines.odd.iter().filter(|&&(row, fields)| self.is_data(row) && has_more(row, fields));
            return odd.map(|&(row, _)| row).collect();
        }
        let (wide, others): (Vec<u32>, Vec<u32>) =
            self.rows().filter(|&row| self.is_data(row)).partition(|&row| has_more(row, self.lines.fields(row)));
        let is_alike = wide.windows(2).all(|pair| self.lines.fields(pair[0]) == self.lines.fields(pair[1]));
        let is_regular = others.is_empty() && wide.len() > 1 && is_alike && !wide.iter().any(|&row| self.is_prose(row));
        if is_regular { Vec::new() } else { wide }
    }

    /// The rows below the header, where some may have more fields than others; else none.
    fn rows(&self) -> Range<u32> {
        let first = self.mapping.header_row.saturating_add(1);
        first..if self.lines.odd.is_empty() { first } else { self.sheet.row_count() }
    }

    /// Returns true if all rows have more fields than the header and look like cut prose.
    fn are_all_prose(&self, header: u32) -> bool {
        let is_cut = |row| self.lines.fields(row) > header && self.is_prose(row);
        self.lines.usual > header && self.rows().filter(|&row| self.is_data(row)).all(is_cut)
    }

    /// Returns true if some fields of a row behind its first begin with a blank, as they do where a comma of prose cuts a value.
    fn is_prose(&self, row: u32) -> bool {
        let texts = (1..self.lines.fields(row)).filter_map(|at| match self.sheet.cell(row, at) {
            Cell::Text(text) => Some(text.starts_with(' ')),
            _ => None,
        });
        let (mut spaced, mut others) = (false, false);
        texts.for_each(|is_spaced| if is_spaced { spaced = true } else { others = true });
        spaced && others
    }

    /// Returns true if a cell is blank or contains a value that no line break can have cut: one of its column's type, or one that other
    /// rows have there.
    fn is_whole_value(&self, row: u32, at: u32) -> bool {
        let cell = self.sheet.cell(row, at);
        let place = self.mapping.places.iter().position(|place| *place == Some(at));
        let is_typed = place.is_some_and(|place| match self.kind.columns[place].value {
            ValueType::Text { usual: [], .. } => false,
            value => looks_like(&value, cell),
        });
        let first = self.mapping.header_row.saturating_add(1);
        let id = self.sheet.text_id(row, at);
        let is_same = |other: u32| other != row && self.sheet.text_id(other, at) == id;
        cell.is_blank() || is_typed || (id.is_some() && (first..self.sheet.row_count()).take(LOOKED_AT).any(is_same))
    }

    /// Returns true if a row's cell is blank in a column in which every row needs a value.
    fn lacks_required(&self, row: u32) -> bool {
        let columns = self.kind.columns.iter().zip(&self.mapping.places);
        columns
            .filter(|(column, _)| column.required == Required::Always)
            .any(|(_, at)| at.is_some_and(|at| self.sheet.cell(row, at).is_blank()))
    }

    /// Returns true if the row is one of a block of rows that Excel writes without the blank fields at their end.
    fn is_excel_block(&self, row: u32, fields: u32) -> bool {
        let first = row - row % EXCEL_BLOCK;
        let mut block = (first..first + EXCEL_BLOCK).filter(|&row| !self.sheet.is_row_blank(row));
        first > 0 && block.all(|row| self.lines.fields(row) == fields)
    }
}
