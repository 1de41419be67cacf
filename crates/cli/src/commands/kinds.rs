//! `lanegate kinds`: which kinds of file there are, and their columns.

use anyhow::Result;
use lanegate_check::{Kind, Required};
use serde::Serialize;

use crate::Outcome;
use crate::arguments::{Format, KindsArguments};
use crate::output::{json, line};

pub fn run(arguments: &KindsArguments) -> Result<Outcome> {
    match arguments.format {
        Format::Json => json::print(&lanegate_kinds::all().iter().map(|kind| KindView::of(kind)).collect::<Vec<_>>())?,
        Format::Text => {
            for kind in lanegate_kinds::all() {
                print(kind)?;
            }
        }
    }
    Ok(Outcome::Clean)
}

fn print(kind: &Kind) -> Result<()> {
    line(&format!("{} (lane {})\n{}\n", kind.name, kind.lane, kind.help))?;
    for column in kind.columns {
        let required = required(column.required);
        line(&format!("  {:<22} {:<9} {}; {}", column.name, required, column.value.expectation(), column.help))?;
    }
    line("")
}

const fn required(required: Required) -> &'static str {
    match required {
        Required::Always => "required",
        Required::Never => "",
        Required::When(_) => "sometimes",
    }
}

#[derive(Serialize)]
struct KindView {
    name: &'static str,
    lane: &'static str,
    title: &'static str,
    help: &'static str,
    declaration: String,
    columns: Vec<ColumnView>,
}

#[derive(Serialize)]
struct ColumnView {
    name: &'static str,
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    required_when: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'static str>,
    in_template: bool,
    expects: String,
    aliases: &'static [&'static str],
    help: &'static str,
}

impl KindView {
    fn of(kind: &Kind) -> Self {
        let columns = kind.columns.iter().map(|column| ColumnView {
            name: column.name,
            required: column.required == Required::Always,
            required_when: if let Required::When(words) = column.required { Some(words) } else { None },
            default: column.default,
            in_template: column.in_template,
            expects: column.value.expectation(),
            aliases: column.aliases,
            help: column.help,
        });
        Self {
            name: kind.name,
            lane: kind.lane.as_str(),
            title: kind.title,
            help: kind.help,
            declaration: kind.declaration(),
            columns: columns.collect(),
        }
    }
}
