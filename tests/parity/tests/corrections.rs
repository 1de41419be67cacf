//! Corrections: what each one does, and that a file corrected step by step is checked as if it had come so.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use chrono::NaiveDate;
use lanegate_intake::{CheckedFile, Intake, open_list};
use lanegate_parity::test;
use lanegate_wire::{CheckOptions, Combining, DateOrder, Filter, Fix, ListColumns, Overview};

const HEADERS: &str = "company_id,people_id,meeting_date,meeting_type,meeting_outcome,stalled_reason,origin";
const ONE: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
const TWO: &str = "0b9e3c52-7d1a-4a6f-9f63-4f2b8c1d2e3f";

fn opened(rows: &[&str]) -> Intake {
    let text = format!("{HEADERS}\n{}\n", rows.join("\n"));
    Intake::open("meetings.csv", text.into_bytes()).unwrap()
}

fn options(fixes: &[Fix]) -> CheckOptions {
    CheckOptions { fixes: fixes.to_vec(), ..CheckOptions::on(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()) }
}

fn checked<'a>(intake: &'a mut Intake, fixes: &[Fix]) -> &'a CheckedFile {
    intake.check(&options(fixes), &mut |_| {}).unwrap();
    intake.checked().unwrap()
}

/// Codes with their cells, or rows.
fn findings(file: &CheckedFile) -> Vec<String> {
    let found = file.findings(0, 500, &Filter::default()).findings;
    let place = |row: Option<u32>| row.map(|row| format!("row {row}")).unwrap_or_default();
    found.into_iter().map(|f| format!("{} {}", f.code, f.cell.unwrap_or_else(|| place(f.row)))).collect()
}

fn set(cell: &str, value: &str) -> Fix {
    Fix::SetCell { cell: cell.into(), value: value.into() }
}

fn combine(column: &str, parts: &[&str], how: Combining) -> Fix {
    let parts = parts.iter().map(|&letters| letters.to_owned()).collect();
    Fix::Combine { column: column.into(), parts, how }
}

/// Looks a company's ID up by what is written in a column.
fn lookup(letters: &str, list: &str) -> Fix {
    let list = ListColumns { file: list.into(), sha256: None, matching: "Word".into(), ids: "ID".into() };
    Fix::Lookup { column: "company_id".into(), parts: vec![letters.into()], keep: Some("A".into()), list }
}

fn map(column: &str, from: &str, to: &str) -> Fix {
    Fix::MapValue { column: column.into(), from: from.into(), to: to.into() }
}

#[test]
fn a_set_cell_counts_and_the_file_keeps_what_it_holds() {
    let mut intake = opened(&[&format!("{ONE},,2025-02-30,other,ghosted,,")]);
    assert_eq!(findings(checked(&mut intake, &[])), ["column_not_imported G1", "date_impossible C2"]);
    let file = checked(&mut intake, &[set("C2", "2025-02-28")]);
    assert_eq!(findings(file), ["column_not_imported G1"]);
    let cell = &file.rows(0, 1, &Filter::default()).rows[0].cells[2];
    assert_eq!((cell.text.as_str(), cell.held.as_deref()), ("2025-02-28", Some("2025-02-30")));
    assert_eq!(file.batch(0).unwrap().rows[0].fields["meeting_date"].to_string(), "2025-02-28");
    // An empty text blanks the cell; the later of two corrections wins.
    assert_eq!(findings(checked(&mut intake, &[set("C2", "2025-02-28"), set("C2", "")]))[1], "required_missing C2");
}

#[test]
fn a_value_is_mapped_wherever_it_stands_and_blanks_are_filled() {
    let row = |outcome: &str, day: &str| format!("{ONE},,2025-05-{day},other,{outcome},,");
    let mut intake = opened(&[&row("No  show", "01"), &row("no show", "02"), &row("", "03"), &row("lost", "04")]);
    let found = "column_not_imported G1";
    assert_eq!(findings(checked(&mut intake, &[])), [found, "not_in_list E2", "not_in_list E3", "required_missing E4"]);
    let file =
        checked(&mut intake, &[map("meeting_outcome", "NO SHOW", "ghosted"), map("meeting_outcome", "", "lost")]);
    assert_eq!(findings(file), [found]);
    let outcomes: Vec<_> =
        file.batch(0).unwrap().rows.iter().map(|row| row.fields["meeting_outcome"].to_string()).collect();
    assert_eq!(outcomes, ["ghosted", "ghosted", "lost", "lost"]);
    // A column that the file does not have is filled, too.
    let file = checked(&mut intake, &[map("source", "", "crm")]);
    assert_eq!(file.batch(0).unwrap().rows[0].fields["source"].to_string(), "crm");
}

