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
        // From 71 on Thai ones.
        14..=22 | 27..=36 | 45 | 47 | 50..=58 | 71..=78 | 80 | 81 => Shown::Date,
        46 | 79 => Shown::Duration,
        _ => Shown::Number,
    }
}

/// The meaning of a format code, by its first section (the one for positive numbers).
pub(crate) fn code(format: &str) -> Shown {
    let mut shown = Shown::Number;
    let (mut has_digits, mut has_era) = (false, false);
    let mut rest = format;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        match character {
            // The next character stands for itself, for its width, or is repeated.
            '\\' | '!' | '_' | '*' => {
                rest = rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default()
            }
            '"' => rest = rest.split_once('"').map_or("", |(_, after)| after),
            '[' => {
                let (inner, after) = rest.split_once(']').unwrap_or((rest, ""));
                rest = after;
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
            '0' | '#' | '?' => has_digits = true,
            'g' | 'G' if rest.get(..6).is_some_and(|rest| rest.eq_ignore_ascii_case("eneral")) => rest = &rest[6..],
            // A power of ten.
            'e' | 'E' if rest.starts_with(['+', '-']) => {}
            // The year of an era or of the Buddha, and the day of the week, as East Asian and Thai formats have them.
            'e' | 'E' | 'b' | 'B' => has_era = true,
            'g' | 'G' => has_era |= begins_with(rest, character, 1),
            'a' | 'A' => has_era |= begins_with(rest, character, 2),
            _ => {}
        }
    }
    if has_era && !has_digits && shown == Shown::Number { Shown::Date } else { shown }
}

/// Returns true if the text begins with so many of a character.
fn begins_with(rest: &str, character: char, count: usize) -> bool {
    rest.chars().take(count).filter(|&next| next == character).count() == count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_format_takes_no_longer_than_its_length() {
        let started = std::time::Instant::now();
        for character in ["x", "a", "g", "b"] {
            code(&character.repeat(1_000_000));
        }
        assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
    }

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
            ("e", Shown::Date),
            ("ggge", Shown::Date),
            ("[$-411]ggge\"\u{5e74}\"", Shown::Date),
            ("aaaa", Shown::Date),
            ("aaa", Shown::Date),
            ("bbb", Shown::Date),
            ("bbbb", Shown::Date),
            ("0!d", Shown::Number),
            ("0!y", Shown::Number),
            ("0E+0", Shown::Number),
            ("##0.0e-0", Shown::Number),
            ("GENERAL", Shown::Number),
            ("[Red]General", Shown::Number),
            ("General\" a\"", Shown::Number),
            ("0.0 g", Shown::Number),
            ("0.0 gg", Shown::Number),
            ("0 b", Shown::Number),
            ("#,##0 EUR", Shown::Number),
            ("0a", Shown::Number),
            ("A/P", Shown::Number),
            ("\\", Shown::Number),
            ("!", Shown::Number),
            ("", Shown::Number),
            ("\"never closed", Shown::Number),
            ("[never closed", Shown::Number),
        ] {
            assert_eq!(code(format), expected, "{format}");
        }
        assert_eq!((builtin(14), builtin(46), builtin(2)), (Shown::Date, Shown::Duration, Shown::Number));
    }
}
