//! Headers that count only together with the cells below them. A name of a column isn't taken if most cells contradict it; a header of
//! many meanings is taken only if they confirm it.

use lanegate_sheet::{Cell, Sheet};
use lanegate_wire::HowMatched;

use crate::cell_evidence::{Verdict, confirms_among, could_be, verdict, verdict_among};
use crate::header_names::Names;
use crate::header_text::HeaderText;
use crate::looks::what_it_looks_like;
use crate::non_data_rows::NonDataRows;
use crate::text::shortened;
use crate::{Column, FileColumn, Kind, Mapping, Required, ValueType};

impl Mapping {
    /// Sets columns aside that were matched by another name than the column's own, and whose cells are mostly something else. Words that
    /// aren't in a list block their rows, so that a required list is matched nevertheless, and asks for their meaning.
    pub(crate) fn set_contradicted_aside(&mut self, kind: &'static Kind, sheet: &Sheet) {
        for at in self.contradicted(kind, sheet) {
            let file = &mut self.columns[at];
            let Some(place) = file.column else { continue };
            let column = &kind.columns[place];
            (file.column, file.how) = (None, HowMatched::Ignored);
            self.places[place] = None;
            file.reason = contradiction(column, file);
            match column.value {
                // Names and other numbers are never IDs.
                ValueType::Uuid => file.also = Some(place),
                _ => file.near = Some(place),
            }
        }
        for place in (0..kind.columns.len()).filter(|&place| self.places[place].is_none()).collect::<Vec<_>>() {
            self.take_rival(&kind.columns[place], place, sheet);
        }
    }

    /// The positions of the file's columns whose cells contradict another name of a template column. Totals, notes, and other tables
    /// below are no evidence.
    fn contradicted(&self, kind: &'static Kind, sheet: &Sheet) -> Vec<usize> {
        let column = |file: &FileColumn| {
            let column = &kind.columns[file.column.filter(|_| file.how == HowMatched::Alias)?];
            let asks_for_words = matches!(column.value, ValueType::List(_)) && column.required == Required::Always;
            (!asks_for_words).then_some(column)
        };
        let named = (0..).zip(&self.columns).filter_map(|(at, file)| Some((at, file.at, column(file)?)));
        let is_contradicted = |&(_, at, column): &(usize, u32, &Column)| {
            verdict(column, sheet, self.header_row, at) == Verdict::Contradicted
        };
        let found: Vec<_> = named.filter(is_contradicted).collect();
        if found.is_empty() {
            return Vec::new();
        }
        let non_data_rows = NonDataRows::find(kind, sheet, self);
        let is_data = |row: u32| non_data_rows.at(row).is_none() && !non_data_rows.is_outside(row);
        let stays = |&(_, at, column): &(usize, u32, &Column)| {
            verdict_among(column, sheet, (self.header_row, at), is_data) == Verdict::Contradicted
        };
        found.into_iter().filter(stays).map(|(at, ..)| at).collect()
    }

    /// Takes the only other column that a header names, once the first one was set aside.
    fn take_rival(&mut self, column: &Column, place: usize, sheet: &Sheet) {
        let header_row = self.header_row;
        let is_rival = |file: &FileColumn| {
            let is_named =
                (file.twice && file.near == Some(place)) || (file.also == Some(place) && file.reason.is_empty());
            is_named && verdict(column, sheet, header_row, file.at) != Verdict::Contradicted
        };
        let was_set_aside = self
            .columns
            .iter()
            .any(|file| !file.reason.is_empty() && (file.near == Some(place) || file.also == Some(place)));
        let mut rivals = self.columns.iter_mut().filter(|file| is_rival(file));
        if let (true, Some(file), None) = (was_set_aside, rivals.next(), rivals.next()) {
            (file.column, file.how) = (Some(place), HowMatched::Alias);
            (file.near, file.twice, file.also) = (None, false, None);
            self.places[place] = Some(file.at);
        }
    }

    /// Takes headers of many meanings where the cells confirm them, for columns that no other header names. One of an ID column is
    /// suggested.
    pub(crate) fn take_confirmed(&mut self, kind: &'static Kind, sheet: &Sheet, names: &Names) {
        let named: Vec<_> = self.columns.iter().map(|file| names.maybe(&HeaderText::new(&file.header))).collect();
        let non_data_rows = std::cell::OnceCell::new();
        for place in (0..kind.columns.len()).filter(|&place| self.places[place].is_none()).collect::<Vec<_>>() {
            let column = &kind.columns[place];
            let open = |file: &FileColumn| {
                file.column.is_none() && file.near.is_none() && file.also.is_none() && !file.twice && !file.beside
            };
            let is_data = |row: u32| {
                let rows: &NonDataRows = non_data_rows.get_or_init(|| NonDataRows::find(kind, sheet, self));
                rows.at(row).is_none() && !rows.is_outside(row)
            };
            let is_confirmed = |at: u32| confirms_among(column, sheet, (self.header_row, at), is_data);
            let found = (0..).zip(&self.columns).zip(&named).filter_map(|((at, file), named)| {
                let (_, rank) = named.filter(|(of, _)| *of == place && open(file))?;
                is_confirmed(file.at).then_some((rank, at))
            });
            let Some((_, at)) = found.min() else { continue };
            let at: usize = at;
            let file = &mut self.columns[at];
            if matches!(column.value, ValueType::Uuid) {
                file.near = Some(place);
                file.reason =
                    format!("\"{}\" can mean it, but other systems have such IDs, too", shortened(&file.header));
            } else {
                (file.column, file.how) = (Some(place), HowMatched::Alias);
                self.places[place] = Some(file.at);
            }
        }
        // What was set aside gives way to what was taken instead.
        for file in self.columns.iter_mut().filter(|file| file.column.is_none() && !file.reason.is_empty()) {
            if let Some(place) = file.near.take_if(|place| self.places[*place].is_some()) {
                file.also = Some(place);
            }
        }
    }
}

/// Why a column isn't taken for what its header says.
fn contradiction(column: &Column, file: &FileColumn) -> String {
    let sample = file.samples.iter().find(|sample| !could_be(column, Cell::Text(sample)));
    let sample = sample.map(|sample| format!(", such as \"{}\",", shortened(sample))).unwrap_or_default();
    format!(
        "\"{}\" can mean it, but most of its cells{sample} aren't {}",
        shortened(&file.header),
        what_it_looks_like(column)
    )
}
