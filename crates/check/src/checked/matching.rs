//! How columns, list values and text dates of a checked sheet are understood, for a person who may say it otherwise.

use std::collections::BTreeMap;

use lanegate_sheet::{Cell, Sheet, column_letters, parse_column_letters, sort_short_by_key};
use lanegate_wire::{DateVerdict, Finding, Fix, Matching, TemplateColumn, UnknownValue};

use super::{Checked, State};
use crate::parse::{cell_text, list_value, nearest_in_list, read_uuid};
use crate::text::key_text;
use crate::{ListValue, Required, ValueType, codes};

/// Values shown at most, the most frequent ones.
const VALUES: usize = 200;
/// Distinct values counted at most: more are no words of a list.
const COUNTED: usize = 2_000;
/// Fewer words that are in no list are corrected in their cells.
const FEW_WORDS: usize = 2;
/// A longer text is no word of a list, and is corrected in its cell.
const LONGEST: usize = 120;

/// Rows looked at to see if a column has IDs.
const LOOKED_AT: usize = 200;

/// Rows by column and by a value's key: how many, and the value as the first of them holds it.
type Unknown = BTreeMap<(usize, String), (u32, String)>;

impl Checked {
    /// How columns, list values and text dates are understood.
    #[must_use]
    pub fn matching(&self, sheet: &Sheet) -> Matching {
        let columns = self.kind().columns.iter().zip(&self.mapping().places);
        let template = columns.enumerate().map(|(place, (column, at))| TemplateColumn {
            name: column.name.to_owned(),
            required: column.required == Required::Always,
            help: column.help.to_owned(),
            expectation: column.value.expectation(),
            list: list(&column.value).iter().map(|value| value.name.to_owned()).collect(),
            ids: matches!(column.value, ValueType::Uuid),
            unfilled: self.is_unfilled(sheet, place, *at),
            one_value: matches!(column.value, ValueType::List(_) | ValueType::Text { person: false, .. }),
            in_blanks: self.reading.overlay.in_blanks(place).map(Into::into),
            blank: self.blank_texts(place),
            letters: at.map(column_letters),
        });
        let about_columns = [
            codes::COLUMNS_SHIFTED,
            codes::COLUMN_MISSING,
            codes::COLUMN_TWICE,
            codes::COLUMN_SUGGESTED,
            codes::LIST_MISSING,
        ];
        let is_about = |finding: &&Finding| about_columns.iter().any(|code| code.name == finding.code);
        Matching {
            template: template.collect(),
            findings: self.of_file().iter().filter(is_about).cloned().collect(),
            values: self.unknown_values(sheet),
            dates: self.date_verdicts(),
            lookups: self.lookups(sheet),
        }
    }

    /// In how many rows the text of a required column is blank.
    fn blank_texts(&self, place: usize) -> u32 {
        if !matches!(self.kind().columns[place].value, ValueType::Text { .. }) {
            return 0;
        }
        let is_blank = |remark: &&crate::remark::Remark| {
            remark.code == codes::REQUIRED_MISSING && remark.column.map(usize::from) == Some(place)
        };
        self.remarks.iter().filter(is_blank).count() as u32
    }

    /// Names of the list columns of which most words are in no list, and assigned to none.
    #[must_use]
    pub fn unlisted(&self, sheet: &Sheet) -> Vec<String> {
        let mut failed: BTreeMap<usize, usize> = BTreeMap::new();
        for remark in self.remarks.iter().filter(|remark| remark.code == codes::NOT_IN_LIST) {
            *failed.entry(remark.column.map_or(usize::MAX, usize::from)).or_default() += 1;
        }
        let is_unlisted = |&(&place, &failed): &(&usize, &usize)| {
            let Some(at) = self.mapping().places.get(place).copied().flatten() else { return false };
            let rows = (0..).zip(&self.states).filter(|(_, state)| !matches!(state, State::Blank | State::LeftOut));
            let words =
                rows.filter(|(row, _)| !self.reading.overlay.cell(sheet, *row, Some(at), Some(place)).is_blank());
            failed >= FEW_WORDS && failed * 2 > words.take(failed * 2).count()
        };
        failed.iter().filter(is_unlisted).map(|(&place, _)| self.kind().columns[place].name.to_owned()).collect()
    }

