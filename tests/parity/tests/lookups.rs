//! IDs that are looked up in a list: what is found, what is a person's choice, and what is said of the rest.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use chrono::NaiveDate;
use lanegate_check::LookupList;
use lanegate_intake::{CheckedFile, Intake, open_list};
use lanegate_parity::{json, test};
use lanegate_wire::{CheckOptions, Filter, Finding, Fix, ListColumns, LookupSummary};

const HEADERS: &str = "company_id,people_id,meeting_date,meeting_type,meeting_outcome,Company";

fn id(number: u64) -> String {
    format!("6f9619ff-8b86-4d01-b42d-00cf4fc9{number:04}")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A list with the headers Company and Record ID.
fn list(name: &str, rows: &[(&str, &str)]) -> Arc<LookupList> {
    let rows: Vec<String> = rows.iter().map(|(value, id)| format!("{},{id}", quoted(value))).collect();
    Arc::new(open_list(name, format!("Company,Record ID\n{}\n", rows.join("\n")).into_bytes()).unwrap())
}

/// Meetings with companies' names, each on a day of its own; some have an ID.
fn meetings(rows: &[(&str, &str)]) -> Intake {
    let row =
        |(day, (id, company)): (u32, &(&str, &str))| format!("{id},,2025-05-{day:02},other,lost,{}", quoted(company));
    let rows: Vec<String> = (1..).zip(rows).map(row).collect();
    Intake::open("meetings.csv", format!("{HEADERS}\n{}\n", rows.join("\n")).into_bytes()).unwrap()
}

fn lookup(list: &LookupList) -> Fix {
    let named = ListColumns {
        file: list.file().to_owned(),
        sha256: Some(list.sha256().to_owned()),
        matching: "Company".into(),
        ids: "Record ID".into(),
    };
    Fix::Lookup { column: "company_id".into(), parts: vec!["F".into()], keep: Some("A".into()), list: named }
}

fn set(cell: &str, value: &str) -> Fix {
    Fix::SetCell { cell: cell.into(), value: value.into() }
}

fn map(from: &str, to: &str) -> Fix {
    Fix::MapValue { column: "company_id".into(), from: from.into(), to: to.into() }
}

fn checked<'a>(intake: &'a mut Intake, fixes: &[Fix]) -> &'a CheckedFile {
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    intake.check(&CheckOptions { fixes: fixes.to_vec(), ..CheckOptions::on(today) }, &mut |_| {}).unwrap();
    intake.checked().unwrap()
}

/// The findings about IDs.
fn found(file: &CheckedFile) -> Vec<Finding> {
    let all = file.findings(0, 500, &Filter::default()).findings;
    let codes = ["id_not_found", "id_ambiguous", "not_a_uuid", "list_missing", "required_missing", "fix_not_applied"];
    all.into_iter().filter(|finding| codes.contains(&finding.code.as_str())).collect()
}

/// Codes with their cells.
fn brief(file: &CheckedFile) -> Vec<String> {
    found(file).into_iter().map(|finding| format!("{} {}", finding.code, finding.cell.unwrap_or_default())).collect()
}

/// The rows of the clean rows, with their company's ID.
fn ids(file: &CheckedFile) -> Vec<(u32, String)> {
    let rows = (0..file.batches()).filter_map(|number| file.batch(number)).flat_map(|batch| batch.rows);
    rows.map(|row| (row.row, row.fields.get("company_id").map(ToString::to_string).unwrap_or_default())).collect()
}

/// The IDs that a finding offers for all cells alike.
fn offered(finding: &Finding) -> Vec<&str> {
    let to = finding.fixes.iter().map(|fix| match fix {
        Fix::MapValue { column, to, .. } if column == "company_id" => to.as_str(),
        other => panic!("{other:?}"),
    });
    to.collect()
}

