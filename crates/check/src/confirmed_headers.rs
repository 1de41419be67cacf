//! Headers that count only together with the cells below them. A name of a column isn't taken if most cells contradict it; a header of
//! many meanings is taken only if they confirm it.

use lanegate_sheet::{Cell, Sheet};
use lanegate_wire::HowMatched;

use crate::cell_evidence::{Verdict, confirms, could_be, verdict};
use crate::header_names::Names;
use crate::header_text::HeaderText;
use crate::looks::what_it_looks_like;
use crate::text::shortened;
use crate::{Column, FileColumn, Kind, Mapping, Required, ValueType};

impl Mapping {
    /// Sets columns aside that were matched by another name than the column's own, and whose cells are mostly something else. Words that
    /// aren't in a list block their rows, so that a required list is matched nevertheless, and asks for their meaning.
    pub(crate) fn set_contradicted_aside(&mut self, kind: &Kind, sheet: &Sheet) {
        let header_row = self.header_row;
        for file in self.columns.iter_mut().filter(|file| file.how == HowMatched::Alias) {
            let Some(place) = file.column else { continue };
            let column = &kind.columns[place];
            let asks_for_words = matches!(column.value, ValueType::List(_)) && column.required == Required::Always;
            if asks_for_words || verdict(column, sheet, header_row, file.at) != Verdict::Contradicted {
                continue;
            }
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
    pub(crate) fn take_confirmed(&mut self, kind: &Kind, sheet: &Sheet, names: &Names) {
        let named: Vec<_> = self.columns.iter().map(|file| names.maybe(&HeaderText::new(&file.header))).collect();
        for place in (0..kind.columns.len()).filter(|&place| self.places[place].is_none()).collect::<Vec<_>>() {
            let column = &kind.columns[place];
            let open = |file: &FileColumn| {
                file.column.is_none() && file.near.is_none() && file.also.is_none() && !file.twice && !file.beside
            };
            let is_confirmed = |at: u32| confirms(column, sheet, self.header_row, at);
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
