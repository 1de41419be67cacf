//! Marks around values as they come in files: apostrophes in whole rows and columns, and our own CSV export read back. Values that stand
//! for nothing: blanked all alike, and refused by the check of batches.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_check::{Checked, Settings, check, match_headers, recheck};
use lanegate_kinds::named;
use lanegate_parity::test;
use lanegate_reader::open;
use lanegate_sheet::Sheet;
use lanegate_wire::{Batch, Filter, Fix, Row, Value};
use lanegate_workbook::{TableCell, TableColumn, table_csv};

fn checked(csv: &[u8], fixes: Vec<Fix>) -> (Checked, Sheet) {
    let sheet = open(csv.to_vec(), "partners.csv").and_then(|mut book| book.read(0, &mut |_| {})).unwrap();
    let kind = named("partner_master").unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let settings = Settings { fixes, ..Settings::on(today) };
    let checked = check(kind, &sheet, match_headers(kind, &sheet, 0), settings, &mut |_| {});
    (checked, sheet)
}

/// Firm and contact of the clean rows, and the findings as code and cell.
fn outcome(csv: &[u8]) -> (Vec<[String; 2]>, Vec<String>) {
    let (checked, sheet) = checked(csv, Vec::new());
    let rows = checked.batch(&sheet, 0, u32::MAX).rows;
    let names = rows.iter().map(|row| ["firm_name", "primary_contact_name"].map(|name| row.fields[name].to_string()));
    let found = checked.findings(&sheet, 0, 100, &Filter::default());
    (names.collect(), found.into_iter().map(|f| format!("{} {}", f.code, f.cell.unwrap_or_default())).collect())
}

fn firms(names: Vec<[String; 2]>) -> Vec<String> {
    names.into_iter().map(|[firm, _]| firm).collect()
}

const HEADERS: &str = "firm_name,primary_contact_name,source\n";

#[test]
fn apostrophes_before_every_text_of_a_row_are_marks() {
    let csv = format!("{HEADERS}'+1 Advisory,'Ida Moss,'Referral\n+1 Advisory,Ida Moss,Referral\n");
    let (names, found) = outcome(csv.as_bytes());
    assert_eq!(names, [["+1 Advisory", "Ida Moss"]]);
    assert_eq!(found, ["mark_removed A2", "mark_removed B2", "mark_removed C2", "partner_merged "]);
}

#[test]
fn apostrophes_before_every_text_of_a_column_are_marks() {
    let csv = format!("{HEADERS}'Moss Ltd,Ida Moss,Referral\n'Fern Ltd,Tom Fern,Referral\n'Reed Ltd,Ann Reed,Web\n");
    let (names, found) = outcome(csv.as_bytes());
    assert_eq!(names, [["Moss Ltd", "Ida Moss"], ["Fern Ltd", "Tom Fern"], ["Reed Ltd", "Ann Reed"]]);
    assert_eq!(found, ["mark_removed A2", "mark_removed A3", "mark_removed A4"]);
}

#[test]
fn apostrophes_of_a_marked_row_or_column_are_marks_in_e_mail_columns_too() {
    let headers = "firm_name,primary_contact_name,email,source\n";
    let (names, found) = outcome(format!("{headers}'Yew Ltd,'Ann Lee,'ann@yew.example.com,'Referral\n").as_bytes());
    assert_eq!(names, [["Yew Ltd", "Ann Lee"]]);
    assert_eq!(found, ["mark_removed A2", "mark_removed B2", "mark_removed C2", "mark_removed D2"]);
    let rows = ["ann", "bo", "cy"].map(|name| format!("{name} Ltd,{name} Lee,'{name}@yew.example.com,Web\n")).concat();
    let (_, found) = outcome(format!("{headers}{rows}").as_bytes());
    assert_eq!(found, ["mark_removed C2", "mark_removed C3", "mark_removed C4"]);
    // A single one may be a slip, and is asked about.
    let (_, found) = outcome(format!("{headers}Yew Ltd,Ann Lee,'ann@yew.example.com,Referral\n").as_bytes());
    assert_eq!(found, ["not_an_email C2"]);
}

#[test]
fn only_the_apostrophe_of_a_mark_is_removed() {
    let csv = format!("{HEADERS}''t Hooft BV,Ida Moss,Web\n'Fern Ltd,Tom Fern,Web\n'Reed Ltd,Ann Reed,Web\n");
    let (names, found) = outcome(csv.as_bytes());
    assert_eq!(firms(names), ["'t Hooft BV", "Fern Ltd", "Reed Ltd"]);
    assert_eq!(found, ["mark_removed A2", "mark_removed A3", "mark_removed A4"]);
}

