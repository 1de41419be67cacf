//! Answers about whole columns, as options: `--set`, `--join`, `--map`, and `--skip`. Columns of the file are named by their headers, or by
//! letters.

use clap::Args;
use lanegate_check::{MAX_PARTS, ValueType, header_key};
use lanegate_intake::CheckedFile;
use lanegate_wire::{Combining, Filter, Finding, Fix, Overview, Unreadable};

use crate::file_columns::{exact, named};

#[derive(Debug, Args)]
pub struct Answers {
    /// Give a template column one value for all rows that have none, such as source=LinkedIn
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// Make a template column out of columns of the file: "First Name+Last Name" joins them, "Work Email|Email" takes the first
    /// that is filled, "name(Attendee)" and "address(Attendee)" take the name or the first e-mail address in one
    #[arg(long, value_name = "COLUMN=HEADERS", value_parser = pair)]
    join: Vec<(String, String)>,
    /// Say what a word in a template column stands for, such as meeting_outcome='No show'=ghosted
    #[arg(long, value_name = "COLUMN=WORD=VALUE", value_parser = word)]
    map: Vec<(String, String, String)>,
    /// Skip the rows with a value in a column of the file, such as Canceled=true
    #[arg(long, value_name = "HEADER=VALUE", value_parser = pair)]
    skip: Vec<(String, String)>,
}

/// Two texts with an equals sign between them.
fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) =
        text.split_once('=').ok_or("expected a name, an equals sign, and a value, such as source=LinkedIn")?;
    let name = name.trim();
    if name.is_empty() {
        Err("the name before the equals sign is missing".to_owned())
    } else {
        Ok((name.to_owned(), value.trim().to_owned()))
    }
}

/// A column, a word, and what it stands for. The word may have equals signs in it.
fn word(text: &str) -> Result<(String, String, String), String> {
    let parts = || {
        let (column, rest) = text.split_once('=')?;
        let (word, value) = rest.rsplit_once('=')?;
        Some([column, word, value].map(|part| part.trim().to_owned()))
    };
    match parts() {
        Some([column, word, value]) if !column.is_empty() && !word.is_empty() => Ok((column, word, value)),
        _ => {
            Err("expected a column, a word, and what it stands for, such as meeting_outcome='No show'=ghosted"
                .to_owned())
        }
    }
}

impl Answers {
    /// Returns true if there are none.
    pub const fn is_empty(&self) -> bool {
        self.set.is_empty() && self.join.is_empty() && self.map.is_empty() && self.skip.is_empty()
    }

    /// The answers as corrections of a checked file.
    ///
    /// # Errors
    /// When the file or the kind has no such column.
    pub fn fixes(&self, file: &Overview) -> Result<Vec<Fix>, Unreadable> {
        let mut fixes = Vec::new();
        for (column, value) in &self.set {
            fixes.push(Fix::MapValue {
                column: template_column(file, column)?,
                from: String::new(),
                to: value.clone(),
            });
        }
        for (column, headers) in &self.join {
            let column = template_column(file, column)?;
            let (how, parts) = combination(file, headers)?;
            fixes.push(match parts.as_slice() {
                [letters] if how == Combining::Join && !is_taken(file, &fixes, letters, &column) => {
                    Fix::MapColumn { letters: letters.clone(), column: Some(column) }
                }
                _ => Fix::Combine { column, parts, how },
            });
        }
        for (column, from, to) in &self.map {
            let column = template_column(file, column)?;
            fixes.push(Fix::MapValue { column, from: from.clone(), to: to.clone() });
        }
        fixes.extend(self.skips(file)?);
        Ok(fixes)
    }

    /// The corrections that skip rows.
    fn skips(&self, file: &Overview) -> Result<Vec<Fix>, Unreadable> {
        let skip = |(header, value): &(String, String)| {
            let (letters, value) = header_and_value(file, header, value)?;
            Ok(Fix::LeaveOutWhere { letters, value })
        };
        self.skip.iter().map(skip).collect()
    }

    /// What is to be said of values by which no row is skipped. Most probably, they are misspelled.
    pub fn warnings(&self, checked: &CheckedFile) -> Vec<String> {
        let file = checked.overview();
        let filter = Filter { code: Some("nothing_skipped".into()), ..Filter::default() };
        let found = checked.findings(0, u32::MAX, &filter).findings;
        let asked = self.skips(&file).unwrap_or_default();
        let is_asked = |finding: &Finding| {
            asked.iter().any(|fix| {
                let Fix::LeaveOutWhere { letters, value } = fix else { return false };
                let place = finding.cell.as_deref().map(|cell| cell.trim_end_matches(|c: char| c.is_ascii_digit()));
                place == Some(letters) && finding.value.as_ref() == Some(value)
            })
        };
        found.into_iter().filter(is_asked).map(|finding| format!("warning: --skip: {}", finding.message)).collect()
    }
}

/// Returns true if a column of the file is another template column already, which would lose it.
fn is_taken(file: &Overview, fixes: &[Fix], letters: &str, column: &str) -> bool {
    let is_other = |name: &str| name != column;
    let mut columns = file.columns.iter().filter(|own| own.letters == letters);
    columns.any(|own| own.column.as_deref().is_some_and(is_other))
        || fixes.iter().any(|fix| {
            matches!(fix, Fix::MapColumn { letters: before, column: Some(name) } if before == letters && is_other(name))
        })
}

