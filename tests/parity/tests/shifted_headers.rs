//! Headers that are shifted against their values, and what the findings about columns offer.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod file_columns;

use lanegate_parity::test;
use lanegate_wire::{Finding, Fix};

use file_columns::{ACME, checked, findings, opened};

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