#[test]
fn columns_are_mapped_moved_and_set_aside() {
    let mut intake = opened(&[&format!("{ONE},,2025-05-01,other,ghosted,,crm")]);
    let source = |file: &CheckedFile| {
        file.batch(0).and_then(|batch| batch.rows[0].fields.get("source").map(ToString::to_string))
    };
    let column = |letters: &str, column: Option<&str>| Fix::MapColumn {
        letters: letters.into(),
        column: column.map(Into::into),
    };
    assert_eq!(source(checked(&mut intake, &[])), None);
    let file = checked(&mut intake, &[column("G", Some("source"))]);
    assert_eq!((findings(file), source(file)), (vec![], Some("crm".into())));
    let file = checked(&mut intake, &[column("G", Some("meeting_outcome"))]);
    assert_eq!(findings(file), ["column_not_imported E1", "not_in_list G2"]);
    let file = checked(&mut intake, &[column("E", None)]);
    assert_eq!(findings(file)[0], "column_missing row 1");
}

#[test]
fn a_row_left_out_is_compared_with_nothing_and_counted() {
    let row = |outcome: &str| format!("{ONE},,2025-05-01,other,{outcome},,");
    let mut intake = opened(&[&row("ghosted"), &row("lost")]);
    assert_eq!(findings(checked(&mut intake, &[]))[1..], ["conflict_in_file row 2", "conflict_in_file row 3"]);
    let file = checked(&mut intake, &[Fix::LeaveOut { row: 3 }]);
    assert_eq!(findings(file), ["column_not_imported G1"]);
    let overview = file.overview();
    assert_eq!((overview.rows, overview.clean, overview.left_out), (2, 1, 1));
    assert_eq!(overview.excluded.iter().map(|e| (e.reason.as_str(), e.rows)).collect::<Vec<_>>(), [("left_out", 1)]);
}

