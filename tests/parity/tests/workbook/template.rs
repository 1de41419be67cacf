//! Templates: each is recognised as its kind, empty as it is, and takes a row of right values.

use lanegate_check::{Kind, Required};
use lanegate_parity::test;
use lanegate_sheet::column_letters;

use crate::{checked, edit, findings};

fn template(kind: &'static Kind) -> Vec<u8> {
    lanegate_workbook::template(kind).unwrap()
}

fn columns(kind: &'static Kind) -> Vec<&'static lanegate_check::Column> {
    kind.columns.iter().filter(|column| column.in_template).collect()
}

#[test]
fn an_empty_template_is_its_kind_and_lacks_rows_alone() {
    for &kind in lanegate_kinds::all() {
        let intake = checked("template.xlsx", template(kind));
        let file = intake.checked().unwrap();
        assert_eq!((file.overview().kind.as_str(), findings(file)), (kind.name, vec!["no_rows ".to_owned()]));
        let sheets: Vec<_> = intake.sheets().into_iter().map(|sheet| sheet.name).collect();
        assert_eq!(sheets, [kind.name]);
        let headers: Vec<_> = file.overview().columns.into_iter().map(|column| column.header).collect();
        assert_eq!(headers, columns(kind).iter().map(|column| column.name).collect::<Vec<_>>());
    }
}

#[test]
fn a_row_of_right_values_is_clean() {
    for &kind in lanegate_kinds::all() {
        let cells: Vec<(String, &str)> =
            (0..).zip(columns(kind)).map(|(at, column)| (column_letters(at) + "2", column.good)).collect();
        let cells: Vec<(&str, &str)> = cells.iter().map(|(cell, text)| (cell.as_str(), *text)).collect();
        let intake = checked("template.xlsx", edit::type_in(&template(kind), 1, &cells));
        let overview = intake.checked().unwrap().overview();
        assert_eq!(
            (overview.clean, overview.counts.error),
            (1, 0),
            "{}: {:?}",
            kind.name,
            findings(intake.checked().unwrap())
        );
    }
}

#[test]
fn altered_headers_leave_the_kind_known() {
    for &kind in lanegate_kinds::all() {
        let cells: Vec<(String, String)> =
            (0..).zip(columns(kind)).map(|(at, _)| (column_letters(at) + "1", format!("Field {at}"))).collect();
        let cells: Vec<(&str, &str)> = cells.iter().map(|(cell, text)| (cell.as_str(), text.as_str())).collect();
        let intake = checked("template.xlsx", edit::type_in(&template(kind), 1, &cells));
        let file = intake.checked().unwrap();
        let required = kind.columns.iter().filter(|column| column.required == Required::Always).count();
        let missing = findings(file).iter().filter(|found| found.starts_with("column_missing")).count();
        assert_eq!((file.overview().kind.as_str(), missing), (kind.name, required));
    }
}

#[test]
fn another_table_in_the_template_is_what_its_headers_say() {
    let [first, second, ..] = lanegate_kinds::all() else { panic!("two kinds") };
    let cells: Vec<(String, &str)> =
        (0..).zip(columns(second)).map(|(at, column)| (column_letters(at) + "1", column.name)).collect();
    let cells: Vec<(&str, &str)> = cells.iter().map(|(cell, text)| (cell.as_str(), *text)).collect();
    let intake = checked("template.xlsx", edit::type_in(&template(first), 1, &cells));
    assert_eq!(intake.checked().unwrap().overview().kind, second.name);
}

#[test]
fn lists_dates_and_texts_are_kept_as_they_are_typed() {
    let kind = lanegate_kinds::named("appointment_history").unwrap();
    let sheet = edit::read(&template(kind), "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("\"discovery,systems,numbers,other\""), "{sheet}");
    // 1 January 1990.
    assert!(sheet.contains("type=\"date\"") && sheet.contains("<formula1>32874</formula1>"), "{sheet}");
    let styles = edit::read(&template(kind), "xl/styles.xml");
    assert!(styles.contains("numFmtId=\"49\"") && styles.contains("yyyy-mm-dd"), "{styles}");
}
