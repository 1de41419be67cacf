//! Findings about columns: missing, doubled, near to one of the template, not imported, another table's.

use std::collections::BTreeMap;

use lanegate_sheet::{Sheet, cell_name, column_letters, sort_short_by_key};
use lanegate_wire::{Combining, Finding, Fix, HowMatched};

use super::of;
use crate::checked::Checked;
use crate::column::names;
use crate::combined;
use crate::header_names::Names;
use crate::header_text::HeaderText;
use crate::text::shortened;
use crate::{Column, FileColumn, ListValue, Required, ValueType, codes, header_key};

/// Values of a list that are offered for a missing column.
const OFFERED: usize = 6;

/// Headers that are shifted by one column against their values.
pub(super) fn shifted(checked: &Checked, sheet: &Sheet) -> Option<Finding> {
    let (mapping, kind) = (checked.mapping(), checked.kind());
    let shift = mapping.shift.as_ref()?;
    let letters = column_letters(shift.without_header);
    let (why, where_to) = if shift.to_the_right {
        (format!("column {letters} has values but no header"), "right")
    } else {
        (format!("column {} has a header but no values", column_letters(shift.range.1)), "left")
    };
    let message = format!(
        "The headers seem to be shifted by one column: {why}, and the values fit the headers better one column further to the {where_to}."
    );
    let hint =
        format!("Shift the headers to the {where_to}. If they are right as they are, set column {letters} aside.");
    let aside = Fix::MapColumn { letters, column: None };
    Some(Finding {
        row: Some(mapping.header_row + 1),
        cell: Some(cell_name(mapping.header_row, shift.without_header)),
        fixes: vec![shift.fix(kind, mapping), aside],
        ..of(codes::COLUMNS_SHIFTED, sheet, message, &hint)
    })
}

/// Required columns that no column of the file is, and that no value was given for.
pub(super) fn missing(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let header_row = checked.mapping().header_row;
    let parts = combined::name_parts(checked.kind(), checked.mapping());
    let columns = checked.kind().columns.iter().enumerate().zip(&checked.mapping().places);
    let missing = columns.filter(|((place, column), at)| {
        let overridden = checked.source().is_some() && checked.kind().source_column == Some(*place);
        let is_given = overridden || checked.reading.overlay.fills_blanks(*place);
        column.required == Required::Always && at.is_none() && !is_given
    });
    let findings = missing.map(|((place, column), _)| {
        let parts = parts.as_ref().filter(|(wanted, _)| *wanted == place).map(|(_, parts)| parts.as_slice());
        let near = checked.mapping().columns.iter().find(|file| is_suggested(file) && file.near == Some(place));
        let (message, hint, fixes) = match (parts, near) {
            (Some(parts), _) => of_parts(checked, sheet, column, parts),
            (None, Some(file)) => near_to(checked, sheet, file, column),
            (None, None) => nowhere(column),
        };
        Finding {
            row: Some(header_row + 1),
            column: Some(column.name.into()),
            fixes,
            ..of(codes::COLUMN_MISSING, sheet, message, &hint)
        }
    });
    findings.collect()
}

/// Columns whose IDs are looked up in a list that isn't available, or lacks a column.
pub(super) fn without_list(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let header_row = checked.mapping().header_row;
    let lookups = checked.reading.settings.lookups.iter().filter(|lookup| lookup.is_missing());
    let filling = lookups.filter(|lookup| checked.mapping().places[lookup.place] == Some(lookup.at));
    let findings = filling.map(|lookup| {
        let (column, file) = (checked.kind().columns[lookup.place].name, shortened(&lookup.named.file));
        let message = lookup.lacking.as_ref().map_or_else(
            || format!("The IDs of {column} are looked up in the list {file}, which isn't available here."),
            |lacking| {
                let lacking = shortened(lacking);
                format!("The IDs of {column} are looked up in the list {file}, which has no column \"{lacking}\".")
            },
        );
        let hint = format!("Choose {file} again, or undo the lookup.");
        Finding {
            row: Some(header_row + 1),
            cell: Some(cell_name(header_row, lookup.at)),
            column: Some(column.into()),
            fixes: vec![lookup.undoing(column)],
            ..of(codes::LIST_MISSING, sheet, message, &hint)
        }
    });
    findings.collect()
}