#[test]
fn values_are_looked_up_as_the_contract_says() {
    for vector in json("tests/vectors/lookup.json").as_array().unwrap() {
        let rows: Vec<(String, String)> = vector["list"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row[0].as_str().unwrap().to_owned(), row[1].as_u64().map(id).unwrap_or_default()))
            .collect();
        // A second column of IDs, so that it is a list whatever the first one has.
        let rows: Vec<String> = rows.iter().map(|(value, one)| format!("{},{one},{}", quoted(value), id(99))).collect();
        let text = format!("Company,Record ID,Other ID\n{}\n", rows.join("\n"));
        let list = Arc::new(open_list("list.csv", text.into_bytes()).unwrap());
        let mut intake = meetings(&[("", vector["value"].as_str().unwrap())]);
        intake.add_list(Arc::clone(&list));
        let file = checked(&mut intake, &[lookup(&list)]);
        let (ids, found) = (ids(file), found(file));
        if let Some(one) = vector["found"].as_u64() {
            assert_eq!((ids, found), (vec![(2, id(one))], vec![]), "{vector}");
        } else if vector["blank"] == true {
            assert_eq!((ids, found), (vec![(2, String::new())], vec![]), "{vector}");
        } else if let Some(several) = vector["ambiguous"].as_array() {
            let several: Vec<String> = several.iter().map(|one| id(one.as_u64().unwrap())).collect();
            assert_eq!(
                found.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(),
                ["id_ambiguous"],
                "{vector}"
            );
            assert_eq!(offered(&found[0]), several, "{vector}");
        } else {
            assert_eq!(
                found.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(),
                ["id_not_found"],
                "{vector}"
            );
            assert_eq!(found[0].value.as_deref(), vector["not_found"].as_str(), "{vector}");
            assert_eq!(offered(&found[0]), [""], "{vector}");
        }
    }
}

fn companies() -> Arc<LookupList> {
    let (one, two, three) = (id(1), id(2), id(3));
    list("companies.csv", &[("Acme Inc", &one), ("Boreal", &two), ("Boreal", &three), ("Quay", &three), ("Fir", "")])
}

#[test]
fn ids_are_filled_counted_and_stay_where_they_were() {
    let own = id(42);
    let mut intake = meetings(&[
        ("", "Quay"),
        (&own, "Quay"),
        ("12345", "quay"),
        ("", "Acme"),
        ("", "Boreal"),
        ("", "Yew"),
        ("", ""),
        ("67890", ""),
        ("", "yew"),
    ]);
    let list = companies();
    intake.add_list(Arc::clone(&list));
    assert_eq!(brief(checked(&mut intake, &[])), ["not_a_uuid A4", "not_a_uuid A9"]);
    checked(&mut intake, &[]);
    let preview = intake.lookup_preview(&lookup(&list)).unwrap();
    let file = checked(&mut intake, &[lookup(&list)]);
    let summary = &file.lookups()[0];
    assert_eq!(LookupSummary { letters: String::new(), ..summary.clone() }, preview);
    assert_eq!((summary.column.as_str(), summary.letters.as_str()), ("company_id", "G"));
    assert_eq!(
        (summary.found, summary.kept, summary.not_found, summary.ambiguous, summary.blank),
        (2, 1, 2, 2, 2),
        "{summary:?}"
    );
    assert_eq!(
        (summary.values_not_found.as_slice(), summary.values_ambiguous.as_slice()),
        (["Yew".to_owned()].as_slice(), ["Acme".to_owned(), "Boreal".to_owned()].as_slice())
    );
    assert_eq!(summary.list_rows_without_id, 1);
    assert_eq!(ids(file), [(2, id(3)), (3, own), (4, id(3)), (8, String::new())]);
    assert_eq!(
        brief(file),
        ["id_ambiguous G5", "id_ambiguous G6", "id_not_found G7", "id_not_found G9", "id_not_found G10"]
    );
    let found = found(file);
    assert_eq!(offered(&found[0]), [id(1)]);
    assert!(
        found[0].message.contains("\"Acme\" isn't in the list companies.csv, but this is: "),
        "{}",
        found[0].message
    );
    assert!(found[0].message.contains("(row 2: Acme Inc)"), "{}", found[0].message);
    assert_eq!(offered(&found[1]), [id(2), id(3)]);
    // What is left is what was looked up, so that one answer counts for all cells alike.
    let answers = [lookup(&list), map("Acme", &id(1)), map("Yew", ""), map("Boreal", &id(3)), map("67890", "")];
    let file = checked(&mut intake, &answers);
    assert_eq!((brief(file), ids(file).len()), (vec![], 9));
    // Without the lookup, the file is as it was.
    assert_eq!(brief(checked(&mut intake, &[])), ["not_a_uuid A4", "not_a_uuid A9"]);
}

