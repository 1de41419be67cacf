//! One cell as OpenDocument states it: a typed value in attributes, and the text that is shown.

use lanegate_sheet::Cell;
use quick_xml::events::BytesStart;

use crate::sink::BROKEN;
use crate::xml;

/// A cell's statement.
#[derive(Debug, Default, Clone)]
pub(super) struct Stated {
    /// `float`, `percentage`, `currency`, `date`, `time`, `boolean`, `string`, or nothing.
    kind: String,
    value: String,
    is_formula: bool,
    is_error: bool,
    /// The text that is shown.
    pub(super) text: String,
    /// Whether a text is shown, be it empty.
    pub(super) is_shown: bool,
    /// How often it stands side by side.
    pub(super) repeated: u32,
    /// Rows and columns that it is merged over, itself included.
    pub(super) spans: (u32, u32),
    /// Whether another cell is merged over it.
    pub(super) is_covered: bool,
}

/// What a cell comes to.
pub(super) enum Value<'a> {
    Cell(Cell<'a>),
    /// What stands in for it, and why it is no value.
    Broken(Cell<'a>, &'static str),
}

impl Stated {
    pub(super) fn new(element: &BytesStart<'_>, is_covered: bool) -> Self {
        let mut stated = Self { repeated: 1, spans: (1, 1), is_covered, ..Self::default() };
        for (name, value) in xml::attributes(element) {
            match name {
                // LibreOffice states the type twice; an error is one only in its own namespace.
                "value-type" if value == "error" => stated.is_error = true,
                "value-type" if stated.kind.is_empty() => value.clone_into(&mut stated.kind),
                "value" | "date-value" | "time-value" | "boolean-value" | "string-value" => {
                    stated.value = xml::unescape(value).into_owned();
                }
                "formula" => stated.is_formula = true,
                "number-columns-repeated" => stated.repeated = count(value),
                "number-rows-spanned" => stated.spans.0 = count(value),
                "number-columns-spanned" => stated.spans.1 = count(value),
                _ => {}
            }
        }
        stated
    }

    /// Bytes of its texts.
    pub(super) fn size(&self) -> usize {
        self.text.len() + self.value.len()
    }

    /// The cell's value.
    pub(super) fn value(&self) -> Value<'_> {
        let shows_error = self.text.starts_with('#') || self.text.starts_with("Err:");
        if self.is_error || (self.is_formula && shows_error) {
            return Value::Cell(Cell::Error(if self.text.is_empty() { "#ERROR" } else { &self.text }));
        }
        match self.kind.as_str() {
            "float" | "percentage" | "currency" => match self.value.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Cell(Cell::Number(number)),
                _ => Value::Broken(Cell::Text(&self.text), "a number that is none"),
            },
            "date" if self.value.trim().is_empty() => {
                let instead = if self.text.is_empty() { Cell::Error(BROKEN) } else { Cell::Text(&self.text) };
                Value::Broken(instead, "a date that is none")
            }
            "date" => Value::Cell(Cell::IsoDate(self.value.trim())),
            "time" => match duration(self.value.trim()) {
                Some(days) => Value::Cell(Cell::Duration(days)),
                None => Value::Broken(Cell::Text(&self.text), "a time that is none"),
            },
            "boolean" => match xml::truth(&self.value) {
                Some(truth) => Value::Cell(Cell::Bool(truth)),
                None => Value::Broken(Cell::Text(&self.text), "a truth value that is none"),
            },
            // LibreOffice shows the empty text where that is the result.
            "" if self.is_formula && !self.is_shown => Value::Cell(Cell::NoResult),
            "string" if self.states_text() => Value::Cell(Cell::Text(&self.value)),
            _ if self.text.is_empty() => Value::Cell(Cell::Text(&self.value)),
            _ => Value::Cell(Cell::Text(&self.text)),
        }
    }

    /// Whether the text stated in the attribute is the value, as the standard says. In what is shown, white space collapses; but
    /// in an attribute line ends may have become spaces, which paragraphs keep.
    fn states_text(&self) -> bool {
        !self.value.is_empty() && (self.value.contains('\n') || !self.text.contains('\n'))
    }
}

/// A count of repeats or spans.
pub(super) fn count(value: &str) -> u32 {
    value.trim().parse::<u32>().unwrap_or(1).max(1)
}

/// Days of an ISO duration as OpenDocument writes it: `PT12H13M14.5S`.
fn duration(text: &str) -> Option<f64> {
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text), |text| (-1.0, text));
    let mut rest = text.strip_prefix('P')?;
    let (mut seconds, mut in_time, mut parts) = (0.0, false, 0);
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T') {
            (rest, in_time) = (time, true);
            continue;
        }
        let end = rest.find(|character: char| !character.is_ascii_digit() && character != '.')?;
        let number: f64 = rest[..end].parse().ok()?;
        let unit = match (rest.as_bytes()[end], in_time) {
            (b'D', false) => 86_400.0,
            (b'H', true) => 3_600.0,
            (b'M', true) => 60.0,
            (b'S', true) => 1.0,
            _ => return None,
        };
        seconds += number * unit;
        parts += 1;
        rest = &rest[end + 1..];
    }
    (parts > 0).then_some(sign * seconds / 86_400.0)
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_days() {
        for (text, expected) in [
            ("PT12H00M00S", Some(0.5)),
            ("PT36H", Some(1.5)),
            ("P1DT12H", Some(1.5)),
            ("-PT6H", Some(-0.25)),
            ("PT0S", Some(0.0)),
            ("PT", None),
            ("12:00", None),
            ("P1M", None),
            ("PT\u{e4}S", None),
        ] {
            assert_eq!(duration(text), expected, "{text}");
        }
    }
}
