//! Answers about whole columns: a value for a column that the file lacks, columns combined into one, and rows skipped by a value.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_intake::{CheckedFile, Intake};
use lanegate_parity::test;
use lanegate_wire::{CheckOptions, Combining, Filter, Finding, Fix};

const PARTNERS: &str = "First Name,Last Name,Company,Email Address,LinkedIn,Home Email";
const ACME: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

fn partners(rows: &[&str]) -> Intake {
    opened(PARTNERS, rows)
}

fn opened(headers: &str, rows: &[&str]) -> Intake {
    let text = format!("{headers}\n{}\n", rows.join("\n"));
    Intake::open("list.csv", text.into_bytes()).unwrap()
}

fn checked<'a>(intake: &'a mut Intake, fixes: &[Fix]) -> &'a CheckedFile {
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    intake.check(&CheckOptions { fixes: fixes.to_vec(), ..CheckOptions::on(today) }, &mut |_| {}).unwrap();
    intake.checked().unwrap()
}

fn found(file: &CheckedFile) -> Vec<Finding> {
    file.findings(0, 500, &Filter::default()).findings
}

/// Codes of the findings that matter, with their columns.
fn open(file: &CheckedFile) -> Vec<String> {
    let matter = |finding: &Finding| finding.severity != lanegate_wire::Severity::Info;
    let found = found(file).into_iter().filter(matter);
    found.map(|finding| format!("{} {}", finding.code, finding.column.unwrap_or_default())).collect()
}

fn missing(file: &CheckedFile, column: &str) -> Finding {
    let is_it = |finding: &Finding| finding.code == "column_missing" && finding.column.as_deref() == Some(column);
    found(file).into_iter().find(is_it).unwrap()
}

fn fill(column: &str, value: &str) -> Fix {
    Fix::MapValue { column: column.into(), from: String::new(), to: value.into() }
}

fn combine(column: &str, parts: &[&str], how: Combining) -> Fix {
    let parts = parts.iter().map(|&letters| letters.to_owned()).collect();
    Fix::Combine { column: column.into(), parts, how }
}

fn skip(letters: &str, value: &str) -> Fix {
    Fix::LeaveOutWhere { letters: letters.into(), value: value.into() }
}

/// The values of a column in the clean rows.
fn values(file: &CheckedFile, column: &str) -> Vec<String> {
    let rows = (0..file.batches()).filter_map(|number| file.batch(number)).flat_map(|batch| batch.rows);
    rows.map(|row| row.fields.get(column).map(ToString::to_string).unwrap_or_default()).collect()
}

/// The rows of the clean rows, as Excel numbers them.
fn clean(file: &CheckedFile) -> Vec<u32> {
    let rows = (0..file.batches()).filter_map(|number| file.batch(number)).flat_map(|batch| batch.rows);
    rows.map(|row| row.row).collect()
}

#[test]
fn a_value_for_a_missing_column_makes_the_rows_clean() {
    let mut intake = opened("Name,Company", &["Ann Lee,Harbor", "Ben Ode,Quay"]);
    let file = checked(&mut intake, &[]);
    assert_eq!(open(file), ["column_missing source"]);
    assert!(missing(file, "source").hint.contains("one value for all rows, such as Referral"));
    let file = checked(&mut intake, &[fill("source", "LinkedIn")]);
    assert_eq!((open(file), values(file, "source")), (vec![], vec!["LinkedIn".to_owned(); 2]));
    // It is checked as if it were in every row.
    let meetings = format!("{ACME},2025-05-01,other");
    let mut intake = opened("company_id,meeting_date,meeting_type", &[&meetings]);
    let offered = missing(checked(&mut intake, &[]), "meeting_outcome").fixes;
    assert_eq!(offered, ["progressed", "stalled", "ghosted", "lost"].map(|value| fill("meeting_outcome", value)));
    assert_eq!(open(checked(&mut intake, &offered[2..3])), Vec::<String>::new());
    assert_eq!(open(checked(&mut intake, &[fill("meeting_outcome", "fine")])), ["not_in_list meeting_outcome"]);
    let taken_back = [fill("meeting_outcome", "lost"), fill("meeting_outcome", "")];
    assert_eq!(open(checked(&mut intake, &taken_back)), ["column_missing meeting_outcome"]);
}