#[test]
fn suggestions_are_applied_in_groups() {
    let mut intake = meetings(&[("", "Acme"), ("", "Boreal"), ("", "Yew"), ("", "Elm"), ("", "Yew")]);
    let list = companies();
    intake.add_list(Arc::clone(&list));
    let of = |file: &CheckedFile, code: &str| {
        let suggested = file.suggested_fixes(&Filter { code: Some(code.into()), ..Filter::default() }, usize::MAX);
        (suggested.changes.findings, suggested.changes.suggested, suggested.fixes)
    };
    let file = checked(&mut intake, &[lookup(&list)]);
    // Several IDs are a choice; a single similar name is a suggestion.
    assert_eq!(of(file, "id_ambiguous"), (2, 1, vec![map("Acme", &id(1))]));
    assert_eq!(of(file, "id_not_found"), (3, 3, vec![map("Yew", ""), map("Elm", "")]));
}

#[test]
fn what_is_typed_is_looked_up_when_it_is_told() {
    let mut intake = meetings(&[("", "Quai"), ("", "Quay")]);
    let list = companies();
    intake.add_list(Arc::clone(&list));
    let typed = found(checked(&mut intake, &[lookup(&list), set("G2", "Quay")]));
    assert_eq!((typed.len(), typed[0].code.as_str(), offered(&typed[0])), (1, "id_ambiguous", vec![id(3).as_str()]));
    assert!(typed[0].message.starts_with("\"Quay\" is in the list companies.csv"), "{}", typed[0].message);
    // A damaged ID is told as one, with its own correction.
    let damaged = found(checked(&mut intake, &[lookup(&list), set("G2", &id(3).replacen('0', "O", 1))]));
    assert_eq!(damaged[0].code, "not_a_uuid");
    assert_eq!(offered(&damaged[0]), [id(3)]);
    assert_eq!(brief(checked(&mut intake, &[lookup(&list), set("G2", &id(7))])), Vec::<String>::new());
}

#[test]
fn an_id_typed_into_the_files_column_stays() {
    let mut intake = meetings(&[("", "Quay"), ("x", "Quay")]);
    let list = companies();
    intake.add_list(Arc::clone(&list));
    let typed = set("A2", &id(7));
    for fixes in [[typed.clone(), lookup(&list)], [lookup(&list), typed]] {
        assert_eq!(ids(checked(&mut intake, &fixes)), [(2, id(7)), (3, id(3))]);
    }
    // Anything else that was typed there gives way to what is found.
    let other = [set("A3", "y"), lookup(&list)];
    assert_eq!(ids(checked(&mut intake, &other)), [(2, id(3)), (3, id(3))]);
}

#[test]
fn a_list_that_is_not_available_blocks_until_it_is() {
    let mut intake = meetings(&[("", "Quay"), (&id(7), "Quay")]);
    let list = companies();
    let file = checked(&mut intake, &[lookup(&list)]);
    assert_eq!((brief(file), file.overview().clean), (vec!["list_missing G1".to_owned()], 0));
    let missing = &found(file)[0];
    assert!(missing.message.contains("the list companies.csv, which isn't available here"), "{}", missing.message);
    assert!(missing.hint.contains("Choose companies.csv again"), "{}", missing.hint);
    assert!(file.lookups()[0].missing);
    assert_eq!(intake.missing_list().unwrap().code, "list_missing");
    // The offered way out takes the file's own column.
    let own = Fix::MapColumn { letters: "A".into(), column: Some("company_id".into()) };
    assert_eq!(missing.fixes, std::slice::from_ref(&own));
    assert_eq!(ids(checked(&mut intake, &[lookup(&list), own])), [(2, String::new()), (3, id(7))]);
    // Another list with the same name isn't the one that was used.
    intake.add_list(self::list("companies.csv", &[("Quay", &id(9))]));
    assert_eq!(brief(checked(&mut intake, &[lookup(&list)])), ["list_missing G1"]);
    intake.add_list(Arc::clone(&list));
    assert_eq!(ids(checked(&mut intake, &[lookup(&list)])), [(2, id(3)), (3, id(7))]);
    assert_eq!(intake.missing_list(), None);
    // Without a digest, the list with that name counts that was given last.
    let mut any = lookup(&list);
    if let Fix::Lookup { list, .. } = &mut any {
        list.sha256 = None;
    }
    assert_eq!(ids(checked(&mut intake, std::slice::from_ref(&any)))[0], (2, id(3)));
    if let Fix::Lookup { list, .. } = &mut any {
        list.matching = "Firm".into();
    }
    let file = checked(&mut intake, &[any]);
    assert!(found(file)[0].message.contains("has no column \"Firm\""), "{}", found(file)[0].message);
}

