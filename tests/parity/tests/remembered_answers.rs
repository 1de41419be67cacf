//! Answers about one file that count for the next one with the same headers: which of the corrections are remembered, and what they say of
//! another file.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_intake::{Answers, CheckedFile, Choice, Intake};
use lanegate_parity::test;
use lanegate_wire::{AppliedAnswers, CheckOptions, Combining, DateOrder, Filter, Fix, Severity};
use serde_json::{Value as Json, json};

const ACME: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
const MEETINGS: &str = "company_id,meeting_date,meeting_type,meeting_outcome,Canceled";

fn opened(name: &str, headers: &str, rows: &[&str]) -> Intake {
    let text = format!("{headers}\n{}\n", rows.join("\n"));
    Intake::open(name, text.into_bytes()).unwrap()
}

fn options(fixes: &[Fix]) -> CheckOptions {
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    CheckOptions { fixes: fixes.to_vec(), ..CheckOptions::on(today) }
}

/// The answers that remain of these corrections.
fn answers(intake: &mut Intake, fixes: &[Fix]) -> Option<Answers> {
    intake.check(&options(fixes), &mut |_| {}).unwrap();
    intake.checked().unwrap().answers()
}

fn choices(intake: &mut Intake, fixes: &[Fix]) -> Json {
    answers(intake, fixes).map_or(Json::Null, |answers| serde_json::to_value(answers).unwrap()["choices"].clone())
}

fn applied<'a>(intake: &'a mut Intake, answers: &Answers) -> (AppliedAnswers, &'a CheckedFile) {
    let applied = intake.apply_answers(answers, &mut options(&[]), &mut |_| {}).unwrap();
    (applied, intake.checked().unwrap())
}

/// Codes of the errors.
fn errors(file: &CheckedFile) -> Vec<String> {
    let found = file.findings(0, 500, &Filter::default()).findings.into_iter();
    found.filter(|finding| finding.severity == Severity::Error).map(|finding| finding.code).collect()
}

fn value(column: &str, from: &str, to: &str) -> Fix {
    Fix::MapValue { column: column.into(), from: from.into(), to: to.into() }
}

fn join(parts: [&str; 2]) -> Fix {
    let parts = parts.map(str::to_owned).to_vec();
    Fix::Combine { column: "primary_contact_name".into(), parts, how: Combining::Join }
}

/// All suggestions of a code, as corrections.
fn suggestions(intake: &Intake, code: &str) -> Vec<Fix> {
    let filter = Filter { code: Some(code.into()), ..Filter::default() };
    intake.checked().unwrap().suggested_fixes(&filter, usize::MAX).fixes
}

#[test]
fn answers_follow_the_headers_into_the_next_file() {
    let mut june =
        opened("june.csv", "First Name,Last Name,Company,Email,Left", &["Ann,Lee,Harbor,,no", "Ben,Ode,Quay,,yes"]);
    let fixes = [
        value("source", "", "LinkedIn"),
        join(["A", "B"]),
        Fix::LeaveOutWhere { letters: "E".into(), value: "Yes".into() },
    ];
    let kept = answers(&mut june, &fixes).unwrap();
    let text = serde_json::to_string(&kept).unwrap();
    assert!(text.contains("june.csv") && !text.contains("Harbor") && !text.contains("Ann"), "{text}");
    assert_eq!(serde_json::from_str::<Answers>(&text).unwrap(), kept);

    let rows = ["Quay,no,Gil,Cy,", "Summit,yes,Fay,Dee,"];
    let mut july = opened("july.csv", "Company,Left,Last Name,First Name,Email", &rows);
    let (said, file) = applied(&mut july, &kept);
    assert_eq!((errors(file), file.overview().clean, file.overview().left_out), (vec![], 1, 1));
    assert_eq!(said.from.as_deref(), Some("june.csv"));
    assert_eq!(said.fixes[1], join(["D", "C"]));
    let words = [
        "blank cells in source mean LinkedIn",
        "primary_contact_name is “First Name” and “Last Name” joined",
        "rows with “Yes” in “Left” are skipped",
    ];
    assert_eq!((said.said, said.unfit), (words.map(str::to_owned).to_vec(), 0));
    let row = &file.batch(0).unwrap().rows[0];
    assert_eq!(row.fields["primary_contact_name"].to_string(), "Cy Gil");
}

