//! Headers: which row holds them, which column each is, what is suggested and why, and which kind of file they make.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lanegate_check::{Mapping, header_key, match_headers, recognise};
use lanegate_intake::{CheckedFile, Intake};
use lanegate_kinds::{all, named};
use lanegate_parity::test;
use lanegate_sheet::{Cell, DateSystem, Sheet, column_letters};
use lanegate_wire::{CheckOptions, Filter, Finding, Fix};

const ACME: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
const ANN: &str = "https://www.linkedin.com/in/ann-lee";

fn sheet(rows: &[&[&str]]) -> Sheet {
    let mut sheet = Sheet::new("Data", DateSystem::Y1900);
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            sheet.set(row, column, Cell::Text(text)).unwrap();
        }
    }
    sheet
}

/// Each file column with the template column it is, or in brackets the one it may be.
fn matched(kind: &str, rows: &[&[&str]]) -> Vec<String> {
    let kind = named(kind).unwrap();
    let Mapping { columns, .. } = match_headers(kind, &sheet(rows), 0);
    let name = |column: usize| kind.columns[column].name;
    let words = columns.into_iter().map(|file| {
        let letters = column_letters(file.at);
        match (file.column, file.near) {
            (Some(column), _) => format!("{letters} {}", name(column)),
            (None, Some(near)) if file.twice => format!("{letters} {} twice", name(near)),
            (None, Some(near)) => format!("{letters} ({}: {})", name(near), file.reason),
            (None, None) if file.beside => format!("{letters} beside"),
            (None, None) => format!("{letters} -"),
        }
    });
    words.collect()
}

fn opened(text: &str) -> Intake {
    Intake::open("file.csv", text.as_bytes().to_vec()).unwrap()
}

fn checked<'a>(intake: &'a mut Intake, fixes: &[Fix]) -> &'a CheckedFile {
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    intake.check(&CheckOptions { fixes: fixes.to_vec(), ..CheckOptions::on(today) }, &mut |_| {}).unwrap();
    intake.checked().unwrap()
}

fn findings(file: &CheckedFile) -> Vec<Finding> {
    file.findings(0, 500, &Filter::default()).findings
}

