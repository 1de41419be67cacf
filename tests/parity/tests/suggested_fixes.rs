//! All suggestions of a group of findings, applied at once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::NaiveDate;
use lanegate_check::{Settings, SuggestedFixes, check, match_headers};
use lanegate_intake::{CheckedFile, Intake};
use lanegate_kinds::named;
use lanegate_parity::test;
use lanegate_sheet::{Cell, DateSystem, Sheet};
use lanegate_wire::{CheckOptions, Filter, Finding, Fix, SuggestedChange};

const MEETINGS: &str = "company_id,meeting_date,meeting_type,meeting_outcome";
const PARTNERS: &str = "firm_name,primary_contact_name,linkedin_url,email,source";

fn meetings(rows: &[&str]) -> Intake {
    let mut text = format!("{MEETINGS}\n");
    for (number, row) in rows.iter().enumerate() {
        let _ = writeln!(text, "6f9619ff-8b86-4d01-b42d-00cf4fc964{number:02x},{row}");
    }
    Intake::open("list.csv", text.into_bytes()).unwrap()
}

fn partners(rows: &[&str]) -> Intake {
    Intake::open("list.csv", format!("{PARTNERS}\n{}\n", rows.join("\n")).into_bytes()).unwrap()
}

fn checked<'a>(intake: &'a mut Intake, fixes: &[Fix]) -> &'a CheckedFile {
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    intake.check(&CheckOptions { fixes: fixes.to_vec(), ..CheckOptions::on(today) }, &mut |_| {}).unwrap();
    intake.checked().unwrap()
}

fn of_code(code: &str) -> Filter {
    Filter { code: Some(code.to_owned()), ..Filter::default() }
}

fn suggested(file: &CheckedFile, code: &str) -> SuggestedFixes {
    file.suggested_fixes(&of_code(code), usize::MAX)
}

fn with_code(file: &CheckedFile, code: &str) -> Vec<Finding> {
    file.findings(0, 500, &of_code(code)).findings
}

fn replace(column: &str, from: &str, to: &str) -> Fix {
    Fix::MapValue { column: column.into(), from: from.into(), to: to.into() }
}

fn set(cell: &str, value: &str) -> Fix {
    Fix::SetCell { cell: cell.into(), value: value.into() }
}

/// Columns, old values, new values, and counts.
fn changes(listed: &[SuggestedChange]) -> Vec<(&str, &str, &str, u32)> {
    let listed = listed.iter();
    listed.map(|c| (c.column.as_deref().unwrap_or_default(), c.from.as_str(), c.to.as_str(), c.count)).collect()
}

#[test]
fn a_value_is_replaced_once_and_counted_by_cell() {
    let mut intake = meetings(&[
        "2025-06-01,system,lost",
        "2025-06-02,pricing,gosted",
        "2025-06-03,System,lost",
        "2025-06-04,breakfast,lost",
        "2025-06-05,system,lost",
        "2025-06-06,other,lost",
        "2025-06-07,supper,lost",
    ]);
    let file = checked(&mut intake, &[]);
    let SuggestedFixes { fixes, changes: found } = suggested(file, "not_in_list");
    assert_eq!(
        fixes,
        [
            replace("meeting_type", "system", "systems"),
            replace("meeting_type", "pricing", "numbers"),
            replace("meeting_outcome", "gosted", "ghosted"),
        ]
    );
    assert_eq!((found.code.as_str(), found.findings, found.suggested, found.without()), ("not_in_list", 7, 5, 2));
    assert_eq!(
        changes(&found.changes),
        [
            ("meeting_type", "system", "systems", 2),
            ("meeting_outcome", "gosted", "ghosted", 1),
            ("meeting_type", "System", "systems", 1),
            ("meeting_type", "pricing", "numbers", 1),
        ]
    );
    assert_eq!((found.unlisted, found.rows_without), (0, vec![5, 8]));
    assert_eq!(file.codes_with_suggestions(), ["not_in_list"]);
    // A group of the page is about one column.
    let of_column = Filter { column: Some("meeting_outcome".into()), ..of_code("not_in_list") };
    assert_eq!(file.suggested_fixes(&of_column, usize::MAX).fixes, [replace("meeting_outcome", "gosted", "ghosted")]);
    // What is searched for narrows them as well.
    let with_text = Filter { text: Some("pricing".into()), ..of_code("not_in_list") };
    assert_eq!(file.suggested_fixes(&with_text, usize::MAX).changes.findings, 2);

    let file = checked(&mut intake, &fixes);
    let left: Vec<_> = with_code(file, "not_in_list").into_iter().map(|finding| finding.value.unwrap()).collect();
    assert_eq!((left, file.overview().clean), (vec!["breakfast".to_owned(), "supper".to_owned()], 5));
    let again = suggested(file, "not_in_list");
    assert_eq!((again.fixes, again.changes.findings, again.changes.without()), (vec![], 2, 2));
    assert_eq!(file.codes_with_suggestions(), Vec::<String>::new());
}