#[test]
fn first_and_last_name_are_offered_as_one() {
    let rows = ["Ann,Lee,Harbor,,,", "Ben,Ode,Quay,ben@quay.example,,", "Cy,,Summit,,,"];
    let mut intake = partners(&rows);
    let source = fill("source", "LinkedIn");
    let finding = missing(checked(&mut intake, std::slice::from_ref(&source)), "primary_contact_name");
    assert!(finding.message.contains("\"First Name\" and \"Last Name\""), "{}", finding.message);
    assert!(finding.message.contains("\"Ann Lee\", \"Ben Ode\", \"Cy\""), "{}", finding.message);
    let join = combine("primary_contact_name", &["A", "B"], Combining::Join);
    assert_eq!(finding.fixes, std::slice::from_ref(&join));
    let file = checked(&mut intake, &[source.clone(), join.clone()]);
    assert_eq!(open(file), Vec::<String>::new());
    assert_eq!(values(file, "primary_contact_name"), ["Ann Lee", "Ben Ode", "Cy"]);
    let columns = file.overview().columns;
    let added = columns.last().unwrap();
    assert_eq!((added.letters.as_str(), added.header.as_str()), ("G", "primary_contact_name"));
    assert_eq!(added.samples, ["Ann Lee", "Ben Ode", "Cy"]);
    let part = found(file).into_iter().find(|finding| finding.cell.as_deref() == Some("A1")).unwrap();
    assert_eq!(part.message, "The column \"First Name\" goes into primary_contact_name.");
    // A person corrects the result, and combines anew: the cell stays as it was typed.
    let set = Fix::SetCell { cell: "G3".into(), value: "Benjamin Ode".into() };
    let file = checked(&mut intake, &[source.clone(), join.clone(), set.clone()]);
    assert_eq!(values(file, "primary_contact_name"), ["Ann Lee", "Benjamin Ode", "Cy"]);
    let turned = combine("primary_contact_name", &["B", "A"], Combining::Join);
    let file = checked(&mut intake, &[source.clone(), join.clone(), set, turned]);
    assert_eq!(values(file, "primary_contact_name"), ["Lee Ann", "Benjamin Ode", "Cy"]);
    // Without the answer, the sheet is the file's again.
    let file = checked(&mut intake, std::slice::from_ref(&source));
    assert_eq!(
        (open(file), file.overview().columns.len()),
        (vec!["column_missing primary_contact_name".to_owned()], 6)
    );
    // A later choice of another column wins.
    let other = Fix::MapColumn { letters: "B".into(), column: Some("primary_contact_name".into()) };
    let file = checked(&mut intake, &[source, join, other]);
    assert_eq!(values(file, "primary_contact_name"), ["Lee", "Ode"]);
}

#[test]
fn names_are_found_in_other_words_too() {
    for headers in [
        "Vorname,Nachname,Company",
        "Person - First name,Person - Last name,Company",
        "First Name,Last Name,Company",
        "Given Name,Family Name,Company",
    ] {
        let headers = format!("{headers},LinkedIn");
        let mut intake = opened(&headers, &["Ann,Lee,Harbor,", "Ben,Ode,Quay,"]);
        let finding = missing(checked(&mut intake, &[fill("firm_name", "Harbor")]), "primary_contact_name");
        assert_eq!(finding.fixes, [combine("primary_contact_name", &["A", "B"], Combining::Join)], "{headers}");
    }
    // Which of two last names is meant, nobody can tell.
    let mut doubled = opened("Last Name,First Name,Last Name,Company,source", &["Old,Ann,Lee,Harbor,x"]);
    assert_eq!(missing(checked(&mut doubled, &[]), "primary_contact_name").fixes, []);
    let mut intake =
        opened("First Name,Middle Name,Last Name,Company,source,LinkedIn", &["Ann,M.,Lee,Harbor,x,", "B,,Ode,Quay,x,"]);
    let fixes = missing(checked(&mut intake, &[]), "primary_contact_name").fixes;
    assert_eq!(values(checked(&mut intake, &fixes), "primary_contact_name"), ["Ann M. Lee", "B Ode"]);
}

