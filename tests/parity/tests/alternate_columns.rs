//! Several columns of a file with the same meaning: which of them is imported, and values that only the others have.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod file_columns;

use lanegate_parity::test;
use lanegate_wire::Fix;

use file_columns::{ACME, ANN, checked, findings, matched, opened};

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
    // Names and numbers of other systems are no IDs, whatever the headers say.
    assert_eq!(matched(kind, &[&["Partner", "CFO ID"], &["Ann", "P-17"]]), ["A -", "B -"]);
    // Where both fit, only a person can tell.
    assert_eq!(matched(kind, &[&["Partner", "Partner ID"], &[ACME, ACME]])[1], "B fractional_cfo_id twice");
    let sales = "appointment_history";
    let suggested = "B (company_id: \"Account ID\" can mean it, but other systems have such IDs, too)";
    assert_eq!(matched(sales, &[&["Company", "Account ID"], &["Harbor Ltd", ACME]]), ["A -", suggested]);
    assert_eq!(matched(sales, &[&["Company", "Account ID"], &[ACME, "9001"]])[1..], ["B -"]);
    assert_eq!(matched(sales, &[&["Company UID", "Account ID"], &[ACME, ACME]]), ["A company_id", "B -"]);
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
    assert_eq!(found, ["A -", "B (fractional_cfo_id: its cells are IDs, as fractional_cfo_id has them)"]);
    // IDs under the known name, names under both, and no values at all.
    assert_eq!(matched(kind, &[&["Partner", "ID"], &[ACME, ACME]])[0], "A fractional_cfo_id");
    assert_eq!(matched(kind, &[&["Partner", "ID"], &["Ann", "7"]])[0], "A -");
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
    assert_eq!(matched(kind, &[&["Email 1", "Email 11"], &["a@b.com", "c@d.com"]]), ["A email", "B -"]);
    assert_eq!(matched(kind, &[&["Email (1)", "Email (2)"], &["a@b.com", "c@d.com"]]), ["A email", "B -"]);
    assert_eq!(matched(kind, &[&["2. Email", "1. Email"], &["a@b.com", "c@d.com"]]), ["A -", "B email"]);
    assert_eq!(matched(kind, &[&["Email (1)", "Email (1)"], &["a@b.com", "c@d.com"]])[1], "B email twice");
    assert_eq!(matched(kind, &[&["Firm (1)", "Firm (2)"], &["Yew Ltd", "Fir Ltd"]])[1], "B firm_name twice");
    // Of several meetings in one row, none is taken alone.
    let wide = matched("partner_appointments", &[&["Outcome 1", "Outcome 2"], &["warm", "cold"]]);
    assert!(!wide.contains(&"A outcome".to_owned()), "{wide:?}");
    let text = "Firm,Contact,Source,Email 1,Email 2\nYew Ltd,Ann Yew,Web,,ann@yew.example.com\n";
    let found = findings(checked(&mut opened(text), &[]));
    assert!(found.iter().any(|finding| finding.code == "value_in_other_column"), "{found:?}");
    for headers in
        ["Email (1),Email (2)", "1. Email,2. Email", "Work Email 1,Home Email 1", "Work Email 1,Other Email 2"]
    {
        let found = findings(checked(&mut opened(&text.replace("Email 1,Email 2", headers)), &[]));
        let told: Vec<&str> = found.iter().map(|finding| finding.code.as_str()).collect();
        assert!(told.contains(&"value_in_other_column") && !told.contains(&"column_twice"), "{headers}: {told:?}");
    }
}

#[test]
fn a_name_of_the_id_column_is_said_to_be_one() {
    let text = format!("Partner,ID,Date,Type,Outcome\nAnn Yew,{ACME},2025-05-01,intro,warm\n");
    let found = findings(checked(&mut opened(&text), &[]));
    let told: Vec<_> = found.iter().filter(|finding| finding.code == "column_not_imported").collect();
    assert!(told[0].message.starts_with("The column \"Partner\" can mean fractional_cfo_id, too"), "{found:?}");
}