#[test]
fn a_finding_with_alternatives_has_no_suggestion() {
    let mut intake = meetings(&["03/04/2025,systems,lost", "04/05/2025,systems,lost"]);
    let file = checked(&mut intake, &[]);
    let findings = with_code(file, "date_order_unknown");
    assert_eq!(findings.iter().map(|finding| finding.fixes.len()).collect::<Vec<_>>(), [2, 2]);
    let SuggestedFixes { fixes, changes } = suggested(file, "date_order_unknown");
    assert_eq!((fixes, changes.findings, changes.suggested, changes.rows_without), (vec![], 2, 0, vec![2, 3]));
}

#[test]
fn rows_that_contradict_each_other_are_not_all_skipped() {
    let rows = ["Harbor,Ann Lee,,ann@a.example,Referral", "Harbor,Ann Lee,,ann@a.example,Event"];
    let mut intake = partners(&rows);
    let file = checked(&mut intake, &[]);
    let offered: Vec<_> = with_code(file, "conflict_in_file").into_iter().flat_map(|finding| finding.fixes).collect();
    assert_eq!(offered, [Fix::LeaveOut { row: 2 }, Fix::LeaveOut { row: 3 }]);
    let SuggestedFixes { fixes, changes } = suggested(file, "conflict_in_file");
    assert_eq!((fixes, changes.findings, changes.without()), (vec![], 2, 2));
}

#[test]
fn rows_without_data_are_skipped() {
    let mut rows: Vec<String> =
        (1..6).map(|day| format!("6f9619ff-8b86-4d01-b42d-00cf4fc9640{day},2025-06-0{day},other,lost")).collect();
    rows.insert(2, MEETINGS.to_owned());
    rows.push("Total,,,5".to_owned());
    let mut intake = Intake::open("list.csv", format!("{MEETINGS}\n{}\n", rows.join("\n")).into_bytes()).unwrap();
    let file = checked(&mut intake, &[]);
    let codes = file.codes_with_suggestions();
    assert_eq!(codes, ["repeated_header", "total_row", "non_data_rows"]);
    assert_eq!(suggested(file, &codes[2]).fixes, [Fix::LeaveOutNonData {}]);
    let all: Vec<_> = codes[..2].iter().map(|code| suggested(file, code)).collect();
    let fixes: Vec<_> = all.iter().flat_map(|found| found.fixes.clone()).collect();
    assert_eq!(fixes.len(), 2, "{fixes:?}");
    assert!(fixes.contains(&Fix::LeaveOut { row: 4 }) && fixes.contains(&Fix::LeaveOut { row: 8 }), "{fixes:?}");
    let change = &all[0].changes.changes[0];
    assert_eq!((change.column.as_deref(), change.from.as_str(), change.to.as_str()), (None, "row", "skipped"));
    assert_eq!(checked(&mut intake, &fixes).overview().clean, 5);
    let all_at_once = checked(&mut intake, &[Fix::LeaveOutNonData {}]);
    assert_eq!((all_at_once.overview().clean, all_at_once.overview().left_out), (5, 2));
    assert_eq!(all_at_once.codes_with_suggestions(), [""; 0]);
}