#[test]
fn the_last_choice_of_a_column_wins() {
    let mut intake = meetings(&[("", "Quay"), (&id(7), "Quay")]);
    let (first, second) = (list("a.csv", &[("Quay", &id(3))]), list("b.csv", &[("Quay", &id(4))]));
    intake.add_list(Arc::clone(&first));
    intake.add_list(Arc::clone(&second));
    let file = checked(&mut intake, &[lookup(&first), lookup(&second)]);
    assert_eq!((ids(file)[0].clone(), file.lookups().len(), file.overview().columns.len()), ((2, id(4)), 1, 7));
    let column = file.overview().columns.pop().unwrap();
    assert_eq!((column.header.as_str(), column.parts), ("company_id", vec!["F".to_owned(), "A".to_owned()]));
    let went = file
        .findings(0, 50, &Filter::default())
        .findings
        .into_iter()
        .filter(|finding| finding.code == "column_not_imported");
    let went: Vec<String> = went.map(|finding| finding.message).collect();
    assert_eq!(went, ["company_id", "Company"].map(|header| format!("The column \"{header}\" goes into company_id.")));
    let own = Fix::MapColumn { letters: "A".into(), column: Some("company_id".into()) };
    let file = checked(&mut intake, &[lookup(&first), own]);
    assert_eq!((ids(file), file.lookups()), (vec![(2, String::new()), (3, id(7))], vec![]));
    // Only columns of IDs are looked up, by columns that the file has.
    for (column, part, keep) in [("source", "F", "A"), ("company_id", "Z", "A"), ("company_id", "F", "Z")] {
        let Fix::Lookup { list, .. } = lookup(&first) else { panic!() };
        let fix = Fix::Lookup { column: column.into(), parts: vec![part.into()], keep: Some(keep.into()), list };
        assert_eq!(brief(checked(&mut intake, &[fix])), ["fix_not_applied "]);
    }
}

#[test]
fn rows_that_are_no_data_or_skipped_are_not_counted() {
    let text = format!("{HEADERS}\n,,2025-05-01,other,lost,Quay\n,,2025-05-02,other,lost,Yew\nTotal,2,,,,\n");
    let mut intake = Intake::open("meetings.csv", text.into_bytes()).unwrap();
    let list = companies();
    intake.add_list(Arc::clone(&list));
    let file = checked(&mut intake, &[lookup(&list), Fix::LeaveOut { row: 3 }]);
    let summary = file.lookups().remove(0);
    assert_eq!((summary.found, summary.not_found, summary.blank), (1, 0, 0), "{summary:?}");
}

#[test]
fn a_required_id_is_not_blanked() {
    let text =
        "Partner,meeting_date,meeting_type,outcome\nHarbor CFO,2025-05-01,Intro,warm\nQuay,2025-05-02,Intro,warm\n";
    let mut intake = Intake::open("talks.csv", text.into()).unwrap();
    let list = list("partners.csv", &[("Harbor CFO", &id(1))]);
    intake.add_list(Arc::clone(&list));
    let missing = checked(&mut intake, &[]).findings(0, 50, &Filter::default()).findings;
    let missing = missing.into_iter().find(|finding| finding.code == "column_missing").unwrap();
    assert!(missing.hint.contains("look the IDs up in a list"), "{}", missing.hint);
    let Fix::Lookup { list: named, .. } = lookup(&list) else { panic!() };
    let fix = Fix::Lookup { column: "fractional_cfo_id".into(), parts: vec!["A".into()], keep: None, list: named };
    let file = checked(&mut intake, &[fix]);
    assert_eq!(brief(file), ["id_not_found E3"]);
    assert_eq!((found(file)[0].fixes.len(), file.overview().clean), (0, 1));
}