    /// Returns true if most of the first rows have no ID in a column of IDs, or the file lacks the column.
    fn is_unfilled(&self, sheet: &Sheet, place: usize, at: Option<u32>) -> bool {
        if !matches!(self.kind().columns[place].value, ValueType::Uuid) {
            return false;
        }
        let rows = (0..).zip(&self.states).filter(|(_, state)| !matches!(state, State::Blank | State::LeftOut));
        let (mut filled, mut all) = (0, 0);
        for (row, _) in rows.take(LOOKED_AT) {
            let cell = self.reading.overlay.cell(sheet, row, at, Some(place));
            filled += usize::from(matches!(cell, Cell::Text(text) if read_uuid(text).is_some()));
            all += 1;
        }
        at.is_none() || filled * 2 < all
    }

    fn unknown_values(&self, sheet: &Sheet) -> Vec<UnknownValue> {
        let mut unknown = Unknown::new();
        for remark in &self.remarks {
            let Some(place) = remark.column.map(usize::from) else { continue };
            let in_list = matches!(self.kind().columns[place].value, ValueType::List(_));
            if !in_list || (remark.code != codes::NOT_IN_LIST && remark.code != codes::REQUIRED_MISSING) {
                continue;
            }
            let at = self.mapping().places[place];
            let text = cell_text(self.reading.overlay.cell(sheet, remark.row, at, Some(place)), sheet.date_system());
            let key = (place, key_text(&text));
            if text.len() <= LONGEST && (unknown.len() < COUNTED || unknown.contains_key(&key)) {
                unknown.entry(key).or_insert_with(|| (0, text.trim().to_owned())).0 += 1;
            }
        }
        let mut values: Vec<UnknownValue> = self.taken_values();
        let open = unknown.into_iter().map(|((place, _), (rows, value))| UnknownValue {
            column: self.kind().columns[place].name.to_owned(),
            suggestion: nearest_in_list(&value, list(&self.kind().columns[place].value)).map(Into::into),
            value,
            rows,
            taken: None,
            skipped: false,
        });
        values.extend(open);
        sort_short_by_key(&mut values, |value| std::cmp::Reverse(value.rows));
        values.truncate(VALUES);
        values
    }

    /// The words of list columns that a person has assigned to values of the list, or whose rows are skipped.
    fn taken_values(&self) -> Vec<UnknownValue> {
        let mut taken: BTreeMap<(usize, String), UnknownValue> = BTreeMap::new();
        for fix in &self.reading.settings.fixes {
            let (place, value) = match fix {
                Fix::MapValue { column, from, .. } => (self.kind().column(column), from),
                Fix::LeaveOutWhere { letters, value } => {
                    let at = parse_column_letters(letters);
                    (self.mapping().places.iter().position(|place| place.is_some() && *place == at), value)
                }
                _ => continue,
            };
            // The template says which value counts for a column that the file lacks.
            let Some((place, at)) = place.and_then(|place| Some((place, self.mapping().places[place]?))) else {
                continue;
            };
            let (column, key) = (&self.kind().columns[place], key_text(value));
            let list = list(&column.value);
            let skipped = !list.is_empty() && self.reading.overlay.skips_value(at, value);
            // A word that means itself again is unknown again.
            let to = self.reading.overlay.mapped(place).and_then(|values| values.get(&key));
            let to = to.filter(|to| !skipped && list_value(to, list).is_some()).cloned();
            if to.is_some() || skipped {
                let (column, value) = (column.name.to_owned(), value.clone());
                let value = UnknownValue { column, value, rows: 0, suggestion: None, taken: to, skipped };
                taken.insert((place, key), value);
            }
        }
        taken.into_values().collect()
    }

    fn date_verdicts(&self) -> Vec<DateVerdict> {
        let verdict = |(&place, evidence): (&usize, &crate::date_order::Evidence)| {
            let at = self.mapping().places[place]?;
            let said = self.reading.order_is_said(place);
            let contradiction = evidence.contradiction(at).map(|(_, words)| words);
            let proof = evidence.proof(at).map(|(_, words)| words);
            let matters = evidence.ambiguous() > 0 || proof.is_some() || contradiction.is_some();
            matters.then(|| DateVerdict {
                column: self.kind().columns[place].name.to_owned(),
                order: self.reading.orders[place],
                said,
                proof,
                contradiction,
                ambiguous: evidence.ambiguous(),
            })
        };
        self.evidence.iter().filter_map(verdict).collect()
    }
}

/// The values of a list column; none for a column of another sort.
const fn list(value: &ValueType) -> &'static [ListValue] {
    match value {
        ValueType::List(values) => values,
        _ => &[],
    }
}
