//! One cell as OpenDocument states it: a typed value in attributes, and the text that is shown.

use lanegate_sheet::Cell;
use quick_xml::events::BytesStart;

use crate::sink::BROKEN;
use crate::{formulas, xml};

/// A cell's statement.
#[derive(Debug, Default, Clone)]
pub(super) struct Stated {
    /// `float`, `percentage`, `currency`, `date`, `time`, `boolean`, `string`, or nothing.
    kind: String,
    /// The attribute with a value of that type, if there is one.
    value: Option<String>,
    is_formula: bool,
    is_error: bool,
    /// True if the program says that it is no error.
    is_no_error: bool,
    /// The address behind it.
    pub(super) link: Option<String>,
    /// The text that is shown.
    pub(super) text: String,
    /// True if a text is shown, be it empty.
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
    /// Reads a cell's attributes; an invalid count of repeats is returned as it is written.
    pub(super) fn new(element: &BytesStart<'_>, is_covered: bool) -> Result<Self, String> {
        let mut stated = Self { repeated: 1, spans: (1, 1), is_covered, ..Self::default() };
        for (name, value) in xml::attributes(element) {
            match name {
                // LibreOffice states the type twice; an error is one only in its own namespace.
                "value-type" if value == "error" => stated.is_error = true,
                "value-type" if stated.kind.is_empty() => value.clone_into(&mut stated.kind),
                "value-type" => stated.is_no_error = true,
                "formula" => {
                    stated.is_formula = true;
                    if value.contains("HYPERLINK") {
                        stated.link = formulas::link(&xml::unescape(value));
                    }
                }
                "number-columns-repeated" => stated.repeated = count(value).ok_or(value)?,
                "number-rows-spanned" => stated.spans.0 = count(value).unwrap_or(1),
                "number-columns-spanned" => stated.spans.1 = count(value).unwrap_or(1),
                _ => {}
            }
        }
        let holder = match stated.kind.as_str() {
            "float" | "percentage" | "currency" => Some("value"),
            "date" => Some("date-value"),
            "time" => Some("time-value"),
            "boolean" => Some("boolean-value"),
            "string" => Some("string-value"),
            _ => None,
        };
        let value = xml::attributes(element).find(|(name, _)| match holder {
            Some(holder) => *name == holder,
            None => matches!(*name, "value" | "date-value" | "time-value" | "boolean-value" | "string-value"),
        });
        stated.value = value.map(|(_, value)| xml::unescape(value).into_owned());
        Ok(stated)
    }

    /// Bytes of its texts.
    pub(super) fn size(&self) -> usize {
        self.text.len() + self.stated().len()
    }

    fn stated(&self) -> &str {
        self.value.as_deref().unwrap_or_default()
    }

    /// The cell's value.
    pub(super) fn value(&self) -> Value<'_> {
        if self.is_error || (self.is_formula && !self.is_no_error && names_error(&self.text)) {
            return Value::Cell(Cell::Error(if self.text.is_empty() { "#ERROR" } else { &self.text }));
        }
        // LibreOffice states a text, or shows an empty one, where that is the result.
        if self.is_formula && self.value.is_none() && !self.is_shown {
            return Value::Cell(Cell::NoResult);
        }
        match self.kind.as_str() {
            "float" | "percentage" | "currency" => match self.stated().trim().parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Cell(Cell::Number(number)),
                _ => Value::Broken(Cell::Text(&self.text), "a number that is none"),
            },
            "date" if self.stated().trim().is_empty() => {
                let instead = if self.text.is_empty() { Cell::Error(BROKEN) } else { Cell::Text(&self.text) };
                Value::Broken(instead, "a date that is none")
            }
            "date" => Value::Cell(Cell::IsoDate(self.stated().trim())),
            "time" => match duration(self.stated().trim()) {
                Some(days) => Value::Cell(Cell::Duration(days)),
                None => Value::Broken(Cell::Text(&self.text), "a time that is none"),
            },
            "boolean" => match xml::truth(self.stated()) {
                Some(truth) => Value::Cell(Cell::Bool(truth)),
                None => Value::Broken(Cell::Text(&self.text), "a truth value that is none"),
            },
            "string" if self.states_text() => Value::Cell(Cell::Text(self.stated())),
            _ if self.text.is_empty() => Value::Cell(Cell::Text(self.stated())),
            _ => Value::Cell(Cell::Text(&self.text)),
        }
    }

    /// Returns true if the text stated in the attribute is the value, as the standard says. In what is shown, white space collapses; but
    /// in an attribute line ends may have become spaces, which paragraphs keep.
    fn states_text(&self) -> bool {
        let stated = self.stated();
        !stated.is_empty() && (stated.contains('\n') || !self.text.contains('\n'))
    }
}

/// A count of repeats, spans or spaces; none where it isn't one. Those beyond 32 bits reach past every end alike.
pub(super) fn count(value: &str) -> Option<u32> {
    let digits = value.trim();
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse::<u32>().unwrap_or(u32::MAX).max(1))
}

/// Returns true if a formula's result as it is shown is an error's name, in whatever language: `#N/A`, `#REF!`, `#NAME?`, `Err:502`.
fn names_error(text: &str) -> bool {
    if let Some(number) = text.strip_prefix("Err:") {
        return !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    }
    let Some(name) = text.strip_prefix('#') else { return false };
    let inner = name.strip_suffix(['!', '?']);
    let is_upper = |character: char| character.is_uppercase() || matches!(character, '/' | '_' | '0');
    matches!(name, "N/A" | "NV" | "N/D" | "NB")
        || inner.is_some_and(|inner| inner.len() > 2 && inner.chars().all(is_upper))
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
    use super::{count, duration, names_error};

    #[test]
    fn counts_are_numbers_and_nothing_else() {
        for (text, expected) in [
            ("3", Some(3)),
            (" 16384 ", Some(16_384)),
            ("+2", Some(2)),
            ("0", Some(1)),
            ("4294967296", Some(u32::MAX)),
            ("99999999999999999999999", Some(u32::MAX)),
            ("-1", None),
            ("1e3", None),
            ("2.0", None),
            ("", None),
            ("+", None),
        ] {
            assert_eq!(count(text), expected, "{text}");
        }
    }

    #[test]
    fn errors_are_known_by_their_names() {
        for name in ["#N/A", "#REF!", "#NAME?", "#DIV/0!", "#VALUE!", "#WERT!", "#NV", "Err:502", "#NULL!"] {
            assert!(names_error(name), "{name}");
        }
        for text in ["#1 priority", "#5", "#sales", "#Top!", "# REF!", "#", "#!", "Err: none", "Err:", "", "#N/A yet"] {
            assert!(!names_error(text), "{text}");
        }
    }

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
