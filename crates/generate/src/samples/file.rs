//! Samples of what Excel does not show.

use lanegate_check::codes;
use lanegate_sheet::{Cell, HazardKind, Lines};

use super::Sample;
use super::given::{headers_of_meetings, meetings, talks};

pub(super) fn samples() -> Vec<Sample> {
    let told =
        |code, place, kind, at, detail: &str| Sample::new(code, place, meetings().hazard(kind, at, detail), meetings());
    let ending_early = || meetings().set("G2", Cell::Blank).set("G3", Cell::Blank);
    let margin = || meetings().text("H1", "days since").set("H2", Cell::Number(3.0));
    vec![
        Sample::new(codes::NO_ROWS, "", headers_of_meetings(), meetings()),
        told(codes::OTHER_SHEET, "", HazardKind::OtherSheet, None, "2024"),
        told(codes::FITTING_SHEET, "", HazardKind::FittingSheet, None, "May"),
        told(codes::HIDDEN_SHEET, "", HazardKind::HiddenSheet, None, "Lists"),
        Sample::new(
            codes::HIDDEN_ROWS,
            "row 3",
            meetings().hide(3).hazard(HazardKind::HiddenRows, Some((2, 0)), ""),
            meetings(),
        ),
        Sample::new(codes::HIDDEN_COLUMNS, "G1", meetings().hide_column(6), meetings().hide_column(5)),
        Sample::new(
            codes::FILTERED_ROWS,
            "row 3",
            meetings().hide(3).hazard(HazardKind::FilteredRows, Some((2, 0)), "A1:G3"),
            meetings().hazard(HazardKind::FilteredRows, None, "A1:G3"),
        ),
        Sample::new(codes::ROWS_WITHOUT_VALUES, "row 4", margin().set("H4", Cell::Number(0.0)), margin()),
        Sample::new(
            codes::MERGED_CELLS,
            "A2",
            meetings().hazard(HazardKind::MergedCells, Some((1, 0)), "A2:A3"),
            meetings().hazard(HazardKind::MergedCells, Some((8, 0)), "A9:A10"),
        ),
        told(codes::UNREADABLE_SHEET, "", HazardKind::UnreadableSheet, None, "2024"),
        told(codes::BROKEN_CELL, "F2", HazardKind::BrokenCell, Some((1, 5)), "a text that the file does not hold"),
        Sample::new(
            codes::DATES_1904,
            "",
            meetings().set("C2", Cell::Date(44_316.0)).set("C3", Cell::Date(44_317.0)).of_1904(),
            meetings(),
        ),
        Sample::new(codes::NUMBERS_AS_TEXT, "F2", talks().text("F2", "1"), talks()),
        told(codes::BLANK_RANGE, "", HazardKind::BlankRange, Some((2, 6)), "A1:G1048576"),
        told(codes::GUESSED_ENCODING, "", HazardKind::GuessedEncoding, None, "Windows-1252"),
        told(
            codes::UNUSUAL_QUOTES,
            "row 3",
            HazardKind::UnusualQuotes,
            Some((2, 0)),
            "quotation marks inside a value are escaped by backslashes",
        ),
        Sample::new(
            codes::ROWS_END_EARLY,
            "row 2",
            ending_early().lines(Lines { usual: 7, odd: vec![(1, 5), (2, 5)], ..Lines::default() }),
            ending_early(),
        ),
        told(codes::SECOND_READER, "", HazardKind::SecondReader, None, "a part contradicts another"),
        told(
            codes::CHECK_CONTINUED,
            "",
            HazardKind::CheckContinued,
            None,
            "annotated copy of \"meetings.xlsx\": 1 row left out",
        ),
        told(codes::STAMP_UNUSED, "", HazardKind::StampUnused, None, "it was made by a later version"),
    ]
}
