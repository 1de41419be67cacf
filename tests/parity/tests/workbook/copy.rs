//! Annotated copies: dropped again they say what the file said, and what was corrected in them is right.

use lanegate_parity::{json, list, read, test};
use lanegate_wire::{Finding, Report, sha256_hex};

use crate::{annotated, checked, edit, findings};

const FILES: &str = "tests/samples/files";
/// What a copy no longer has: its dates count from 1900, its text is Unicode, and other sheets, merged cells and filters are not in it.
const GONE: [&str; 5] = ["dates_1904", "guessed_encoding", "other_sheet", "hidden_sheet", "merged_cells"];
/// Rows out of sight stay so, but no longer by a filter.
const UNSEEN: [&str; 2] = ["filtered_rows", "hidden_rows"];
/// Files whose copies are compared byte by byte, with every template.
const BY_BYTES: [&str; 3] = ["appointments.xlsx", "appointments-faulty.xlsx", "appointments-windows-1252.csv"];

fn report(intake: &lanegate_intake::Intake) -> Report {
    intake.checked().unwrap().report(true)
}

fn comparable(report: &Report) -> Vec<Finding> {
    let sheet = |finding: &Finding| Finding { sheet: None, ..finding.clone() };
    let stays = |finding: &&Finding| !GONE.iter().chain(&UNSEEN).any(|code| *code == finding.code);
    report.findings.iter().filter(stays).map(sheet).collect()
}

fn hides_rows(report: &Report) -> bool {
    report.findings.iter().any(|finding| UNSEEN.contains(&finding.code.as_str()))
}

/// The samples that can be checked.
fn samples() -> Vec<String> {
    let readable = |name: &String| json(&format!("tests/samples/expected/{name}.json")).get("findings").is_some();
    let names: Vec<String> = list(FILES).into_iter().filter(readable).collect();
    assert!(names.len() >= 8, "{names:?}");
    names
}

#[test]
fn a_copy_has_the_same_findings_at_the_same_cells() {
    for name in samples() {
        let original = checked(&name, read(&format!("{FILES}/{name}")));
        let copy = checked("copy.xlsx", annotated(&original));
        let (before, after) = (report(&original), report(&copy));
        assert_eq!(comparable(&after), comparable(&before), "{name}");
        assert_eq!(hides_rows(&after), hides_rows(&before), "{name}");
        assert_eq!(
            (&after.batch, after.header_row, &after.kind),
            (&before.batch, before.header_row, &before.kind),
            "{name}"
        );
        assert_eq!(copy.sheets().len(), 1, "{name}");
        let again = checked("again.xlsx", annotated(&copy));
        assert_eq!(comparable(&report(&again)), comparable(&before), "{name}");
    }
}

#[test]
fn the_same_file_gives_the_same_bytes_everywhere() {
    let mut digests = serde_json::Map::new();
    let mut add = |name: &str, bytes: Vec<u8>| digests.insert(name.to_owned(), sha256_hex(&bytes).into());
    for kind in lanegate_kinds::all() {
        let template = lanegate_workbook::template(kind).unwrap();
        assert_eq!(lanegate_workbook::template(kind).unwrap(), template);
        add(kind.name, template);
    }
    for name in BY_BYTES {
        let intake = checked(name, read(&format!("{FILES}/{name}")));
        let copy = annotated(&intake);
        assert_eq!(annotated(&intake), copy, "{name}");
        add(name, copy);
    }
    let now = serde_json::to_string_pretty(&digests).unwrap() + "\n";
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("LANEGATE_BLESS").is_some() {
        let path = format!("{}/../samples/workbooks.json", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(path, &now).unwrap();
    }
    let expected = String::from_utf8(read("tests/samples/workbooks.json")).unwrap();
    assert_eq!(now, expected, "after a wanted change, LANEGATE_BLESS=1 writes the digests anew");
}

#[test]
fn a_corrected_copy_is_clean() {
    let original = checked("m.xlsx", read(&format!("{FILES}/partner-meetings-faulty.xlsx")));
    let harbor = "11111111-1111-4111-8111-111111111111";
    let faults = ["not_a_uuid A3", "not_in_list C3", "not_in_list D3", "required_missing A5"];
    let found = findings(original.checked().unwrap());
    assert!(faults.iter().all(|fault| found.contains(&(*fault).to_owned())), "{found:?}");
    let cells = [("A3", harbor), ("C3", "intro"), ("D3", "cold"), ("B4", "2025-10-09"), ("A5", harbor)];
    let copy = checked("copy.xlsx", edit::type_in(&annotated(&original), 1, &cells));
    let file = copy.checked().unwrap();
    // Two meetings of a partner on one day are told apart by their values.
    assert_eq!((findings(file), file.overview().clean), (Vec::<String>::new(), 4));
}

#[test]
fn every_finding_is_listed_and_marked() {
    let original = checked("f.xlsx", read(&format!("{FILES}/appointments-faulty.xlsx")));
    let copy = annotated(&original);
    let total = report(&original).findings.len();
    let list = edit::read(&copy, "xl/worksheets/sheet2.xml");
    assert_eq!(list.matches("<hyperlink ").count(), total, "each names a row at least");
    assert!(list.contains("location=\"'Appointments'!C5\""), "{list}");
    let comments = edit::read(&copy, "xl/comments1.xml");
    assert!(comments.contains("<comment ref=\"C5\"") && comments.contains("2025-02-30"), "{comments}");
    assert_eq!(comments.matches("<comment ").count(), total, "in this file no cell has two");
}

#[test]
fn excels_limits_are_kept_and_told() {
    let mut text = "company_id,people_id,meeting_date,meeting_type,meeting_outcome,source\n".to_owned();
    let rows = 11_000;
    text.push_str(&"one,two,never,lunch,gone,letter\n".repeat(rows));
    let original = checked("many.csv", text.into_bytes());
    assert_eq!(original.checked().unwrap().overview().counts.error as usize, 6 * rows);
    let copy = annotated(&original);
    assert_eq!(edit::read(&copy, "xl/comments1.xml").matches("<comment ").count(), 20_000);
    let list = edit::read(&copy, "xl/worksheets/sheet2.xml");
    assert_eq!(list.matches("<hyperlink ").count(), 65_530);
    assert_eq!(list.matches("<row ").count(), 6 * rows + 8);
    let strings = edit::read(&copy, "xl/sharedStrings.xml");
    for told in ["46000 marked cells have no comment", "Links to the cells end after 65530"] {
        assert!(strings.contains(told), "{told}");
    }
}
