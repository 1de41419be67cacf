//! Suggestions: a template column that an unknown column of the file may be, by its header or by its values, each with its reason.
//! None is ever applied by itself.

use lanegate_sheet::{Cell, Sheet};

use crate::headers::{FileColumn, Mapping, cells_below, header_key};
use crate::looks::{looks_like, what_it_looks_like};
use crate::text::key_text;
use crate::{Column, Kind, ValueType};

/// Two names that are at least this alike, of 1, may be the same.
const ALIKE: f64 = 0.75;
const WORDS_ALIKE: f64 = 0.65;
/// Shorter names are too easily alike.
const SHORTEST: usize = 4;
/// Cells of a column looked at for what they are.
const LOOKED_AT: usize = 200;

/// Adds suggestions to the columns that nothing names, each template column at most once.
pub(crate) fn add(kind: &Kind, sheet: &Sheet, mapping: &mut Mapping) {
    let mut free: Vec<usize> = (0..kind.columns.len()).filter(|&column| mapping.places[column].is_none()).collect();
    let header_row = mapping.header_row;
    let by_name = |file: &FileColumn, free: &[usize]| by_name(kind, &file.header, free);
    let by_values = |file: &FileColumn, free: &[usize]| by_values(kind, sheet, header_row, file.at, free);
    let ways: [&dyn Fn(&FileColumn, &[usize]) -> Option<(usize, String)>; 2] = [&by_name, &by_values];
    for way in ways {
        let unknown =
            mapping.columns.iter_mut().filter(|file| file.column.is_none() && file.near.is_none() && !file.beside);
        for file in unknown {
            if let Some((column, reason)) = way(file, &free) {
                free.retain(|&other| other != column);
                (file.near, file.reason) = (Some(column), reason);
            }
        }
    }
}

/// The free column that the header nearly names.
fn by_name(kind: &Kind, header: &str, free: &[usize]) -> Option<(usize, String)> {
    let key = header_key(header);
    if key.chars().count() < SHORTEST || key.len() > 200 {
        return None;
    }
    let names = free.iter().flat_map(|&column| names(&kind.columns[column]).map(move |name| (column, name)));
    let alike = names.clone().map(|(column, name)| {
        let known = header_key(name);
        (strsim::normalized_damerau_levenshtein(&known, &key), strsim::damerau_levenshtein(&known, &key), column, name)
    });
    let near =
        |alike: f64, off: usize, name: &str| alike >= ALIKE && off > 0 && words_are_alike(&words(header), &words(name));
    let nearest = alike.filter(|&(alike, off, _, name)| near(alike, off, name)).max_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((_, off, column, name)) = nearest {
        let letters = match off {
            1 => "one letter".to_owned(),
            2 => "two letters".to_owned(),
            more => format!("{more} letters"),
        };
        return Some((
            column,
            format!("\"{}\" is {letters} off {}", shown(header), meaning(&kind.columns[column], name)),
        ));
    }
    let words = words(header);
    let (column, name) = names.into_iter().find(|(_, name)| holds_words(&words, name))?;
    Some((column, format!("\"{}\" holds the words of {}", shown(header), meaning(&kind.columns[column], name))))
}

fn names(column: &Column) -> impl Iterator<Item = &'static str> + Clone + use<> {
    std::iter::once(column.name).chain(column.aliases.iter().copied())
}

/// A name as a reason quotes it; with what it stands for, where it is not the column's own.
fn meaning(column: &Column, name: &str) -> String {
    if name == column.name { format!("\"{name}\"") } else { format!("\"{name}\", which stands for {}", column.name) }
}

fn shown(header: &str) -> String {
    crate::checked::shortened(header)
}

fn words(header: &str) -> Vec<String> {
    key_text(header).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(Into::into).collect()
}

/// Whether names of as many words are alike word by word: "first name" is far from "firm name", though few letters differ.
fn words_are_alike(header: &[String], name: &[String]) -> bool {
    let alike = |(a, b): (&String, &String)| strsim::normalized_damerau_levenshtein(a, b) >= WORDS_ALIKE;
    header.len() != name.len() || header.len() < 2 || header.iter().zip(name).all(alike)
}

/// Whether a header holds all words of a name that has at least two, and few others.
fn holds_words(header: &[String], name: &str) -> bool {
    let name = words(name);
    name.len() >= 2 && header.len() <= name.len() + 3 && name.iter().all(|word| header.contains(word))
}

/// The free column whose values the column's cells could all be. Texts and numbers could be anything.
fn by_values(kind: &Kind, sheet: &Sheet, header_row: u32, at: u32, free: &[usize]) -> Option<(usize, String)> {
    let cells: Vec<Cell<'_>> = cells_below(sheet, header_row, at).take(LOOKED_AT).collect();
    let fitting = |&column: &usize| {
        let value = &kind.columns[column].value;
        let few = match value {
            ValueType::Uuid | ValueType::PastDate | ValueType::Email | ValueType::LinkedIn => 1,
            // A single word of a list may stand there by chance.
            ValueType::List(_) => 2,
            ValueType::Text { usual, .. } if !usual.is_empty() => 2,
            ValueType::Text { .. } | ValueType::Ordinal => return false,
        };
        cells.len() >= few && cells.iter().all(|cell| looks_like(value, *cell))
    };
    let column = *free.iter().find(|column| fitting(column))?;
    let others = free.iter().filter(|&&other| other != column).filter(|other| fitting(other));
    let others: String = others.map(|&other| format!(", or {}", kind.columns[other].name)).collect();
    let what = what_it_looks_like(&kind.columns[column]);
    Some((column, format!("its cells are {what}, as {} has them{others}", kind.columns[column].name)))
}