/// A missing column that other columns give together.
fn of_parts(checked: &Checked, sheet: &Sheet, column: &Column, parts: &[u32]) -> (String, String, Vec<Fix>) {
    let headed = parts.iter().filter_map(|at| checked.mapping().columns.iter().find(|file| file.at == *at));
    let headers: Vec<_> = headed.map(|file| format!("\"{}\"", shortened(&file.header))).collect();
    let samples = combined::samples(sheet, checked.mapping().header_row, parts, Combining::Join);
    let samples: Vec<_> = samples.into_iter().map(|sample| format!("\"{sample}\"")).collect();
    let example = if samples.is_empty() { String::new() } else { format!(": {}", samples.join(", ")) };
    let headers = headers.join(" and ");
    let message =
        format!("The required column {} is missing. The columns {headers} together give it{example}.", column.name);
    let hint = format!("Join {headers}, or choose the column that contains {}.", column.name);
    (message, hint, vec![combine(column, parts, Combining::Join)])
}

fn combine(column: &Column, parts: &[u32], how: Combining) -> Fix {
    Fix::Combine { column: column.name.to_owned(), parts: parts.iter().copied().map(column_letters).collect(), how }
}

/// A missing column that one of the file may be.
fn near_to(checked: &Checked, sheet: &Sheet, file: &FileColumn, column: &Column) -> (String, String, Vec<Fix>) {
    let letters = column_letters(file.at);
    if let Some(samples) = names_in(checked, sheet, file, column) {
        let message = format!(
            "The required column {} is missing. Perhaps it is in column {letters}, before IDs, links, or addresses: {samples}.",
            column.name
        );
        let hint = format!("If so, take the name in column {letters} for it.");
        return (message, hint, vec![combine(column, &[file.at], Combining::Name)]);
    }
    let message =
        format!("The required column {} is missing. Perhaps it is column {letters}: {}.", column.name, file.reason);
    (message, format!("If so, take column {letters} for it."), vec![take(file, Some(column.name))])
}

/// A missing column that nothing in the file looks like. Where it has a list, each value of it may be meant for all rows.
fn nowhere(column: &Column) -> (String, String, Vec<Fix>) {
    let message = format!("The required column {} is missing.", column.name);
    let (example, values): (String, &[ListValue]) = match column.value {
        ValueType::List(values) => (format!(": {}", names(values)), values),
        ValueType::Text { .. } => (format!(", such as {}", column.good), &[]),
        ValueType::Uuid => {
            let hint = format!(
                "Choose the column that contains {}, or look the IDs up in a list that has them next to names, domains, or e-mail addresses.",
                column.name
            );
            return (message, hint, Vec::new());
        }
        _ => {
            let hint = format!("Add a column {}, or say which one holds {}.", column.name, column.value.expectation());
            return (message, hint, Vec::new());
        }
    };
    let hint = format!(
        "Choose the column that contains {}, or give one value for all rows{example}. Or add the column to the file.",
        column.name
    );
    let fill = |value: &ListValue| {
        let (column, to) = (column.name.to_owned(), value.name.to_owned());
        Fix::MapValue { column, from: String::new(), to }
    };
    (message, hint, values.iter().take(OFFERED).map(fill).collect())
}

/// Samples of the names that a column of the file has, if they are followed by IDs, links, or addresses.
fn names_in(checked: &Checked, sheet: &Sheet, file: &FileColumn, column: &Column) -> Option<String> {
    let header_row = checked.mapping().header_row;
    let has_names = matches!(column.value, ValueType::Text { lines: false, .. });
    if !has_names || !combined::has_more_than_names(sheet, header_row, file.at) {
        return None;
    }
    let samples = combined::samples(sheet, header_row, &[file.at], Combining::Name);
    let samples: Vec<_> = samples.into_iter().map(|sample| format!("\"{sample}\"")).collect();
    Some(samples.join(", "))
}

fn is_suggested(file: &FileColumn) -> bool {
    file.column.is_none() && !file.twice && file.near.is_some()
}

fn take(file: &FileColumn, column: Option<&str>) -> Fix {
    Fix::MapColumn { letters: column_letters(file.at), column: column.map(Into::into) }
}