/// The letters of the column whose rows are skipped, and the value. A header may have equals signs in it.
fn header_and_value(file: &Overview, header: &str, value: &str) -> Result<(String, String), Unreadable> {
    let text = format!("{header}={value}");
    let mut found = Vec::new();
    for (at, _) in text.match_indices('=') {
        if let Some(letters) = exact(file, text[..at].trim())? {
            found.push((letters, text[at + 1..].trim().to_owned()));
        }
    }
    match found.len() {
        0 => Ok((named(file, header)?, value.to_owned())),
        1 => Ok(found.remove(0)),
        _ => Err(Unreadable {
            code: "column_ambiguous".into(),
            message: format!("\"{text}\" can be read with more than one header of the file."),
            hint: "Give the letters of the column that is meant.".into(),
        }),
    }
}

/// The option that answers a finding about a missing column or list.
pub fn option_for(finding: &Finding, file: &Overview) -> Option<String> {
    if finding.code == "list_missing" {
        return Some("--list FILE".to_owned());
    }
    let name = finding.column.as_deref().filter(|_| finding.code == "column_missing")?;
    let (parts, how) = match finding.fixes.first() {
        Some(Fix::Combine { parts, how, .. }) => (parts.as_slice(), *how),
        Some(Fix::MapColumn { letters, .. }) => (std::slice::from_ref(letters), Combining::Join),
        _ => (&[][..], Combining::Join),
    };
    if !parts.is_empty() {
        let parts: Vec<&str> = parts.iter().map(|letters| shown(file, letters)).collect();
        let combined = match how {
            Combining::Join => parts.join("+"),
            Combining::FirstFilled => parts.join("|"),
            Combining::Name => format!("name({})", parts.concat()),
            Combining::Address => format!("address({})", parts.concat()),
        };
        return Some(format!("--join {name}='{combined}'"));
    }
    let kind = lanegate_kinds::named(&file.kind)?;
    let column = &kind.columns[kind.column(name)?];
    Some(match column.value {
        ValueType::List(_) | ValueType::Text { person: false, .. } => format!("--set {name}=VALUE"),
        ValueType::Uuid => format!("--lookup {name}=LIST:HEADER"),
        _ => format!("--join {name}=HEADER"),
    })
}

/// A column's header, or its letters where the header would not be read as one.
fn shown<'a>(file: &'a Overview, letters: &'a str) -> &'a str {
    let header = file.columns.iter().find(|column| column.letters == letters).map_or("", |column| &column.header);
    let is_plain = !header.is_empty() && !header.contains(['+', '|', '\'', '(', '=']);
    let is_found = named(file, header).is_ok_and(|found| found == letters);
    if is_plain && is_found { header } else { letters }
}

/// How columns are combined, and their letters.
fn combination(file: &Overview, text: &str) -> Result<(Combining, Vec<String>), Unreadable> {
    let text = text.trim();
    // One column, whatever signs are in its header.
    if let Some(letters) = exact(file, text)? {
        return Ok((Combining::Join, vec![letters]));
    }
    for (word, how) in FUNCTIONS {
        if let Some(header) = inside(text, word).and_then(|header| header.strip_suffix(')')) {
            return Ok((how, vec![named(file, header)?]));
        }
    }
    let (how, sign) = if text.contains('|') { (Combining::FirstFilled, '|') } else { (Combining::Join, '+') };
    let parts: Vec<&str> = text.split(sign).map(str::trim).collect();
    if parts.len() > MAX_PARTS {
        return Err(Unreadable {
            code: "too_many_columns".into(),
            message: format!("{} columns are to be one; at most {MAX_PARTS} can be.", parts.len()),
            hint: "Name fewer columns.".into(),
        });
    }
    let letters: Result<Vec<String>, Unreadable> = parts.iter().map(|header| part(file, header)).collect();
    match letters {
        Err(_) if parts.len() > 1 => named(file, text).map_or(letters, |one| Ok(vec![one])).map(|parts| (how, parts)),
        letters => Ok((how, letters?)),
    }
}

/// Words that take a part of a column.
const FUNCTIONS: [(&str, Combining); 2] = [("name", Combining::Name), ("address", Combining::Address)];

/// The text behind a function's bracket.
fn inside<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.strip_prefix(word)?.trim_start().strip_prefix('(')
}

/// The letters of one of several columns. Its header may look like a function, but no function is meant.
fn part(file: &Overview, header: &str) -> Result<String, Unreadable> {
    match exact(file, header)? {
        Some(letters) => Ok(letters),
        None if FUNCTIONS.iter().any(|(word, _)| inside(header, word).is_some()) => Err(Unreadable {
            code: "column_unknown".into(),
            message: format!("\"{header}\" can't be joined with other columns."),
            hint: "Join whole columns, or take the name or the address of a single one.".into(),
        }),
        None => named(file, header),
    }
}

/// The name of a column of the file's kind.
pub fn template_column(file: &Overview, name: &str) -> Result<String, Unreadable> {
    let columns = lanegate_kinds::named(&file.kind).map_or(&[][..], |kind| kind.columns);
    let found = columns.iter().find(|column| header_key(column.name) == header_key(name));
    found.map(|column| column.name.to_owned()).ok_or_else(|| {
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        Unreadable {
            code: "column_unknown".into(),
            message: format!("The kind {} has no column \"{name}\".", file.kind),
            hint: format!("Give one of its columns: {}.", names.join(", ")),
        }
    })
}
