//! Names of sheets, within Excel's rules and each once in a workbook.

/// Excel's limit, in UTF-16 units.
const MAX: usize = 31;

/// A sheet's name as Excel takes it: a text file's is its own name, which may be anything.
pub(crate) fn allowed(name: &str) -> String {
    let replaced: String =
        name.chars().map(|c| if c.is_control() || "[]:*?/\\".contains(c) { '_' } else { c }).collect();
    let kept = shortened(replaced.trim_matches(['\'', ' ']), MAX);
    // Excel keeps this one for itself.
    if kept.is_empty() || kept.eq_ignore_ascii_case("history") { "Rows".to_owned() } else { kept.to_owned() }
}

/// The name, or the name with a number, that differs from those taken, whatever the case.
pub(crate) fn free(name: &str, taken: &[&str]) -> String {
    let is_free = |name: &str| taken.iter().all(|other| other.to_lowercase() != name.to_lowercase());
    let mut free = name.to_owned();
    let mut number = 1;
    while !is_free(&free) {
        number += 1;
        free = format!("{name} {number}");
    }
    free
}

/// A link to a cell of a sheet.
pub(crate) fn link(sheet: &str, cell: &str) -> String {
    format!("internal:'{}'!{cell}", sheet.replace('\'', "''"))
}

fn shortened(text: &str, units: usize) -> &str {
    let mut taken = 0;
    let end = text.char_indices().find(|(_, c)| {
        taken += c.len_utf16();
        taken > units
    });
    end.map_or(text, |(at, _)| text[..at].trim_end_matches(['\'', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_becomes_one_that_excel_takes() {
        for (name, expected) in [
            ("Meetings 2025", "Meetings 2025"),
            ("a/b:c[d]", "a_b_c_d_"),
            ("'quoted'", "quoted"),
            ("  ", "Rows"),
            ("History", "Rows"),
            ("123456789012345678901234567890 x", "123456789012345678901234567890"),
        ] {
            assert_eq!(allowed(name), expected);
        }
        let long = "😀".repeat(40);
        assert_eq!(allowed(&long).encode_utf16().count(), 30);
        assert!(rust_xlsxwriter::utility::check_sheet_name(&allowed(&long)).is_ok());
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        assert_eq!(free("Findings", &["Rows"]), "Findings");
        assert_eq!(free("Findings", &["FINDINGS", "findings 2"]), "Findings 3");
        assert_eq!(link("Bo's list", "B4"), "internal:'Bo''s list'!B4");
    }
}