#[test]
fn a_value_in_a_second_column_of_one_meaning_is_not_lost_in_silence() {
    let text = "Firm,Contact,Source,Email,Email 2,Work Email,Email status\n\
        Yew Ltd,Ann Yew,Referral,,,ann@yew.example.com,Yew\nFir Ltd,Bo Fir,Referral,bo@fir.example.com,b@fir.example.com,,\n\
        Elm Ltd,Cy Elm,Referral,,n/a,,\n";
    let mut intake = opened(text);
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
fn a_name_whose_cells_contradict_it_is_explained() {
    let text = "Partner,Date,Type,Outcome\nAnn Yew,2025-05-01,intro,warm\nBo Fir,2025-05-02,intro,cold\n";
    let found = findings(checked(&mut opened(text), &[]));
    let told = found.iter().find(|finding| finding.code == "column_not_imported").unwrap();
    assert_eq!(
        told.message,
        "Column A isn't imported as fractional_cfo_id: \"Partner\" can mean it, but most of its cells, such as \"Ann Yew\", aren't IDs."
    );
    let master = "partner_master";
    let firm = |cells: &[&str]| {
        let rows: Vec<&[&str]> = std::iter::once(["Account"].as_slice()).chain(cells.chunks(1)).collect();
        matched(master, &rows)[0].clone()
    };
    for cells in [["9001", "9002", "9003"], ["0015g00000AbCdE", "0015g00000AbCdF", "Yew Ltd"], [ACME, ACME, "n/a"]] {
        assert!(firm(&cells).starts_with("A (firm_name: \"Account\" can mean it, but"), "{}", firm(&cells));
    }
    for cells in [["360", "Yew Ltd", "Fir Ltd"], ["360", "", "n/a"], ["Yew Ltd (UK)", "3M", "ann@yew.example.com"]] {
        assert_eq!(firm(&cells), "A firm_name");
    }
    // The other column that has such a name is taken instead.
    let rows: &[&[&str]] = &[&["Associated Company", "Company Name"], &["Yew Ltd (9001)", "Yew Ltd"]];
    assert_eq!(matched(master, rows), ["A -", "B firm_name"]);
    let rows: &[&[&str]] = &[&["URL", "Profile"], &[ANN, "CFO"]];
    assert_eq!(matched(master, rows), ["A linkedin_url", "B -"]);
    // The exact name of a column counts, whatever its cells are: each of them is an error then.
    assert_eq!(matched(master, &[&["email"], &["Ann"], &["Bo"]]), ["A email"]);
    assert!(matched(master, &[&["Work email"], &["Ann"], &["Bo"]])[0].starts_with("A (email: "));
    assert_eq!(matched(master, &[&["Work email"], &["n/a"], &["ann at yew"], &["ann@yew.example.com"]]), ["A email"]);
}

#[test]
fn a_header_of_many_meanings_counts_only_if_its_cells_confirm_it() {
    let kind = "partner_master";
    assert_eq!(matched(kind, &[&["URL"], &[ANN]]), ["A linkedin_url"]);
    assert_eq!(matched(kind, &[&["URL"], &["https://yew.example.com"]]), ["A -"]);
    assert_eq!(matched(kind, &[&["URL"], &["https://www.linkedin.com/company/yew"]]), ["A -"]);
    assert_eq!(matched(kind, &[&["URL", "LinkedIn"], &[ANN, ""]]), ["A -", "B linkedin_url"]);
    assert_eq!(matched(kind, &[&["Stage"], &["Engaged"], &["prospect"]]), ["A status"]);
    assert_eq!(matched(kind, &[&["Stage"], &["NEW"], &["NEW"]]), ["A -"]);
    let kind = "appointment_history";
    assert_eq!(matched(kind, &[&["From", "To"], &["2025-05-01 10:00", "2025-05-01 11:00"]]), ["A meeting_date", "B -"]);
    assert_eq!(matched(kind, &[&["From", "To"], &["Ann", "Bo"]]), ["A -", "B -"]);
    // Numbers of records are no numbers of a day's meetings, and answers are no names.
    let kind = "partner_appointments";
    assert_eq!(matched(kind, &[&["Meeting number"], &["2"]]), ["A sequence"]);
    assert!(matched(kind, &[&["Meeting number"], &["98765432100"]])[0].starts_with("A (sequence"));
    assert!(matched("partner_master", &[&["CFO"], &["Yes"], &["no"]])[0].starts_with("A (primary_contact_name"));
    let kind = "appointment_history";
    // Two columns of one day in each row are one date; of several days, only a person can tell.
    let dates = |other| matched(kind, &[&["Activity date", "Meeting start time"], &["2025-05-01", other]]);
    assert_eq!(dates("2025-05-01 10:00"), ["A meeting_date", "B -"]);
    assert_eq!(dates("2025-05-02 10:00"), ["A meeting_date", "B meeting_date twice"]);
}