/// Columns of the file that are not imported, each with its reason.
pub(super) fn not_imported(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let header_row = checked.mapping().header_row;
    let at_header = |file: &FileColumn, finding: Finding| Finding {
        row: Some(header_row + 1),
        cell: Some(cell_name(header_row, file.at)),
        column: Some(file.header.clone()).filter(|header| !header.is_empty()),
        value: Some(shortened(&file.header)).filter(|header| !header.is_empty()),
        ..finding
    };
    let columns = checked.mapping().columns.iter();
    let is_asked_about = |file: &FileColumn| {
        checked.mapping().shift.as_ref().is_some_and(|shift| shift.without_header == file.at && file.header.is_empty())
    };
    let others = columns.clone().filter(|file| file.column.is_none() && !file.beside && !is_asked_about(file));
    let mut findings: Vec<_> = others.map(|file| at_header(file, of_column(checked, sheet, file))).collect();
    let beside: Vec<_> = columns.filter(|file| file.beside).collect();
    if let [first, .., last] = beside.as_slice() {
        let letters = (column_letters(first.at), column_letters(last.at));
        let message =
            format!("Another table stands in the columns {} to {}; it is not imported.", letters.0, letters.1);
        let hint = "Put it on a sheet of its own to import it as well.";
        findings.push(at_header(first, of(codes::TABLE_BESIDE, sheet, message, hint)));
    }
    findings
}

fn of_column(checked: &Checked, sheet: &Sheet, file: &FileColumn) -> Finding {
    let letters = column_letters(file.at);
    if !file.part_of.is_empty() {
        let names: Vec<&str> = file.part_of.iter().map(|&place| checked.kind().columns[place].name).collect();
        let message = format!("The column \"{}\" goes into {}.", shortened(&file.header), names.join(" and "));
        return of(codes::COLUMN_NOT_IMPORTED, sheet, message, "");
    }
    let near = file.near.map(|place| (place, checked.kind().columns[place].name));
    let column = file.near.map(|place| &checked.kind().columns[place]);
    if let (Some((place, name)), true) = (near, file.twice) {
        let holder = checked.mapping().columns.iter().find(|other| other.column == Some(place));
        // Where a person has said which one counts, the others are only not imported.
        if let Some(first) = holder.filter(|holder| holder.how != HowMatched::Chosen) {
            let message = format!("The columns {} and {letters} both mean {name}.", column_letters(first.at));
            let hint = "Say which one counts, or rename or remove the other.";
            let mut fixes = vec![take(file, None), take(file, Some(name))];
            fixes.extend(first_filled(checked, sheet, place));
            return Finding { fixes, ..of(codes::COLUMN_TWICE, sheet, message, hint) };
        }
    } else if let Some((_, name)) = near {
        let what = if file.header.is_empty() {
            format!("Column {letters} has no header")
        } else if Names::of(checked.kind()).knows(&HeaderText::new(&file.header)) {
            format!("The column \"{}\" needs a decision", shortened(&file.header))
        } else {
            format!("The column \"{}\" is not known", shortened(&file.header))
        };
        let message = format!("{what} and is not imported. Perhaps {name} is meant: {}.", file.reason);
        if let Some(column) = column.filter(|column| names_in(checked, sheet, file, column).is_some()) {
            let hint = format!("If so, take the name in column {letters} for {name}.");
            let fixes = vec![combine(column, &[file.at], Combining::Name)];
            return Finding { fixes, ..of(codes::COLUMN_SUGGESTED, sheet, message, &hint) };
        }
        let hint = format!("If so, take column {letters} for {name}.");
        let fixes = vec![take(file, Some(name))];
        return Finding { fixes, ..of(codes::COLUMN_SUGGESTED, sheet, message, &hint) };
    } else if let Some(place) = file.also
        && let Some((name, holder)) = holder_of(checked, place)
    {
        let header = shortened(&file.header);
        let message = format!(
            "The column \"{header}\" can mean {name}, too; it isn't imported, because column {} is imported as {name}.",
            column_letters(holder)
        );
        let mut fixes = vec![take(file, Some(name))];
        fixes.extend(first_filled(checked, sheet, place));
        let hint = match fixes.len() {
            1 => format!("If column {letters} is the right one, take it for {name} instead."),
            _ => format!(
                "If column {letters} is the right one, take it for {name} instead. Or take the first column that is filled in each row."
            ),
        };
        return Finding { fixes, ..of(codes::COLUMN_NOT_IMPORTED, sheet, message, &hint) };
    } else if let Some((name, better)) = file.also.and_then(|place| suggested_for(checked, place))
        && !checked.reading.overlay.chooses(file.at)
    {
        let header = shortened(&file.header);
        let better = column_letters(better);
        let message = format!(
            "The column \"{header}\" can mean {name}, too; it isn't imported, because the cells of column {better} look like {name}."
        );
        let hint = format!("If column {letters} is the right one, take it for {name} instead.");
        let fixes = vec![take(file, Some(name))];
        return Finding { fixes, ..of(codes::COLUMN_NOT_IMPORTED, sheet, message, &hint) };
    }
    if !file.reason.is_empty()
        && let Some(name) = file.also.map(|place| checked.kind().columns[place].name)
    {
        let message = format!("Column {letters} isn't imported as {name}: {}.", file.reason);
        let hint = format!("If column {letters} is the right one, take it for {name}, and correct its cells.");
        let fixes = vec![take(file, Some(name))];
        return Finding { fixes, ..of(codes::COLUMN_NOT_IMPORTED, sheet, message, &hint) };
    }
    let names_a_column = || Names::of(checked.kind()).named(&HeaderText::new(&file.header)).is_some();
    let message = if file.header.is_empty() {
        format!("Column {letters} has data but no header; it is not imported.")
    } else if checked.reading.overlay.chooses(file.at) && names_a_column() {
        format!("The column \"{}\" is not imported, as you chose.", shortened(&file.header))
    } else {
        format!("The column \"{}\" is not part of the template; it is not imported.", shortened(&file.header))
    };
    of(codes::COLUMN_NOT_IMPORTED, sheet, message, "")
}

