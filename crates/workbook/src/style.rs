//! How cells look: by what they hold and what is said about them.

use lanegate_wire::Severity;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// What a cell holds, as its number format shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A number or a truth value.
    General,
    /// Text: what is typed there again stays text.
    Text,
    /// A day.
    Date,
    /// A day and a time.
    DateTime,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
}

impl Shape {
    const ALL: [Self; 6] = [Self::General, Self::Text, Self::Date, Self::DateTime, Self::Time, Self::Duration];

    /// The plain format.
    pub(crate) fn format(self) -> Format {
        let format = Format::new();
        match self {
            Self::General => format,
            // "@", by the number that every program knows it by.
            Self::Text => format.set_num_format_index(49),
            Self::Date => format.set_num_format("yyyy-mm-dd"),
            Self::DateTime => format.set_num_format("yyyy-mm-dd hh:mm:ss"),
            Self::Time => format.set_num_format("hh:mm:ss"),
            Self::Duration => format.set_num_format("[h]:mm:ss"),
        }
    }
}

/// What is said about a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The gravest finding.
    pub severity: Option<Severity>,
    /// Another value than the file's stands in it.
    pub corrected: bool,
    /// Its row is not imported.
    pub left_out: bool,
}

impl Mark {
    const fn place(self) -> usize {
        let severity = match self.severity {
            None => 0,
            Some(Severity::Error) => 1,
            Some(Severity::Warning) => 2,
            Some(Severity::Info) => 3,
        };
        4 * severity + 2 * self.corrected as usize + self.left_out as usize
    }

    fn all() -> impl Iterator<Item = Self> {
        SEVERITIES.into_iter().flat_map(|severity| {
            [(false, false), (false, true), (true, false), (true, true)].map(|(corrected, left_out)| Self {
                severity,
                corrected,
                left_out,
            })
        })
    }
}

const SEVERITIES: [Option<Severity>; 4] = [None, Some(Severity::Error), Some(Severity::Warning), Some(Severity::Info)];
const MARKS: usize = 4 * SEVERITIES.len();

/// The fill that tells a severity.
pub(crate) const fn fill(severity: Severity) -> Color {
    match severity {
        Severity::Error => Color::RGB(0xFF_C7CE),
        Severity::Warning => Color::RGB(0xFF_EB9C),
        Severity::Info => Color::RGB(0xDD_EBF7),
    }
}

/// The border and the fill of a corrected cell.
pub(crate) const CORRECTED: (Color, Color) = (Color::RGB(0x37_8754), Color::RGB(0xC6_EFCE));

/// The formats of the rows' cells, made once.
pub(crate) struct Styles(Vec<Format>);

impl Styles {
    pub(crate) fn new() -> Self {
        Self(Shape::ALL.into_iter().flat_map(|shape| Mark::all().map(move |mark| format(shape, mark))).collect())
    }

    /// How many there are.
    pub(crate) const COUNT: usize = Shape::ALL.len() * MARKS;

    /// All of them, each at its place.
    pub(crate) fn all(&self) -> &[Format] {
        &self.0
    }

    /// The place of the format for a shape and a mark.
    pub(crate) const fn place(shape: Shape, mark: Mark) -> usize {
        shape as usize * MARKS + mark.place()
    }
}

fn format(shape: Shape, mark: Mark) -> Format {
    let mut format = shape.format();
    if mark.left_out {
        format = format.set_font_strikethrough().set_font_color(Color::Gray);
    }
    if mark.corrected {
        format = format.set_border(FormatBorder::Thin).set_border_color(CORRECTED.0);
    }
    match (mark.severity, mark.corrected) {
        (Some(severity), _) => format.set_background_color(fill(severity)),
        (None, true) => format.set_background_color(CORRECTED.1),
        (None, false) => format,
    }
}

/// Headers of the tables that Lanegate writes.
pub(crate) fn header() -> Format {
    Format::new().set_bold().set_font_color(Color::White).set_background_color(Color::RGB(0x1F_3A5F))
}

/// Headers of columns that a row can do without.
pub(crate) fn optional_header() -> Format {
    Format::new().set_bold().set_font_color(Color::RGB(0x1F_3A5F)).set_background_color(Color::RGB(0xD6_E0EC))
}

/// A sheet's title.
pub(crate) fn title() -> Format {
    Format::new().set_bold().set_font_size(14)
}

/// Text that runs over several lines.
pub(crate) fn wrapped() -> Format {
    Shape::Text.format().set_text_wrap().set_align(FormatAlign::Top)
}

/// Text of a table, as it stands.
pub(crate) fn plain_text() -> Format {
    Shape::Text.format().set_align(FormatAlign::Top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_and_mark_has_a_look_of_its_own() {
        let styles = Styles::new();
        assert_eq!(styles.0.len(), Styles::COUNT);
        for (at, format) in styles.0.iter().enumerate() {
            assert!(!styles.0[..at].contains(format), "{at}");
        }
        for (place, shape) in Shape::ALL.into_iter().enumerate() {
            assert_eq!(shape as usize, place);
            for mark in Mark::all() {
                assert_eq!(styles.0[Styles::place(shape, mark)], format(shape, mark));
            }
        }
    }
}
