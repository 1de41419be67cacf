//! Columns of dates as a whole: date cells that Excel has swapped, orders that a header names, and that a correction changes no more
//! and no less than a check from the beginning.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_check::{Checked, Settings, check, match_headers};
use lanegate_kinds::named;
use lanegate_parity::test;
use lanegate_sheet::{Cell, DateSystem, Sheet};
use lanegate_wire::{DateOrder, Filter, Fix};

const ID: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
/// A kind with a column of dates: its name, the headers around that column, and good cells below them.
type Of = (&'static str, [&'static str; 3], [&'static str; 3]);
const KINDS: [Of; 2] = [
    ("appointment_history", ["company_id", "meeting_type", "meeting_outcome"], [ID, "other", "ghosted"]),
    ("partner_appointments", ["fractional_cfo_id", "meeting_type", "outcome"], [ID, "intro", "warm"]),
];

/// A sheet with the dates in column B, from row 2 on.
fn sheet((_, headers, cells): Of, header: &str, system: DateSystem, dates: &[Cell<'_>]) -> Sheet {
    let mut sheet = Sheet::new("Data", system);
    let place = [0, 2, 3];
    for (at, name) in place.into_iter().zip(headers) {
        sheet.set(0, at, Cell::Text(name)).unwrap();
    }
    sheet.set(0, 1, Cell::Text(header)).unwrap();
    for (row, date) in (1..).zip(dates) {
        for (at, text) in place.into_iter().zip(cells) {
            sheet.set(row, at, Cell::Text(text)).unwrap();
        }
        sheet.set(row, 1, *date).unwrap();
    }
    sheet
}

fn checked(kind: &str, sheet: &Sheet, fixes: &[Fix]) -> Checked {
    let kind = named(kind).unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let settings = Settings { fixes: fixes.to_vec(), ..Settings::on(today) };
    check(kind, sheet, match_headers(kind, sheet, 0), settings, &mut |_| {})
}

/// Codes with their cells.
fn findings(checked: &Checked, sheet: &Sheet) -> Vec<String> {
    let found = checked.findings(sheet, 0, 100, &Filter::default());
    found.into_iter().map(|f| format!("{} {}", f.code, f.cell.unwrap_or_default())).collect()
}

/// The dates that are stored, by row.
fn stored(checked: &Checked, sheet: &Sheet) -> Vec<String> {
    checked.batch(sheet, 0, u32::MAX).rows.iter().map(|row| row.fields["meeting_date"].to_string()).collect()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn cell(date: NaiveDate) -> Cell<'static> {
    Cell::Date(DateSystem::Y1900.serial(date))
}

fn swapped(swapped: bool) -> Fix {
    Fix::DateCells { column: "meeting_date".into(), swapped }
}

/// 6 October, a text that proves the order, 3 April, another text, 7 July, which is its own twin.
fn half_swapped() -> [Cell<'static>; 5] {
    let (first, second) = (cell(day(2025, 10, 6)), cell(day(2025, 4, 3)));
    [first, Cell::Text("23/06/2025"), second, Cell::Text("30/07/2025"), cell(day(2025, 7, 7))]
}

#[test]
fn date_cells_that_look_swapped_are_asked_about_and_one_answer_is_for_all() {
    for kind in KINDS {
        let sheet = sheet(kind, "meeting_date", DateSystem::Y1900, &half_swapped());
        let asked = checked(kind.0, &sheet, &[]);
        assert_eq!(findings(&asked, &sheet), ["date_order_found B3", "date_swapped B2", "date_swapped B4"]);
        assert_eq!(stored(&asked, &sheet), ["2025-06-23", "2025-07-30", "2025-07-07"]);
        let finding = asked.findings(&sheet, 1, 1, &Filter::default()).remove(0);
        assert_eq!(finding.fixes, [swapped(true), swapped(false)]);
        for part in ["2025-10-06", "2025-06-10", "6 October 2025", "10 June 2025"] {
            assert!(finding.message.contains(part), "{}", finding.message);
        }
        for (answer, dates) in [
            (true, ["2025-06-10", "2025-06-23", "2025-03-04", "2025-07-30", "2025-07-07"]),
            (false, ["2025-10-06", "2025-06-23", "2025-04-03", "2025-07-30", "2025-07-07"]),
        ] {
            let settled = checked(kind.0, &sheet, &[swapped(!answer), swapped(answer)]);
            assert_eq!(findings(&settled, &sheet), ["date_order_found B3"]);
            assert_eq!(stored(&settled, &sheet), dates);
        }
        // A number that lost its format is swapped as well.
        let mut numbers = half_swapped();
        numbers[2] = Cell::Number(45_750.0);
        let sheet_of_numbers = self::sheet(kind, "meeting_date", DateSystem::Y1900, &numbers);
        for (fixes, offered) in [(vec![], vec!["2025-03-04", "2025-04-03"]), (vec![swapped(true)], vec!["2025-03-04"])]
        {
            let found =
                checked(kind.0, &sheet_of_numbers, &fixes).findings(&sheet_of_numbers, 0, 9, &Filter::default());
            let number = found.iter().find(|finding| finding.code == "date_number").unwrap();
            let to = |fix: &Fix| match fix {
                Fix::MapValue { to, .. } => to.clone(),
                other => panic!("{other:?}"),
            };
            assert_eq!(number.fixes.iter().map(to).collect::<Vec<_>>(), offered);
        }
        // What a person has typed is not swapped.
        let set = Fix::SetCell { cell: "B4".into(), value: "2025-04-03".into() };
        let settled = checked(kind.0, &sheet, &[set, swapped(true)]);
        assert_eq!(stored(&settled, &sheet)[..3], ["2025-06-10", "2025-06-23", "2025-04-03"]);
    }
}

#[test]
fn swapping_is_seen_in_every_sort_of_date_cell_and_text() {
    let late = day(2025, 10, 6);
    let of_1904 = DateSystem::Y1904;
    for (system, date, text, twin) in [
        (of_1904, Cell::Date(of_1904.serial(late)), "23/06/2025", "2025-06-10"),
        (DateSystem::Y1900, Cell::Date(DateSystem::Y1900.serial(late) + 0.5), "06/23/2025", "2025-06-10"),
        (DateSystem::Y1900, Cell::IsoDate("2025-10-06T14:30:00"), "23.06.2025 14:30", "2025-06-10"),
        (DateSystem::Y1900, Cell::IsoDate("2025-10-06"), "6/23/25", "2025-06-10"),
    ] {
        let sheet = sheet(KINDS[0], "meeting_date", system, &[date, Cell::Text(text)]);
        let asked = checked(KINDS[0].0, &sheet, &[]);
        assert!(
            findings(&asked, &sheet).contains(&"date_swapped B2".to_owned()),
            "{text}: {:?}",
            findings(&asked, &sheet)
        );
        assert_eq!(stored(&checked(KINDS[0].0, &sheet, &[swapped(true)]), &sheet)[0], twin, "{text}");
    }
}

#[test]
fn columns_that_prove_nothing_are_not_asked_about() {
    let (one, other) = (cell(day(2025, 10, 6)), cell(day(2025, 4, 3)));
    let late = cell(day(2025, 4, 13));
    let chance = [[one; 11].as_slice(), &[Cell::Text("23/06/2025")]].concat();
    let columns: [&[Cell<'_>]; 10] = [
        // Date cells alone.
        &[one, other],
        // A late day among them.
        &[one, Cell::Text("23/06/2025"), late],
        // One that would be after today, 1 May 2026, when swapped.
        &[one, Cell::Text("23/06/2025"), cell(day(2026, 1, 5))],
        // Texts that prove nothing.
        &[one, Cell::Text("03/04/2025")],
        &[one, Cell::Text("2025-06-23")],
        &[one, Cell::Text("23 June 2025")],
        // Cells that are their own twins.
        &[cell(day(2025, 6, 6)), Cell::Text("23/06/2025")],
        // Typed by different people, in both orders.
        &[one, Cell::Text("23/06/2025"), Cell::Text("06/24/2025")],
        // A slip among many date cells.
        &chance,
        // Texts alone.
        &[Cell::Text("2025-10-06"), Cell::Text("23/06/2025")],
    ];
    for dates in columns {
        let sheet = sheet(KINDS[1], "meeting_date", DateSystem::Y1900, dates);
        let found = findings(&checked(KINDS[1].0, &sheet, &[]), &sheet);
        assert!(!found.iter().any(|found| found.starts_with("date_swapped")), "{dates:?}: {found:?}");
    }
    // A skipped row says nothing.
    let sheet = sheet(KINDS[1], "meeting_date", DateSystem::Y1900, &[one, Cell::Text("23/06/2025"), late]);
    let found = findings(&checked(KINDS[1].0, &sheet, &[Fix::LeaveOut { row: 4 }]), &sheet);
    assert!(found.contains(&"date_swapped B2".to_owned()), "{found:?}");
    let found = findings(&checked(KINDS[1].0, &sheet, &[Fix::LeaveOut { row: 3 }]), &sheet);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_header_names_the_order_where_dates_depend_on_it() {
    let text = |text| Cell::Text(text);
    for (header, dates, found, first) in [
        (
            "Meeting date (dd/mm/yyyy)",
            [text("04/05/2025"), text("07/05/2025")],
            vec!["date_order_found B1"],
            "2025-05-04",
        ),
        (
            "meeting_date (MM/DD/YYYY)",
            [text("04/05/2025"), text("07/05/2025")],
            vec!["date_order_found B1"],
            "2025-04-05",
        ),
        // An example does so as well.
        (
            "Meeting date (e.g. 12/31/2025)",
            [text("04/05/2025"), text("07/05/2025")],
            vec!["date_order_found B1"],
            "2025-04-05",
        ),
        // A cell is the harder proof, and one that speaks against the header asks.
        (
            "Meeting date (dd/mm/yyyy)",
            [text("04/05/2025"), text("17/05/2025")],
            vec!["date_order_found B3"],
            "2025-05-04",
        ),
        (
            "Meeting date (mm/dd/yyyy)",
            [text("04/05/2025"), text("17/05/2025")],
            vec!["date_order_mixed B3", "date_order_unknown B2"],
            "2025-05-17",
        ),
        // Nothing depends on it.
        ("Meeting date (dd/mm/yyyy)", [text("2025-05-04"), cell(day(2025, 5, 7))], vec![], "2025-05-04"),
        (
            "Meeting date (yyyy-mm-dd)",
            [text("04/05/2025"), text("2025-05-07")],
            vec!["date_order_unknown B2"],
            "2025-05-07",
        ),
    ] {
        let sheet = sheet(KINDS[0], header, DateSystem::Y1900, &dates);
        let checked = checked(KINDS[0].0, &sheet, &[]);
        assert_eq!(findings(&checked, &sheet), found, "{header} {dates:?}");
        assert_eq!(stored(&checked, &sheet)[0], first, "{header} {dates:?}");
        if found == ["date_order_found B1"] {
            let said = &checked.findings(&sheet, 0, 1, &Filter::default())[0].message;
            assert!(said.to_lowercase().contains("the header b1 says"), "{said}");
            let verdict = &checked.matching(&sheet).dates[0];
            assert!(!verdict.said && verdict.proof.is_some() && verdict.ambiguous == 2, "{verdict:?}");
        }
    }
}

#[test]
fn the_reading_that_the_columns_other_dates_prove_is_offered_first() {
    for (dates, first) in [
        (["010525", "300725"], "2025-05-01"),
        (["010525", "073025"], "2025-01-05"),
        (["5/1/25", "5/26/25"], "2025-05-01"),
        (["5/1/25", "26/5/25"], "2025-01-05"),
        (["25-05-01", "25-06-30"], "2025-05-01"),
        (["25-05-01", "30-06-05"], "2001-05-25"),
    ] {
        for kind in KINDS {
            let sheet = sheet(kind, "meeting_date", DateSystem::Y1900, &dates.map(Cell::Text));
            let found = checked(kind.0, &sheet, &[]).findings(&sheet, 0, 9, &Filter::default());
            let finding = found.iter().find(|finding| finding.cell.as_deref() == Some("B2")).unwrap();
            assert!(
                matches!(&finding.fixes[0], Fix::MapValue { to, .. } if to == first),
                "{dates:?}: {:?}",
                finding.fixes
            );
        }
    }
}

/// A small generator of numbers that look random, the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % end as u64) as usize
    }
}

#[test]
fn step_by_step_equals_all_at_once() {
    let mut numbers = Numbers(11);
    let dates = [
        cell(day(2025, 10, 6)),
        cell(day(2025, 4, 3)),
        cell(day(2025, 4, 23)),
        cell(day(2025, 6, 6)),
        Cell::Text("23/06/2025"),
        Cell::Text("03/04/2025"),
        Cell::Text("26/06/25"),
        Cell::Text("010525"),
        Cell::Text("25-05-01"),
        Cell::Number(250_630.0),
        Cell::Text("1 May 2025"),
        Cell::IsoDate("2025-03-05"),
        Cell::Blank,
    ];
    let values = ["2025-05-06", "26/06/2025", "04/05/2025", "06/27/2025", "", "26/06/25", "300725", "x"];
    for round in 0..60 {
        // Late days are rare, so that most columns look swapped at some step.
        let mut date = || loop {
            let at = numbers.below(dates.len());
            if at != 2 || numbers.below(8) == 0 {
                break dates[at];
            }
        };
        let made: Vec<_> = (0..9).map(|_| date()).collect();
        let header = ["meeting_date", "Meeting date (dd/mm/yyyy)", "Meeting date (mm/dd/yyyy)"][round % 3];
        let kind = KINDS[round % 2];
        let sheet = sheet(kind, header, DateSystem::Y1900, &made);
        let mut fixes: Vec<Fix> = Vec::new();
        let mut stepwise = checked(kind.0, &sheet, &fixes);
        for step in 0..25 {
            let row = 2 + numbers.below(9) as u32;
            match numbers.below(10) {
                0 | 1 => drop(fixes.pop()),
                2 | 3 => fixes.push(Fix::LeaveOut { row }),
                4 => fixes.push(Fix::TakeIn { row }),
                5 => fixes.push(swapped(numbers.below(2) == 0)),
                6 => fixes.push(Fix::DateOrder { column: "meeting_date".into(), order: DateOrder::Mdy }),
                _ => fixes
                    .push(Fix::SetCell { cell: format!("B{row}"), value: values[numbers.below(values.len())].into() }),
            }
            if !stepwise.correct(&sheet, &fixes) {
                stepwise = checked(kind.0, &sheet, &fixes);
            }
            let afresh = checked(kind.0, &sheet, &fixes);
            let all = |checked: &Checked| {
                let found = checked.findings(&sheet, 0, 100, &Filter::default());
                (found, stored(checked, &sheet), checked.matching(&sheet), checked.counts())
            };
            assert_eq!(all(&stepwise), all(&afresh), "round {round}, step {step}: {made:?} {fixes:?}");
        }
    }
}
