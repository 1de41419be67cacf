//! How the columns of a file were matched is remembered in this browser, for the next file with the same headers: which column is
//! which, which are combined, what words of a list stand for, one value for all rows, which rows are skipped by a value, the order of
//! dates. Of a file's cells only such words and values are kept.

use js_sys::{Array, JsString};
use lanegate_wire::{
    CheckOptions, ColumnChoice, ColumnMatch, Combining, DateOrder, Fix, HowMatched, Matching, Overview,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::checker::Checker;
use super::desk::Desk;
use super::storage::{self, Store};
use crate::protocol::{Reply, Request};

/// Longer texts are no words of a list.
const LONGEST: usize = 60;

/// A choice, by the header instead of by the column's letters. Shifted headers are the exception: one of the columns has none, and the
/// order of the headers is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Choice {
    Column { header: String, column: Option<String> },
    Columns { columns: Vec<ColumnChoice> },
    Combine { column: String, headers: Vec<String>, how: Combining },
    Skip { header: String, value: String },
    Value { column: String, from: String, to: String },
    Order { column: String, order: DateOrder },
}

/// The answers that the browser keeps under the headers of a file. Earlier versions kept only the choices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Remembered {
    /// The name of the file for which the choices were made.
    file: String,
    choices: Vec<Choice>,
}

/// Answers from an earlier file with the same headers, as corrections of the open file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// The earlier file's name, if it is known.
    pub from: Option<String>,
    /// The corrections, which come before all others.
    pub fixes: Vec<Fix>,
}

impl Answers {
    /// Returns true if the corrections begin with these: undone, they no longer do.
    pub fn are_in(&self, options: &CheckOptions) -> bool {
        options.fixes.starts_with(&self.fixes)
    }
}

/// The answers that are applied to the open file; none once they have been undone.
pub fn applied(desk: Desk) -> Option<Answers> {
    let answers = desk.remembered.get()?;
    desk.options.with(|options| answers.are_in(options)).then_some(answers)
}

/// Remembers what the corrections say of columns, words and dates; what they no longer say is forgotten.
pub fn learn(desk: Desk) {
    let Some(checker) = desk.checker() else { return };
    spawn_local(async move {
        let Some(matching) = matching(&checker).await else { return };
        let fixes = desk.options.with_untracked(|options| options.fixes.clone());
        let Some((key, choices)) = desk.overview.with_untracked(|overview| {
            overview.as_ref().map(|overview| (key(overview), choices(overview, &matching, &fixes)))
        }) else {
            return;
        };
        // A browser that keeps nothing asks again next time.
        let file = desk.name.get_untracked().unwrap_or_default();
        let is_empty = choices.is_empty();
        let remembered = Remembered { file, choices };
        let _ = if is_empty {
            storage::delete(Store::Choices, &key).await
        } else if let Ok(kept) = remembered.serialize(&serde_wasm_bindgen::Serializer::json_compatible()) {
            storage::put(Store::Choices, &key, &kept).await
        } else {
            Ok(())
        };
    });
}

/// The answers that were given for the last file with these headers, as far as they fit this one.
pub async fn answers_for(checker: &Checker, overview: &Overview) -> Option<Answers> {
    let kept = storage::get(Store::Choices, &key(overview)).await.ok()?;
    let (from, choices) = if Array::is_array(&kept) {
        (None, serde_wasm_bindgen::from_value(kept).ok()?)
    } else {
        let Remembered { file, choices } = serde_wasm_bindgen::from_value(kept).ok()?;
        (Some(file), choices)
    };
    let matching = matching(checker).await?;
    let fixes: Vec<Fix> = choices.into_iter().filter_map(|choice| fix(choice, overview, &matching)).collect();
    (!fixes.is_empty()).then_some(Answers { from, fixes })
}

async fn matching(checker: &Checker) -> Option<Matching> {
    match checker.ask(Request::Matching, None).await {
        Ok(Reply::Matching(matching)) => Some(matching),
        _ => None,
    }
}

