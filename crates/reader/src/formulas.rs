//! Facts about formulas besides their results: whether any program calculated these, and the address in a `HYPERLINK`.

use lanegate_sheet::{Cell, HazardKind};

use crate::sink::Sink;

/// Results of a sheet's formulas. Libraries that can't calculate write 0 (or, in `.xls`, the empty text) as the result of each, and ask
/// Excel to calculate when it opens the file. If there is any other result, a program has calculated.
#[derive(Debug, Default)]
pub(crate) struct Results {
    /// True if the workbook wants to be calculated when it is opened.
    pub(crate) wanted: bool,
    doubtful: Vec<(u32, u32)>,
    calculated: bool,
}

impl Results {
    /// A formula's result in this cell may not have been calculated.
    pub(crate) fn doubt(&mut self, row: u32, column: u32) {
        if !self.calculated {
            self.doubtful.push((row, column));
        }
    }

    /// A formula's result was calculated.
    #[inline]
    pub(crate) fn trust(&mut self) {
        if !self.calculated {
            (self.doubtful, self.calculated) = (Vec::new(), true);
        }
    }
}

impl Sink {
    /// Removes the results that no program calculated.
    pub(crate) fn settle_results(&mut self) {
        for (row, column) in std::mem::take(&mut self.results.doubtful) {
            // There is room: each takes the place of another value.
            if self.sheet.set(row, column, Cell::NoResult).is_ok() {
                self.hazards.note(HazardKind::FormulaWithoutResult, Some((row, column)), "");
            }
        }
    }
}

/// Functions whose result is a text, whatever they are given.
const OF_TEXT: [&str; 17] = [
    "CONCATENATE",
    "CONCAT",
    "TEXTJOIN",
    "LOWER",
    "UPPER",
    "PROPER",
    "TRIM",
    "CLEAN",
    "LEFT",
    "RIGHT",
    "MID",
    "SUBSTITUTE",
    "REPLACE",
    "TEXT",
    "REPT",
    "CHAR",
    "FIXED",
];

/// Returns true if a formula as Excel writes it can only give a text, or an error: a whole call of such a function, or texts joined by `&`.
/// A number cannot be its result.
pub(crate) fn gives_text(formula: &str) -> bool {
    let formula = formula.trim().trim_start_matches('=').trim_start_matches("_xlfn.");
    let (mut depth, mut quoted, mut joins, mut closed_at) = (0_u32, false, false, None);
    for (at, byte) in formula.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'(' | b'{' => depth += 1,
            b')' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && closed_at.is_none() {
                    closed_at = Some(at);
                }
            }
            // What is compared is true or false.
            b'=' | b'<' | b'>' if depth == 0 => return false,
            b'&' if depth == 0 => joins = true,
            _ => {}
        }
    }
    let name = formula.split('(').next().unwrap_or_default();
    let is_whole_call = closed_at == Some(formula.trim_end().len().wrapping_sub(1));
    joins || (is_whole_call && OF_TEXT.iter().any(|function| name.trim_end().eq_ignore_ascii_case(function)))
}

/// The address in a formula that is nothing but a link to one.
pub(crate) fn link(formula: &str) -> Option<String> {
    let formula = formula.trim().trim_start_matches("of:").trim_start_matches("oooc:").trim_start_matches('=');
    let (name, arguments) = formula.split_once('(')?;
    let inner = arguments.trim_start().strip_prefix('"').filter(|_| name.trim().eq_ignore_ascii_case("HYPERLINK"))?;
    let mut address = String::new();
    let mut rest = inner;
    loop {
        let (before, after) = rest.split_once('"')?;
        address.push_str(before);
        match after.strip_prefix('"') {
            // A quotation mark in a text is written twice.
            Some(more) => {
                address.push('"');
                rest = more;
            }
            None => {
                let is_whole = after.trim_start().starts_with([',', ';', ')']);
                return is_whole.then_some(address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_that_give_texts_are_known() {
        for formula in [
            "CONCATENATE(\"a\",A1)",
            "\"Re\"&\"tail\"",
            "LOWER(\"REFERRAL\")",
            "=A1&B1",
            " _xlfn.TEXTJOIN(\",\",TRUE,A1:A3) ",
            "A1&\" (\"&SUM(B1)&\")\"",
            "lower(IF(A1>0,\"x\",\"y\"))",
            "LEFT(A1,2)&RIGHT(A1,3)",
        ] {
            assert!(gives_text(formula), "{formula}");
        }
        for formula in [
            "",
            "A1",
            "SUM(A1:A3)",
            "IF(A1=\"a&b\",0,1)",
            "LEN(A1&B1)",
            "A1&B1=C1",
            "VALUE(\"1\"&\"2\")",
            "LEFT(A1,1)+RIGHT(A1,1)",
            "LEFT(A1)*1",
            "VLOOKUP(A1&B1,C:D,2,0)",
            "TEXT",
            "\"a\"",
            "{1,2}",
        ] {
            assert!(!gives_text(formula), "{formula}");
        }
    }

    #[test]
    fn the_address_of_a_link_is_found() {
        for (formula, expected) in [
            ("HYPERLINK(\"https://a.example/x\",\"Profile\")", Some("https://a.example/x")),
            ("of:=HYPERLINK(\"mailto:a@b.example\";\"A\")", Some("mailto:a@b.example")),
            ("=hyperlink( \"a\"\"b\" )", Some("a\"b")),
            ("HYPERLINK(\"mailto:\"&A1,\"A\")", None),
            ("HYPERLINK(A1)", None),
            ("IF(A1,HYPERLINK(\"x\"))", None),
            ("HYPERLINK(\"never closed", None),
        ] {
            assert_eq!(link(formula).as_deref(), expected, "{formula}");
        }
    }
}