#[test]
fn corrections_of_a_person_come_after_the_answers() {
    let mut june = opened("june.csv", "Name,Company", &["Ann Lee,Harbor"]);
    let kept = answers(&mut june, &[value("source", "", "LinkedIn")]).unwrap();
    let mut july = opened("july.csv", "Name,Company", &["Cy Gil,Quay"]);
    let own = value("source", "", "Referral");
    let mut options = options(std::slice::from_ref(&own));
    july.apply_answers(&kept, &mut options, &mut |_| {}).unwrap();
    assert_eq!(options.fixes, [value("source", "", "LinkedIn"), own]);
    assert_eq!(july.checked().unwrap().batch(0).unwrap().rows[0].fields["source"].to_string(), "Referral");
}

#[test]
fn what_earlier_versions_kept_is_still_read() {
    let choices = json!([
        {"column": {"header": "When", "column": "meeting_date"}},
        {"value": {"column": "meeting_outcome", "from": "gone", "to": "ghosted"}},
        {"order": {"column": "meeting_date", "order": "mdy"}},
    ]);
    let first: Vec<Choice> = serde_json::from_value(choices.clone()).unwrap();
    let second: Answers = serde_json::from_value(json!({"file": "june.csv", "choices": choices})).unwrap();
    for (kept, from) in [(Answers::of_choices(first), None), (second, Some("june.csv".to_owned()))] {
        let row = format!("{ACME},3/4/2025,other,gone,");
        let mut file = opened("july.csv", "company_id,When it was,meeting_type,meeting_outcome,When", &[&row]);
        // The header is another one here.
        assert_eq!(applied(&mut file, &kept).0.fixes.len(), 3);
        let mut file = opened("july.csv", "company_id,Due,meeting_type,meeting_outcome", &[&row]);
        let (said, _) = applied(&mut file, &kept);
        assert_eq!((said.from, said.fixes.len(), said.unfit), (from, 2, 1));
    }
}

#[test]
fn what_a_file_says_itself_is_not_overruled() {
    let row = |date: &str| format!("{ACME},{date},other,lost,");
    let mut june = opened("june.csv", MEETINGS, &[&row("3/4/2025")]);
    let order = Fix::DateOrder { column: "meeting_date".into(), order: DateOrder::Mdy };
    let kept = answers(&mut june, &[order]).unwrap();
    let mut proved = opened("july.csv", MEETINGS, &[&row("3/4/2025"), &row("26/4/2025")]);
    let (said, file) = applied(&mut proved, &kept);
    assert_eq!((said.fixes, said.unfit, errors(file)), (vec![], 0, vec![]));
    // The order for the whole file is one for each date column.
    june.check(&CheckOptions { date_order: Some(DateOrder::Dmy), ..options(&[]) }, &mut |_| {}).unwrap();
    let kept = june.checked().unwrap().answers().unwrap();
    let mut open = opened("july.csv", MEETINGS, &[&row("3/4/2025")]);
    let (said, file) = applied(&mut open, &kept);
    assert_eq!((said.said, errors(file)), (vec!["dates in meeting_date are day/month/year".to_owned()], vec![]));
}

#[test]
fn cells_and_single_rows_are_not_remembered() {
    let row = |outcome: &str| format!("{ACME},2025-04-03,other,{outcome},");
    let mut june = opened("june.csv", MEETINGS, &[&row("lost"), &row("gone for good")]);
    let fixes = [
        Fix::SetCell { cell: "B2".into(), value: "2025-04-04".into() },
        Fix::LeaveOut { row: 3 },
        Fix::TakeIn { row: 3 },
        value("meeting_date", "2025-04-03", "2025-04-05"),
        value("meeting_outcome", &"gone ".repeat(20), "lost"),
    ];
    assert_eq!(answers(&mut june, &fixes), None);
    let mut partners = opened("june.csv", "Name,Company,Email,source", &["Ann Lee,Harbor,n/a,Web"]);
    let fixes = [value("source", "Web", "Website"), value("email", "n/a", "")];
    let blanked = json!([{"value": {"column": "email", "from": "n/a", "to": ""}}]);
    assert_eq!(choices(&mut partners, &fixes), blanked);
}

