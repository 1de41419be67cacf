//! Rows that say that they are totals: `Total`, `Grand total:`, `Count: 25`, `25 records`, `Summe`, `合計`, `Harbor Ltd Total`.

use lanegate_sheet::{Cell, TextId};

use super::shape::Shape;
use super::{NonDataRow, NonDataRows};
use crate::looks::is_number;
use crate::text::words;

/// Words of which one makes a label.
const TOTALS: &str = "total totals subtotal subtotals sum sums count counts average averages avg maximum minimum median \
    summe summen gesamtergebnis teilergebnis zwischensumme teilsumme endsumme gesamt gesamtsumme gesamtanzahl gesamtzahl insgesamt anzahl durchschnitt mittelwert \
    totaux soustotal somme moyenne suma totales recuento promedio soma totais contagem média totale totali somma subtotale conteggio \
    totaal totalen subtotaal eindtotaal som aantal gemiddelde summa totalt antal antall delsumma genomsnitt yhteensä toplam \
    razem łącznie ogółem średnia celkem součet průměr összesen σύνολο итог итого всего сумма разом усього المجموع الإجمالي مجموع סהכ סה \
    合計 小計 総計 合计 小计 总计 總計 总数 总和 汇总 共计 平均 합계 소계 총계 평균";
/// Words that may stand beside it.
const FILLERS: &str = "grand sub overall of the all and for in number no page final net gross amount value général générale general \
    generale geral complessivo complessiva sous alle aller der die das de du des la le les el los las i alt genel \
    report общий כ affected selected returned fetched exported displayed retrieved set sec ok query";
/// Things that are counted: `25 records`.
const THINGS: &str = "row rows record records entry entries item items line lines result results \
    firm firms company companies meeting meetings appointment appointments partner partners contact contacts \
    zeile zeilen eintrag einträge datensätze termine kontakte lignes filas registros righe rijen";
/// No label is longer.
const LONGEST: usize = 60;

/// The role of a word in a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Total,
    Filler,
    Thing,
}

/// The result of reading a text as a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// A total's label and nothing else.
    Whole,
    /// A name with a total's word before or after it, as Excel writes subtotals: `Harbor Ltd Total`.
    OfGroup,
}