/// The correction that takes the first filled one of several columns that mean the same.
fn first_filled(checked: &Checked, sheet: &Sheet, place: usize) -> Option<Fix> {
    let parts = combined::first_filled(checked.kind(), sheet, checked.mapping(), place)?;
    Some(combine(&checked.kind().columns[place], &parts, Combining::FirstFilled))
}

/// A template column's name, and the sheet's column that is taken for it.
fn holder_of(checked: &Checked, place: usize) -> Option<(&'static str, u32)> {
    Some((checked.kind().columns[place].name, checked.mapping().places[place]?))
}

/// A template column's name, and the sheet's column that is suggested for it.
fn suggested_for(checked: &Checked, place: usize) -> Option<(&'static str, u32)> {
    let file = checked.mapping().columns.iter().find(|file| file.near == Some(place) && !file.twice)?;
    Some((checked.kind().columns[place].name, file.at))
}

/// Columns of one header that nobody could tell apart, none of which is imported. Where one is, that is another finding.
pub(super) fn doubled_headers(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let header_row = checked.mapping().header_row;
    let mut headed: BTreeMap<String, Vec<&FileColumn>> = BTreeMap::new();
    for file in checked.mapping().columns.iter().filter(|file| !file.beside && !file.header.is_empty()) {
        headed.entry(header_key(&file.header)).or_default().push(file);
    }
    // Numbers and marks are no names that anybody could mix up.
    headed.retain(|key, _| key.contains(char::is_alphabetic));
    let doubled = headed.into_values().filter(|files| {
        files.len() > 1 && files.iter().all(|file| file.column.is_none() && !file.twice && file.also.is_none())
    });
    let mut doubled: Vec<_> = doubled.collect();
    sort_short_by_key(&mut doubled, |files| files[0].at);
    doubled
        .into_iter()
        .map(|files| {
            let header = shortened(&files[0].header);
            let letters: Vec<_> = files.iter().map(|file| column_letters(file.at)).collect();
            let message = format!("The columns {} have the same header, \"{header}\".", letters.join(" and "));
            Finding {
                row: Some(header_row + 1),
                cell: Some(cell_name(header_row, files[1].at)),
                column: Some(files[1].header.clone()),
                value: Some(header),
                ..of(codes::DUPLICATE_HEADERS, sheet, message, "")
            }
        })
        .collect()
}