#[test]
fn dates_of_one_form_are_read_as_suggested_in_the_next_file_too() {
    let row = |date: &str| format!("{ACME},{date},other,lost,");
    let mut june = opened("june.csv", MEETINGS, &[&row("12 Mar 2025"), &row("13 Mar 2025 10:00 AM")]);
    assert_eq!(answers(&mut june, &[]), None);
    let all = suggestions(&june, "date_in_words");
    assert_eq!(all.len(), 2);
    let suggested = json!([{"suggested": {"code": "date_in_words", "column": "meeting_date"}}]);
    assert_eq!(choices(&mut june, &all), suggested);
    // One of them is still open, or was corrected to something else.
    assert_eq!(choices(&mut june, &all[..1]), Json::Null);
    let typed = [
        value("meeting_date", "12 Mar 2025", "2025-03-11"),
        value("meeting_date", "13 Mar 2025 10:00 AM", "2025-03-12"),
    ];
    assert_eq!(choices(&mut june, &typed), Json::Null);

    let kept = answers(&mut june, &all).unwrap();
    let mut july = opened("july.csv", MEETINGS, &[&row("1 Jul 2025"), &row("2 Jul 2025"), &row("perhaps in July")]);
    let (said, file) = applied(&mut july, &kept);
    let words = "2 cells of meeting_date with a date in words or another form are read as suggested";
    assert_eq!((said.said, errors(file)), (vec![words.to_owned()], vec!["not_a_date".to_owned()]));
    assert_eq!(file.overview().clean, 2);
}

#[test]
fn rows_that_are_no_data_are_skipped_in_the_next_file_too() {
    let row = format!("{ACME},2025-04-03,other,lost,");
    let mut june = opened("june.csv", MEETINGS, &[&row, "Total,,,,1", MEETINGS]);
    let all = suggestions(june_checked(&mut june), "non_data_rows");
    assert_eq!(all, [Fix::LeaveOutNonData {}]);
    let kept = answers(&mut june, &all).unwrap();
    assert_eq!((errors(june.checked().unwrap()), june.checked().unwrap().overview().left_out), (vec![], 2));
    // The same, one by one; but not if one of them stays.
    let one_by_one = [Fix::LeaveOut { row: 3 }, Fix::LeaveOut { row: 4 }];
    assert_eq!(answers(&mut june, &one_by_one), Some(kept.clone()));
    assert_eq!(answers(&mut june, &one_by_one[..1]), None);

    let mut july =
        opened("july.csv", MEETINGS, &[&row, "Grand total,,,,12", &row.replace("04-03", "04-05"), "Total,,,,2"]);
    let (said, file) = applied(&mut july, &kept);
    assert_eq!((said.said, errors(file)), (vec!["rows that are no data are skipped".to_owned()], vec![]));
    assert_eq!((file.overview().clean, file.overview().left_out), (2, 2));
}

fn june_checked(intake: &mut Intake) -> &Intake {
    intake.check(&options(&[]), &mut |_| {}).unwrap();
    intake
}

#[test]
fn a_row_that_is_no_data_is_imported_after_all_where_a_person_says_so() {
    let row = format!("{ACME},2025-04-03,other,lost,");
    let mut file = opened("june.csv", MEETINGS, &[&row, "Total,,,,1", MEETINGS]);
    let skip = Fix::LeaveOutNonData {};
    let back = [skip.clone(), Fix::TakeIn { row: 3 }];
    file.check(&options(&back), &mut |_| {}).unwrap();
    assert_eq!(
        (errors(file.checked().unwrap()), file.checked().unwrap().overview().left_out),
        (vec!["total_row".into()], 1)
    );
    file.check(&options(&[Fix::TakeIn { row: 3 }, skip]), &mut |_| {}).unwrap();
    assert_eq!(file.checked().unwrap().overview().left_out, 2);
}