#[test]
fn the_first_filled_of_several_addresses_counts() {
    let rows = ["Ann,Lee,Harbor,ann@work.example,,ann@home.example", "Ben,Ode,Quay,n/a,,ben@home.example"];
    let mut intake = partners(&rows);
    let before = [fill("source", "LinkedIn"), combine("primary_contact_name", &["A", "B"], Combining::Join)];
    let file = checked(&mut intake, &before);
    let other = found(file).into_iter().find(|finding| finding.cell.as_deref() == Some("F1")).unwrap();
    let first = combine("email", &["D", "F"], Combining::FirstFilled);
    assert!(other.fixes.contains(&first), "{other:?}");
    let file = checked(&mut intake, &[before.as_slice(), &[first]].concat());
    assert_eq!(
        (open(file), values(file, "email")),
        (vec![], vec!["ann@work.example".into(), "ben@home.example".into()])
    );
}

#[test]
fn a_name_with_an_address_gives_both() {
    let rows = [
        "Ann Lee <ann@harbor.example>,Harbor,Referral,",
        "\"Ben Ode <ben@quay.example>; Cy <cy@quay.example>\",Quay,Referral,",
    ];
    let mut intake = opened("Attendees,Company,source,LinkedIn", &rows);
    let both = [combine("primary_contact_name", &["A"], Combining::Name), combine("email", &["A"], Combining::Address)];
    let file = checked(&mut intake, &both);
    assert_eq!(open(file), Vec::<String>::new());
    assert_eq!(values(file, "primary_contact_name"), ["Ann Lee", "Ben Ode"]);
    assert_eq!(values(file, "email"), ["ann@harbor.example", "ben@quay.example"]);
    let letters: Vec<_> = file.overview().columns.into_iter().map(|column| column.letters).collect();
    assert_eq!(letters, ["A", "B", "C", "D", "E", "F"]);
    let part = found(file).into_iter().find(|finding| finding.cell.as_deref() == Some("A1")).unwrap();
    assert_eq!(part.message, "The column \"Attendees\" goes into primary_contact_name and email.");
}

#[test]
fn added_columns_change_nothing_about_which_rows_are_data() {
    let rows =
        ["Ann,Lee,Harbor,,,", "First Name,Last Name,Company,Email Address,LinkedIn,Home Email", "Ben,Ode,Quay,,,"];
    let mut intake = partners(&rows);
    let source = fill("source", "LinkedIn");
    let of_rows = |file: &CheckedFile| -> Vec<String> {
        let rows = found(file).into_iter().filter(|finding| finding.row > Some(1));
        rows.map(|finding| format!("{} {:?}", finding.code, finding.row)).collect()
    };
    let before = of_rows(checked(&mut intake, std::slice::from_ref(&source)));
    let join = combine("primary_contact_name", &["A", "B"], Combining::Join);
    assert_eq!(of_rows(checked(&mut intake, &[source, join])), before);
}

