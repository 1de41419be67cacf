//! Number formats: which of them show a number as a date, a time of day or elapsed time.

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Shown {
    /// A number.
    #[default]
    Number,
    /// A date or a time of day.
    Date,
    /// Elapsed time, as `[h]:mm`.
    Duration,
}

/// The meaning of a format that every Excel knows by number.
pub(crate) const fn builtin(id: u32) -> Shown {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Shown::Date,
        46 => Shown::Duration,
        _ => Shown::Number,
    }
}

/// The meaning of a format code, by its first section (the one for positive numbers).
pub(crate) fn code(format: &str) -> Shown {
    let mut shown = Shown::Number;
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        match character {
            // The next character stands for itself, for its width, or is repeated.
            '\\' | '_' | '*' => {
                characters.next();
            }
            '"' => {
                characters.find(|&character| character == '"');
            }
            '[' => {
                let inner: String = characters.by_ref().take_while(|&character| character != ']').collect();
                // `[Red]`, `[$-409]` and `[>100]` are colours, locales and conditions; `[h]`, `[mm]` is elapsed time.
                let elapsed = ["h", "m", "s"].iter().any(|unit| {
                    let inner = inner.to_ascii_lowercase();
                    !inner.is_empty() && inner.replace(unit, "").is_empty()
                });
                if elapsed && shown == Shown::Number {
                    shown = Shown::Duration;
                }
            }
            ';' => break,
            'd' | 'D' | 'y' | 'Y' => return Shown::Date,
            'h' | 'H' | 'm' | 'M' | 's' | 'S' if shown == Shown::Number => shown = Shown::Date,
            _ => {}
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_apart() {
        for (format, expected) in [
            ("General", Shown::Number),
            ("0.00E+00", Shown::Number),
            ("#,##0 \"days\"", Shown::Number),
            ("0\\ \\d", Shown::Number),
            ("[Red]0.00", Shown::Number),
            ("_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)", Shown::Number),
            ("_d0", Shown::Number),
            ("0;yyyy", Shown::Number),
            ("@", Shown::Number),
            ("yyyy-mm-dd", Shown::Date),
            ("DD/MM/YYYY", Shown::Date),
            ("[$-409]d\\-mmm\\-yy;@", Shown::Date),
            ("h:mm AM/PM", Shown::Date),
            ("\"on \"d.m.", Shown::Date),
            ("mm:ss.0", Shown::Date),
            ("[h]:mm:ss", Shown::Duration),
            ("[mm]:ss", Shown::Duration),
            ("[hh]", Shown::Duration),
            ("d [h]:mm", Shown::Date),
            ("", Shown::Number),
            ("\"never closed", Shown::Number),
            ("[never closed", Shown::Number),
        ] {
            assert_eq!(code(format), expected, "{format}");
        }
        assert_eq!((builtin(14), builtin(46), builtin(2)), (Shown::Date, Shown::Duration, Shown::Number));
    }
}