#[test]
fn names_in_quotation_marks_are_not_marked() {
    let csv = format!("{HEADERS}'Best' Ltd,Ida Moss,Web\n'Top' Ltd,Tom Fern,Web\n'Rock 'n' Roll',Ann Reed,Web\n");
    let (names, found) = outcome(csv.as_bytes());
    assert_eq!(firms(names), ["'Best' Ltd", "'Top' Ltd", "'Rock 'n' Roll'"]);
    assert!(found.iter().all(|finding| finding.starts_with("leading_apostrophe")), "{found:?}");
}

#[test]
fn an_address_that_is_refused_lost_no_mark() {
    let rows = ["ann", "bo", "cy"].map(|name| format!("{name} Ltd,{name} Lee,'{name}@yew,Web\n")).concat();
    let (_, found) = outcome(format!("firm_name,primary_contact_name,email,source\n{rows}").as_bytes());
    assert_eq!(found, ["not_an_email C2", "not_an_email C3", "not_an_email C4"]);
    let (_, found) = outcome(
        format!("firm_name,primary_contact_name,email,source\n{rows}")
            .replace("@yew,", "@yew.example.com',")
            .as_bytes(),
    );
    assert_eq!(found, ["not_an_email C2", "not_an_email C3", "not_an_email C4"]);
}

#[test]
fn names_that_begin_with_an_apostrophe_keep_it() {
    let names = [["'s-Gravenhage Ltd", "Jan 't Hooft"], ["Hooft Ltd", "'t Hooft"], ["Moss Ltd", "Pat O'Hara"]];
    let rows: String = names.iter().map(|[firm, contact]| format!("{firm},{contact},Referral\n")).collect();
    let (kept, found) = outcome(format!("{HEADERS}{rows}").as_bytes());
    assert_eq!((kept, found), (names.map(|names| names.map(String::from)).to_vec(), Vec::new()));
}

#[test]
fn our_own_csv_export_is_read_back_as_it_was() {
    let names = [
        ["+1 Advisory", "Ida Moss"],
        ["-ing Ltd", "@Tom"],
        ["=Sum Partners", "Ann \"Bo\" Reed"],
        ["'t Hooft", "'s-Gravenhage, Jan"],
        ["Moss; Fern | Reed", "%Al"],
    ];
    let columns = ["firm_name", "primary_contact_name", "source"].map(|name| TableColumn { name, width: 20 });
    let row =
        |[firm, contact]: [&str; 2]| [firm, contact, "Referral"].map(|text| TableCell::Text(text.into())).to_vec();
    let csv = table_csv(&columns, &names.map(row)).unwrap();
    let (read, found) = outcome(&csv);
    assert_eq!(read, names.map(|names| names.map(String::from)));
    assert!(found.iter().all(|finding| finding.starts_with("mark_removed")), "{found:?}");
}

#[test]
fn placeholders_are_blanked_all_alike() {
    let csv =
        "firm_name,primary_contact_name,source,source_detail\nMoss Ltd,Ida Moss,Web,n/a\nFern Ltd,Tom Fern,Web,N/A\n";
    let (before, sheet) = checked(csv.as_bytes(), Vec::new());
    assert_eq!(before.clean(), 0);
    let fixes = before.findings(&sheet, 0, 1, &Filter::default())[0].fixes.clone();
    let (after, sheet) = checked(csv.as_bytes(), fixes);
    let rows = after.batch(&sheet, 0, u32::MAX).rows;
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| !row.fields.contains_key("source_detail")), "{rows:?}");
}

#[test]
fn batches_hold_none_of_it() {
    let kind = named("partner_master").unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let staged = |firm: &str| {
        let fields = [("firm_name", firm), ("primary_contact_name", "Ida Moss"), ("source", "Web")];
        let fields = fields.map(|(name, value)| (name.to_owned(), Value::Text(value.to_owned())));
        recheck(kind, &Batch { rows: vec![Row { row: 2, fields: fields.into_iter().collect() }] }, today)
    };
    assert!(staged("Moss Ltd").is_ok() && staged("-ing Ltd").is_ok());
    for firm in
        ["#N/A", "N/A", "-", "'+1 Advisory", "=\"Moss\"", "\u{200b}", "\u{3164}", "Moss\u{2800}Ltd", "&nbsp;", " "]
    {
        assert!(staged(firm).is_err(), "{firm:?}");
    }
}
