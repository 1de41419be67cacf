//! The check of a whole sheet: every row's cells, then its row rules, then what rows are to each other.

use chrono::NaiveDate;
use lanegate_sheet::Sheet;
use lanegate_wire::{DateOrder, Severity};

use crate::checked::{Checked, State};
use crate::file_findings::file_findings;
use crate::identity::grouped;
use crate::remark::Remark;
use crate::{Context, Kind, Mapping, Note, Required, Typed, TypedRow, Verdict, codes, parse};

/// What a person says about a file beyond its cells.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The date that "today" means.
    pub today: NaiveDate,
    /// The order of text dates.
    pub date_order: Option<DateOrder>,
    /// Replaces every row's source; must be a value of the kind's source column.
    pub source: Option<&'static str>,
}

/// Rows between two calls of the progress callback.
const STRIDE: u32 = 4_096;

/// Checks every row below the headers. The callback hears how many rows are done.
pub fn check(
    kind: &'static Kind,
    sheet: &Sheet,
    mapping: Mapping,
    settings: Settings,
    progress: &mut dyn FnMut(u32),
) -> Checked {
    let mut checked = Checked::new(kind, sheet, mapping, settings);
    checked.file = file_findings(&checked, sheet);
    let blocked_file = checked.file.iter().any(|finding| finding.severity == Severity::Error);
    let mut row = TypedRow::with_columns(kind.columns.len());
    let mut notes = Vec::new();
    for at in checked.mapping.header_row.saturating_add(1)..sheet.row_count() {
        if at % STRIDE == 0 {
            progress(at);
        }
        if sheet.is_row_blank(at) {
            continue;
        }
        let before = checked.remarks.len();
        let reader = RowReader { kind, sheet, mapping: &checked.mapping, settings: &checked.settings };
        reader.read(at, &mut row, &mut notes, |column, note| {
            checked.remarks.push(Remark { row: at, column, code: note.code, group: 0 });
        });
        let wrong = checked.remarks[before..].iter().any(|remark| remark.code.severity == Severity::Error);
        checked.states[at as usize] = if wrong || blocked_file { State::Blocked } else { State::Clean };
        checked.sizes[at as usize] = json_size(kind, &row);
    }
    let groups = grouped(&checked, sheet);
    for (number, group) in (0..).zip(&groups) {
        let (first, others) = (group.rows[0], &group.rows[1..]);
        match group.verdict {
            Verdict::Contradict => {
                for &row in &group.rows {
                    checked.states[row as usize] = State::Blocked;
                    checked.remarks.push(Remark { row, column: None, code: codes::CONFLICT_IN_FILE, group: number });
                }
            }
            Verdict::Agree => {
                let code = checked.merge_code();
                for &row in others {
                    checked.states[row as usize] = State::Merged;
                    checked.sizes[first as usize] += checked.sizes[row as usize];
                    checked.remarks.push(Remark { row, column: None, code, group: number });
                }
                checked.fills.insert(first, number);
            }
        }
    }
    checked.groups = groups;
    checked.remarks.sort_by_key(|remark| (remark.row, remark.column.map_or(0, |column| column + 1)));
    checked
}

/// Reads rows of a sheet as a kind's typed rows.
pub(crate) struct RowReader<'k, 's> {
    pub kind: &'static Kind,
    pub sheet: &'s Sheet,
    pub mapping: &'k Mapping,
    pub settings: &'k Settings,
}

impl<'s> RowReader<'_, 's> {
    /// Fills `row` from row `at` and tells each note with its column's place. `notes` is scratch space.
    pub fn read(
        &self,
        at: u32,
        row: &mut TypedRow<'s>,
        notes: &mut Vec<Note>,
        mut tell: impl FnMut(Option<u16>, &Note),
    ) {
        row.clear();
        let context =
            Context { today: self.settings.today, dates: self.sheet.date_system(), order: self.settings.date_order };
        for (place, column) in self.kind.columns.iter().enumerate() {
            if let (Some(source), true) = (self.settings.source, self.kind.source_column == Some(place)) {
                row.set(place, Some(Typed::Item(source)));
                continue;
            }
            let Some(file_column) = self.mapping.places[place] else { continue };
            notes.clear();
            row.set(place, parse(column, self.sheet.cell(at, file_column), &context, notes));
            if notes.iter().any(|note| note.code.severity == Severity::Error) {
                row.set_wrong(place);
            } else if row.get(place).is_none() && column.required == Required::Always {
                notes.push(required_missing(column.name, &column.value.expectation()));
                row.set_wrong(place);
            }
            for note in notes.iter() {
                tell(Some(place as u16), note);
            }
        }
        for rule in self.kind.row_rules {
            if let Some(found) = row.judge(rule) {
                let note = Note::new(rule.code, found.message, found.hint);
                tell(found.column.map(|column| column as u16), &note);
            }
        }
    }
}

pub(crate) fn required_missing(column: &str, expectation: &str) -> Note {
    Note::new(codes::REQUIRED_MISSING, format!("{column} is blank; expected {expectation}."), "Fill the cell in.")
}

/// At most how many bytes the row takes in a batch's JSON.
fn json_size(kind: &Kind, row: &TypedRow<'_>) -> u32 {
    let fields = kind.columns.iter().enumerate().filter_map(|(place, column)| {
        let value = match row.get(place)? {
            Typed::Text(text) => text.len() + text.bytes().filter(|byte| matches!(byte, b'"' | b'\\' | b'\n')).count(),
            Typed::Uuid(_) => 36,
            Typed::Date(_) => 10,
            Typed::Item(name) => name.len(),
            Typed::Whole(_) => 20,
        };
        Some(column.name.len() + value + 6)
    });
    // `{"row":1048576},` and the fields.
    (fields.sum::<usize>() + 17) as u32
}
