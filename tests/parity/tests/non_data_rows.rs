//! Rows that are no rows of data get one finding each, and rows of data that look a little like them get none.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_intake::Intake;
use lanegate_parity::test;
use lanegate_wire::{CheckOptions, Filter, Severity};

const ACME: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

/// The clean rows, and each error or warning with its row.
fn checked(text: &str) -> (u32, Vec<String>) {
    let mut intake = Intake::open("file.csv", text.as_bytes().to_vec()).unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    intake.check(&CheckOptions::on(today), &mut |_| {}).unwrap();
    let file = intake.checked().unwrap();
    let found = file.findings(0, 500, &Filter::default()).findings;
    let grave = found.iter().filter(|finding| finding.severity != Severity::Info && finding.code != "ragged_rows");
    let words = grave.map(|finding| format!("{} {}", finding.row.unwrap_or(0), finding.code));
    (file.overview().clean, words.collect())
}

fn partners(rows: &[&str]) -> String {
    format!("firm_name,primary_contact_name,source,status,Fee\n{}\n", rows.join("\n"))
}

fn meetings(rows: &[&str]) -> String {
    format!("company_id,meeting_date,meeting_type,meeting_outcome,stalled_reason,Hours\n{}\n", rows.join("\n"))
}

#[test]
fn totals_have_one_finding_whatever_their_words() {
    let first = format!("{ACME},2025-05-01,other,lost,,2");
    for label in [
        "Total",
        "Grand Total",
        "Sub-total",
        "Summe",
        "Gesamt",
        "Total général",
        "Totale complessivo",
        "Razem",
        "Итого",
        "合計",
        "小计",
        "Average",
        "Durchschnitt",
        "Anzahl: 1",
        "Count",
        "other Total",
        "Total for May",
        "1 record",
    ] {
        let found = checked(&meetings(&[&first, &format!("{label},,,,,2")]));
        assert_eq!(found, (1, vec!["3 total_row".to_owned()]), "{label}");
        let found = checked(&meetings(&[&first, &format!(",,,,{label},2")]));
        assert_eq!(found, (1, vec!["3 total_row".to_owned()]), "{label} in another column");
        let found = checked(&partners(&["Harbor,Ann Lee,Referral,,9", &format!("{label},,,,9")]));
        assert_eq!(found, (1, vec!["3 total_row".to_owned()]), "{label}");
    }
    // Counts in columns that hold text: all that a row needs is filled in, by numbers.
    let found = checked(&partners(&["Harbor,Ann Lee,Referral,,9", "Total,1,1,1,9"]));
    assert_eq!(found, (1, vec!["3 total_row".to_owned()]));
}

#[test]
fn lines_and_footers_of_database_tools_have_one_finding() {
    let line = "---------,--------------------,------,---,---";
    for (footer, code) in
        [("(1 row affected)", "total_row"), ("(1 rows)", "total_row"), ("1 row in set (0.00 sec)", "total_row")]
    {
        let found = checked(&partners(&[line, "Harbor,Ann Lee,Referral,,9", footer]));
        assert_eq!(found, (1, vec!["2 line_row".to_owned(), format!("4 {code}")]), "{footer}");
    }
    for line in ["=====,=====,=====,,", "+-----+------+,,,,", ":---,:---,---:,,", "────,────,────,,"]
    {
        let found = checked(&partners(&[line, "Harbor,Ann Lee,Referral,,9"]));
        assert_eq!(found, (1, vec!["2 line_row".to_owned()]), "{line}");
    }
}

#[test]
fn explanations_below_the_headers_have_one_finding() {
    for row in [
        "(required),(required),(required),,",
        "Required,Required,Required,Optional,Optional",
        "\"text, max 200\",\"text, max 200\",\"text, max 100\",prospect / contacted / engaged / partner,number",
        "Name of the firm,The main contact's full name,Lead source of the partner,one of the list,",
        "e.g. Harbor Ltd,e.g. Ann Lee,e.g. Referral,,",
    ] {
        let found = checked(&partners(&[row, "Harbor,Ann Lee,Referral,,9"]));
        assert_eq!(found, (1, vec!["2 description_row".to_owned()]), "{row}");
    }
    let row = "UUID,YYYY-MM-DD,discovery / systems / numbers / other,\"progressed, stalled, ghosted, lost\",required if stalled,";
    let found = checked(&meetings(&[row, &format!("{ACME},2025-05-01,other,lost,,2")]));
    assert_eq!(found, (1, vec!["2 description_row".to_owned()]));
}

#[test]
fn rows_of_data_that_look_a_little_like_that_stay_clean() {
    let rows = [
        "Total Ltd,Ann Total,Referral,,9",
        "Summe GmbH,Kim Summe,LinkedIn,prospect,",
        "Average Joe's Advisory,Joe Average,Referral,,3",
        "Grand Total Partners,Sub Total,Sum of contacts,,",
        "Total,Bo Gesamt,Referral,,",
        "3M,Max Text,Optional Referral,,",
        "Required Reading Ltd,Cy Select,Text message,,",
        "Line Partners,Di Line,Record shop,,",
        "-ing Ltd,Dee - Dash,-- Web,,",
        "Dash-Dash---Dash,Eva_Line,A|B,,",
    ];
    assert_eq!(checked(&partners(&rows)).1, Vec::<String>::new());
    // The first row of data is no explanation, whatever its words.
    for first in [
        "Required Reading Ltd,Max Text,Referral,,",
        "The Firm Name Company,Ann Lee,a friend,,",
        "Example Ltd,Jane Doe,Referral,,",
    ] {
        assert_eq!(checked(&partners(&[first])), (1, Vec::new()), "{first}");
    }
}
