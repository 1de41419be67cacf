//! `docs/kinds/<kind>.md`: a template column by column.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, ensure};
use lanegate_check::{Column, Context, Identity, Kind, Note, Required, TypedRow, ValueType, parse, recheck};
use lanegate_sheet::Cell;
use lanegate_wire::{Batch, Row, Severity};

use super::{NOTICE, code};
use crate::samples::{good_fields, today};

/// The page of a kind.
///
/// # Errors
/// When a column's bad example passes the check.
pub fn page(kind: &Kind) -> Result<String> {
    let mut page = format!(
        "{NOTICE}\n\n# {} (`{}`)\n\n{} Lane `{}`; one row is one {}.\n\n",
        kind.title, kind.name, kind.help, kind.lane, kind.row_title
    );
    page += "| column | needed | holds |\n| --- | --- | --- |\n";
    for column in kind.columns {
        let _ =
            writeln!(page, "| [`{0}`](#{0}) | {1} | {2} |", column.name, needed(column), column.value.expectation());
    }
    page += "\nHeaders match whatever their case, blanks and marks such as `_`, `-` or `*`. Other columns of a file are reported and not imported. \
             Columns marked *not in the template* are accepted where a file has them.\n";
    for column in kind.columns {
        page += &section(column)?;
    }
    page += &rows(kind)?;
    let _ = write!(
        page,
        "\nThe rows that are sent are described by [`{0}.batch.schema.json`](../schemas/{0}.batch.schema.json); what the check may say \
                          stands in [findings.md](../findings.md).\n",
        kind.name
    );
    Ok(page)
}

fn needed(column: &Column) -> String {
    match column.required {
        Required::Always => "always".to_owned(),
        Required::Never => "no".to_owned(),
        Required::When(when) => format!("when {when}"),
    }
}

fn section(column: &Column) -> Result<String> {
    let note = if column.in_template { "" } else { " *Not in the template.*" };
    let mut text = format!("\n## {}\n\n{}{note}\n\n", column.name, column.help);
    let _ = writeln!(text, "- Needed: {}", needed(column));
    let _ = writeln!(text, "- Holds: {}", column.value.expectation());
    match column.value {
        ValueType::List(values) => {
            for value in values {
                let also: Vec<_> = value.also.iter().map(|also| format!("\"{also}\"")).collect();
                let also = if also.is_empty() { String::new() } else { format!("; proposed for {}", also.join(", ")) };
                let _ = writeln!(text, "  - `{}`: {}{also}", value.name, value.help);
            }
        }
        ValueType::Text { usual, .. } if !usual.is_empty() => {
            let _ = writeln!(text, "- Recommended: {}; another value is allowed, with a hint", usual.join(", "));
        }
        _ => {}
    }
    if let Some(default) = column.default {
        let _ = writeln!(text, "- Default: `{default}`, when a row is inserted without a value");
    }
    if !column.aliases.is_empty() {
        let aliases: Vec<_> = column.aliases.iter().map(|alias| format!("\"{alias}\"")).collect();
        let _ = writeln!(text, "- Other headers that are known: {}", aliases.join(", "));
    }
    if !column.maybe.is_empty() {
        let maybe: Vec<_> = column.maybe.iter().map(|name| format!("\"{name}\"")).collect();
        let what = if matches!(column.value, ValueType::Uuid) {
            "Headers for which it is suggested, since other systems have such IDs, too"
        } else {
            "Headers that are known if the cells confirm them"
        };
        let _ = writeln!(text, "- {what}: {}", maybe.join(", "));
    }
    let said = |text| -> (Option<String>, Vec<Note>) {
        let context = Context::on(today());
        let mut notes = Vec::new();
        let value = parse(column, Cell::Text(text), &context, &mut notes);
        (value.map(|value| value.to_text()), notes)
    };
    let (stored, _) = said(column.good);
    let stored = stored.with_context(|| format!("the good example of {} does not pass", column.name))?;
    let _ = writeln!(text, "- Right: {}, stored as {}", code(column.good), code(&stored));
    let (_, notes) = said(column.bad);
    let error = notes.iter().find(|note| note.code.severity == Severity::Error);
    let error = error.with_context(|| format!("the bad example of {} passes", column.name))?;
    let _ =
        writeln!(text, "- Wrong: {}. {} ([{2}](../findings.md#{2}))", code(column.bad), error.message, error.code.name);
    Ok(text)
}

/// What makes two rows the same, and what follows.
fn rows(kind: &Kind) -> Result<String> {
    let mut text = String::from("\n## Rows\n\n");
    let fields = good_fields(kind);
    let keys = kind.identity.stored_keys(&TypedRow::of_fields(kind, &fields));
    ensure!(
        recheck(kind, &Batch { rows: vec![Row { row: 2, fields }] }, today()).is_ok(),
        "the good examples of {} do not pass",
        kind.name
    );
    let keys: Vec<_> = keys.iter().map(|(name, key)| format!("  - `{name}`: {}", code(key))).collect();
    match &kind.identity {
        Identity::Fact(fact) => {
            let equal: Vec<_> = fact.equality.iter().map(|&place| format!("`{}`", kind.columns[place].name)).collect();
            let _ = writeln!(text, "- A row is recognised by its key.{}", fact.key_words);
            let _ = writeln!(
                text,
                "- Two rows of one key are the same when they agree in {}, wherever both state a value. In a file, the first is kept and the \
                                    others are told ([duplicate_row](../findings.md#duplicate_row)); rows that contradict each other are all errors \
                                    ([conflict_in_file](../findings.md#conflict_in_file)).",
                equal.join(", ")
            );
        }
        Identity::Master(_) => {
            let _ = writeln!(
                text,
                "- A row is recognised by any of its keys, the stronger ones first. An update changes only what the row states: a blank never erases."
            );
            let _ = writeln!(
                text,
                "- Rows of one file that are the same are stored as one when they agree wherever both state a value \
                                    ([partner_merged](../findings.md#partner_merged)); otherwise all of them are errors ([conflict_in_file](../findings.md#conflict_in_file))."
            );
        }
    }
    let _ = writeln!(text, "- Keys of the right examples above, in one row:\n{}", keys.join("\n"));
    match kind.source_column {
        Some(place) => {
            let _ = writeln!(
                text,
                "- `{}` can be replaced for every row: `lanegate check FILE --source VALUE`, or on the page.",
                kind.columns[place].name
            );
        }
        None => text += "- The source can't be replaced for all rows of this kind.\n",
    }
    for rule in kind.row_rules {
        let _ = writeln!(
            text,
            "- {} ([{1}](../findings.md#{1})): {2}",
            rule.code.title, rule.code.name, rule.code.explanation
        );
    }
    Ok(text)
}
