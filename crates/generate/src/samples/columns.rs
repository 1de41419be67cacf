//! Samples of findings about columns.

use lanegate_check::codes;
use lanegate_sheet::Cell;
use lanegate_wire::Fix;

use super::Sample;
use super::given::{LIST, MAY_1, Table, by_company, meetings, partners};

pub(super) fn samples() -> Vec<Sample> {
    let with_colour = || meetings().text("H1", "Colour").text("H2", "red");
    let beside = |first: &'static str, second: &'static str| {
        let cells = [("I1", Cell::Text(first)), ("J1", Cell::Text(second)), ("I2", MAY_1), ("J2", Cell::Text("other"))];
        cells.into_iter().fold(meetings(), |table: Table, (name, cell)| table.set(name, cell))
    };
    let headers =
        ["firm_name", "primary_contact_name", "linkedin_url", "email", "geography", "niche_focus", "source", "status"]
            .map(Cell::Text);
    let numbered = || {
        let ann = "https://www.linkedin.com/in/ann-lee";
        let ben = "https://www.linkedin.com/in/ben-ode";
        let harbor =
            ["1", "Harbor CFO", "Ann Lee", ann, "ann@harbor.example.com", "West", "SaaS", "Referral", "prospect"];
        let summit = ["2", "Summit", "Ben Ode", ben, "ben@summit.example.com", "West", "Retail", "LinkedIn", "engaged"];
        partners().row(2, &harbor.map(Cell::Text)).row(3, &summit.map(Cell::Text))
    };
    let below_rows = |rows: &[[&'static str; 3]]| {
        let moved = rows.iter().fold(meetings(), |table: Table, _| table.below_a_row());
        (1..).zip(rows).fold(moved, |table, (number, cells)| table.row(number, &cells.map(Cell::Text)))
    };
    vec![
        Sample::new(
            codes::HEADER_ROW,
            "row 2",
            meetings().below_a_row().text("A1", "Meetings of the year"),
            meetings(),
        ),
        Sample::new(
            codes::ROWS_ABOVE_HEADER,
            "row 1",
            below_rows(&[["Harbor", "Ann Lee", "warm"], ["Quay", "Ben Ode", "cold"]]),
            below_rows(&[["Harbor", "Ann Lee", "warm"]]).below_a_row().text("A1", "Meetings of the year"),
        )
        .with(&["header_row_found"]),
        Sample::new(
            codes::COLUMNS_SHIFTED,
            "I1",
            numbered(),
            numbered().row(1, &[&[Cell::Blank], headers.as_slice()].concat()),
        )
        .with(&["not_linkedin", "not_an_email", "not_in_list"]),
        Sample::new(codes::COLUMN_MISSING, "row 1", meetings().text("C1", "When"), meetings()),
        Sample::new(
            codes::COLUMN_TWICE,
            "H1",
            meetings().text("H1", "Meeting outcome").text("H2", "lost"),
            with_colour(),
        ),
        Sample::new(codes::COLUMN_SUGGESTED, "G1", meetings().text("G1", "Sorce"), meetings()),
        Sample::new(codes::COLUMN_NOT_IMPORTED, "H1", with_colour(), meetings()),
        Sample::new(codes::LIST_MISSING, "I1", by_company("Acme"), by_company("Acme").with_list(&LIST)),
        Sample::new(
            codes::DUPLICATE_HEADERS,
            "I1",
            with_colour().text("I1", "colour").text("I2", "warm"),
            with_colour().text("I1", "Size").text("I2", "9"),
        ),
        Sample::new(codes::TABLE_BESIDE, "I1", beside("meeting_date", "meeting_type"), beside("Day", "Sort")),
        Sample::new(
            codes::SEVERAL_ADDRESSES,
            "",
            partners()
                .text("D2", "ann@harbor.example.com; ann@home.example.com")
                .text("D3", "ben@summit.example.com ::: ben@home.example.com"),
            partners(),
        )
        .with(&["not_an_email"]),
        Sample::new(
            codes::FIX_NOT_APPLIED,
            "",
            meetings().fix(Fix::LeaveOut { row: 99 }),
            meetings().fix(Fix::LeaveOut { row: 3 }),
        ),
        Sample::new(
            codes::NOTHING_SKIPPED,
            "H1",
            with_colour().fix(Fix::LeaveOutWhere { letters: "H".into(), value: "rde".into() }),
            with_colour().fix(Fix::LeaveOutWhere { letters: "H".into(), value: "red".into() }),
        )
        .with(&["column_not_imported"]),
    ]
}