#[test]
fn text_dates_get_one_verdict_a_column_with_its_proof_or_a_question() {
    let row = |date: &str, day: u32| format!("{ONE},{TWO},{date},other,ghosted,{day},");
    let dates = |dates: &[&str]| {
        let rows: Vec<String> = (1..).zip(dates).map(|(day, date)| row(date, day)).collect();
        opened(&rows.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let file = |found: &[String]| found[1..].to_vec();
    let mut proved = dates(&["03/04/2025", "26/06/2025", "2024-01-01"]);
    let report = checked(&mut proved, &[]).findings(0, 10, &Filter::default()).findings;
    assert!(report[1].message.contains("C3 is 26/06/2025"), "{}", report[1].message);
    assert_eq!(file(&findings(proved.checked().unwrap())), ["date_order_found C3"]);
    let mut mixed = dates(&["03/04/2025", "26/06/2025", "06/27/2025"]);
    assert_eq!(file(&findings(checked(&mut mixed, &[]))), ["date_order_mixed C4", "date_order_unknown C2"]);
    let mut open = dates(&["03/04/2025", "05/06/2025"]);
    assert_eq!(file(&findings(checked(&mut open, &[]))), ["date_order_unknown C2", "date_order_unknown C3"]);
    let order = Fix::DateOrder { column: "meeting_date".into(), order: DateOrder::Mdy };
    assert_eq!(file(&findings(checked(&mut open, std::slice::from_ref(&order)))), Vec::<String>::new());
    assert_eq!(open.checked().unwrap().batch(0).unwrap().rows[0].fields["meeting_date"].to_string(), "2025-03-04");
    // The edit of the one cell that proves the order takes the order away from the others.
    assert_eq!(file(&findings(checked(&mut proved, &[set("C3", "2025-06-26")]))), ["date_order_unknown C2"],);
}

#[test]
fn corrections_that_fit_nothing_are_told() {
    let mut intake = opened(&[&format!("{ONE},,2025-05-01,other,ghosted,,")]);
    let unfit = [
        set("C1", "x"),
        set("C99", "x"),
        set("Z2", "x"),
        set("2C", "x"),
        map("no_such", "a", "b"),
        Fix::MapColumn { letters: "A".into(), column: Some("no_such".into()) },
        Fix::MapColumn { letters: "ZZZZ".into(), column: None },
        Fix::DateOrder { column: "source".into(), order: DateOrder::Dmy },
        Fix::LeaveOut { row: 1 },
        Fix::LeaveOut { row: 0 },
        Fix::LeaveOutWhere { letters: "Z".into(), value: "x".into() },
        combine("no_such", &["A", "B"], Combining::Join),
        combine("source", &["A", "Z"], Combining::Join),
        combine("source", &[], Combining::Join),
    ];
    let found = findings(checked(&mut intake, &unfit));
    assert_eq!(found.iter().filter(|code| code.starts_with("fix_not_applied")).count(), unfit.len(), "{found:?}");
    assert_eq!(intake.checked().unwrap().overview().clean, 1);
}

/// What a person sees of a check, whole.
fn all(file: &CheckedFile) -> (Overview, String, String) {
    let findings = serde_json::to_string(&file.findings(0, 500, &Filter::default())).unwrap();
    let batches: Vec<_> = (0..file.batches()).filter_map(|number| file.batch(number)).map(|b| b.to_json()).collect();
    (file.overview(), findings, batches.join("\n"))
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
    let mut numbers = Numbers(7);
    let meetings = |numbers: &mut Numbers| {
        let dates = ["2025-05-01", "2025-05-02", "03/04/2025", "26/06/2025", "x"];
        let outcomes = ["ghosted", "lost", "stalled", "no show", ""];
        let id = [ONE, TWO, "", "wrong"][numbers.below(4)];
        let (date, outcome) = (dates[numbers.below(5)], outcomes[numbers.below(5)]);
        format!("{id},,{date},other,{outcome},{},", ["", "budget"][numbers.below(2)])
    };
    let partners = |numbers: &mut Numbers| {
        let firm = ["Harbor", "harbor ", "Quay"][numbers.below(3)];
        let contact = ["Ann", "Bob", ""][numbers.below(3)];
        let email = ["ann@example.com", "bob@example.com", "", "wrong"][numbers.below(4)];
        let linkedin = ["https://linkedin.com/in/ann", "linkedin.com/in/bob", ""][numbers.below(3)];
        format!("{firm},{contact},{linkedin},{email},{},Referral,", ["West", ""][numbers.below(2)])
    };
    let partner_headers = "firm_name,primary_contact_name,linkedin_url,email,geography,source,status";
    let values =
        ["", "2025-05-01", "26/06/2025", "ghosted", "Ann", "ann@example.com", "linkedin.com/in/ann", ONE, "no show"];
    for round in 0..12 {
        let (headers, made): (_, Vec<String>) = if round % 2 == 0 {
            (HEADERS, (0..12).map(|_| meetings(&mut numbers)).collect())
        } else {
            (partner_headers, (0..12).map(|_| partners(&mut numbers)).collect())
        };
        let text = format!("{headers}\n{}\n", made.join("\n")).into_bytes();
        let words = format!("Word,ID\nlost,{ONE}\nghosted,{TWO}\nbudget,{ONE}\nbudget,{TWO}\n");
        let list = Arc::new(open_list("words.csv", words.into_bytes()).unwrap());
        let opened = || {
            let mut intake = Intake::open("f.csv", text.clone()).unwrap();
            intake.add_list(Arc::clone(&list));
            intake
        };
        let mut stepwise = opened();
        checked(&mut stepwise, &[]);
        let mut fixes: Vec<Fix> = Vec::new();
        for step in 0..20 {
            match numbers.below(10) {
                // Undo.
                0 => drop(fixes.pop()),
                1 => fixes.push(Fix::LeaveOut { row: 2 + numbers.below(12) as u32 }),
                2 => fixes.push(Fix::TakeIn { row: 2 + numbers.below(12) as u32 }),
                3 => {
                    let letters = ["C", "D", "E", "H"][numbers.below(4)].to_owned();
                    let value = ["", "no show", "ghosted", "ann@example.com", "West"][numbers.below(5)].to_owned();
                    fixes.push(match numbers.below(3) {
                        0 => map(["meeting_outcome", "geography"][round % 2], &value, "lost"),
                        _ => Fix::LeaveOutWhere { letters, value },
                    });
                }
                4 => {
                    let columns = [["meeting_outcome", "stalled_reason"], ["email", "primary_contact_name"]][round % 2];
                    let parts = [["D", "E"], ["E", "F"], ["B", "A"]][numbers.below(3)];
                    let how = [Combining::Join, Combining::FirstFilled][numbers.below(2)];
                    fixes.push(combine(columns[numbers.below(2)], &parts, how));
                }
                5 if round % 2 == 0 => {
                    let list = ["words.csv", "words.csv", "other.csv"][numbers.below(3)];
                    fixes.push(lookup(["A", "E", "F"][numbers.below(3)], list));
                }
                _ => {
                    let cell = format!("{}{}", ["A", "B", "C", "D", "E", "H"][numbers.below(6)], 2 + numbers.below(12));
                    fixes.push(set(&cell, values[numbers.below(values.len())]));
                }
            }
            let mut afresh = opened();
            let expected = all(checked(&mut afresh, &fixes));
            let now = all(checked(&mut stepwise, &fixes));
            assert_eq!(now, expected, "round {round}, step {step}: {fixes:?}");
        }
    }
}
