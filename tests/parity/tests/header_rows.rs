//! Which row of a sheet is its header row, and which kind of file its headers make.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod file_columns;

use lanegate_check::{match_headers, recognise};
use lanegate_kinds::all;
use lanegate_parity::test;

use file_columns::{ACME, checked, matched, opened, sheet};

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
    let evidence = "4 of 6 headers are known, 2 of them by another name (row 3); most words below are in its lists";
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
fn a_row_full_of_addresses_and_dates_is_never_a_row_of_headers() {
    // The firm's and the person's names are words of headers, and so is the source.
    let data: &[&str] =
        &["Company", "Contact", "Source", "ann@yew.example.com", "https://yew.example.com", "2025-05-01"];
    let other: &[&str] =
        &["Fir Ltd", "Bo Fir", "Referral", "bo@fir.example.com", "https://fir.example.com", "2025-05-02"];
    assert!(recognise(all(), &sheet(&[data, other])).is_empty());
    let header: &[&str] = &["Firm", "Contact", "Source", "Email", "Website", "Since"];
    assert_eq!(recognise(all(), &sheet(&[data, header, other]))[0].header_row, 1);
}

#[test]
fn words_of_lists_tell_kinds_apart() {
    let kind = |rows: &[&[&str]]| {
        let found = recognise(all(), &sheet(rows));
        (found[0].kind.name, found[0].complete)
    };
    let header: &[&str] = &["Firm", "Contact", "Date", "Type", "Outcome"];
    let meetings = ["Ann Yew", "Yew Ltd", "2025-05-14"];
    let with = |words: [&'static str; 2]| [meetings.as_slice(), &words].concat();
    assert_eq!(kind(&[header, &with(["Intro", "Warm"])]), ("partner_appointments", false));
    assert_eq!(kind(&[header, &with(["Discovery", "Lost"])]), ("appointment_history", true));
    // Most words count.
    let odd = with(["Lunch", "Warm"]);
    assert_eq!(
        kind(&[header, &with(["Intro", "Warm"]), &with(["Intro", "Cold"]), &odd]),
        ("partner_appointments", false)
    );
    // Where no list has the words, other words for the same count.
    assert_eq!(kind(&[header, &with(["Discovery call", "No show"])]), ("appointment_history", true));
    assert_eq!(kind(&[header, &with(["Follow up", "Neutrall"])]), ("partner_appointments", false));
    // Without rows, the complete headers count.
    assert_eq!(kind(&[header]), ("appointment_history", true));
}

#[test]
fn a_kind_that_no_word_tells_is_asked_for_in_one_line() {
    let text =
        "Firm,Contact,Date,Type,Outcome\nYew Ltd,Ann Yew,2025-05-14,Call,Good\nFir Ltd,Bo Fir,2025-05-20,Lunch,Bad\n";
    let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let options = lanegate_wire::CheckOptions::on(today);
    let asked = opened(text).check(&options, &mut |_| {}).unwrap_err();
    assert_eq!(asked.code, "kind_unknown");
    assert_eq!(
        asked.message,
        "This file could be appointment history (appointment_history) or partner meetings (partner_appointments)."
    );
    assert_eq!(asked.hint, "Say which one it is: --kind appointment_history or --kind partner_appointments.");
    for kind in ["appointment_history", "partner_appointments"] {
        let options = lanegate_wire::CheckOptions { kind: Some(kind.into()), ..options.clone() };
        let mut intake = opened(text);
        intake.check(&options, &mut |_| {}).unwrap();
        let overview = intake.checked().unwrap().overview();
        assert_eq!((overview.kind.as_str(), overview.header_row), (kind, 1));
    }
}

#[test]
fn headers_that_come_again_below_do_not_hide_the_rows_above() {
    let header: &[&str] = &["company_id", "meeting_date", "meeting_type", "meeting_outcome"];
    let row: &[&str] = &[ACME, "2025-05-01", "other", "lost"];
    assert_eq!(recognise(all(), &sheet(&[header, row, header, row, row, row]))[0].header_row, 0);
}