fn key(overview: &Overview) -> String {
    // By the browser: Rust's own tables of letters would come with the page.
    let lower = |header: &str| String::from(JsString::from(header).to_lower_case());
    // Combined columns are answers themselves.
    let own = overview.columns.iter().filter(|column| column.parts.is_empty());
    let headers = own.map(|column| lower(column.header.trim()));
    std::iter::once(overview.kind.clone()).chain(headers).collect::<Vec<_>>().join("\n")
}

fn choices(overview: &Overview, matching: &Matching, fixes: &[Fix]) -> Vec<Choice> {
    let is_list = |name: &str| matching.template.iter().any(|column| column.name == name && !column.list.is_empty());
    let header = |letters: &str| {
        let own = |column: &&ColumnMatch| column.letters == letters && column.parts.is_empty();
        let column = overview.columns.iter().find(own)?;
        Some(column.header.clone()).filter(|header| !header.is_empty())
    };
    // A combined column that was set aside since is no answer any more.
    let is_combined =
        |name: &str| overview.columns.iter().any(|file| !file.parts.is_empty() && file.column.as_deref() == Some(name));
    let choice = |fix: &Fix| match fix {
        Fix::MapColumn { letters, column } => Some(Choice::Column { header: header(letters)?, column: column.clone() }),
        Fix::MapColumns { columns } => Some(Choice::Columns { columns: columns.clone() }),
        Fix::Combine { column, parts, how } if is_combined(column) => {
            let headers = parts.iter().map(|letters| header(letters)).collect::<Option<_>>()?;
            Some(Choice::Combine { column: column.clone(), headers, how: *how })
        }
        Fix::LeaveOutWhere { letters, value } if value.len() <= LONGEST => {
            Some(Choice::Skip { header: header(letters)?, value: value.clone() })
        }
        Fix::MapValue { column, from, to }
            if (is_list(column) || from.is_empty()) && from.len().max(to.len()) <= LONGEST =>
        {
            Some(Choice::Value { column: column.clone(), from: from.clone(), to: to.clone() })
        }
        Fix::DateOrder { column, order } => Some(Choice::Order { column: column.clone(), order: *order }),
        _ => None,
    };
    fixes.iter().filter_map(choice).collect()
}

/// A choice as a correction of this file; `None` where it has nothing to say here.
fn fix(choice: Choice, overview: &Overview, matching: &Matching) -> Option<Fix> {
    // The only column with a header.
    let headed = |header: &str| {
        let mut same = overview.columns.iter().filter(|file| file.header == header && file.parts.is_empty());
        same.next().filter(|_| same.next().is_none())
    };
    match choice {
        Choice::Column { header, column } => {
            let file = headed(&header)?;
            let differs = file.column != column && (column.is_some() || file.how != HowMatched::Ignored);
            differs.then(|| Fix::MapColumn { letters: file.letters.clone(), column })
        }
        // The headers of this file may be in their places.
        Choice::Columns { columns } => {
            let fix = Fix::MapColumns { columns };
            matching.findings.iter().any(|finding| finding.fixes.contains(&fix)).then_some(fix)
        }
        Choice::Combine { column, headers, how } => {
            let parts = headers.iter().map(|header| Some(headed(header)?.letters.clone())).collect::<Option<_>>()?;
            Some(Fix::Combine { column, parts, how })
        }
        Choice::Skip { header, value } => Some(Fix::LeaveOutWhere { letters: headed(&header)?.letters.clone(), value }),
        // Other words may stand in the columns that are matched only now.
        Choice::Value { column, from, to } => Some(Fix::MapValue { column, from, to }),
        // What the file itself proves is not overruled.
        Choice::Order { column, order } => {
            let proved = matching.dates.iter().any(|dates| dates.column == column && dates.proof.is_some());
            (!proved).then_some(Fix::DateOrder { column, order })
        }
    }
}
