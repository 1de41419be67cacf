//! Every reason for which a file is refused outright, declared once.

use lanegate_wire::Unreadable;

/// A reason to refuse a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// A stable code.
    pub code: &'static str,
    /// What is wrong; `{}` stands for the particular.
    pub message: &'static str,
    /// What to do next.
    pub hint: &'static str,
}

impl Refusal {
    /// The refusal with its particular filled in.
    #[must_use]
    pub fn with(&self, particular: &str) -> Unreadable {
        Unreadable {
            code: self.code.to_owned(),
            message: self.message.replace("{}", particular),
            hint: self.hint.to_owned(),
        }
    }
}

/// The file holds nothing.
pub const EMPTY_FILE: Refusal = Refusal {
    code: "empty_file",
    message: "This file is empty: it has no content at all.",
    hint: "Open the original in Excel, check that it holds your rows, save it and choose it again.",
};

/// The file is something else.
pub const NOT_A_SPREADSHEET: Refusal = Refusal {
    code: "not_a_spreadsheet",
    message: "This is not a spreadsheet: it is {}.",
    hint: "Choose an Excel file (.xlsx, .xlsm, .xlsb, .xls), an OpenDocument sheet (.ods) or a .csv file. \
           If Excel can open this one, save it there as .xlsx first.",
};

/// The file needs a password.
pub const ENCRYPTED: Refusal = Refusal {
    code: "encrypted",
    message: "This file is protected with a password.",
    hint: "Open it in Excel with the password, choose File, Info, Protect Workbook, Encrypt with Password, \
           clear the password, save, and choose it again.",
};

/// The file is of an Excel older than 97.
pub const LEGACY_EXCEL: Refusal = Refusal {
    code: "legacy_excel",
    message: "This file was written in the format of {}, which is too old to be read here.",
    hint: "Open it in Excel or LibreOffice, save it as .xlsx, and choose that file.",
};

/// The file is incomplete or its parts contradict each other.
pub const DAMAGED: Refusal = Refusal {
    code: "damaged",
    message: "This file is damaged or incomplete: {}.",
    hint: "If you downloaded it or got it by e-mail, get it again. Otherwise open it in Excel, which may repair it, \
           save it under a new name, and choose that file.",
};

/// The file is larger than can be checked at once.
pub const TOO_LARGE: Refusal = Refusal {
    code: "too_large",
    message: "This file is too large to be read here: {}.",
    hint: "Delete sheets, columns and rows that are not part of the import, or split the rows over several files.",
};

/// A text file has a field without an end.
pub const UNCLOSED_QUOTE: Refusal = Refusal {
    code: "unclosed_quote",
    message: "In this text file a quotation mark that opens in row {} is never closed, so all that follows would be one cell.",
    hint: "Open the file in a text editor, close or delete that quotation mark, save, and choose it again.",
};

/// The file has no sheet of cells.
pub const NO_SHEETS: Refusal = Refusal {
    code: "no_sheets",
    message: "This workbook has no sheet with cells; charts and macros hold no rows.",
    hint: "Open it in Excel, put your rows on a normal sheet, save, and choose it again.",
};

/// The workbook has no sheet of that number.
pub const NO_SUCH_SHEET: Refusal = Refusal {
    code: "no_such_sheet",
    message: "This workbook has no sheet {}.",
    hint: "Choose one of the sheets that it has.",
};

/// All refusals, in the order in which a reader meets them.
pub const REFUSALS: &[Refusal] = &[
    EMPTY_FILE,
    NOT_A_SPREADSHEET,
    ENCRYPTED,
    LEGACY_EXCEL,
    DAMAGED,
    TOO_LARGE,
    UNCLOSED_QUOTE,
    NO_SHEETS,
    NO_SUCH_SHEET,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_every_refusal_says_what_to_do() {
        let mut codes: Vec<_> = REFUSALS.iter().map(|refusal| refusal.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), REFUSALS.len());
        for refusal in REFUSALS {
            assert!(refusal.hint.len() > 20, "{}", refusal.code);
            assert!(refusal.message.ends_with('.') && refusal.hint.ends_with('.'), "{}", refusal.code);
            assert!(refusal.message.matches("{}").count() <= 1, "{}", refusal.code);
        }
    }
}
