//! How a check's result comes about: rows are taken in one by one, then judged by what they are to each other. Single rows can
//! be taken in anew when a correction changes them, which costs little more than those rows.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use lanegate_sheet::{Sheet, parse_cell_name};
use lanegate_wire::Fix;

use super::{Checked, State};
use crate::date_order::Evidence;
use crate::file_findings::{file_findings, several_addresses};
use crate::overlay::Overlay;
use crate::remark::Remark;
use crate::row_reader::{Reading, RowReader};
use crate::{Settings, Verdict, codes, said};

/// Beyond this many changed rows a whole check is quicker.
const FEW_ROWS: usize = 2_000;

impl Checked {
    /// Takes in the row that the reader has read.
    pub(crate) fn take_in(&mut self, sheet: &Sheet, reader: &RowReader<'_>) {
        let (at, place) = (reader.at, reader.at as usize);
        self.links.clear(at);
        if self.reading.leaves_out(sheet, at) {
            (self.states[place], self.sizes[place]) = (State::LeftOut, 0);
            return;
        }
        self.remarks.extend(reader.notes.iter().map(|(column, note)| Remark {
            row: at,
            column: *column,
            code: note.code,
            group: 0,
        }));
        self.sizes[place] = reader.json_size();
        if self.blocked_file || reader.is_wrong() {
            self.states[place] = State::Blocked;
        } else {
            self.states[place] = State::Clean;
            self.links.set(&self.reading.kind.identity, at, &reader.row);
        }
    }

    /// Judges what rows that share a key are to each other. All of a key's rows are among them, ascending, and as taken in.
    pub(crate) fn judge(&mut self, sheet: &Sheet, rows: &[u32]) {
        let typed: Vec<_> = rows.iter().map(|&row| (row, self.typed_row(sheet, row))).collect();
        let groups = self.reading.kind.identity.groups(&typed);
        drop(typed);
        for group in groups {
            let number = self.groups.len() as u32;
            let (first, others) = (group.rows[0], &group.rows[1..]);
            match group.verdict {
                Verdict::Contradict => {
                    for &row in &group.rows {
                        self.states[row as usize] = State::Blocked;
                        self.remarks.push(Remark { row, column: None, code: codes::CONFLICT_IN_FILE, group: number });
                    }
                }
                Verdict::Agree => {
                    let code = self.merge_code();
                    for &row in others {
                        self.states[row as usize] = State::Merged;
                        self.sizes[first as usize] += self.sizes[row as usize];
                        self.remarks.push(Remark { row, column: None, code, group: number });
                    }
                    self.fills.insert(first, number);
                }
            }
            self.groups.push(group);
        }
    }

    pub(crate) fn sort_remarks(&mut self) {
        self.remarks.sort_by_key(|remark| (remark.row, remark.column.map_or(0, |column| column + 1)));
    }

    /// Replaces the corrections, and checks again what they change, if that is a few rows. Where it is more, nothing changes and the
    /// answer is `false`: then the whole sheet is to be checked.
    pub fn correct(&mut self, sheet: &Sheet, fixes: &[Fix]) -> bool {
        let Reading { kind, mapping, settings, overlay, .. } = &self.reading;
        let next = Overlay::new(kind, sheet, mapping, fixes);
        let Some(rows) = next.rows_that_differ(overlay).filter(|rows| rows.len() <= FEW_ROWS) else { return false };
        let settings = Settings { fixes: fixes.to_vec(), ..(**settings).clone() };
        let reading = Reading { settings: Arc::new(settings), overlay: Arc::new(next), ..self.reading.clone() };
        let evidence = Evidence::renewed(&self.evidence, (&self.reading, &reading), sheet, &rows);
        let reading = reading.in_orders(&evidence);
        let was = &self.reading;
        if (&reading.orders, &reading.likely, &reading.ask_swapped) != (&was.orders, &was.likely, &was.ask_swapped) {
            // These cells decide how all others of their column are read.
            return false;
        }
        let told = said::date_orders(self, sheet);
        // Whether any row has a value by which rows are skipped is told of the file.
        let has_other_values = rows.iter().any(|&row| {
            let values = |reading: &Reading| {
                (!reading.skips(sheet, row)).then(|| reading.overlay.values_to_skip_by(sheet, &reading.mapping, row))
            };
            values(&self.reading) != values(&reading)
        });
        let several =
            |reading: &Reading| rows.iter().filter(|&&row| several_addresses::is_counted(reading, sheet, row)).count();
        let has_other_addresses = several(&self.reading) != several(&reading);
        (self.reading, self.evidence) = (reading, evidence);
        if said::date_orders(self, sheet) != told
            || self.file_tells_of(&rows)
            || has_other_values
            || has_other_addresses
        {
            self.file = file_findings(self, sheet);
        }
        self.take_in_again(sheet, rows);
        true
    }

    /// Returns true if a finding about the file quotes a cell in one of these rows, or counts the row.
    fn file_tells_of(&self, rows: &BTreeSet<u32>) -> bool {
        let mut cells = self.file.iter().filter_map(|finding| parse_cell_name(finding.cell.as_deref()?));
        cells.any(|(row, _)| rows.contains(&row))
            || rows.iter().any(|&row| self.reading.non_data_rows.at(row).is_some())
    }

    fn take_in_again(&mut self, sheet: &Sheet, rows: BTreeSet<u32>) {
        let mut hashes: HashSet<u64> = rows.iter().flat_map(|&row| self.links.of(row)).collect();
        let reading = self.reading.clone();
        let mut reader = RowReader::new(&reading, sheet);
        self.remarks.retain(|remark| !rows.contains(&remark.row));
        for &row in &rows {
            self.states[row as usize] = State::Blank;
            self.links.clear(row);
            if !reading.skips(sheet, row) {
                reader.read(row);
                self.take_in(sheet, &reader);
            }
            hashes.extend(self.links.of(row));
        }
        let connected = self.links.connected(hashes);
        let mut affected = rows.clone();
        affected.extend(&connected);
        // What the rows were to each other is judged anew.
        let over_rows = [codes::CONFLICT_IN_FILE, self.merge_code()];
        self.remarks.retain(|remark| !(affected.contains(&remark.row) && over_rows.contains(&remark.code)));
        for group in &mut self.groups {
            if group.rows.iter().any(|row| affected.contains(row)) {
                group.rows.clear();
            }
        }
        self.fills.retain(|first, _| !affected.contains(first));
        for &row in connected.difference(&rows) {
            reader.read(row);
            self.states[row as usize] = State::Clean;
            self.sizes[row as usize] = reader.json_size();
        }
        let connected: Vec<u32> = connected.into_iter().collect();
        self.judge(sheet, &connected);
        self.sort_remarks();
    }
}
