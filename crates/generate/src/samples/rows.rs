//! Samples of findings about rows, and about rows beside each other.

use lanegate_check::codes;
use lanegate_sheet::{Cell, Lines};

use super::Sample;
use super::given::{ACME, ACME_ID, BOREAL, MAY_1, Table, meetings, partners, talks};

pub(super) fn samples() -> Vec<Sample> {
    let stalled = || meetings().text("E2", "stalled");
    let again = |outcome| {
        let row = [ACME, BOREAL, MAY_1, Cell::Text("discovery"), Cell::Text(outcome)];
        meetings().row(4, &row)
    };
    let other_day = || again("progressed").set("C4", Cell::Date(45_780.0));
    let third = |firm, mail| {
        let cells = [firm, "Ann Lee", "", mail, "", "", "Referral"].map(Cell::Text);
        partners().row(4, &cells)
    };
    let total = |label| meetings().text("A4", label).set("C4", Cell::Number(2.0));
    let headers = ["company_id", "people_id", "meeting_date", "meeting_type", "meeting_outcome"].map(Cell::Text);
    let other = ["Sales rep", "Calls", "Won"].map(Cell::Text);
    let numbers = [Cell::Text("Kim"), Cell::Number(12.0), Cell::Number(3.0)];
    let right = [ACME, Cell::Blank, Cell::Date(45_780.0), Cell::Text("other"), Cell::Text("lost")];
    vec![
        Sample::new(codes::CONDITIONAL_MISSING, "F2", stalled(), stalled().text("F2", "Budget frozen")),
        Sample::new(codes::ANONYMOUS_MEETING, "row 2", unnamed(meetings()), meetings()),
        Sample::new(codes::PARTNER_NOT_IN_COPY, "", talks().against(&[]), talks().against(&[ACME_ID]))
            .at(&["A2", "A3"]),
        Sample::new(
            codes::LINE_ROW,
            "row 4",
            partners().row(4, &["---------", "--------", "---"].map(Cell::Text)),
            partners().row(4, &["Dash Ltd", "Kim Dash", "", "", "", "", "Referral"].map(Cell::Text)),
        ),
        Sample::new(
            codes::DESCRIPTION_ROW,
            "row 2",
            partners().row(2, &["(required)", "(required)", "", "", "", "", "text, max 100", ""].map(Cell::Text)),
            partners(),
        ),
        Sample::new(
            codes::RAGGED_ROW,
            "row 2",
            meetings().text("H2", "crm").lines(cut((1, 8))),
            meetings().lines(cut((1, 8))),
        ),
        Sample::new(
            codes::SHORT_ROW,
            "row 2",
            meetings().set("G2", Cell::Blank).lines(cut((1, 6))),
            meetings().set("G2", Cell::Blank),
        ),
        Sample::new(
            codes::UNCLEAR_QUOTES,
            "row 2",
            stalled().text("F2", "Budget frozen\"").lines(Lines { usual: 7, quotes: vec![(1, 5)], ..Lines::default() }),
            stalled().text("F2", "Budget \"frozen\""),
        ),
        Sample::new(codes::NON_DATA_ROWS, "", total("Total").text("A6", "Exported by Kim"), meetings())
            .with(&["total_row", "note_row"]),
        Sample::new(codes::TOTAL_ROW, "row 4", total("Total"), meetings()),
        Sample::new(codes::NOTE_ROW, "row 5", meetings().text("A5", "Exported by Kim"), meetings()),
        Sample::new(codes::REPEATED_HEADER, "row 4", meetings().row(4, &headers), meetings().row(4, &right)),
        Sample::new(
            codes::SECOND_TABLE,
            "row 5",
            meetings().row(5, &other).row(6, &numbers),
            meetings().row(5, &right),
        ),
        Sample::new(codes::DUPLICATE_ROW, "row 4", again("progressed"), other_day()),
        Sample::new(
            codes::PARTNER_MERGED,
            "row 4",
            third("Harbor CFO Group", "ann@harbor.example.com"),
            third("Quay", "ann@quay.example.com"),
        ),
        Sample::new(codes::CONFLICT_IN_FILE, "", again("lost"), other_day()).at(&["row 2", "row 4"]),
    ]
}

/// Lines of seven fields, but for one row with another number.
fn cut(odd: (u32, u32)) -> Lines {
    Lines { usual: 7, odd: vec![odd], ..Lines::default() }
}

fn unnamed(table: Table) -> Table {
    table.set("A2", Cell::Blank).set("B2", Cell::Blank)
}