#[test]
fn several_columns_are_looked_up_as_one() {
    let text = "first,last,meeting_date,meeting_type,meeting_outcome\nAnn,Lee,2025-05-01,other,lost\n";
    let mut intake = Intake::open("meetings.csv", text.into()).unwrap();
    let list = list("people.csv", &[("Ann Lee", &id(1))]);
    intake.add_list(Arc::clone(&list));
    let Fix::Lookup { list: named, .. } = lookup(&list) else { panic!() };
    let parts = vec!["A".to_owned(), "B".to_owned()];
    let fix = Fix::Lookup { column: "people_id".into(), parts, keep: None, list: named };
    let file = checked(&mut intake, &[fix]);
    assert_eq!(file.batch(0).unwrap().rows[0].fields["people_id"].to_string(), id(1));
}

#[test]
fn lists_are_recognized_by_their_ids() {
    let opened = |text: String| open_list("list.csv", text.into_bytes());
    let view = |list: &LookupList| -> Vec<(String, bool)> {
        list.columns().into_iter().map(|column| (column.name, column.ids)).collect()
    };
    // Rows above the headers, headers that come twice, and one without.
    let rows = format!("Companies,2026\n\nName,Name,Domain,,ID\nAcme,A,acme.example,x,{}\nQuay,Q,,y,\n", id(1));
    let list = opened(rows).unwrap();
    let names = ["Name (A)", "Name (B)", "Domain", "D", "ID"];
    assert_eq!(view(&list), names.map(|name| (name.to_owned(), name == "ID")));
    assert_eq!(list.rows(), 2);
    assert_eq!(
        ["domain", "Name (B)", "c", "Name", "nothing"].map(|name| list.column_named(name)),
        [Some("Domain".to_owned()), Some("Name (B)".to_owned()), Some("Domain".to_owned()), None, None]
    );
    for (text, code, words) in [
        ("Name,ID\nAcme,1\nQuay,2\n".to_owned(), "list_unusable", "no column of IDs"),
        (format!("Acme,{}\nQuay,{}\n", id(1), id(2)), "list_unusable", "no header row"),
        ("Name,ID\n".to_owned(), "list_unusable", "no column of IDs"),
    ] {
        let refused = opened(text).unwrap_err();
        assert_eq!(refused.code, code);
        assert!(refused.message.contains(words) && !refused.hint.is_empty(), "{refused}");
    }
    // Of several columns with IDs, the one with the template column's name, else all.
    let kind = lanegate_kinds::named("appointment_history").unwrap();
    let of = |list: &LookupList, column: &str| list.id_columns(&kind.columns[kind.column(column).unwrap()]);
    let people = opened(format!("Name,People ID,company_id\nAnn,{},{}\n", id(1), id(2))).unwrap();
    assert_eq!(of(&people, "company_id"), ["company_id"]);
    assert_eq!(of(&people, "people_id"), ["People ID"]);
    let unnamed = opened(format!("Name,one,two\nAnn,{},{}\n", id(1), id(2))).unwrap();
    assert_eq!(of(&unnamed, "company_id"), ["one", "two"]);
}

#[test]
fn the_columns_that_belong_together_are_suggested() {
    let mut intake = meetings(&[("", "Acme Inc"), ("", "Quay"), ("", "Yew")]);
    let rows = [("lost", "other", "Quay", id(1)), ("lost", "x", "acme inc", id(2))];
    let rows: Vec<String> = rows.iter().map(|(one, two, name, id)| format!("{one},{two},{name},{id}")).collect();
    // A value of several rows of the list says nothing, and one that is in all rows of the file says little.
    let list = open_list("list.csv", format!("Status,Sort,Name,ID\n{}\n", rows.join("\n")).into_bytes()).unwrap();
    let found = checked(&mut intake, &[]).suggest_lookup(&list, "company_id").unwrap();
    assert_eq!((found.part.as_str(), found.matching.as_str(), found.ids.as_str()), ("F", "Name", "ID"));
    // Similar names and several IDs are something, where nothing is found for certain.
    let rows = format!("Name,ID\nAcme,{}\nYew,{}\nYew,{}\n", id(1), id(2), id(3));
    let list = open_list("list.csv", rows.into_bytes()).unwrap();
    let found = checked(&mut intake, &[]).suggest_lookup(&list, "company_id").unwrap();
    assert_eq!((found.part.as_str(), found.matching.as_str()), ("F", "Name"));
    let none = open_list("list.csv", format!("Name,ID\nElm,{}\n", id(1)).into_bytes()).unwrap();
    assert_eq!(checked(&mut intake, &[]).suggest_lookup(&none, "company_id"), None);
}

