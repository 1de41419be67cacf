//! `docs/schemas/<kind>.batch.schema.json`: what a batch of a kind may hold, for those who send batches by other means than the page.

use anyhow::{Context as _, Result};
use lanegate_check::{Column, Kind, Required, ValueType, recheck};
use lanegate_sheet::MAX_ROWS;
use lanegate_wire::{Batch, MAX_BATCH_ROWS, Row, Value as Field};
use serde_json::{Map, Value, json};

use crate::samples::{good_fields, today};

/// A UUID in its stored form.
const UUID: &str = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
/// The UUID that names nothing.
const NIL: &str = "00000000-0000-0000-0000-000000000000";
const DATE: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
/// Words with one blank between them.
const LINE: &str = r"^[^\s\u0000-\u001f\u007f-\u009f]+( [^\s\u0000-\u001f\u007f-\u009f]+)*$";
/// The same, with line breaks as well, of which two make a paragraph.
const LINES: &str = r"^[^\s\u0000-\u001f\u007f-\u009f]+(( |\n|\n\n)[^\s\u0000-\u001f\u007f-\u009f]+)*$";
const EMAIL: &str = r"^[^\s@A-Z]+@[^\s@A-Z]+\.[^\s@A-Z]+$";
const LINKEDIN: &str = r"^https://www\.linkedin\.com/[^\s?#]*[^\s?#/]$";
/// The largest number of a meeting on one day.
const LAST_ORDINAL: u32 = 9_999;

/// The JSON Schema of a kind's batches.
///
/// # Errors
/// When the kind's own examples do not pass its check.
pub fn of_batches(kind: &Kind) -> Result<Value> {
    let mut properties = Map::new();
    properties.insert("row".into(), json!({
        "description": "The row's number in the sheet, as Excel counts. Numbers ascend within a batch and from batch to batch.",
        "type": "integer", "minimum": 1, "maximum": MAX_ROWS,
    }));
    for column in kind.columns {
        properties.insert(column.name.into(), of_column(column));
    }
    let needed = kind.columns.iter().filter(|column| column.required == Required::Always).map(|column| column.name);
    let required: Vec<_> = std::iter::once("row").chain(needed).collect();
    let mut row = json!({
        "description": format!("One {}. A blank is an absent field.", kind.row_title),
        "type": "object", "properties": properties, "required": required, "additionalProperties": false,
    });
    let conditions = conditions(kind)?;
    if !conditions.is_empty() {
        row["allOf"] = conditions.into();
    }
    Ok(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("A batch of {} ({})", kind.name, kind.title),
        "description": format!("{} Its JSON takes at most 1 MiB.", kind.help),
        "type": "object",
        "properties": { "rows": { "type": "array", "maxItems": MAX_BATCH_ROWS, "items": row } },
        "required": ["rows"],
        "additionalProperties": false,
    }))
}

fn of_column(column: &Column) -> Value {
    let mut schema = match column.value {
        ValueType::Text { lines, usual, .. } => {
            let mut schema = json!({ "type": "string", "pattern": if lines { LINES } else { LINE } });
            if !usual.is_empty() {
                schema["examples"] = usual.into();
            }
            schema
        }
        ValueType::Uuid => json!({ "type": "string", "format": "uuid", "pattern": UUID, "not": { "const": NIL } }),
        ValueType::PastDate => json!({ "type": "string", "format": "date", "pattern": DATE }),
        ValueType::List(values) => {
            let names: Vec<_> = values.iter().map(|value| value.name).collect();
            json!({ "type": "string", "enum": names })
        }
        ValueType::Email => json!({ "type": "string", "format": "email", "pattern": EMAIL }),
        ValueType::LinkedIn => json!({ "type": "string", "pattern": LINKEDIN }),
        ValueType::Ordinal => json!({ "type": "integer", "minimum": 1, "maximum": LAST_ORDINAL }),
    };
    if let Some(longest) = column.value.longest() {
        schema["maxLength"] = longest.into();
    }
    if let Some(default) = column.default {
        schema["default"] = default.into();
    }
    schema["description"] = column.help.into();
    schema
}

/// Which value of a list makes which column needed: the kind's own rules are asked, value by value.
fn conditions(kind: &Kind) -> Result<Vec<Value>> {
    let mut conditions = Vec::new();
    for column in kind.columns.iter().filter(|column| matches!(column.required, Required::When(_))) {
        let mut fields = good_fields(kind);
        fields.remove(column.name).with_context(|| format!("{} has no good example", column.name))?;
        for list in kind.columns {
            let ValueType::List(values) = list.value else { continue };
            for value in values {
                let mut fields = fields.clone();
                fields.insert(list.name.into(), Field::Text(value.name.into()));
                let batch = Batch { rows: vec![Row { row: 2, fields }] };
                let Err(found) = recheck(kind, &batch, today()) else { continue };
                if found.iter().any(|finding| finding.column.as_deref() == Some(column.name)) {
                    conditions.push(json!({
                        "if": { "properties": { list.name: { "const": value.name } }, "required": [list.name] },
                        "then": { "required": [column.name] },
                    }));
                }
            }
        }
    }
    Ok(conditions)
}