/// The words, ready to be looked up.
pub(super) struct Words(Vec<(&'static str, Part)>);

impl Words {
    pub fn new() -> Self {
        let sorts = [(TOTALS, Part::Total), (FILLERS, Part::Filler), (THINGS, Part::Thing)];
        let words = sorts.into_iter().flat_map(|(words, part)| words.split_whitespace().map(move |word| (word, part)));
        let mut words: Vec<_> = words.collect();
        lanegate_sheet::sort_short_by_key(&mut words, |(word, _)| *word);
        Self(words)
    }

    fn part(&self, word: &str) -> Option<Part> {
        let find = |word: &str| self.0.binary_search_by(|(known, _)| known.cmp(&word)).ok().map(|at| self.0[at].1);
        if !word.is_ascii() {
            return find(&word.to_lowercase());
        }
        // Most texts end here, at their first word, before any memory is allocated.
        let mut lower = [0; 16];
        let lower = lower.get_mut(..word.len())?;
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        std::str::from_utf8(lower).ok().and_then(find)
    }

    /// Whether a text is a total's label.
    pub fn label(&self, text: &str) -> Option<Label> {
        if text.len() > LONGEST || !begins_with_a_word(text.as_bytes()) {
            return None;
        }
        let (mut total, mut counted, mut number) = (false, false, false);
        let mut rest = words(text);
        let stopped = rest.find(|word| {
            if word.bytes().all(|byte| byte.is_ascii_digit()) {
                number = true;
                return false;
            }
            let part = self.part(word);
            total |= part == Some(Part::Total);
            counted |= part == Some(Part::Thing);
            part.is_none()
        });
        if stopped.is_none() {
            let is_number_of = || counted && words(text).next().is_some_and(|word| word.eq_ignore_ascii_case("number"));
            return (total || (number && counted) || is_number_of()).then_some(Label::Whole);
        }
        let is_total = |word: &str| self.part(word) == Some(Part::Total);
        (words(text).next().is_some_and(is_total) || rest.next_back().is_some_and(is_total)).then_some(Label::OfGroup)
    }
}

/// Whether the first letter of a text begins a word, and not something like `6f9619ff`. Ids end here, quickly.
fn begins_with_a_word(text: &[u8]) -> bool {
    let first = text.iter().position(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    first.is_some_and(|at| at == 0 || !text[at - 1].is_ascii_digit())
}

/// Notes the rows that contain a label and otherwise only numbers. A row that has all that a row needs is a row of data, whatever it
/// is called; numbers alone are nothing that a row needs.
pub(super) fn find(shape: &Shape<'_>, non_data_rows: &mut NonDataRows) {
    // Each different text is looked at once; where none is a label, no row has to be.
    let words = Words::new();
    let labels = shape.sheet.texts().filter(|(_, text)| words.label(text).is_some());
    // Ascending, as the sheet holds its texts.
    let labels: Vec<TextId> = labels.map(|(id, _)| id).collect();
    for row in shape.rows_that_hold(&labels) {
        if non_data_rows.is_outside(row) || non_data_rows.rows.contains_key(&row) {
            continue;
        }
        if let Some(label) = label(shape, &words, row) {
            non_data_rows.rows.insert(row, NonDataRow::Total(Some(label)));
        }
    }
}

/// The label of a row that holds labels and numbers only.
fn label(shape: &Shape<'_>, words: &Words, row: u32) -> Option<String> {
    let (mut found, mut whole, mut numbers) = (None, false, false);
    for (_, cell) in shape.cells(row) {
        match cell {
            Cell::Text(text) if words.label(text).is_some() => {
                whole |= words.label(text) == Some(Label::Whole);
                let _ = found.get_or_insert_with(|| text.trim().to_owned());
            }
            Cell::NoResult | Cell::Error(_) => numbers = true,
            other if is_number(other) => numbers = true,
            _ => return None,
        }
    }
    let is_total = if whole { numbers || shape.missing(row) > 0 } else { numbers && shape.missing(row) > 1 };
    found.filter(|_| is_total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_names() {
        for text in [
            "Total",
            "TOTAL:",
            "Grand Total",
            "Sub-total",
            "Sum",
            "Count: 25",
            "25 records",
            "Grand Totals (25 records)",
            "Summe",
            "Gesamt",
            "Total number of meetings",
            "Total meetings: 12",
            "Total général",
            "SOUS-TOTAL",
            "TOTAL GÉNÉRAL",
            "Gesamtsumme:",
            "合計",
            "(3 rows affected)",
            "3 rows in set (0.01 sec)",
            "Number of meetings: 12",
            "Gesamtergebnis",
            "Итог",
            "Общий итог",
            "סה\"כ",
            "Report total",
            "Number of firms",
        ] {
            assert_eq!(Words::new().label(text), Some(Label::Whole), "{text}");
        }
        for text in [
            "",
            "25",
            "TotalEnergies",
            "Records",
            "All",
            "Report",
            "Number One",
            "The company",
            "meeting",
            "Countess",
            "Partner",
            "2 partners left",
            "totally lost",
            "numbers",
            "Ann Lee",
            "3M",
        ] {
            assert_eq!(Words::new().label(text), None, "{text}");
        }
    }
    #[test]
    fn totals_of_groups_are_told_from_plain_names() {
        for text in [
            "Harbor Ltd Total",
            "Total Harbor",
            "intro Count",
            "Ann Lee Total",
            "Total Finance Ltd",
            "Sum of its parts",
        ] {
            assert_eq!(Words::new().label(text), Some(Label::OfGroup), "{text}");
        }
        for text in ["Harbor Total Ltd", "The Total Group", "Grand Hotel", "Average Joe's Advisory (Total) Ltd"] {
            assert_ne!(Words::new().label(text), Some(Label::Whole), "{text}");
        }
    }
}
