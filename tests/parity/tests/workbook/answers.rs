//! Answers about whole columns in an annotated copy: combined columns are in its cells, a value for a missing column in its stamp, and
//! skipped rows stay skipped.

use std::sync::Arc;

use lanegate_intake::Intake;
use lanegate_parity::test;
use lanegate_wire::{Combining, Fix, ListColumns, Row};

use crate::{annotated, checked, checked_with, edit, findings, fixed};

/// The e-mail columns are called like the template's, so that the copy has two of that name.
fn original() -> Intake {
    let rows = [
        "First Name,Last Name,Company,Email,Work Email,Active",
        "Ann,Lee,Harbor,ann@harbor.example,,yes",
        "Ben,Ode,Quay,,ben@quay.example,no",
        "Cy,Fir,Summit,n/a,cy@summit.example,yes",
    ];
    let combine = |column: &str, parts: [&str; 2], how| {
        let parts = parts.map(str::to_owned).to_vec();
        Fix::Combine { column: column.into(), parts, how }
    };
    let fixes = [
        combine("primary_contact_name", ["A", "B"], Combining::Join),
        combine("email", ["D", "E"], Combining::FirstFilled),
        Fix::MapValue { column: "source".into(), from: String::new(), to: "Referral".into() },
        Fix::LeaveOutWhere { letters: "F".into(), value: "No".into() },
        Fix::SetCell { cell: "G4".into(), value: "Cyril Fir".into() },
    ];
    let said = lanegate_wire::CheckOptions { kind: Some("partner_master".into()), ..fixed(&fixes) };
    checked_with("partners.csv", rows.join("\n").into_bytes(), &said)
}

fn rows(intake: &Intake) -> Vec<Row> {
    let file = intake.checked().unwrap();
    (0..file.batches()).filter_map(|number| file.batch(number)).flat_map(|batch| batch.rows).collect()
}

#[test]
fn answers_go_on_in_the_copy() {
    let original = original();
    let value = |row: &Row, column: &str| row.fields[column].to_string();
    let expected = [("Ann Lee", "ann@harbor.example"), ("Cyril Fir", "cy@summit.example")];
    for (row, (name, email)) in rows(&original).iter().zip(expected) {
        assert_eq!((value(row, "primary_contact_name"), value(row, "email")), (name.into(), email.into()));
    }
    assert_eq!(rows(&original).len(), expected.len());
    let copy = checked("copy.xlsx", annotated(&original));
    assert_eq!(rows(&copy), rows(&original), "{:?}", findings(copy.checked().unwrap()));
    let overview = copy.checked().unwrap().overview();
    assert_eq!((overview.clean, overview.blocked, overview.left_out), (2, 0, 1));
    assert_eq!(rows(&checked("again.xlsx", annotated(&copy))), rows(&original));
}

#[test]
fn a_copy_has_the_ids_that_were_looked_up_and_needs_no_list() {
    let id = |number: u32| format!("6f9619ff-8b86-4d01-b42d-00cf4fc9{number:04}");
    let list = format!("Company,ID\nAcme,{}\nQuay,{}\nQuay,{}\n", id(1), id(2), id(3));
    let list = Arc::new(lanegate_intake::open_list("companies.csv", list.into_bytes()).unwrap());
    let lines = [
        "company_id,meeting_date,meeting_type,meeting_outcome,Company".to_owned(),
        ",2025-05-01,other,lost,acme".to_owned(),
        format!("{},2025-05-02,other,lost,Acme", id(7)),
        ",2025-05-03,other,lost,Quay".to_owned(),
        ",2025-05-04,other,lost,Elm".to_owned(),
        ",2025-05-05,other,lost,Yew".to_owned(),
    ];
    let named = ListColumns {
        file: "companies.csv".into(),
        sha256: Some(list.sha256().to_owned()),
        matching: "Company".into(),
        ids: "ID".into(),
    };
    let lookup =
        Fix::Lookup { column: "company_id".into(), parts: vec!["E".into()], keep: Some("A".into()), list: named };
    let blank = Fix::MapValue { column: "company_id".into(), from: "Yew".into(), to: String::new() };
    let mut original = Intake::open("meetings.csv", lines.join("\n").into_bytes()).unwrap();
    original.add_list(list);
    original.check(&fixed(&[lookup.clone(), blank]), &mut |_| {}).unwrap();
    let ids: Vec<_> = rows(&original).iter().map(|row| row.fields.get("company_id").map(ToString::to_string)).collect();
    assert_eq!(ids, [Some(id(1)), Some(id(7)), None]);
    let copy = checked("copy.xlsx", annotated(&original));
    assert_eq!(rows(&copy), rows(&original), "{:?}", findings(copy.checked().unwrap()));
    assert_eq!(copy.checked().unwrap().overview().blocked, original.checked().unwrap().overview().blocked);
    assert_eq!(rows(&checked("again.xlsx", annotated(&copy))), rows(&original));
    // The same lookup again takes the copy's column, also in a copy of the copy.
    for bytes in [annotated(&original), annotated(&copy)] {
        let again = checked_with("copy.xlsx", bytes, &fixed(std::slice::from_ref(&lookup)));
        assert_eq!(rows(&again), rows(&original));
        assert!(again.checked().unwrap().lookups().is_empty());
    }
    // Another one needs its list.
    let Fix::Lookup { column, parts, keep, list } = lookup else { panic!() };
    let other = Fix::Lookup { column, parts, keep, list: ListColumns { file: "other.csv".into(), ..list } };
    let missing = checked_with("copy.xlsx", annotated(&original), &fixed(&[other])).missing_list();
    assert!(missing.unwrap().message.contains("other.csv"));
}

