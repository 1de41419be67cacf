//! Suggestions: a template column that an unknown column of the file may be, by its header or by its values, each with its reason.
//! None is ever applied by itself.

use lanegate_sheet::{Cell, Sheet};

use crate::cell_evidence::{Verdict, verdict};
use crate::header_text::header_key;
use crate::headers::{FileColumn, Mapping, cells_below};
use crate::looks::{looks_like, what_it_looks_like};
use crate::other_headers::means_another;
use crate::text::key_text;
use crate::{Kind, ValueType};

/// Two names that are at least this alike, of 1, may be the same.
const ALIKE: f64 = 0.75;
const WORDS_ALIKE: f64 = 0.65;
/// The same for names of another number of words.
const SPACED_ALIKE: f64 = 0.85;
/// Shorter headers are too easily like a name, and like another name of a column ("state" and "stage").
const SHORTEST: usize = 4;
const SHORTEST_ALIAS: usize = 6;
/// No header that is nearly a name is longer.
const LONGEST: usize = 60;
/// Cells of a column looked at for what they are.
const LOOKED_AT: usize = 200;

/// Columns for which something is suggested; a sheet with more that are unknown is no table of people's.
const MOST: usize = 1_000;

/// A template column's place in the kind, and why it is suggested.
type Suggested = (usize, String);

/// Looks for a column's like among those that are free.
type Way<'a> = &'a dyn Fn(&FileColumn, &[usize]) -> Option<Suggested>;