#[test]
fn lists_have_an_end() {
    let row = format!("Acme,{}\n", id(1));
    let text = "Company,Record ID\n".to_owned() + &row.repeat(500_000);
    let refused = open_list("list.csv", text.into_bytes()).unwrap_err();
    assert_eq!(refused.code, "list_too_large");
}

#[test]
fn a_lookup_is_remembered_with_the_ids_that_were_chosen() {
    let list = companies();
    let mut june = meetings(&[("", "Acme"), ("", "Boreal"), ("", "Yew")]);
    june.add_list(Arc::clone(&list));
    let answers = [lookup(&list), map("Acme", &id(1)), map("Boreal", &id(3)), map("Yew", "")];
    let kept = checked(&mut june, &answers).answers().unwrap();
    // By headers, and by the list's name alone.
    let json = serde_json::to_value(&kept).unwrap();
    let named = serde_json::json!({"file": "companies.csv", "matching": "Company", "ids": "Record ID"});
    let choice =
        serde_json::json!({"column": "company_id", "headers": ["Company"], "keep": "company_id", "list": named});
    assert_eq!((json["choices"].as_array().unwrap().len(), &json["choices"][0]["lookup"]), (4, &choice));

    // The list of next month has Yew; what was said of it is no longer needed.
    let later =
        self::list("companies.csv", &[("Acme Inc", &id(1)), ("Boreal", &id(2)), ("Boreal", &id(3)), ("Yew", &id(9))]);
    let mut july = meetings(&[("", "Yew"), ("", "acme"), ("", "Boreal")]);
    july.add_list(Arc::clone(&list));
    july.add_list(Arc::clone(&later));
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let applied = july.apply_answers(&kept, &mut CheckOptions::on(today), &mut |_| {}).unwrap();
    assert_eq!((applied.unfit, applied.fixes[0].clone()), (0, lookup(&later)));
    assert_eq!(applied.said[0], "company_id is looked up in companies.csv by “Company”");
    assert_eq!(ids(july.checked().unwrap()), [(2, id(9)), (3, id(1)), (4, id(3))]);

    // Without the list, it is asked for.
    let mut august = meetings(&[("", "Yew")]);
    august.apply_answers(&kept, &mut CheckOptions::on(today), &mut |_| {}).unwrap();
    assert_eq!(brief(august.checked().unwrap()), ["list_missing G1"]);
    august.add_list(later);
    let fixes = applied_to(&mut august, &kept);
    assert_eq!(ids(checked(&mut august, &fixes)), [(2, id(9))]);
}

fn applied_to(intake: &mut Intake, kept: &lanegate_intake::Answers) -> Vec<Fix> {
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    intake.apply_answers(kept, &mut CheckOptions::on(today), &mut |_| {}).unwrap().fixes
}

#[test]
fn an_error_in_place_of_a_value_stays_one() {
    let mut intake = meetings(&[("", "#N/A"), ("", "Quay")]);
    let list = companies();
    intake.add_list(Arc::clone(&list));
    let file = checked(&mut intake, &[lookup(&list)]);
    let found = file.findings(0, 50, &Filter { row: Some(2), ..Filter::default() }).findings;
    assert_eq!((found[0].code.as_str(), found[0].cell.as_deref()), ("error_value", Some("G2")), "{found:?}");
    let summary = &file.lookups()[0];
    assert_eq!(
        (summary.found, summary.not_found, summary.values_not_found.as_slice()),
        (1, 1, ["#N/A".to_owned()].as_slice())
    );
}

#[test]
fn lists_that_are_not_used_give_way() {
    let mut intake = meetings(&[("", "Quay")]);
    let used = companies();
    intake.add_list(Arc::clone(&used));
    checked(&mut intake, &[lookup(&used)]);
    let others: Vec<_> = (0..5).map(|number| list(&format!("{number}.csv"), &[("Quay", &id(50 + number))])).collect();
    others.iter().for_each(|other| intake.add_list(Arc::clone(other)));
    let is_known = |intake: &Intake, list| !intake.lookup_preview(&lookup(list)).unwrap().missing;
    assert_eq!(
        others.iter().map(|other| is_known(&intake, other)).collect::<Vec<_>>(),
        [false, false, true, true, true]
    );
    assert_eq!(ids(checked(&mut intake, &[lookup(&used)])), [(2, id(3))]);
}
