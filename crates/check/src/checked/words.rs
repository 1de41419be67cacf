//! Findings in words. They are made when somebody looks, by running the same parsers and rules over the row again.

use lanegate_sheet::{Sheet, cell_name};
use lanegate_wire::{Finding, Fix};

use super::Checked;
use crate::parse::cell_text;
use crate::remark::Remark;
use crate::row_reader::RowReader;
use crate::text::shortened;
use crate::{Identity, Note, Proposal, TypedRow, Verdict, agree, codes};

impl Checked {
    /// A remark in words.
    pub(super) fn finding(&self, sheet: &Sheet, remark: &Remark) -> Finding {
        let place = remark.column.and_then(|column| self.reading.mapping.places[usize::from(column)]);
        let cell = place.map(|column| cell_name(remark.row, column));
        let text = remark.column.map(|column| {
            let counts = self.reading.overlay.cell(sheet, remark.row, place, Some(usize::from(column)));
            cell_text(counts, sheet.date_system())
        });
        let note = self.with_link(sheet, remark, place, self.note(sheet, remark));
        let column = self.column_name(remark);
        let fixes = note.proposals.into_iter().filter_map(|proposal| {
            Some(match proposal {
                Proposal::Cell(value) => Fix::SetCell { cell: cell.clone()?, value },
                Proposal::Value(to) => Fix::MapValue { column: column?.to_owned(), from: text.clone()?, to },
                Proposal::Order(order) => Fix::DateOrder { column: column?.to_owned(), order },
                Proposal::DateCells { swapped } => Fix::DateCells { column: column?.to_owned(), swapped },
                Proposal::LeaveOut => Fix::LeaveOut { row: remark.row + 1 },
            })
        });
        let fixes = fixes.collect();
        Finding {
            code: remark.code.name.to_owned(),
            severity: remark.code.severity,
            sheet: Some(sheet.name().to_owned()),
            cell,
            row: Some(remark.row + 1),
            column: column.map(Into::into),
            value: text.filter(|text| !text.is_empty()).map(|text| shortened(&text)),
            message: note.message,
            hint: note.hint,
            fixes,
        }
    }

    fn note(&self, sheet: &Sheet, remark: &Remark) -> Note {
        if remark.code == codes::CONFLICT_IN_FILE || remark.code == self.merge_code() {
            return self.group_note(sheet, remark);
        }
        let mut reader = RowReader::new(&self.reading, sheet);
        reader.read(remark.row);
        let notes = reader.notes.into_iter();
        let found = notes
            .filter(|(column, note)| *column == remark.column && note.code == remark.code)
            .map(|(_, note)| note)
            .next();
        found.unwrap_or_else(|| Note::new(remark.code, remark.code.title, ""))
    }

    fn group_note(&self, sheet: &Sheet, remark: &Remark) -> Note {
        let group = &self.groups[remark.group as usize];
        let thing = self.reading.kind.row_title;
        match group.verdict {
            Verdict::Agree => Note::new(
                remark.code,
                format!("The same {thing} as row {}; this row is not stored a second time.", group.rows[0] + 1),
                "",
            ),
            Verdict::Contradict => Note::new(
                remark.code,
                format!(
                    "The same {thing} as {}, with other values{}.{}",
                    row_names(&group.rows, remark.row),
                    self.differing(sheet, &group.rows, remark.row),
                    self.key_words()
                ),
                "Keep the right row; correct or remove the others.",
            )
            .proposing(Proposal::LeaveOut),
        }
    }

    /// The columns in which a row says otherwise than those it is told of with, in words: ` in status`.
    fn differing(&self, sheet: &Sheet, rows: &[u32], row: u32) -> String {
        let columns = self.reading.kind.columns;
        let this = self.typed_row(sheet, row);
        let others: Vec<_> =
            rows.iter().filter(|&&other| other != row).take(NAMED).map(|&other| self.typed_row(sheet, other)).collect();
        let agrees = |column: usize, other: &TypedRow<'_>| match self.reading.kind.identity {
            Identity::Fact(ref fact) => !fact.equality.contains(&column) || agree(&this, other, &[column]),
            Identity::Master(ref master) => (master.agrees)(column, &this, other),
        };
        let differs = |column: &usize| !others.iter().all(|other| agrees(*column, other));
        let names: Vec<_> = (0..columns.len()).filter(differs).map(|at| columns[at].name).collect();
        match names.as_slice() {
            [] => String::new(),
            [one] => format!(" in {one}"),
            [first @ .., last] => format!(" in {} and {last}", first.join(", ")),
        }
    }

    fn key_words(&self) -> &'static str {
        match self.reading.kind.identity {
            Identity::Fact(ref fact) => fact.key_words,
            Identity::Master(_) => "",
        }
    }
}

/// So many rows are told of by their numbers.
const NAMED: usize = 4;

/// Row numbers in words: `row 3`, `rows 3 and 5`, `rows 3, 5, 9, 12 and 90 more`.
fn row_names(rows: &[u32], except: u32) -> String {
    let others = rows.iter().filter(|&&row| row != except);
    let names: Vec<String> = others.take(NAMED + 1).map(|row| (row + 1).to_string()).collect();
    match names.as_slice() {
        [] => "another row".into(),
        [one] => format!("row {one}"),
        [first @ .., last] if names.len() <= NAMED => format!("rows {} and {last}", first.join(", ")),
        [first @ .., _] => format!("rows {} and {} more", first.join(", "), rows.len() - 1 - NAMED),
    }
}