#[test]
fn rows_with_a_value_are_skipped_until_somebody_says_otherwise() {
    let row = |day: u32, outcome: &str, canceled: &str| format!("{ACME},2025-05-0{day},other,{outcome},{canceled}");
    let rows = [row(1, "lost", "false"), row(2, "Canceled", "TRUE"), row(3, "canceled ", "false"), row(4, "lost", "")];
    let headers = "company_id,meeting_date,meeting_type,meeting_outcome,Canceled";
    let mut intake = opened(headers, &rows.each_ref().map(String::as_str));
    assert_eq!(clean(checked(&mut intake, &[])), [2, 5]);
    // In a column of the template, and in one that is not imported.
    let file = checked(&mut intake, &[skip("D", "Canceled")]);
    assert_eq!((open(file), clean(file), file.overview().left_out), (vec![], vec![2, 5], 2));
    assert_eq!(clean(checked(&mut intake, &[skip("D", "Canceled"), skip("E", "true")])), [2, 5]);
    assert_eq!(checked(&mut intake, &[skip("E", "")]).overview().left_out, 1);
    // One of the rows is imported after all, or the word gets a meaning.
    let word = |to: &str| Fix::MapValue { column: "meeting_outcome".into(), from: "Canceled".into(), to: to.into() };
    assert_eq!(clean(checked(&mut intake, &[skip("D", "Canceled"), word("lost")])), [2, 3, 4, 5]);
    assert_eq!(clean(checked(&mut intake, &[word("lost"), skip("D", "Canceled")])), [2, 5]);
    // What the cells count as is what a person sees.
    let seen = [word("stalled"), skip("D", "stalled")];
    assert_eq!(clean(checked(&mut intake, &seen)), [2, 5]);
    let file = checked(&mut intake, &[skip("D", "Canceled"), Fix::TakeIn { row: 4 }]);
    assert_eq!((clean(file), open(file)), (vec![2, 5], vec!["not_in_list meeting_outcome".to_owned()]));
    // A cell that is typed over has no such value any more.
    let set = Fix::SetCell { cell: "D3".into(), value: "ghosted".into() };
    assert_eq!(clean(checked(&mut intake, &[skip("D", "Canceled"), set.clone()])), [2, 3, 5]);
    assert_eq!(clean(checked(&mut intake, &[skip("D", "ghosted"), set])), [2, 5]);
}

#[test]
fn a_date_column_beside_a_time_column_is_clean() {
    let rows = [format!("{ACME},5/23/2025,2:00:00 PM,other,lost"), format!("{ACME},5/1/2025,10:00:00 AM,other,lost")];
    let headers = "company_id,Start Date,Start Time,meeting_type,meeting_outcome";
    let mut intake = opened(headers, &rows.each_ref().map(String::as_str));
    let date = Fix::MapColumn { letters: "B".into(), column: Some("meeting_date".into()) };
    let file = checked(&mut intake, &[date]);
    assert_eq!((open(file), values(file, "meeting_date")), (vec![], vec!["2025-05-23".into(), "2025-05-01".into()]));
}

#[test]
fn several_addresses_in_several_cells_are_one_question() {
    let rows = [
        "Ann,Lee,Harbor,ann@work.example ::: ann@home.example,,",
        "Ben,Ode,Quay,\"ben@work.example, ben@home.example\",,",
        "Cy,Fir,Summit,cy@work.example,,",
        "Di,Oak,Pier,di@work.example; DI@work.example,,",
    ];
    let mut intake = partners(&rows);
    let before = [fill("source", "LinkedIn"), combine("primary_contact_name", &["A", "B"], Combining::Join)];
    let several = |file: &CheckedFile| found(file).into_iter().find(|finding| finding.code == "several_addresses");
    let finding = several(checked(&mut intake, &before)).unwrap();
    assert!(finding.message.starts_with("2 cells of email contain several addresses"), "{}", finding.message);
    let first = combine("email", &["D"], Combining::Address);
    assert_eq!(finding.fixes, std::slice::from_ref(&first));
    // Corrected in one cell, the other one is a matter of that cell.
    let set = Fix::SetCell { cell: "D2".into(), value: "ann@home.example".into() };
    assert_eq!(several(checked(&mut intake, &[before.as_slice(), &[set]].concat())), None);
    assert!(several(checked(&mut intake, &before)).is_some());
    assert_eq!(several(checked(&mut intake, &[before.as_slice(), &[Fix::LeaveOut { row: 3 }]].concat())), None);
    let file = checked(&mut intake, &[before.as_slice(), &[first]].concat());
    let addresses = ["ann@work.example", "ben@work.example", "cy@work.example", "di@work.example"];
    assert_eq!((open(file), values(file, "email")), (vec![], addresses.map(str::to_owned).to_vec()));
}
