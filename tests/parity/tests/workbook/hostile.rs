//! Stamps that nobody should trust: the file is read like any other, whatever its stamp says.

use lanegate_parity::{read, test};
use lanegate_wire::Report;

use crate::{annotated, checked, edit};

/// The stamp's sheet in a copy, and the cell of its JSON.
const STAMP: u32 = 3;
const JSON: &str = "A2";

fn copy() -> Vec<u8> {
    annotated(&checked("f.xlsx", read("tests/samples/files/appointments-faulty.xlsx")))
}

fn report(bytes: Vec<u8>) -> Report {
    checked("copy.xlsx", bytes).checked().unwrap().report(true)
}

fn stamped(json: &str) -> Report {
    report(edit::type_in(&copy(), STAMP, &[(JSON, json)]))
}

fn codes(report: &Report) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// The stamp of the copy, changed.
fn with(change: impl Fn(&mut serde_json::Value)) -> String {
    let strings = edit::read(&copy(), "xl/sharedStrings.xml");
    let at = strings.find("{\"version\"").unwrap();
    let json = &strings[at..at + strings[at..].find("</t>").unwrap()];
    let mut stamp = serde_json::from_str(json).unwrap();
    change(&mut stamp);
    stamp.to_string()
}

#[test]
fn what_is_no_stamp_is_told_and_changes_nothing() {
    let sound = report(copy());
    let deep = "[".repeat(30_000);
    let long = format!("{{\"version\":1,\"kind\":\"{}\"}}", "x".repeat(30_000));
    for json in ["", " ", "{", "null", "[]", "{\"version\":1}", "{\"version\":9}", "\u{7}", &deep, &long] {
        let report = stamped(json);
        assert_eq!(report.batch, sound.batch, "{json:.40}");
        assert!(codes(&report).contains(&"stamp_unused"), "{json:.40}: {:?}", codes(&report));
    }
}

#[test]
fn a_stamp_of_another_version_is_told_and_its_sheets_are_still_no_rows() {
    let report = stamped(&with(|stamp| stamp["declaration"] = "1-00000000".into()));
    assert!(codes(&report).contains(&"stamp_unused"));
    assert!(
        !codes(&report).contains(&"other_sheet") && !codes(&report).contains(&"hidden_sheet"),
        "{:?}",
        codes(&report)
    );
    // Rules that have changed since, over the same columns, leave what a person decided as it is.
    let older = stamped(&with(|stamp| {
        let digest = stamp["declaration"].as_str().and_then(|own| own.split_once('-')).unwrap().1.to_owned();
        stamp["declaration"] = format!("1-{digest}").into();
    }));
    assert!(!codes(&older).contains(&"stamp_unused"), "{:?}", codes(&older));
    let unknown = stamped(&with(|stamp| stamp["kind"] = "no_such_kind".into()));
    assert_eq!((unknown.batch, unknown.kind), (report.batch, report.kind));
}

#[test]
fn a_stamp_that_lies_is_not_followed() {
    let sound = report(copy());
    let lies: [&dyn Fn(&mut serde_json::Value); 9] = [
        // The sheet of the rows is no sheet of Lanegate's.
        &|stamp| stamp["added"] = serde_json::json!(["Appointments", "Findings"]),
        &|stamp| stamp["sheet"] = "No such sheet".into(),
        &|stamp| stamp["source"] = "no such source".into(),
        &|stamp| stamp["header"] = serde_json::json!([4_000_000_000u32, "x"]),
        &|stamp| stamp["header"] = serde_json::json!([0, ""]),
        &|stamp| stamp["columns"] = serde_json::json!([{"letters": "ZZZZZ", "header": "", "column": "meeting_date"}]),
        &|stamp| stamp["fixes"] = serde_json::json!([{"fix": "set_cell", "cell": "D2", "value": "other"}]),
        &|stamp| stamp["left_out"] = serde_json::json!([[2, "000000000000"], [0, ""], [4_294_967_295u32, "x"]]),
        &|stamp| stamp["more"] = "of something".into(),
    ];
    for (number, lie) in lies.iter().enumerate() {
        let report = stamped(&with(lie));
        let batch = (report.batch, report.sheet, report.header_row);
        assert_eq!(batch, (sound.batch.clone(), sound.sheet.clone(), sound.header_row), "lie {number}");
    }
}

#[test]
fn a_sheet_that_is_only_called_like_the_stamps_is_a_sheet() {
    let other = edit::type_in(&copy(), STAMP, &[("A1", "My notes")]);
    let report = report(other);
    assert!(
        codes(&report).contains(&"hidden_sheet") && codes(&report).contains(&"other_sheet"),
        "{:?}",
        codes(&report)
    );
    assert!(!codes(&report).contains(&"stamp_unused"));
}

#[test]
fn a_file_whose_own_sheets_are_called_like_ours_keeps_them() {
    let clean = read("tests/samples/files/appointments.xlsx");
    for name in ["Lanegate", "Findings"] {
        let named =
            edit::part(&clean, "xl/workbook.xml", |xml| xml.replace("\"Appointments\"", &format!("\"{name}\"")));
        let original = checked("own.xlsx", named);
        assert_eq!(original.checked().unwrap().overview().sheet, name);
        let copy = checked("copy.xlsx", annotated(&original));
        assert_eq!(copy.checked().unwrap().report(true).batch, original.checked().unwrap().report(true).batch);
        assert_eq!(copy.sheets().len(), 1, "{name}");
        assert_eq!(copy.checked().unwrap().overview().sheet, name);
    }
}
