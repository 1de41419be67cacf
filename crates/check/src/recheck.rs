//! The same check for rows that arrive as JSON: the server trusts no client, not even its own page.

use chrono::NaiveDate;
use lanegate_sheet::Cell;
use lanegate_wire::{Batch, Finding, Row, Severity, Value};

use crate::row_reader::required_missing;
use crate::{Code, Context, Kind, Note, Required, Typed, TypedRow, codes, parse};

/// At most this many findings are told for one batch.
const MAX_FINDINGS: usize = 100;

/// Checks a batch row by row. Values must be in the form that the check itself stores.
///
/// # Errors
/// What is wrong, at most 100 findings, when any row does not pass.
pub fn recheck(kind: &Kind, batch: &Batch, today: NaiveDate) -> Result<(), Vec<Finding>> {
    let context = Context::on(today);
    let mut findings = Vec::new();
    let mut before = 0;
    for row in &batch.rows {
        if findings.len() >= MAX_FINDINGS {
            break;
        }
        let mut checking = Checking { kind, row, context, findings: &mut findings };
        if row.row <= before || row.row > lanegate_sheet::MAX_ROWS {
            let message = format!("Row {} stands after row {before}; row numbers must ascend.", row.row);
            checking.tell(None, Note::new(codes::ROW_ORDER, message, ""));
        }
        before = row.row;
        checking.run();
    }
    findings.truncate(MAX_FINDINGS);
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

struct Checking<'a> {
    kind: &'a Kind,
    row: &'a Row,
    context: Context,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Checking<'a> {
    fn run(&mut self) {
        let unknown = self.row.fields.keys().filter(|name| self.kind.column(name).is_none());
        // One row can name as many as fit a batch.
        for name in unknown.take(MAX_FINDINGS) {
            let message = format!("\"{}\" is no column of {}.", crate::text::shortened(name), self.kind.name);
            self.tell(None, Note::new(codes::UNKNOWN_FIELD, message, "Check the file again."));
        }
        let typed = self.typed();
        for rule in self.kind.row_rules.iter().filter(|rule| is_error(rule.code)) {
            if let Some(found) = typed.judge(rule) {
                let note = Note::new(rule.code, found.message, found.hint);
                self.tell(found.column, note);
            }
        }
    }

    fn typed(&mut self) -> TypedRow<'a> {
        let mut typed = TypedRow::with_columns(self.kind.columns.len());
        let mut notes = Vec::new();
        let row = self.row;
        for (place, column) in self.kind.columns.iter().enumerate() {
            let cell = match row.fields.get(column.name) {
                None => Cell::Blank,
                Some(Value::Text(text)) => Cell::Text(text),
                Some(Value::Whole(number)) => Cell::Number(*number as f64),
            };
            notes.clear();
            let value = parse(column, cell, &self.context, &mut notes);
            let before = self.findings.len();
            for note in notes.drain(..).filter(|note| is_error(note.code)) {
                typed.set_wrong(place);
                self.tell(Some(place), note);
            }
            let sent = row.fields.get(column.name);
            if self.findings.len() == before && differs(value.as_ref(), sent) {
                let message = format!("{} is not in the form in which it is stored.", column.name);
                self.tell(Some(place), Note::new(codes::NOT_NORMALISED, message, "Check the file again."));
            }
            if column.required == Required::Always && cell.is_blank() {
                self.tell(Some(place), required_missing(column.name, &column.value.expectation()));
            }
            typed.set(place, value);
        }
        typed
    }

    fn tell(&mut self, column: Option<usize>, note: Note) {
        let column = column.map(|place| self.kind.columns[place].name);
        let value = column.and_then(|name| self.row.fields.get(name));
        self.findings.push(Finding {
            code: note.code.name.into(),
            severity: note.code.severity,
            sheet: None,
            cell: None,
            row: Some(self.row.row),
            column: column.map(Into::into),
            value: value.map(|value| crate::text::shortened(&value.to_string())),
            message: note.message,
            hint: note.hint,
            fixes: Vec::new(),
        });
    }
}

/// Returns true if a value without an error was sent in another form than the one it is stored in. What comes to a blank should not have been
/// sent at all.
fn differs(parsed: Option<&Typed<'_>>, sent: Option<&Value>) -> bool {
    match (parsed, sent) {
        (Some(parsed), Some(sent)) => parsed.to_value() != *sent,
        (None, Some(_)) => true,
        _ => false,
    }
}

fn is_error(code: &Code) -> bool {
    code.severity == Severity::Error
}
