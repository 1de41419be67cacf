//! Answers about whole columns, as options: `--set`, `--join`, `--map`, and `--skip`. Columns of the file are named by their headers, or by
//! letters.

use clap::Args;
use lanegate_check::{ValueType, header_key};
use lanegate_wire::{ColumnMatch, Combining, Finding, Fix, Overview, Unreadable};

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
            fixes.push(match find(file, headers) {
                // One column, whatever signs are in its header.
                Some(letters) => Fix::MapColumn { letters, column: Some(column) },
                None => {
                    let (how, parts) = combination(file, headers)?;
                    Fix::Combine { column, parts, how }
                }
            });
        }
        for (column, from, to) in &self.map {
            let column = template_column(file, column)?;
            fixes.push(Fix::MapValue { column, from: from.clone(), to: to.clone() });
        }
        for (header, value) in &self.skip {
            fixes.push(Fix::LeaveOutWhere { letters: letters(file, header)?, value: value.clone() });
        }
        Ok(fixes)
    }
}

/// The option that answers a finding about a missing column.
pub fn option_for(finding: &Finding, file: &Overview) -> Option<String> {
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
        _ => format!("--join {name}=HEADER"),
    })
}

/// A column's header, or its letters where the header would not be read as one.
fn shown<'a>(file: &'a Overview, letters: &'a str) -> &'a str {
    let header = file.columns.iter().find(|column| column.letters == letters).map_or("", |column| &column.header);
    let is_plain = !header.is_empty() && !header.contains(['+', '|', '\'']);
    let is_found = find(file, header).as_deref() == Some(letters);
    if is_plain && is_found { header } else { letters }
}

/// How columns are combined, and their letters.
fn combination(file: &Overview, text: &str) -> Result<(Combining, Vec<String>), Unreadable> {
    let inside = |word: &str| text.strip_prefix(word)?.trim_start().strip_prefix('(')?.strip_suffix(')');
    for (word, how) in [("name", Combining::Name), ("address", Combining::Address)] {
        if let Some(header) = inside(word) {
            return Ok((how, vec![letters(file, header)?]));
        }
    }
    let (how, sign) = if text.contains('|') { (Combining::FirstFilled, '|') } else { (Combining::Join, '+') };
    let parts = text.split(sign).map(|header| letters(file, header)).collect::<Result<_, _>>()?;
    Ok((how, parts))
}

/// The letters of a column that is named by its header, else by its letters.
fn letters(file: &Overview, name: &str) -> Result<String, Unreadable> {
    find(file, name).ok_or_else(|| {
        let headers: Vec<&str> =
            file.columns.iter().map(|column| column.header.as_str()).filter(|header| !header.is_empty()).collect();
        Unreadable {
            code: "column_unknown".into(),
            message: format!("The file has no column \"{}\".", name.trim()),
            hint: format!("Give one of its headers: {}. Or give the column's letters.", headers.join(", ")),
        }
    })
}

fn find(file: &Overview, name: &str) -> Option<String> {
    let name = name.trim();
    let columns = || file.columns.iter();
    let by_header = columns().find(|column| column.header == name);
    let key = header_key(name);
    let by_key = || columns().find(|column| !key.is_empty() && header_key(&column.header) == key);
    let by_letters = || columns().find(|column| column.letters.eq_ignore_ascii_case(name));
    let found: Option<&ColumnMatch> = by_header.or_else(by_key).or_else(by_letters);
    found.map(|column| column.letters.clone())
}

/// The name of a column of the file's kind.
fn template_column(file: &Overview, name: &str) -> Result<String, Unreadable> {
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