#[test]
fn a_replacement_that_would_lose_the_case_of_letters_is_made_cell_by_cell() {
    let rows = ["MÃ¼ller GmbH", "mÃ¼ller gmbh", "MÃ¼ller GmbH", "CafÃ© Nord"];
    let rows: Vec<String> =
        rows.iter().enumerate().map(|(at, firm)| format!("{firm},Ann {at},,a{at}@a.example,Referral")).collect();
    let mut intake = partners(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    let SuggestedFixes { fixes, changes } = suggested(checked(&mut intake, &[]), "damaged_text");
    assert_eq!((changes.findings, changes.suggested), (4, 4), "{changes:?}");
    assert_eq!(
        fixes,
        [
            set("A2", "Müller GmbH"),
            set("A3", "müller gmbh"),
            set("A4", "Müller GmbH"),
            replace("firm_name", "CafÃ© Nord", "Café Nord"),
        ]
    );
    let file = checked(&mut intake, &fixes);
    assert_eq!(with_code(file, "damaged_text"), []);
    let firms = file.batch(0).unwrap().rows.into_iter().map(|row| row.fields.get("firm_name").unwrap().to_string());
    assert_eq!(firms.collect::<Vec<_>>(), ["Müller GmbH", "müller gmbh", "Müller GmbH", "Café Nord"]);
}

#[test]
fn an_imported_column_is_not_replaced_by_another_one() {
    let text =
        "firm_name,primary_contact_name,Work Email,Home Email,source\nHarbor,Ann,a@work.example,a@home.example,x\n";
    let mut intake = Intake::open("list.csv", text.into()).unwrap();
    let file = checked(&mut intake, &[]);
    for code in ["column_not_imported", "column_twice"] {
        assert_eq!(suggested(file, code).fixes, [], "{code}");
    }
    // A column that nothing is taken for yet is.
    let text = "firm_name,primary_contact_name,Emial,source\nHarbor,Ann,a@work.example,x\n";
    let mut intake = Intake::open("list.csv", text.into()).unwrap();
    let SuggestedFixes { fixes, changes } = suggested(checked(&mut intake, &[]), "column_suggested");
    assert_eq!(fixes, [Fix::MapColumn { letters: "C".into(), column: Some("email".into()) }]);
    assert_eq!(self::changes(&changes.changes), [("Emial", "column C", "email", 1)]);
}

#[test]
fn suggestions_that_were_applied_leave_none_of_their_code() {
    let samples: [(&str, &[u8]); 7] = [
        ("appointments-faulty.xlsx", include_bytes!("../../samples/files/appointments-faulty.xlsx")),
        ("appointments-messy.xlsx", include_bytes!("../../samples/files/appointments-messy.xlsx")),
        ("appointments-planted.xlsx", include_bytes!("../../samples/files/appointments-planted.xlsx")),
        ("appointments-treacherous.xlsx", include_bytes!("../../samples/files/appointments-treacherous.xlsx")),
        ("partner-meetings-faulty.xlsx", include_bytes!("../../samples/files/partner-meetings-faulty.xlsx")),
        ("partners-faulty.xlsx", include_bytes!("../../samples/files/partners-faulty.xlsx")),
        ("appointments-windows-1252.csv", include_bytes!("../../samples/files/appointments-windows-1252.csv")),
    ];
    let mut applied = BTreeSet::new();
    for (name, bytes) in samples {
        let mut intake = Intake::open(name, bytes.to_vec()).unwrap();
        let codes = checked(&mut intake, &[]).codes_with_suggestions();
        let mut fixes = Vec::new();
        for code in codes {
            let found = suggested(checked(&mut intake, &fixes), &code);
            let before = fixes.len();
            fixes.extend(found.fixes);
            let file = checked(&mut intake, &fixes);
            assert_eq!(with_code(file, "fix_not_applied"), [], "{name}: {code}: {:?}", &fixes[before..]);
            let again = suggested(file, &code);
            assert_eq!(again.fixes, [], "{name}: {code}: {:?}", again.changes);
            applied.insert(code);
        }
    }
    assert!(applied.len() > 5, "{applied:?}");
}

#[test]
fn many_rows_take_few_corrections_and_a_short_list() {
    const ROWS: u32 = 20_000;
    let mut text = format!("{MEETINGS}\n");
    for row in 0..ROWS {
        let (date, kind) = (1 + row % 28, if row % 2 == 0 { "pricing" } else { "breakfast" });
        let outcome = if row % 100 == 0 { format!("lost{}", row / 100 % 50) } else { "lost".to_owned() };
        let _ = writeln!(text, "000000c0-0000-4000-8000-{row:012x},2025-06-{date:02},{kind},{outcome}");
    }
    let mut intake = Intake::open("long.csv", text.into_bytes()).unwrap();
    let SuggestedFixes { fixes, changes } = suggested(checked(&mut intake, &[]), "not_in_list");
    assert!(fixes.len() <= 51 && fixes.contains(&replace("meeting_type", "pricing", "numbers")), "{fixes:?}");
    assert_eq!(changes.findings, ROWS + ROWS / 100);
    assert_eq!(self::changes(&changes.changes)[0], ("meeting_type", "pricing", "numbers", ROWS / 2));
    assert_eq!((&changes.rows_without[..3], changes.rows_without.len()), (&[2, 3, 5][..], 20));
    assert!(changes.changes.len() <= 20 && changes.suggested >= ROWS / 2);
    let listed: u32 = changes.changes.iter().map(|change| change.count).sum();
    assert_eq!(listed + changes.unlisted, changes.suggested);
}

#[test]
fn a_cell_with_a_choice_keeps_its_value_where_other_cells_with_it_are_blanked() {
    let mut sheet = Sheet::new("Data", DateSystem::Y1900);
    for (column, header) in (0..).zip(PARTNERS.split(',')) {
        sheet.set(0, column, Cell::Text(header)).unwrap();
    }
    for (row, firm) in (1..).zip(["Harbor", "Quay", "Summit"]) {
        for (column, text) in [(0, firm), (1, "Ann Lee"), (3, "#REF!"), (4, "Referral")] {
            sheet.set(row, column, Cell::Text(text)).unwrap();
        }
    }
    sheet.link((2, 3), (2, 3), "mailto:ann@quay.example");
    let kind = named("partner_master").unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let settings = Settings::on(today);
    let checked = check(kind, &sheet, match_headers(kind, &sheet, 0), settings, &mut |_| {});
    let fixes = checked.findings(&sheet, 0, 100, &of_code("error_value")).into_iter().map(|finding| finding.fixes);
    let blank = replace("email", "#REF!", "");
    let linked = vec![set("D3", "ann@quay.example"), blank.clone()];
    assert_eq!(fixes.collect::<Vec<_>>(), [vec![blank.clone()], linked, vec![blank]]);
    let SuggestedFixes { fixes, changes } = checked.suggested_fixes(&sheet, &of_code("error_value"), None, usize::MAX);
    assert_eq!(fixes, [set("D2", ""), set("D4", "")]);
    assert_eq!((changes.findings, changes.suggested, changes.rows_without), (3, 2, vec![3]));
}

#[test]
fn one_correction_for_two_findings_is_a_suggestion() {
    let text = "Wann,Wer,Was,Wie\n2025-05-01,Yew,Discovery,Lost\n2025-05-02,Fir,Systems,Ghosted\n";
    for code in ["column_missing", "column_suggested"] {
        let mut intake = Intake::open("list.csv", text.as_bytes().to_vec()).unwrap();
        let fixes = suggested(checked(&mut intake, &[]), code).fixes;
        let file = checked(&mut intake, &fixes);
        assert_eq!((with_code(file, "column_missing"), file.overview().clean), (vec![], 2), "{code}: {fixes:?}");
    }
}

#[test]
fn a_column_whose_cells_contradict_its_header_is_not_suggested() {
    let text = "Partner,Meeting Date,Type,Outcome\nAnn Lee,2025-05-01,Intro,Warm\nBo Fir,2025-05-02,Intro,Cold\n";
    let mut intake = Intake::open("list.csv", text.as_bytes().to_vec()).unwrap();
    let file = checked(&mut intake, &[]);
    assert!(with_code(file, "column_not_imported").iter().any(|finding| finding.fixes.len() == 1));
    assert_eq!(suggested(file, "column_not_imported").fixes, []);
}
