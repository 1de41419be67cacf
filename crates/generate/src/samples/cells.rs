//! Samples of findings about cells.

use lanegate_check::codes;
use lanegate_sheet::Cell;

use super::Sample;
use super::given::{LIST, Table, by_company, meetings, partners, talks};

/// One letter more than a record's id may have.
const TOO_LONG: &str = concat!(
    "01234567890123456789012345678901234567890123456789",
    "01234567890123456789012345678901234567890123456789",
    "01234567890123456789012345678901234567890123456789",
    "01234567890123456789012345678901234567890123456789",
    "0",
);

pub(super) fn samples() -> Vec<Sample> {
    let outcome = |cell| meetings().set("E2", cell);
    let reason = |cell| meetings().set("F2", cell);
    let record = |id| meetings().text("H1", "source_record_id").text("H2", id);
    let one = |code, place, table: fn() -> Table, wrong| Sample::new(code, place, table().set(place, wrong), table());
    vec![
        one(codes::REQUIRED_MISSING, "D2", meetings, Cell::Text("  ")),
        Sample::new(
            codes::VALUE_IN_OTHER_COLUMN,
            "D2",
            partners().set("D2", Cell::Blank).text("I1", "Work email").text("I2", "ann@harbor.example.com"),
            partners().text("I1", "Work email").text("I2", "ann@harbor.example.com"),
        ),
        Sample::new(codes::ERROR_VALUE, "E2", outcome(Cell::Error("#N/A")), meetings()),
        Sample::new(codes::NO_RESULT, "E2", outcome(Cell::NoResult), meetings()),
        Sample::new(
            codes::CONTROL_CHARACTER,
            "F2",
            reason(Cell::Text("Budget\u{7} frozen")),
            reason(Cell::Text("Budget frozen")),
        ),
        Sample::new(
            codes::INVISIBLE_REMOVED,
            "F2",
            reason(Cell::Text("Bud\u{200b}get frozen")),
            reason(Cell::Text("Budget frozen")),
        ),
        Sample::new(
            codes::MARK_REMOVED,
            "F2",
            reason(Cell::Text("'-- see notes")),
            reason(Cell::Text("'t Hooft left")),
        ),
        Sample::new(codes::TOO_LONG, "H2", record(TOO_LONG), record(&TOO_LONG[1..])),
        Sample::new(codes::NOT_TEXT, "F2", reason(Cell::Bool(true)), reason(Cell::Text("TRUE"))),
        one(codes::DAMAGED_TEXT, "A2", partners, Cell::Text("MÃ¼hle & Söhne")),
        one(codes::LEADING_APOSTROPHE, "B2", partners, Cell::Text("'Ann Lee")),
        Sample::new(
            codes::DIGITS_LOST,
            "H2",
            record("").set("H2", Cell::Number(123_456_789_012_345_680.0)),
            record("123456789012345678"),
        ),
        Sample::new(codes::PLACEHOLDER, "B2", partners().text("B2", "n/a"), partners().text("B2", "Na Li")),
        one(codes::NUMBER_AS_TEXT, "A2", partners, Cell::Number(360.0)),
        one(codes::NOT_IN_LIST, "E3", meetings, Cell::Text("no show")),
        one(codes::NOT_RECOMMENDED, "E2", partners, Cell::Text("Texas")),
        one(codes::NOT_A_UUID, "A2", meetings, Cell::Text("Acme Inc")),
        Sample::new(
            codes::ID_NOT_FOUND,
            "I2",
            by_company("Quay").with_list(&LIST),
            by_company("acme ").with_list(&LIST),
        ),
        Sample::new(
            codes::ID_AMBIGUOUS,
            "I2",
            by_company("Acme, Inc.").with_list(&LIST),
            by_company("Acme").with_list(&LIST),
        ),
        one(codes::NOT_AN_EMAIL, "D2", partners, Cell::Text("ann at harbor")),
        one(codes::NOT_LINKEDIN, "C2", partners, Cell::Text("https://example.com/ann-lee")),
        one(codes::LINKEDIN_NORMALISED, "C2", partners, Cell::Text("linkedin.com/in/ann-lee/?src=mail")),
        one(codes::LINKEDIN_NOT_A_PERSON, "C2", partners, Cell::Text("https://www.linkedin.com/company/harbor-cfo")),
        one(codes::NOT_WHOLE, "F2", talks, Cell::Number(1.5)),
    ]
}