#[test]
fn no_header_can_mean_two_columns_of_a_kind() {
    for kind in all() {
        let mut keys: BTreeMap<String, &str> = BTreeMap::new();
        for column in kind.columns {
            for name in column.aliases.iter().chain([&column.name]) {
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
            ["source_record_id", "company_id", "people_id", "meeting_date", "meeting_type", "meeting_outcome"],
        ),
        (
            "appointment_history",
            ["AccountId", "ContactId", "ActivityDate", "Type", "Outcome", "Reason"],
            ["company_id", "people_id", "meeting_date", "meeting_type", "meeting_outcome", "stalled_reason"],
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
            "A (company_id: its cells are ids, as company_id has them, or people_id)",
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
fn columns_of_one_meaning_are_told_unless_one_has_the_name_itself() {
    assert_eq!(
        matched("partner_master", &[&["Firm", "Company", "email"]]),
        ["A firm_name", "B firm_name twice", "C email"]
    );
    assert_eq!(matched("partner_master", &[&["Firm", "firm_name"]]), ["A -", "B firm_name"]);
    assert_eq!(matched("partner_master", &[&["email", "Email"]]), ["A email", "B email twice"]);
}

#[test]
fn of_columns_of_one_meaning_the_one_whose_cells_fit_is_taken() {
    let kind = "partner_appointments";
    let rows: &[&[&str]] = &[&["Partner", "Partner ID"], &["Ann Yew", ACME], &["Bo Yew", ""]];
    assert_eq!(matched(kind, rows), ["A -", "B fractional_cfo_id"]);
    assert_eq!(matched(kind, &[&["Partner ID", "Partner"], &[ACME, "Ann Yew"]]), ["A fractional_cfo_id", "B -"]);
    // Names of other ids, or none at all: then the header that speaks of an id counts.
    assert_eq!(matched(kind, &[&["Partner", "CFO ID"], &["Ann", "P-17"]]), ["A -", "B fractional_cfo_id"]);
    // Where both fit, only a person can tell.
    assert_eq!(matched(kind, &[&["Partner", "Partner ID"], &[ACME, ACME]])[1], "B fractional_cfo_id twice");
    let sales = "appointment_history";
    assert_eq!(matched(sales, &[&["Company", "Account ID"], &["Harbor Ltd", ACME]]), ["A -", "B company_id"]);
    let master = "partner_master";
    let rows: &[&[&str]] = &[&["E-mail address", "Work email"], &["", "ann@example.com"]];
    assert_eq!(matched(master, rows), ["A -", "B email"]);
    assert_eq!(matched(master, &[&["Email status", "Email"], &["valid", "ann@example.com"]]), ["A -", "B email"]);
    assert_eq!(matched(master, &[&["Firm", "Company"], &["", "Harbor Ltd"]]), ["A -", "B firm_name"]);
}

#[test]
fn names_give_way_to_ids_and_are_never_suggested_as_ids() {
    let kind = "partner_appointments";
    let found = matched(kind, &[&["Partner", "ID"], &["Ann Yew", ACME], &["Bo Yew", ACME]]);
    assert_eq!(found, ["A -", "B (fractional_cfo_id: its cells are ids, as fractional_cfo_id has them)"]);
    // IDs under the known name, other values under the other one, and no IDs at all.
    assert_eq!(matched(kind, &[&["Partner", "ID"], &[ACME, ACME]])[0], "A fractional_cfo_id");
    assert_eq!(matched(kind, &[&["Partner", "ID"], &["Ann", "7"]])[0], "A fractional_cfo_id");
    assert_eq!(matched(kind, &[&["Partner", "ID"], &["", ""]])[0], "A fractional_cfo_id");
    // Nearly a name of the ID column.
    assert_eq!(matched(kind, &[&["Partner idd"], &["Ann Yew"]]), ["A -"]);
    assert!(matched(kind, &[&["Partner idd"], &["P-17"]])[0].starts_with("A (fractional_cfo_id"));
}

#[test]
fn the_first_of_several_numbered_addresses_is_taken() {
    let kind = "partner_master";
    assert_eq!(matched(kind, &[&["Email 1", "Email 2"], &["a@b.com", "c@d.com"]]), ["A email", "B -"]);
    assert_eq!(matched(kind, &[&["E-mail 2", "E-mail 1"], &["a@b.com", "c@d.com"]]), ["A -", "B email"]);
    assert_eq!(matched(kind, &[&["Email 1", "Email"], &["a@b.com", "c@d.com"]]), ["A -", "B email"]);
    assert_eq!(matched(kind, &[&["LinkedIn 1", "LinkedIn 2"], &[ANN, ANN]]), ["A linkedin_url", "B -"]);
    assert_eq!(matched(kind, &[&["Email 11"], &["none"]]).len(), 1);
    // Of several meetings in one row, none is taken alone.
    let wide = matched("partner_appointments", &[&["Outcome 1", "Outcome 2"], &["warm", "cold"]]);
    assert!(!wide.contains(&"A outcome".to_owned()), "{wide:?}");
    let text = "Firm,Contact,Source,Email 1,Email 2\nYew Ltd,Ann Yew,Web,,ann@yew.example.com\n";
    let found = findings(checked(&mut opened(text), &[]));
    assert!(found.iter().any(|finding| finding.code == "value_in_other_column"), "{found:?}");
}

#[test]
fn a_value_in_a_second_column_of_one_meaning_is_not_lost_in_silence() {
    let text = "Firm,Contact,Source,Email,Email 2,Work Email,Account\n\
        Yew Ltd,Ann Yew,Referral,,,ann@yew.example.com,Yew\nFir Ltd,Bo Fir,Referral,bo@fir.example.com,b@fir.example.com,,\n\
        Elm Ltd,Cy Elm,Referral,,n/a,,\n";
    let text = text.replace(",Account\n", ",Email status\n");
    let mut intake = opened(&text);
    let found = findings(checked(&mut intake, &[]));
    let at: Vec<_> = found.iter().filter(|finding| finding.code == "value_in_other_column").collect();
    let [finding] = at.as_slice() else { panic!("{found:?}") };
    assert_eq!(finding.cell.as_deref(), Some("D2"));
    let told = found.iter().filter(|finding| finding.code == "column_not_imported" && !finding.fixes.is_empty());
    assert_eq!(told.map(|finding| finding.cell.as_deref().unwrap()).collect::<Vec<_>>(), ["E1", "F1"]);
    // The fix settles it; so does the other column in place of the first, but for the row that only the first has.
    assert!(findings(checked(&mut intake, &finding.fixes)).iter().all(|found| found.code != finding.code));
    let other = Fix::MapColumn { letters: "F".into(), column: Some("email".into()) };
    let found = findings(checked(&mut intake, &[other]));
    let at: Vec<_> =
        found.iter().filter(|found| found.code == finding.code).map(|found| found.cell.as_deref()).collect();
    assert_eq!(at, [Some("F3")]);
    // A column that a person sets aside is not reported again.
    let aside = |letters: &str| Fix::MapColumn { letters: letters.into(), column: None };
    let found = findings(checked(&mut intake, &[aside("F"), aside("E")]));
    assert!(found.iter().all(|found| found.code != finding.code), "{found:?}");
}

#[test]
fn personal_addresses_are_a_second_column_of_the_same_meaning() {
    for header in ["Personal Email", "Email (home)", "Private e-mail", "Other Email"] {
        let text = format!("Firm,Contact,Source,Work Email,{header}\nYew Ltd,Ann Yew,Referral,,ann@yew.example.com\n");
        let found = findings(checked(&mut opened(&text), &[]));
        let at = found.iter().filter(|finding| finding.code == "value_in_other_column");
        assert_eq!(at.map(|finding| finding.cell.as_deref()).collect::<Vec<_>>(), [Some("D2")], "{header}: {found:?}");
    }
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
fn a_row_of_data_is_no_row_of_headers() {
    let title: &[&str] = &["Partners of the year"];
    let header: &[&str] = &["Organisation", "Human", "Role", "Link", "Address", "Via"];
    let rows: [&[&str]; 3] = [
        &["Harbor Ltd", "Ann Lee", "CFO", "Profile", "ann@harbor.example.com", "Referral"],
        &["Quay Ltd", "Bo Quay", "CFO", "Profile", "bo@quay.example.com", "LinkedIn"],
        &["Pier Ltd", "Cy Pier", "Partner", "Blog", "cy@pier.example.com", "Referral"],
    ];
    let without: Vec<Vec<&str>> = rows.iter().map(|row| [&row[..4], &[""], &row[5..]].concat()).collect();
    let without: Vec<&[&str]> = without.iter().map(Vec::as_slice).collect();
    for (above, below) in [(vec![], rows.to_vec()), (vec![title], rows.to_vec()), (vec![], without)] {
        let at = above.len() as u32;
        let all_rows: Vec<_> = above.into_iter().chain([header]).chain(below).collect();
        let found = recognise(all(), &sheet(&all_rows));
        let best = found[0];
        assert_eq!((best.kind.name, best.header_row), ("partner_master", at));
        let rows = found.iter().filter(|found| found.is_likely()).map(|found| found.header_row);
        assert!(rows.clone().all(|row| row == at), "{at}: {:?}", rows.collect::<Vec<_>>());
    }
    // Whole headers are headers, even if one cell of them looks like data.
    let odd: &[&str] = &["Firm", "Contact", "Source", "ann@harbor.example.com"];
    assert_eq!(recognise(all(), &sheet(&[odd, &["Harbor Ltd", "Ann Lee", "Referral", "x"]]))[0].header_row, 0);
}

#[test]
fn a_blank_column_parts_tables_only_where_headers_come_again() {
    let kind = "appointment_history";
    let first = ["meeting_date", "meeting_type", "meeting_outcome"];
    let with = |more: &[&'static str]| [first.as_slice(), &[""], more].concat();
    assert_eq!(matched(kind, &[&with(&["company_id", "source"])])[3..], ["E company_id", "F source"]);
    assert_eq!(matched(kind, &[&with(&["meeting_date", "Outcome"])])[3..], ["E beside", "F beside"]);
    assert_eq!(matched(kind, &[&with(&["firm_name", "source", "Type"])])[3..], ["E beside", "F beside", "G beside"]);
    // One column alone is no table, and without the blank column it is a column that stands twice.
    assert_eq!(matched(kind, &[&with(&["meeting_date"])])[3..], ["E meeting_date twice"]);
    let close = [first.as_slice(), &["meeting_date", "meeting_type"]].concat();
    assert_eq!(matched(kind, &[&close])[3..], ["D meeting_date twice", "E meeting_type twice"]);
}

#[test]
fn the_headers_are_found_wherever_they_stand() {
    let header: &[&str] = &["company_id", "meeting_date", "meeting_type", "meeting_outcome"];
    let row: &[&str] = &[ACME, "2025-05-01", "other", "lost"];
    let blank: &[&str] = &[];
    let title: &[&str] = &["Meetings of the year"];
    let facts: &[&str] = &["Type", "Export"];
    for (above, at) in [
        (vec![], 0),
        (vec![title, blank], 2),
        (vec![title, facts, &["Date", "2026-01-31"], blank], 4),
        ([title; 11].to_vec(), 11),
        // Two rows of headers: groups above, the columns' own below.
        (vec![&["", "Meeting", "", ""]], 1),
    ] {
        let rows: Vec<_> = above.into_iter().chain([header, row]).collect();
        let best = recognise(all(), &sheet(&rows))[0];
        assert_eq!((best.kind.name, best.header_row, best.complete), ("appointment_history", at, true));
    }
}

#[test]
fn a_header_merged_over_two_rows_is_read_from_the_upper_one() {
    let rows: &[&[&str]] =
        &[&["company_id", "Meeting", "", ""], &["", "date", "type", "outcome"], &[ACME, "2025-05-01", "other", "lost"]];
    let sheet = sheet(rows);
    let best = recognise(all(), &sheet)[0];
    assert_eq!((best.kind.name, best.header_row, best.matched), ("appointment_history", 1, 4));
    let mapping = match_headers(best.kind, &sheet, 1);
    assert_eq!(mapping.columns[0].header, "company_id");
    assert_eq!(mapping.columns[0].column, Some(0));
    // A first row of data with blanks is no row of headers, though a header stands above each blank.
    let rows: &[&[&str]] = &[&["company_id", "meeting_date", "meeting_type", "outcome"], &["", "", "other", "lost"]];
    assert_eq!(recognise(all(), &self::sheet(rows)).len(), recognise(all(), &self::sheet(&rows[..1])).len());
}

#[test]
fn the_kind_is_told_with_its_evidence_and_every_column_with_samples() {
    let text = format!(
        "Export\n\nCompany ID,Date,meeting_type,Outcome,Sorce,Sales rep\n{ACME},2025-05-01,other,lost,crm,Kim\n{ACME},2025-05-02,other,lost,crm,Kim\n"
    );
    let mut intake = opened(&text);
    let overview = checked(&mut intake, &[]).overview();
    assert_eq!(overview.kind, "appointment_history");
    let evidence = "4 of 6 headers are known, 2 of them by another name (row 3)";
    assert_eq!(overview.evidence.as_deref(), Some(evidence));
    assert_eq!(
        (overview.sheets[0].fits.as_deref(), overview.sheets[0].why.as_deref()),
        (Some("appointment_history"), Some(evidence))
    );
    let column = &overview.columns[4];
    let suggestion = column.suggestion.as_ref().unwrap();
    assert_eq!(
        (suggestion.column.as_str(), suggestion.reason.as_str()),
        ("source", "\"Sorce\" is one letter off \"source\"")
    );
    assert_eq!(overview.columns[1].samples, ["2025-05-01", "2025-05-02"]);
    assert_eq!(overview.columns[5].samples, ["Kim"]);
    let report = intake.checked().unwrap().report(false);
    assert!(report.columns.iter().all(|column| column.samples.is_empty()));
}

#[test]
fn what_a_finding_of_a_column_offers_settles_it() {
    let day = |day: &str| format!("{ACME},2025-05-{day},other,lost,lost\n");
    for (header, code) in [
        ("company_id,Meting Date,meeting_type,meeting_outcome,Rest", "column_suggested"),
        ("company_id,When,meeting_type,meeting_outcome,Rest", "column_missing"),
        ("company_id,meeting_date,meeting_type,meeting_outcome,Meeting Outcome", "column_twice"),
    ] {
        let mut intake = opened(&format!("{header}\n{}{}", day("01"), day("02")));
        let found = findings(checked(&mut intake, &[]));
        let fixes = found
            .iter()
            .find(|finding| finding.code == code)
            .unwrap_or_else(|| panic!("{code}: {found:?}"))
            .fixes
            .clone();
        assert!(!fixes.is_empty(), "{code}");
        assert_eq!(intake.checked().unwrap().overview().clean, 0, "{code}");
        for fix in fixes {
            let file = checked(&mut intake, std::slice::from_ref(&fix));
            let left: Vec<_> = findings(file).into_iter().map(|finding| finding.code).collect();
            assert!(
                !left.iter().any(|code| code.starts_with("column_") && code != "column_not_imported"),
                "{fix:?}: {left:?}"
            );
            assert_eq!(file.overview().clean, 2, "{fix:?}: {left:?}");
        }
    }
}

/// The clean rows with these corrections, the finding of shifted headers, and each clean row's values.
fn shifted(text: &str, fixes: &[Fix]) -> (Option<Finding>, Vec<String>) {
    let mut intake = opened(text);
    let file = checked(&mut intake, fixes);
    let found = findings(file).into_iter().find(|finding| finding.code == "columns_shifted");
    let batch = file.report(true).batch.unwrap();
    (found, batch.rows.iter().map(|row| format!("{:?}", row.fields.values().collect::<Vec<_>>())).collect())
}

#[test]
fn shifted_headers_are_asked_about_and_nothing_is_clean_until_answered() {
    let right = "firm_name,primary_contact_name,source\n";
    let rows = "Yew Ltd,Yan Yew,Referral\nFir Ltd,Bo Fir,LinkedIn\n";
    let numbered = "1,Yew Ltd,Yan Yew,Referral\n2,Fir Ltd,Bo Fir,LinkedIn\n";
    let expected = shifted(&format!("{right}{rows}"), &[]);
    assert_eq!((expected.0, expected.1.len()), (None, 2));
    for text in [
        format!("{right}{numbered}"),
        // Headers for numbers that are not there.
        format!(",{right}{rows}"),
        format!("No.,{right}{rows}"),
    ] {
        let (found, clean) = shifted(&text, &[]);
        let found = found.unwrap_or_else(|| panic!("{text}"));
        assert_eq!(clean, Vec::<String>::new(), "{text}");
        let [shift, aside] = found.fixes.as_slice() else { panic!("{found:?}") };
        let (left, clean) = shifted(&text, std::slice::from_ref(shift));
        assert_eq!((left, clean), (None, expected.1.clone()), "{text}");
        assert_eq!(shifted(&text, std::slice::from_ref(aside)).0, None, "{text}");
    }
    // Names of rows that don't count from 0 or 1.
    for names in
        [["2", "7"], ["1002", "1001"], ["10", "20"], ["0", "0"], ["r1", "r2"], ["P-1", "P-2"], ["mazda", "volvo"]]
    {
        let text = format!("{right}{},Yew Ltd,Yan Yew,Referral\n{},Fir Ltd,Bo Fir,LinkedIn\n", names[0], names[1]);
        let (found, clean) = shifted(&text, &[]);
        let fixes = found.unwrap_or_else(|| panic!("{text}")).fixes;
        assert_eq!(clean, Vec::<String>::new(), "{text}");
        assert_eq!(shifted(&text, &fixes[..1]).1, expected.1, "{text}");
    }
    // By the values, where they tell: names of rows instead of numbers, ids, dates, lists.
    let meetings = "company_id,people_id,meeting_date,meeting_type,meeting_outcome\n";
    let row = format!("{ACME},{ACME},2025-05-01,other,lost\n");
    for text in [format!("{meetings}a,{row}"), format!("Row,{meetings}{row}"), format!(",{meetings}{row}")] {
        let (found, clean) = shifted(&text, &[]);
        assert_eq!(clean.len(), 0, "{text}");
        let fixes = found.unwrap_or_else(|| panic!("{text}")).fixes;
        assert_eq!(shifted(&text, &fixes[..1]).1.len(), 1, "{text}");
    }
}

#[test]
fn a_column_of_row_numbers_or_remarks_is_no_shift() {
    let right = "firm_name,primary_contact_name,source";
    for text in [
        // The numbers have a blank header, or their own header.
        format!(",{right}\n0,Yew Ltd,Yan Yew,Referral\n1,Fir Ltd,Bo Fir,LinkedIn\n"),
        format!("#,{right}\n1,Yew Ltd,Yan Yew,Referral\n"),
        // Remarks next to the table, in some rows or in all.
        format!("{right},\nYew Ltd,Yan Yew,Referral,\nFir Ltd,Bo Fir,LinkedIn,call her\n"),
        format!("{right},\nYew Ltd,Yan Yew,Referral,x\nFir Ltd,Bo Fir,LinkedIn,x\n"),
        format!("{right},\n360,Yan Yew,Referral,\n3M,Bo Fir,LinkedIn,x\n"),
        format!("{right},\n3M,Yan Yew,Referral,x\nN26,Bo Fir,LinkedIn,x\n"),
        format!("{right},\nYew,Yan Yew,Referral,nice\nFir,Bo Fir,LinkedIn,call\n"),
        format!("{right},\nkrea,Yan Yew,Referral,nice\nkrea,Bo Fir,LinkedIn,call\n"),
        // A last column that nobody has filled in, and marks in the first.
        format!(",{right},email\nx,Yew Ltd,Yan Yew,Referral,\n"),
        format!("{right},notes\n360,Yan Yew,Referral,\n1,Bo Fir,LinkedIn,\n"),
        format!("Owner,{right},status\nKim,Yew Ltd,Yan Yew,Referral,\n"),
    ] {
        let (found, clean) = shifted(&text, &[]);
        assert_eq!(found, None, "{text}");
        assert!(!clean.is_empty(), "{text}");
    }
}