#[test]
fn what_somebody_types_into_a_combined_column_of_the_copy_counts() {
    let edited = edit::type_in(&annotated(&original()), 1, &[("G2", "Anna Lee")]);
    let names: Vec<String> =
        rows(&checked("copy.xlsx", edited)).iter().map(|row| row.fields["primary_contact_name"].to_string()).collect();
    assert_eq!(names, ["Anna Lee", "Cyril Fir"]);
}

#[test]
fn lost_digits_of_a_part_are_told_in_the_copy_too() {
    let rows = [
        "First Name,Last Name,Company,Email,source",
        "Ann,1.23457E+17,Harbor,ann@harbor.example,event",
        "Ben,1.23457E+17,Quay,ben@quay.example,event",
        "Cy,1.23457E+17,Summit,cy@summit.example,event",
    ];
    let parts = ["A", "B"].map(str::to_owned).to_vec();
    let join = Fix::Combine { column: "primary_contact_name".into(), parts, how: Combining::Join };
    let original = checked_with("partners.csv", rows.join("\n").into_bytes(), &fixed(&[join]));
    let told = |intake: &Intake| {
        let found = findings(intake.checked().unwrap());
        found.into_iter().filter(|finding| finding.starts_with("digits_lost")).collect::<Vec<_>>()
    };
    assert_eq!(told(&original), ["digits_lost F2", "digits_lost F3", "digits_lost F4"]);
    let copy = annotated(&original);
    assert_eq!(told(&checked("copy.xlsx", copy.clone())), told(&original));
    assert_eq!(told(&checked("again.xlsx", annotated(&checked("copy.xlsx", copy.clone())))), told(&original));
    // What somebody typed there, or into a part, is as it should be.
    let typed = edit::type_in(&copy, 1, &[("F2", "Ann Lee"), ("B3", "Ode")]);
    assert_eq!(told(&checked("copy.xlsx", typed)), ["digits_lost F4"]);
}

#[test]
fn a_stamp_with_more_parts_than_can_be_combined_says_nothing_of_them() {
    let rows = [
        "First Name,Last Name,Company,Email,source,Room",
        "Ann,1.23457E+17,Harbor,ann@harbor.example,event,",
        "Ben,Ode,Quay,ben@quay.example,event,",
    ];
    let parts = ["A", "B", "F"].map(str::to_owned).to_vec();
    let join = Fix::Combine { column: "primary_contact_name".into(), parts, how: Combining::Join };
    let original = checked_with("partners.csv", rows.join("\n").into_bytes(), &fixed(&[join]));
    let file = original.checked().unwrap();
    let with_parts = |count: usize| {
        let mut stamp = file.stamp();
        let parts = &mut stamp.columns.iter_mut().find_map(|column| column.made_of.as_mut()).unwrap().parts;
        let blank = parts.last().unwrap().clone();
        parts.resize(count, blank);
        let copy = lanegate_workbook::annotate(file.sheet(), file.result(), stamp).unwrap();
        let found = findings(checked("copy.xlsx", copy).checked().unwrap());
        found.into_iter().filter(|finding| finding.starts_with("digits_lost")).collect::<Vec<_>>()
    };
    assert_eq!((with_parts(20), with_parts(21)), (vec!["digits_lost G2".into()], vec![]));
}
