//! Headers: which column each is, and what is suggested and why.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod file_columns;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lanegate_check::header_key;
use lanegate_intake::Intake;
use lanegate_kinds::all;
use lanegate_parity::test;
use lanegate_sheet::column_letters;
use lanegate_wire::CheckOptions;

use file_columns::{ACME, ANN, matched};

#[test]
fn no_header_can_mean_two_columns_of_a_kind() {
    for kind in all() {
        let mut keys: BTreeMap<String, &str> = BTreeMap::new();
        for column in kind.columns {
            for name in column.aliases.iter().chain(column.maybe).chain([&column.name]) {
                let key = header_key(name);
                assert!(!key.is_empty(), "{name}");
                if let Some(other) = keys.insert(key, column.name) {
                    panic!("{}: \"{name}\" stands for {other} and for {}", kind.name, column.name);
                }
            }
        }
    }
}

#[test]
fn headers_match_whatever_their_dress() {
    for header in [
        "meeting_date",
        "Meeting Date ",
        "MEETING-DATE",
        "MeetingDate",
        "meeting date*",
        "Meeting\nDate",
        "Meeting date (required)",
        "Meeting Date (YYYY-MM-DD)",
        "#Meeting Date:",
        "\u{feff}meeting_date",
        "Meeting\u{a0}Date",
    ] {
        assert_eq!(header_key(header), "meetingdate", "{header:?}");
    }
    assert_ne!(header_key("Meeting date (old)"), "meetingdate");
    assert_eq!(header_key("***"), "");
}