/// Adds suggestions to the columns that nothing names, each template column at most once.
pub(crate) fn add(kind: &Kind, sheet: &Sheet, mapping: &mut Mapping) {
    let mut free: Vec<usize> = (0..kind.columns.len()).filter(|&column| mapping.places[column].is_none()).collect();
    let header_row = mapping.header_row;
    // What is suggested already: IDs that may be another system's, and columns of which most cells are something else.
    let has_ids = |file: &FileColumn, place: usize| {
        file.near == Some(place) && matches!(kind.columns[place].value, ValueType::Uuid)
    };
    free.retain(|&place| !mapping.columns.iter().any(|file| has_ids(file, place)));
    let doubtful: Vec<usize> = (0..mapping.columns.len()).filter(|&at| mapping.columns[at].near.is_some()).collect();
    let names = Name::of(kind);
    let by_name = |file: &FileColumn, free: &[usize]| {
        let found = by_name(kind, &names, &file.header, free);
        found.filter(|(place, _)| {
            let column = &kind.columns[*place];
            match column.value {
                ValueType::Uuid => !holds_names(sheet, header_row, file.at),
                _ => verdict(column, sheet, header_row, file.at) != Verdict::Contradicted,
            }
        })
    };
    let by_values = |file: &FileColumn, free: &[usize]| by_values(kind, sheet, header_row, file, free);
    let ways: [Way<'_>; 2] = [&by_name, &by_values];
    for way in ways {
        let open = |file: &&mut FileColumn| {
            file.column.is_none() && file.near.is_none() && file.also.is_none() && !file.beside
        };
        for file in mapping.columns.iter_mut().filter(open).take(MOST) {
            let meant: Vec<usize> =
                free.iter().copied().filter(|&place| !means_another(&file.header, &kind.columns[place])).collect();
            if let Some((column, reason)) = way(file, &meant) {
                free.retain(|&other| other != column);
                (file.near, file.reason) = (Some(column), reason);
            }
        }
    }
    for at in doubtful {
        let better = |(other, file): (usize, &FileColumn)| other != at && file.near == mapping.columns[at].near;
        if !mapping.columns[at].twice && mapping.columns.iter().enumerate().any(better) {
            let file = &mut mapping.columns[at];
            file.also = file.near.take();
        }
    }
}

/// Returns true if the cells of a column are words without digits. They are no IDs, whatever their header says.
fn holds_names(sheet: &Sheet, header_row: u32, at: u32) -> bool {
    let is_name = |cell| matches!(cell, Cell::Text(text) if !text.bytes().any(|byte| byte.is_ascii_digit()));
    let mut cells = cells_below(sheet, header_row, at).take(LOOKED_AT).peekable();
    cells.peek().is_some() && cells.all(is_name)
}

/// One name of a column, ready to be compared.
struct Name {
    column: usize,
    name: &'static str,
    key: String,
    words: Vec<String>,
}

impl Name {
    fn of(kind: &Kind) -> Vec<Self> {
        let names = kind.columns.iter().enumerate().flat_map(|(at, column)| {
            std::iter::once(column.name).chain(column.aliases.iter().copied()).map(move |name| (at, name))
        });
        names.map(|(column, name)| Self { column, name, key: header_key(name), words: words(name) }).collect()
    }
}

/// The free column that the header nearly names.
fn by_name(kind: &Kind, names: &[Name], header: &str, free: &[usize]) -> Option<Suggested> {
    let key = header_key(header);
    let (length, words) = (key.chars().count(), words(header));
    if !(SHORTEST..=LONGEST).contains(&length) {
        return None;
    }
    let is_own = |name: &Name| name.name == kind.columns[name.column].name;
    let names = names.iter().filter(|name| free.contains(&name.column));
    let long = names.clone().filter(|name| length >= SHORTEST_ALIAS || is_own(name));
    let alike = long.map(|name| {
        let off = strsim::damerau_levenshtein(&name.key, &key);
        (1.0 - off as f64 / length.max(name.key.chars().count()) as f64, off, name)
    });
    let near = alike.filter(|&(alike, off, name)| off > 0 && alike >= least_alike(&words, &name.words));
    let nearest = near.max_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((_, off, name)) = nearest {
        let letters = match off {
            1 => "one letter".to_owned(),
            2 => "two letters".to_owned(),
            more => format!("{more} letters"),
        };
        return Some((name.column, format!("\"{}\" is {letters} off {}", shown(header), meaning(kind, name))));
    }
    let name = names.into_iter().find(|name| holds_words(&words, &name.words))?;
    Some((name.column, format!("\"{}\" holds the words of {}", shown(header), meaning(kind, name))))
}

/// A name as a reason quotes it; with what it stands for, where it is not the column's own.
fn meaning(kind: &Kind, name: &Name) -> String {
    let (own, name) = (kind.columns[name.column].name, name.name);
    if name == own { format!("\"{name}\"") } else { format!("\"{name}\", which stands for {own}") }
}

fn shown(header: &str) -> String {
    crate::text::shortened(header)
}

fn words(header: &str) -> Vec<String> {
    crate::header_text::words(&key_text(header))
}

/// How alike two names must be. Of as many words, they must be alike word by word, too: "first name" is far from "firm name", though
/// few letters differ. Otherwise the words are only spaced in another way, and there is less room for chance.
fn least_alike(header: &[String], name: &[String]) -> f64 {
    let alike = |(a, b): (&String, &String)| strsim::normalized_damerau_levenshtein(a, b) >= WORDS_ALIKE;
    match header.len() == name.len() {
        true if header.iter().zip(name).all(alike) => ALIKE,
        true => f64::INFINITY,
        false => SPACED_ALIKE,
    }
}

/// Whether a header holds all words of a name that has at least two, and few others.
fn holds_words(header: &[String], name: &[String]) -> bool {
    name.len() >= 2 && header.len() <= name.len() + 3 && name.iter().all(|word| header.contains(word))
}

/// Returns true for the address of a firm's page on LinkedIn, which is no person's profile.
fn is_company_page(cell: Cell<'_>) -> bool {
    matches!(cell, Cell::Text(text) if text.to_ascii_lowercase().contains("linkedin.com/company/"))
}

/// The free column whose values the column's cells could all be. Texts and numbers could be anything.
fn by_values(kind: &Kind, sheet: &Sheet, header_row: u32, file: &FileColumn, free: &[usize]) -> Option<Suggested> {
    let cells: Vec<Cell<'_>> = cells_below(sheet, header_row, file.at).take(LOOKED_AT).collect();
    let fitting = |&column: &usize| {
        let value = &kind.columns[column].value;
        let few = match value {
            ValueType::Uuid | ValueType::PastDate | ValueType::Email | ValueType::LinkedIn => 1,
            // A single word of a list may stand there by chance.
            ValueType::List(_) => 2,
            ValueType::Text { usual, .. } if !usual.is_empty() => 2,
            ValueType::Text { .. } | ValueType::Ordinal => return false,
        };
        if matches!(value, ValueType::LinkedIn) && cells.iter().any(|cell| is_company_page(*cell)) {
            return false;
        }
        cells.len() >= few && cells.iter().all(|cell| looks_like(value, *cell))
    };
    let column = *free.iter().find(|column| fitting(column))?;
    let others = free.iter().filter(|&&other| other != column).filter(|other| fitting(other));
    let others: String = others.map(|&other| format!(", or {}", kind.columns[other].name)).collect();
    let what = what_it_looks_like(&kind.columns[column]);
    Some((column, format!("its cells are {what}, as {} has them{others}", kind.columns[column].name)))
}
