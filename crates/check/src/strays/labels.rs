//! Rows that say that they are totals: `Total`, `Grand total:`, `Count: 25`, `25 records`, `Summe`.

use lanegate_sheet::{Cell, TextId};

use super::shape::{Shape, WIDEST};
use super::{Stray, Strays};
use crate::looks::is_number;

/// Words of which one makes a label.
const TOTALS: &str = "total totals subtotal subtotals sum sums count counts average \
    summe zwischensumme gesamt gesamtsumme insgesamt anzahl somme suma";
/// Words that may stand beside it.
const FILLERS: &str = "grand sub overall of the all and for in number no page";
/// Things that are counted: `25 records`.
const THINGS: &str = "row rows record records entry entries item items line lines \
    meeting meetings appointment appointments partner partners contact contacts";
/// No label is longer.
const LONGEST: usize = 40;

/// The words, taken apart.
pub(super) struct Words {
    totals: Vec<&'static str>,
    fillers: Vec<&'static str>,
    things: Vec<&'static str>,
}

impl Words {
    pub fn new() -> Self {
        let [totals, fillers, things] = [TOTALS, FILLERS, THINGS].map(|words| words.split_whitespace().collect());
        Self { totals, fillers, things }
    }

    /// Whether a text is a total's label.
    pub fn are_label(&self, text: &str) -> bool {
        if text.len() > LONGEST || !begins_with_a_word(text.as_bytes()) {
            return false;
        }
        let (mut total, mut counted, mut number, mut words) = (false, false, false, 0);
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            if word.bytes().all(|byte| byte.is_ascii_digit()) {
                number = true;
                continue;
            }
            // Most texts end here, at their first word.
            let known = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
            let (is_total, is_thing) = (known(&self.totals), known(&self.things));
            if !is_total && !is_thing && !known(&self.fillers) {
                return false;
            }
            total |= is_total;
            counted |= is_thing;
            words += 1;
        }
        total || (number && counted && words == 1)
    }
}

/// Whether the first letter of a text begins a word, and not something like `6f9619ff`. Ids end here, quickly.
fn begins_with_a_word(text: &[u8]) -> bool {
    let first = text.iter().position(u8::is_ascii_alphabetic);
    first.is_some_and(|at| at == 0 || !text[at - 1].is_ascii_digit())
}

/// Notes the rows that hold a label, and otherwise nothing but numbers. A row that has all that a row needs is a row of data, whatever it is called.
pub(super) fn find(shape: &Shape<'_>, strays: &mut Strays) {
    // Each different text is looked at once; where none is a label, no row has to be.
    let words = Words::new();
    let labels = shape.sheet.texts().filter(|(_, text)| words.are_label(text));
    // Ascending, as the sheet holds its texts.
    let labels: Vec<TextId> = labels.map(|(id, _)| id).collect();
    if labels.is_empty() {
        return;
    }
    for row in shape.rows() {
        let labelled = shape
            .mapping
            .columns
            .iter()
            .take(WIDEST as usize)
            .any(|file| shape.sheet.text_id(row, file.at).is_some_and(|id| labels.binary_search(&id).is_ok()));
        if !labelled || strays.is_outside(row) || strays.rows.contains_key(&row) || shape.missing(row) == 0 {
            continue;
        }
        if let Some(label) = label(shape, &words, row) {
            strays.rows.insert(row, Stray::Total(Some(label)));
        }
    }
}

/// The label of a row that holds labels and numbers only.
fn label(shape: &Shape<'_>, words: &Words, row: u32) -> Option<String> {
    let mut found = None;
    for (_, cell) in shape.cells(row) {
        match cell {
            Cell::Text(text) if words.are_label(text) => _ = found.get_or_insert_with(|| text.trim().to_owned()),
            Cell::NoResult | Cell::Error(_) => {}
            other if is_number(other) => {}
            _ => return None,
        }
    }
    found
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
        ] {
            assert!(Words::new().are_label(text), "{text}");
        }
        for text in [
            "",
            "25",
            "Total Finance Ltd",
            "TotalEnergies",
            "Records",
            "All",
            "Sum of its parts",
            "meeting",
            "Countess",
            "Partner",
            "2 partners left",
            "totally lost",
            "numbers",
        ] {
            assert!(!Words::new().are_label(text), "{text}");
        }
    }
}