#[test]
fn exports_of_crms_are_known() {
    for (kind, headers, expected) in [
        (
            "appointment_history",
            [
                "Record ID",
                "Associated Company IDs",
                "Associated Contact IDs",
                "Meeting start time",
                "Call and meeting type",
                "Meeting outcome",
            ],
            ["source_record_id", "-", "-", "meeting_date", "meeting_type", "meeting_outcome"],
        ),
        (
            "appointment_history",
            ["AccountId", "ContactId", "ActivityDate", "Type", "Outcome", "Reason"],
            ["-", "-", "meeting_date", "meeting_type", "meeting_outcome", "stalled_reason"],
        ),
        (
            "partner_master",
            ["Account Name", "Full Name", "Person Linkedin Url", "Work Email", "Territory", "Lead Source"],
            ["firm_name", "primary_contact_name", "linkedin_url", "email", "geography", "source"],
        ),
        (
            "partner_appointments",
            ["Partner", "Start Date & Time", "Event Type Name", "Result", "Meeting notes", "No."],
            ["fractional_cfo_id", "meeting_date", "meeting_type", "outcome", "notes", "-"],
        ),
    ] {
        let found = matched(kind, &[&headers]);
        let expected: Vec<_> = (0..).zip(expected).map(|(at, name)| format!("{} {name}", column_letters(at))).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn a_near_name_is_suggested_with_its_reason_and_not_applied() {
    let header: &[&str] = &["Meting Date", "meeting typ", "Client meeting outcome", "Rest"];
    assert_eq!(
        matched("appointment_history", &[header]),
        [
            "A (meeting_date: \"Meting Date\" is one letter off \"meeting_date\")",
            "B (meeting_type: \"meeting typ\" is one letter off \"meeting_type\")",
            "C (meeting_outcome: \"Client meeting outcome\" holds the words of \"meeting_outcome\")",
            "D -",
        ]
    );
    // Another name of a column is quoted as such; what another column is already is not suggested again.
    assert_eq!(
        matched("partner_master", &[&["Lead Sorce", "Lead  Source", "Contct Person"]]),
        [
            "A -",
            "B source",
            "C (primary_contact_name: \"Contct Person\" is one letter off \"contact person\", which stands for primary_contact_name)"
        ]
    );
    assert_eq!(matched("appointment_history", &[&["Contacts", "Metingdate"]])[0], "A -");
    assert_eq!(matched("partner_master", &[&["State", "Nome", "Emial"]])[..2], ["A -", "B -"]);
    // Short or far names are not guessed at.
    assert_eq!(
        matched("partner_master", &[&["fir", "Colour", "Phone", "Notes", "First name", "Last name"]]),
        ["A -", "B -", "C -", "D -", "E -", "F -"]
    );
}

#[test]
fn a_column_is_suggested_by_its_values() {
    let rows: &[&[&str]] = &[
        &["Who", "Wann", "Was", "Wie", "What else"],
        &[ACME, "03.04.2025", "Systems", "lost", "x"],
        &["{6F9619FF-8B86-4D01-B42D-00CF4FC964FF}", "2025-05-01", "other", "Ghosted", ""],
    ];
    assert_eq!(
        matched("appointment_history", rows),
        [
            "A (company_id: its cells are IDs, as company_id has them, or people_id)",
            "B (meeting_date: its cells are dates, as meeting_date has them)",
            "C (meeting_type: its cells are values of its list, as meeting_type has them)",
            "D (meeting_outcome: its cells are values of its list, as meeting_outcome has them)",
            "E -",
        ]
    );
    let rows: &[&[&str]] = &[
        &["a", "b", "", "d"],
        &[ANN, "ann@example.com", "West", "Harbor"],
        &["", "ben@example.com", "national", "Quay"],
    ];
    assert_eq!(
        matched("partner_master", rows),
        [
            "A (linkedin_url: its cells are LinkedIn addresses, as linkedin_url has them)",
            "B (email: its cells are e-mail addresses, as email has them)",
            "C (geography: its cells are recommended values, as geography has them)",
            "D -",
        ]
    );
}

#[test]
fn one_value_that_does_not_fit_speaks_against_it() {
    let rows: &[&[&str]] =
        &[&["a", "b", "c"], &[ACME, "2025-05-01", "lost"], &["12", "soon", "won"], &[ACME, "2025-05-02", "lost"]];
    assert_eq!(matched("appointment_history", rows), ["A -", "B -", "C -"]);
    // A column that is matched already is no suggestion for another one, and a single list word is chance.
    let rows: &[&[&str]] = &[&["meeting_date", "Created", "Kind"], &["2025-05-01", "2025-05-02", "other"]];
    assert_eq!(matched("appointment_history", rows), ["A meeting_date", "B -", "C -"]);
}

#[test]
fn hints_in_headers_are_no_part_of_the_name() {
    let kind = "partner_appointments";
    let headers: &[&str] = &[
        "Partner ID\n(UUID)",
        "Meeting date\n(dd/mm/yyyy)",
        "1. Meeting type *",
        "Outcome (warm / neutral / cold)",
        "Notes [optional]:",
        "Sequence (whole number, 1 to 9)",
    ];
    let names = ["fractional_cfo_id", "meeting_date", "meeting_type", "outcome", "notes", "sequence"];
    let expected: Vec<_> = (0..).zip(names).map(|(at, name)| format!("{} {name}", column_letters(at))).collect();
    assert_eq!(matched(kind, &[headers]), expected);
    let headers: &[&str] = &[
        "[required] Firm",
        "Contact name (e.g. Ann Lee)",
        "E-mail (text, max 254):",
        "Status – optional",
        "Geography (West, Midwest)",
    ];
    let names = ["firm_name", "primary_contact_name", "email", "status", "geography"];
    let expected: Vec<_> = (0..).zip(names).map(|(at, name)| format!("{} {name}", column_letters(at))).collect();
    assert_eq!(matched("partner_master", &[headers]), expected);
    // Words of the column's other names are no other column.
    let headers: &[&str] = &["1. Firm name*", "2. Primary contact (full name)", "E-mail (work)", "Source (how found)"];
    let expected = ["A firm_name", "B primary_contact_name", "C email", "D source"];
    assert_eq!(matched("partner_master", &[headers]), expected);
    assert_eq!(matched("partner_master", &[&["Company (ID)"]]), ["A -"]);
    assert_eq!(matched("partner_appointments", &[&["Partner (name)"]]), ["A -"]);
    // What makes it another column is no hint.
    let others: &[&str] = &["Firm (UUID)", "Status (old)", "Contact (old)", "Source (calendar)"];
    assert!(
        matched("partner_master", &[others]).iter().all(|found| found.ends_with('-')),
        "{:?}",
        matched("partner_master", &[others])
    );
}

#[test]
fn values_of_another_sort_are_no_names() {
    for values in [
        ["yew.example.com", "fir.example.com", "oak.example.com"],
        ["(555) 010-1234", "+1-555-010-1234", "555-0101"],
        ["ACC-1001", "ACC-1002", "ACC-1003"],
        ["1 May 2025", "2 May 2025", "3 May 2025"],
        ["#12", "#13", "#14"],
    ] {
        let rows = values.map(|value| format!("{value},Ann Lee,a@x.example,Ref"));
        let found = columns(&format!("Account,Contact,Email,Source\n{}\n", rows.join("\n")));
        assert!(found.iter().all(|(_, column)| column.as_deref() != Some("firm_name")), "{found:?}");
    }
}

#[test]
fn rows_that_are_no_data_say_nothing_against_a_header() {
    let id = "3d9a1c70-5b2e-4f81-9a6d-000000abc001";
    let notes = "Confidential - Do Not Distribute,,,\nCopyright 2026,,,\nGenerated By: R. Holt,,,";
    let found = columns(&format!("Partner ID,Date,Type,Outcome\n{id},2025-05-01,Intro,Warm\n\n{notes}\n"));
    assert_eq!(found[0].1.as_deref(), Some("fractional_cfo_id"), "{found:?}");
    let totals = ["Summe,,,", "Gesamtsumme,,,", "Total,3,,"].join("\n");
    let found = columns(&format!("Partner ID,Date,Type,Outcome\n{id},2025-05-01,Intro,Warm\n{totals}\n"));
    assert_eq!(found[0].1.as_deref(), Some("fractional_cfo_id"), "{found:?}");
}

/// The headers of a file's columns, and what they are taken for.
fn columns(text: &str) -> Vec<(String, Option<String>)> {
    let mut intake = Intake::open("file.csv", text.as_bytes().to_vec()).unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let is_partners = text.starts_with("Account");
    let kind = if is_partners { "partner_master" } else { "partner_appointments" };
    let options = CheckOptions { kind: Some(kind.into()), ..CheckOptions::on(today) };
    intake.check(&options, &mut |_| {}).unwrap();
    let columns = intake.checked().unwrap().overview().columns;
    columns.into_iter().map(|column| (column.header, column.column)).collect()
}
