//! Addresses behind cells: where a cell shows a name and its link leads to an address, that address is offered for the cell.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_check::{Settings, check, match_headers};
use lanegate_kinds::named;
use lanegate_parity::test;
use lanegate_sheet::{Cell, DateSystem, Sheet};
use lanegate_wire::{Filter, Fix};

const HEADERS: [&str; 5] = ["firm_name", "primary_contact_name", "linkedin_url", "email", "source"];

/// Returns the values offered for a partner's LinkedIn and e-mail cells, each given as its text and the target of its link.
fn offered(linkedin: (Cell<'_>, &str), email: (Cell<'_>, &str), fixes: &[Fix]) -> Vec<String> {
    let mut sheet = Sheet::new("Data", DateSystem::Y1900);
    for (column, header) in (0..).zip(HEADERS) {
        sheet.set(0, column, Cell::Text(header)).unwrap();
    }
    for (column, text) in [(0, "Harbor Ltd"), (1, "Ann Lee"), (4, "Referral")] {
        sheet.set(1, column, Cell::Text(text)).unwrap();
    }
    for (column, (cell, target)) in [(2, linkedin), (3, email)] {
        sheet.set(1, column, cell).unwrap();
        sheet.link((1, column), (1, column), target);
    }
    let kind = named("partner_master").unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let settings = Settings { fixes: fixes.to_vec(), ..Settings::on(today) };
    let checked = check(kind, &sheet, match_headers(kind, &sheet, 0), settings, &mut |_| {});
    let findings = checked.findings(&sheet, 0, 100, &Filter::default());
    let fixes = findings.into_iter().flat_map(|finding| finding.fixes);
    let told = fixes.map(|fix| match fix {
        Fix::SetCell { cell, value } => format!("{cell} {value}"),
        other => format!("{other:?}"),
    });
    told.collect()
}

const ANN: &str = "https://www.linkedin.com/in/ann-lee";

#[test]
fn the_address_behind_a_name_is_offered_for_its_cell() {
    let (name, none) = (Cell::Text("Ann"), (Cell::Blank, ""));
    let (linkedin, email) = (format!("C2 {ANN}"), "D2 ann@harbor.example.com".to_owned());
    for (target, expected) in [
        (ANN, vec![linkedin.clone()]),
        ("http://linkedin.com/in/ann-lee/?trk=x", vec![linkedin.clone()]),
        ("https://harbor.example.com/ann", vec![]),
        ("mailto:ann@harbor.example.com", vec![]),
    ] {
        assert_eq!(offered((name, target), none, &[]), expected, "{target}");
    }
    for (target, expected) in [
        ("mailto:Ann@Harbor.example.com?subject=Hello", vec![email.clone()]),
        ("mailto:ann%40harbor.example.com", vec![email.clone()]),
        ("mailto:ann@harbor.example.com,ann@harbor.example.com", vec![email.clone()]),
        ("mailto:ann@harbor.example.com;bo@quay.example.com", vec![email.clone(), "D2 bo@quay.example.com".to_owned()]),
        ("mailto:nobody", vec![]),
        ("https://harbor.example.com", vec![]),
    ] {
        assert_eq!(offered(none, (name, target), &[]), expected, "{target}");
    }
    // A formula that wasn't calculated may still contain the address.
    assert_eq!(offered((Cell::NoResult, ANN), none, &[]), [linkedin]);
}

#[test]
fn cells_that_are_in_order_stay_without_a_word() {
    let email = (Cell::Text("ann@harbor.example.com"), "mailto:other@quay.example.com");
    assert_eq!(offered((Cell::Text(ANN), "https://www.linkedin.com/in/other"), email, &[]), [""; 0]);
    assert_eq!(offered((Cell::Blank, ANN), (Cell::Blank, "mailto:ann@harbor.example.com"), &[]), [""; 0]);
    // Once taken, it is settled.
    let taken = Fix::SetCell { cell: "C2".to_owned(), value: ANN.to_owned() };
    assert_eq!(offered((Cell::Text("Ann"), ANN), (Cell::Blank, ""), &[taken]), [""; 0]);
}
