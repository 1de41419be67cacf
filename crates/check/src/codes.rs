//! Every finding code, declared once: what it means, how grave it is, what to do.
//!
//! Page, command line and documentation read the codes from here.

use lanegate_wire::Severity::{self, Error, Info, Warning};

/// A kind of remark about a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Its stable name.
    pub name: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What it means, in a few words: a heading for a group of findings.
    pub title: &'static str,
    /// What it means and why it matters, for `lanegate explain`.
    pub explanation: &'static str,
}

/// The codes by name, as constants and as [`CODES`], from one list.
macro_rules! declare {
    ($($constant:ident $name:literal $severity:ident $title:literal $explanation:literal;)*) => {
        $(#[doc = $title] pub const $constant: &Code = &Code { name: $name, severity: $severity, title: $title, explanation: $explanation };)*
        /// Every code, in the order of the steps that find them: file, columns, cells, rows, sheet.
        pub const CODES: &[&Code] = &[$($constant),*];
    };
}

declare! {
    // The file: what an Excel user may not see.
    NO_ROWS "no_rows" Warning "No rows below the headers"
        "The sheet has headers and nothing below them, so there is nothing to import. Perhaps the rows are on another sheet.";
    OTHER_SHEET "other_sheet" Info "Another sheet holds data too"
        "Only one sheet is imported at a time. Choose the other one to import it as well.";
    FITTING_SHEET "other_sheet_fits" Warning "Another sheet contains rows of the same kind"
        "Several sheets of the file contain rows of this kind. Only one sheet is imported at a time: import the file again for each of the others, or put all rows on one sheet.";
    HIDDEN_SHEET "hidden_sheet" Info "A hidden sheet is not imported"
        "The file holds a sheet that Excel does not show. It is not read unless you choose it.";
    HIDDEN_ROWS "hidden_rows" Warning "Rows that Excel hides are imported"
        "Somebody hid these rows; Excel does not show them, but the file holds them. They are imported like all others. Unhide them to look, or delete them from the file.";
    HIDDEN_COLUMNS "hidden_columns" Warning "Columns that Excel hides are imported"
        "These columns are hidden in Excel, but the file contains their values, and they are imported like all others. Unhide the columns to check them, or choose not to import them.";
    FILTERED_ROWS "filtered_rows" Warning "Rows that a filter leaves out are imported"
        "A filter is set in Excel, and these rows are out of sight. The file holds them all the same, and they are imported like all others. Clear the filter to look; delete them from the file if they are not meant.";
    ROWS_WITHOUT_VALUES "rows_without_values" Warning "Rows with nothing to import"
        "These rows hold something, but nothing in any column that is imported: a formula that was copied too far down, or a remark in the margin. They are not imported.";
    NON_DATA_ROWS "non_data_rows" Warning "Rows that are no data"
        "Several rows below the headers are totals, notes, titles, repeated headers, or the like. Each of them blocks until it is skipped. All of them can be skipped at once, and in the next file with the same headers, too.";
    MERGED_CELLS "merged_cells" Warning "Merged cells"
        "Only the first cell of a merged block holds its value; the others are blank. Unmerge the cells and fill the value into each row.";
    DATES_1904 "dates_1904" Info "The file counts its dates from 1904"
        "Files from old versions of Excel for Mac count dates from 1904. The dates were read so; check one against what Excel shows.";
    NUMBERS_AS_TEXT "numbers_stored_as_text" Info "Numbers are stored as text"
        "Excel marks such cells with a green corner: they look like numbers, but sums leave them out. Here they are read as the numbers that they show.";
    BLANK_RANGE "blank_range" Info "The sheet is said to be much larger than it is"
        "The file says that the sheet reaches much further than its last cell, often because formats were set for whole columns. Nothing is missing; the file is only larger than it has to be.";
    GUESSED_ENCODING "guessed_encoding" Warning "The text's encoding was guessed"
        "The file is not Unicode text, so letters like é or ü may be wrong. Look at some names; if they are wrong, save the file as \"CSV UTF-8\".";
    UNUSUAL_QUOTES "unusual_quotes" Info "Quotation marks are used in an unusual way"
        "The text file marks its values differently than most programs do: quotation marks escaped by backslashes, single ones, blanks before them, or whole lines in quotation marks. The meaning is certain, so the file was read that way. Compare one of these rows with the file.";
    ROWS_END_EARLY "rows_end_early" Info "Rows end before the last column"
        "Some lines of the text file have fewer fields than its header, because many programs leave blank fields out at the end of a line. What is missing counts as blank.";
    UNREADABLE_SHEET "unreadable_sheet" Warning "Another sheet can't be read"
        "A sheet other than the one that is imported is damaged or too large, so that nobody can say whether it holds rows as well. Choose it to be told what is wrong with it.";
    BROKEN_CELL "broken_cell" Warning "Cells that could not be read as they were meant"
        "The file refers to values that it does not contain, or holds some that are none: a number that is no number, a character that is broken. Such a cell is an error, or its text is kept. Open the file in Excel, look at these cells and save it again.";
    SECOND_READER "second_reader" Warning "The file is not quite in order"
        "Parts of the file contradict each other, so it was read in another way than usual. Hidden rows, merged cells and formulas without a result could not be recognised then. Open it in Excel and save it again; what it saves is in order.";
    CHECK_CONTINUED "check_continued" Info "The check of an annotated copy goes on"
        "The file is a copy that Lanegate wrote. What was chosen when it was written, and what its cells can't show, is taken over: the order of text dates, columns matched by hand, rows left out.";
    STAMP_UNUSED "stamp_unused" Info "What Lanegate wrote into the file is not used"
        "Templates and annotated copies say of themselves what they are. This file says it in a form that can't be used any more, so it was read like every other file. Nothing is missing from its rows.";

    // Columns.
    HEADER_ROW "header_row_found" Info "The headers are not in the first row"
        "The rows above the headers are not imported.";
    ROWS_ABOVE_HEADER "rows_above_header" Warning "Rows above the headers look like data"
        "At least two rows above the header row have values in three columns or more. They aren't imported. If they are data, choose another header row, or move them below it.";
    COLUMNS_SHIFTED "columns_shifted" Error "The headers are shifted against the values"
        "The values seem to belong to the headers one column further on, because a program wrote row numbers without a header, or a header without row numbers. Nothing is imported until you say which it is: shift the headers, or say that they are right.";
    COLUMN_MISSING "column_missing" Error "A required column is missing"
        "No column of the file has this header, so no row can be imported. Say which column contains the values, join several columns that give them together, or give one value for all rows. Or add the column to the file.";
    COLUMN_TWICE "column_twice" Error "Two columns have the same meaning"
        "Two columns of the file match the same template column. Which one counts can't be guessed: say which one it is, or rename or remove the other.";
    COLUMN_SUGGESTED "column_suggested" Warning "A column may be one of the template"
        "The header is not known, but it is nearly one that is, or the column holds such values as a column of the template does. It is not imported unless you say so.";
    COLUMN_NOT_IMPORTED "column_not_imported" Info "A column is not imported"
        "The template has no such column. Its values stay in your file, unless they are joined with others into a column of the template.";
    LIST_MISSING "list_missing" Error "A list of IDs isn't available"
        "The IDs of a column are looked up in a list, a second file, and this list isn't available: lists stay in the browser in which they were chosen, and the command line reads the list anew each time. No row can be imported without it. Choose the list again, or undo the lookup.";
    DUPLICATE_HEADERS "duplicate_headers" Info "Two columns have the same header"
        "None of them is imported, so nothing depends on it here; but whoever reads the file can't tell them apart.";
    TABLE_BESIDE "table_beside" Warning "Another table stands beside the first"
        "After an empty column, the headers begin again. Only the first table is imported. Put the other one on a sheet of its own to import it as well.";
    SEVERAL_ADDRESSES "several_addresses" Warning "Cells with several e-mail addresses"
        "Several cells of the column contain more than one address, and only one can be imported. Take the first of each cell in the whole column, or choose one in each cell.";
    FIX_NOT_APPLIED "fix_not_applied" Warning "A correction does not fit the file"
        "One of the corrections names a cell, a column or a row that is not there, so it changes nothing. Perhaps it was made for another file.";
    NOTHING_SKIPPED "nothing_skipped" Info "No row has a value by which rows are skipped"
        "Rows with a value in a column are to be skipped, but no row has this value there. It may be misspelled. An answer that was given for an earlier file may have nothing to skip in this one.";

    // Cells.
    REQUIRED_MISSING "required_missing" Error "A required value is missing"
        "The cell is blank, or holds spaces only, and every row needs a value here.";
    VALUE_IN_OTHER_COLUMN "value_in_other_column" Warning "Another column contains the value"
        "The cell is blank, but a second column of the same meaning, which isn't imported, has a value in this row. It would be lost. Copy it, or take the other column instead.";
    ERROR_VALUE "error_value" Error "The cell contains an error value"
        "A formula went wrong: #N/A, #REF!, Err:502, and the like, as an error or as text. Replace it with the value.";
    NO_RESULT "no_result" Error "A formula without a result"
        "The file holds the formula, but not its result, as files made by programs often do. Open it in Excel, let it calculate, and save it.";
    CONTROL_CHARACTER "control_character" Error "A character that can't be stored"
        "The text holds an invisible control character, usually from a faulty export. Type the text again.";
    INVISIBLE_REMOVED "invisible_removed" Info "Invisible characters were removed"
        "The text held characters that can't be seen, such as a zero-width space from a copied web page. They are left out, since they would make equal texts different.";
    MARK_REMOVED "mark_removed" Info "A mark around the value was removed"
        "The value had an apostrophe in front or =\"…\" around it. Programs write these marks so that a spreadsheet keeps the value as text; they aren't part of it.";
    TOO_LONG "too_long" Error "The text is too long"
        "The column holds texts up to a fixed length. Shorten it.";
    NOT_TEXT "not_text" Error "Not a text"
        "The cell holds a date or a truth value where a text belongs. Format the cell as text and type what you mean.";
    DAMAGED_TEXT "damaged_text" Warning "A text that was damaged on its way"
        "Letters were read in the wrong encoding (MÃ¼hle for Mühle), or codes of web pages, workbooks, or e-mails were left in the text (&amp;, <br>, _x000D_). Damaged names aren't recognized as the same. Where the text can be told, it is offered; lost letters have to be typed again.";
    LEADING_APOSTROPHE "leading_apostrophe" Info "A text that begins with an apostrophe"
        "The apostrophe is stored as part of the text, since names such as 'Ohana have one. Some programs write one before every text; then it should go.";
    DIGITS_LOST "digits_lost" Warning "A number that lost its last digits"
        "Spreadsheets keep 15 digits of a number, and turn the others into zeros. An ID with more digits is wrong after that, and several may have become the same. Copy it from its source into a column that is formatted as text.";
    PLACEHOLDER "placeholder" Error "A placeholder instead of a value"
        "The cell contains a word or sign for \"no value\", such as n/a, NULL, none, TBD, or a dash, and nothing else. It would be stored like a name. Blank the cell where no value is needed; all cells alike can be blanked at once.";
    NUMBER_AS_TEXT "number_as_text" Info "A number was taken as text"
        "The cell holds a number where a text belongs; its digits are stored as text.";
    NOT_IN_LIST "not_in_list" Error "Not one of the allowed values"
        "The column takes a fixed list of values; upper and lower case and spaces don't matter.";
    NOT_RECOMMENDED "not_recommended" Info "An unusual value"
        "The value is allowed, but it is not among the recommended ones; lists are easier to filter when they agree.";
    NOT_A_UUID "not_a_uuid" Error "Not an id"
        "An id is a UUID: 32 hexadecimal digits in five groups, 8-4-4-4-12. Copy it from the system that made it.";
    ID_NOT_FOUND "id_not_found" Error "A value isn't in the list of IDs"
        "The ID was looked up in a list, which doesn't have this value. Add it to the list, correct the value, or type the ID. In a column where no row needs an ID, all cells alike can be blanked; such rows are imported without the ID.";
    ID_AMBIGUOUS "id_ambiguous" Error "An ID to choose"
        "The list has several IDs for the value, or only a similar one: the same name with another legal form, such as Acme for Acme Inc, or the domain above a domain. IDs are never guessed. Choose the right one; it counts for all rows with this value.";
    NOT_AN_EMAIL "not_an_email" Error "Not an e-mail address"
        "An address looks like name@example.com: one address, without a name, brackets, or punctuation around it.";
    NOT_LINKEDIN "not_linkedin" Error "Not a LinkedIn address"
        "The cell needs one address on linkedin.com that names a person, such as https://www.linkedin.com/in/ann-lee. Search results, the feed, and short links don't name a person.";
    LINKEDIN_NORMALISED "linkedin_normalised" Info "The LinkedIn address was put into its usual form"
        "It is stored as https://www.linkedin.com/… without tracking parts, so that the same profile is recognised again.";
    LINKEDIN_NOT_A_PERSON "linkedin_not_a_person" Warning "A LinkedIn page that isn't a person's"
        "The address is the page of a company or school. It's stored, but partners of one company share it, so no partner is recognized by it. If you know the person's profile, enter its address.";
    NOT_WHOLE "not_whole" Error "Not a whole number"
        "The column takes whole numbers from 1.";

    // Dates.
    NOT_A_DATE "not_a_date" Error "Not a date"
        "The cell holds no date. Type it as a date, or as text like 2025-05-01.";
    DATE_NUMBER "date_number" Error "A number instead of a date"
        "The cell contains a bare number. It may be a date that lost its format, a date without marks such as 20250501, or a count of seconds. Format the cell as a date, or type the date.";
    DATE_ORDER_UNKNOWN "date_order_unknown" Error "A date whose order is not known"
        "The date is text, and 03/04/2025 is March in one country and April in another. Say which order the file uses, or type dates like 2025-04-03.";
    DATE_TWO_DIGIT_YEAR "date_two_digit_year" Error "A year of two digits"
        "The century can't be known. Type the year with four digits.";
    DATE_IMPOSSIBLE "date_impossible" Error "A day that does not exist"
        "The calendar has no such day, as 30 February. Correct it.";
    DATE_IN_WORDS "date_in_words" Error "A date in words or another form"
        "The cell contains a date as text, such as 26 Jun 2025, in another form than 2025-06-26. It can be read, but it is stored only after you confirm the date.";
    DATE_LEAP_1900 "date_leap_1900" Error "Excel's 29 February 1900"
        "The cell holds day 60 of Excel's calendar, 29 February 1900, which never was. Type the date.";
    DATE_NEGATIVE "date_negative" Error "A date before the calendar of the file"
        "The cell is formatted as a date, but its number is negative, so that Excel shows ####. Type the date.";
    DATE_TOO_LARGE "date_too_large" Error "A date after the year 9999"
        "The cell is formatted as a date, but its number lies beyond the calendar, so that Excel shows ####. Type the date.";
    DATE_ZERO "date_zero" Error "Day zero instead of a date"
        "The cell contains the number 0 formatted as a date, or its text: 1/0/1900, 30.12.1899, or 0000-00-00. Formulas that refer to an empty cell give this value, and some programs write it for an empty date. There is no such day. Type the date.";
    TIME_WITHOUT_DATE "time_without_date" Error "A time without a date"
        "The cell holds a time of day, or a length of time, and no day. Type the date.";
    DATE_ORDER_FOUND "date_order_found" Info "The order of the dates was found"
        "The column holds dates as text. One of them can be read in one order only, and the others are read in the same.";
    DATE_ORDER_MIXED "date_order_mixed" Warning "Dates of two orders in one column"
        "The column holds dates as text, some with the day first and some with the month first. Those that can be read in one order only are read so; for the others somebody has to say.";
    DATE_SWAPPED "date_swapped" Error "Date cells with day and month swapped"
        "Excel swaps day and month when it opens dates of another country's order: 06/10/2025 becomes 10 June instead of 6 October. It can do so up to the 12th only; 23/06/2025 stays text. This column looks like that. Say whether its date cells are swapped; the answer is for all of them.";
    DATE_IN_FUTURE "date_in_future" Error "A meeting in the future"
        "The list is of meetings already held, and this date has not come yet. Correct the date, or skip the row until the meeting has been held.";
    DATE_BEFORE_1900 "date_before_1900" Error "A date before 1900"
        "The date is too early for any meeting; perhaps the year lost its first digits. Correct the year.";
    DATE_BEFORE_1990 "date_before_1990" Warning "A date before 1990"
        "The date is possible, but unusual. Check the year.";
    TIME_DROPPED "time_dropped" Info "The time of day is not stored"
        "The cell holds a date and a time; only the date is stored.";
    TIME_NEAR_MIDNIGHT "time_near_midnight" Warning "A time just before midnight"
        "The cell contains a date and a time between 23:59:00 and midnight. Programs that round down write midnight of the next day this way, so the date can be one day too early. Compare it with your calendar.";
    TIME_ZONE "time_zone" Warning "A date with a time zone"
        "The cell contains a date with a time and a time zone. The day as written is stored. Late in the evening or early in the morning, that can be another day than the one on which the meeting was held. Check it.";

    // Rows.
    CONDITIONAL_MISSING "conditional_missing" Error "A value is missing that this row needs"
        "Another value of the row makes this one necessary: a stalled meeting needs its reason.";
    ANONYMOUS_MEETING "anonymous_meeting" Warning "A meeting without company and person"
        "The row names neither a company nor a person, so it is stored, but can't be matched again by either.";

    PARTNER_NOT_IN_COPY "partner_not_in_copy" Warning "A partner that the copy does not hold"
        "The row names a partner by an id that is not among the partners copied into this browser. The copy is of a certain day, so the partner may have been added since: comparing with the database tells, and there an unknown partner is an error.";

    RAGGED_ROW "ragged_row" Error "A row that was cut in the wrong places"
        "The line of the text file has more fields than the header, a line break inside a value cuts it in two, or its values belong to the headers to their left, as after a separator inside an unquoted value. A value that contains a separator or a line break must be in quotation marks. As it is, values may be in the wrong columns, so the row can't be imported until it is corrected.";
    SHORT_ROW "short_row" Warning "A row that ends early"
        "The line of the text file has fewer fields than the header, where other lines have them all. If a separator is missing inside the line, values are in the wrong columns; if the file was cut off, some are lost. A value that begins with a blank, where no other in its column does, may be part of the one before it.";
    UNCLEAR_QUOTES "unclear_quotes" Error "Quotation marks that contradict each other"
        "A quotation mark opens a value of the text file and text follows the one that closes it, so it is unclear where the value ends. Quotation marks inside a quoted value must be doubled.";
    TOTAL_ROW "total_row" Error "A row of totals"
        "The row holds a sum or a count of the others, and is nothing to import. Leave it out.";
    NOTE_ROW "note_row" Error "A note or a title, not data"
        "The row stands apart and holds a single text, as exports put one at their end or above each group of rows. Leave it out.";
    LINE_ROW "line_row" Error "A line between rows"
        "The row contains only dashes or other marks, as database tools draw them under the headers. It isn't data. Skip it.";
    DESCRIPTION_ROW "description_row" Error "A row that explains the columns"
        "The row below the headers says what the columns are for or how they are filled in, such as \"(required)\" or \"text, max 200\". It isn't data. Skip it.";
    REPEATED_HEADER "repeated_header" Error "The headers once more"
        "The row repeats the headers, as happens when several lists are put together. Leave it out.";
    SECOND_TABLE "second_table" Error "Another table below the first"
        "The row holds the headers of another table. Its rows can't be read with the first table's headers, so none of them is imported. Put it on a sheet of its own, or leave it out.";

    // The sheet as a whole.
    DUPLICATE_ROW "duplicate_row" Info "The same row again"
        "An earlier row says the same. This one is skipped.";
    PARTNER_MERGED "partner_merged" Info "The same partner again"
        "An earlier row names the same partner, and the two agree. They are stored as one.";
    CONFLICT_IN_FILE "conflict_in_file" Error "Rows that contradict each other"
        "Several rows are about the same thing and say different things. Keep the right one: correct or remove the others.";

    // Only rows that reach the server by other ways than the page and the command line can have these.
    UNKNOWN_FIELD "unknown_field" Error "A field that the kind does not have"
        "The row holds a field that is not a column of this kind. Check the file again with the current version.";
    NOT_NORMALISED "not_normalised" Error "A value in another form than it is stored in"
        "The value is right, but not in the form that the check produces. Check the file again with the current version.";
    ROW_ORDER "row_order" Error "Rows out of order"
        "Row numbers of a batch must ascend.";
}

/// What Excel may not show of a file.
pub const HAZARDS: &[&Code] = &[
    OTHER_SHEET,
    FITTING_SHEET,
    HIDDEN_SHEET,
    UNREADABLE_SHEET,
    HIDDEN_ROWS,
    HIDDEN_COLUMNS,
    FILTERED_ROWS,
    ROWS_WITHOUT_VALUES,
    MERGED_CELLS,
    DATES_1904,
    NUMBERS_AS_TEXT,
    BLANK_RANGE,
    GUESSED_ENCODING,
    UNUSUAL_QUOTES,
    ROWS_END_EARLY,
    BROKEN_CELL,
    SECOND_READER,
    CHECK_CONTINUED,
    STAMP_UNUSED,
    HEADER_ROW,
    ROWS_ABOVE_HEADER,
    TABLE_BESIDE,
];

/// The code with a name.
#[must_use]
pub fn explain(name: &str) -> Option<&'static Code> {
    CODES.iter().copied().find(|code| code.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_everything_is_said() {
        let names: BTreeSet<_> = CODES.iter().map(|code| code.name).collect();
        assert_eq!(names.len(), CODES.len());
        for code in CODES {
            assert!(
                code.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'),
                "{}",
                code.name
            );
            assert!(code.title.len() > 5 && !code.title.ends_with('.'), "{}", code.name);
            assert!(code.explanation.len() > 20 && code.explanation.ends_with('.'), "{}", code.name);
            assert_eq!(explain(code.name), Some(*code));
        }
    }
}
