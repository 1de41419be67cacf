//! Samples of findings about dates.

use lanegate_check::codes;
use lanegate_sheet::Cell;

use super::Sample;
use super::given::{BOREAL, meetings};

pub(super) fn samples() -> Vec<Sample> {
    let one = |code, cell| Sample::new(code, "C2", meetings().set("C2", cell), meetings());
    let text = |code, wrong, right| Sample::new(code, "C2", meetings().text("C2", wrong), meetings().text("C2", right));
    // The third can be read in either order.
    let three = |first, second, third| {
        let row = [BOREAL, Cell::Blank, Cell::Text(third), Cell::Text("other"), Cell::Text("lost")];
        meetings().text("C2", first).text("C3", second).row(4, &row)
    };
    // A text that proves an order, and a date cell below it: 2 or 16 May 2025.
    let beside = |day| meetings().text("C2", "26/06/2025").set("C3", Cell::Date(day));
    vec![
        text(codes::NOT_A_DATE, "next week", "2025-05-01"),
        one(codes::DATE_NUMBER, Cell::Number(45_778.0)),
        text(codes::DATE_ORDER_UNKNOWN, "03/04/2025", "2025/04/03"),
        Sample::new(
            codes::DATE_TWO_DIGIT_YEAR,
            "C2",
            beside(45_793.0).text("C2", "26/06/25"),
            meetings().text("C2", "2025-06-26"),
        ),
        text(codes::DATE_IMPOSSIBLE, "2025-02-30", "2025-02-28"),
        text(codes::DATE_IN_WORDS, "26 Jun 2025", "2025-06-26"),
        one(codes::DATE_LEAP_1900, Cell::Date(60.0)),
        one(codes::DATE_NEGATIVE, Cell::Date(-1.0)),
        one(codes::DATE_TOO_LARGE, Cell::Date(3_000_000.0)),
        one(codes::DATE_ZERO, Cell::Date(0.0)),
        one(codes::TIME_WITHOUT_DATE, Cell::Date(0.5)),
        Sample::new(codes::DATE_ORDER_FOUND, "C2", beside(45_793.0), meetings().text("C2", "2025-06-26")),
        Sample::new(
            codes::DATE_ORDER_MIXED,
            "C3",
            three("26/06/2025", "06/26/2025", "03/04/2025"),
            three("26/06/2025", "27/06/2025", "03/04/2025"),
        )
        .with(&["date_order_unknown"]),
        Sample::new(codes::DATE_SWAPPED, "C3", beside(45_779.0), beside(45_793.0)),
        text(codes::DATE_IN_FUTURE, "2026-05-01", "2025-05-01"),
        text(codes::DATE_BEFORE_1900, "0025-05-01", "2025-05-01"),
        text(codes::DATE_BEFORE_1990, "1925-05-01", "2025-05-01"),
        one(codes::TIME_DROPPED, Cell::Date(45_778.5)),
        one(codes::TIME_NEAR_MIDNIGHT, Cell::Date(45_777.999_9)),
        text(codes::TIME_ZONE, "2025-05-01T23:30:00-05:00", "2025-05-01"),
    ]
}
