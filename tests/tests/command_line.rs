//! The command line's workbooks: `template` and `annotate` write what `check` reads, and nothing over a person's files.

#![expect(clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

const BINARY: &str = "LANEGATE_BIN";

/// A folder for one test, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("lanegate-command-line-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder for temporary files");
        Self(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("a plain path").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn lanegate(arguments: &[&str]) -> Output {
    let binary = env::var_os(BINARY).unwrap_or_else(|| {
        panic!("{BINARY} is not set: it names the built lanegate. `cargo xtask test` builds it and sets this.")
    });
    Command::new(binary).args(arguments).output().expect("the program starts")
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn sample(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/files").join(name);
    path.to_str().expect("a plain path").to_owned()
}

#[test]
fn a_template_is_written_once_and_can_be_checked() {
    let folder = Folder::new("template");
    let file = folder.file("partners.xlsx");
    let written = lanegate(&["template", "partner_master", "-o", &file]);
    assert_eq!(code(&written), Some(0), "{}", said(&written));
    let checked = lanegate(&["check", &file]);
    assert_eq!(code(&checked), Some(0));
    assert!(said(&checked).contains("There are no rows below the headers."), "{}", said(&checked));

    let before = fs::read(&file).expect("the template");
    let again = lanegate(&["template", "partner_appointments", "-o", &file]);
    assert_eq!(code(&again), Some(2));
    assert!(said(&again).contains("--force"), "{}", said(&again));
    assert_eq!(fs::read(&file).expect("the template"), before);
    assert_eq!(code(&lanegate(&["template", "partner_appointments", "-o", &file, "--force"])), Some(0));
    assert_ne!(fs::read(&file).expect("the template"), before);
    assert_eq!(fs::read_dir(&folder.0).expect("the folder").count(), 1, "nothing is left beside it");
}

#[test]
fn a_copy_says_the_same_as_the_file_and_ends_like_check() {
    let folder = Folder::new("annotate");
    let copy = folder.file("copy.xlsx");
    let file = sample("appointments-faulty.xlsx");
    let today = ["--today", "2026-01-31"];
    let annotated = lanegate(&[&["annotate", &file, "-o", &copy], &today[..]].concat());
    assert_eq!(code(&annotated), Some(1), "{}", said(&annotated));
    let findings = |file: &str| {
        let checked = lanegate(&[&["check", file, "--format", "json"], &today[..]].concat());
        let report: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("JSON");
        report["findings"].clone()
    };
    assert_eq!(findings(&copy), findings(&file));

    let clean = folder.file("clean.xlsx");
    let annotated = lanegate(&["annotate", &sample("appointments.xlsx"), "-o", &clean, "--source", "crm"]);
    assert_eq!(code(&annotated), Some(0), "{}", said(&annotated));
    let continued = lanegate(&["check", &clean]);
    assert!(said(&continued).contains("every source is crm"), "{}", said(&continued));
}

#[test]
fn corrections_of_a_file_stand_in_its_copy() {
    let folder = Folder::new("fixes");
    let (copy, fixes) = (folder.file("copy.xlsx"), folder.file("fixes.json"));
    fs::write(&fixes, r#"{"fixes": [{"fix": "set_cell", "cell": "C8", "value": "2025-06-01"}]}"#).expect("written");
    let file = sample("appointments-faulty.xlsx");
    let annotated = lanegate(&["annotate", &file, "--fix", &fixes, "-o", &copy]);
    assert_eq!(code(&annotated), Some(1), "{}", said(&annotated));
    assert!(!said(&lanegate(&["check", &copy])).contains("C8"));
    assert!(said(&lanegate(&["check", &file])).contains("C8"));
}

#[test]
fn what_can_not_be_meant_is_refused() {
    let folder = Folder::new("refused");
    let file = folder.file("meetings.xlsx");
    fs::copy(sample("appointments.xlsx"), &file).expect("a copy");
    let before = fs::read(&file).expect("the file");
    let somewhere = folder.file("copy.xlsx");
    let other = folder.file("copy.xls");
    let pdf = sample("a-pdf.xlsx");
    let refused: [(&[&str], &str); 5] = [
        (&["annotate", &file, "-o", &file, "--force"], "is the file itself"),
        (&["annotate", &file, "-o", &other], "does not end in .xlsx"),
        (&["annotate", &pdf, "-o", &somewhere], "PDF"),
        (&["template", "no_such_kind", "-o", &somewhere], "appointment_history"),
        (&["template", "partner_master", "-o", &folder.file("no/such/folder.xlsx")], "can't be written"),
    ];
    for (arguments, words) in refused {
        let output = lanegate(arguments);
        assert_eq!(code(&output), Some(2), "{arguments:?}");
        assert!(said(&output).contains(words), "{arguments:?}: {}", said(&output));
    }
    assert_eq!(fs::read(&file).expect("the file"), before);
    assert!(!Path::new(&somewhere).exists() && !Path::new(&other).exists());
}

#[test]
fn a_list_of_contacts_is_clean_with_two_answers() {
    let folder = Folder::new("answers");
    let (file, copy) = (folder.file("connections.csv"), folder.file("copy.xlsx"));
    let text = "First Name,Last Name,Company,Email Address,LinkedIn,Active\n\
        Ann,Lee,Harbor,ann@harbor.example,,yes\nBen,Ode,Quay,ben@quay.example,,no\n";
    fs::write(&file, text).expect("a file");
    let open = said(&lanegate(&["check", &file]));
    for option in ["--join primary_contact_name='First Name+Last Name'", "--set source=VALUE"] {
        assert!(open.contains(option), "{option} in {open}");
    }
    let join = "primary_contact_name=First Name+Last Name";
    let answers = ["--set", "source=LinkedIn", "--join", join, "--skip", "Active=No"];
    let checked = lanegate(&[&["check", file.as_str()], answers.as_slice()].concat());
    assert_eq!(code(&checked), Some(0), "{}", said(&checked));
    assert!(said(&checked).contains("2 rows (1 skipped), 1 clean; ready"), "{}", said(&checked));
    // The copy needs no answer.
    let written = lanegate(&[&["annotate", file.as_str(), "-o", &copy], answers.as_slice()].concat());
    assert_eq!(code(&written), Some(0), "{}", said(&written));
    let copied = lanegate(&["check", &copy]);
    assert!(said(&copied).contains("2 rows (1 skipped), 1 clean; ready"), "{}", said(&copied));
    for (wrong, hint) in [
        (["--join", "primary_contact_name=First+Last Name"], "Give one of its headers: First Name"),
        (["--set", "sauce=LinkedIn"], "Give one of its columns: firm_name"),
        (["--skip", "Active"], "an equals sign"),
    ] {
        let refused = lanegate(&[&["check", file.as_str()], wrong.as_slice()].concat());
        assert_eq!(code(&refused), Some(2), "{}", said(&refused));
        assert!(said(&refused).contains(hint), "{}", said(&refused));
    }
}

#[test]
fn columns_are_named_without_a_guess() {
    let folder = Folder::new("columns");
    let text = "Last Name,First Name,Last Name,Company,Address,Email,a=b,Industry,Source\n\
        Old,Ann,Lee,Harbor,1 Main St,ann@harbor.example,x,SaaS,Ref\n\
        Odd,Ben,Ode,Quay,2 Main St,ben@quay.example,y,SaaS,Ref\n";
    let file = folder.file("list.csv");
    fs::write(&file, text).expect("a file");
    let twenty_one = format!("notes={}", ["Company"; 21].join("+"));
    let name = "--join=primary_contact_name=First Name+C";
    // Of columns with the same header, none is taken.
    for (arguments, words) in [
        (["--join=primary_contact_name=First Name+Last Name", ""], "2 columns \"Last Name\": A, C"),
        (["--skip=Last Name=Lee", ""], "2 columns \"Last Name\": A, C"),
        (["--join=primary_contact_name=name(Email)+Company", ""], "can't be joined with other columns"),
        ([name, &format!("--join={twenty_one}").replace("notes", "source_detail")], "at most 20"),
    ] {
        let arguments = arguments.into_iter().filter(|argument| !argument.is_empty());
        let refused = lanegate(&["check", file.as_str()].into_iter().chain(arguments).collect::<Vec<_>>());
        assert_eq!((code(&refused), said(&refused).contains(words)), (Some(2), true), "{}", said(&refused));
    }
    let rows = |arguments: &[&str]| {
        let base = ["check", file.as_str(), "--kind", "partner_master", "--format", "json", "--rows", name];
        let output = lanegate(&[&base, arguments].concat());
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
        (report["batch"]["rows"].clone(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (all, _) = rows(&["--join", "email=address(Email)"]);
    assert_eq!((&all[0]["primary_contact_name"], &all[0]["email"]), (&"Ann Lee".into(), &"ann@harbor.example".into()));
    // A header may have an equals sign in it.
    let (rest, warned) = rows(&["--skip", "a=b=x"]);
    assert_eq!(
        (&rest[0]["primary_contact_name"], &rest[1], warned.as_str()),
        (&"Ben Ode".into(), &serde_json::Value::Null, "")
    );
    // A column that is another one already stays that one.
    let (both, _) = rows(&["--join", "source_detail=Industry"]);
    assert_eq!((&both[0]["niche_focus"], &both[0]["source_detail"]), (&"SaaS".into(), &"SaaS".into()));
    // The exact header comes before those that mean the same.
    let alike = folder.file("alike.csv");
    fs::write(&alike, "Name,Company,Source,State,State *\nAnn,Harbor,Ref,x,y\n").expect("a file");
    let skipped = lanegate(&["check", &alike, "--skip", "State=x"]);
    assert!(said(&skipped).contains("(1 skipped)"), "{}", said(&skipped));
    let refused = lanegate(&["check", &alike, "--skip", "state=x"]);
    assert!(said(&refused).contains("2 columns \"state\": D, E"), "{}", said(&refused));
    // Columns of another table beside are no columns of the first.
    let beside = folder.file("beside.csv");
    let text = "First Name,Last Name,Company,Source,,First Name,Last Name,Company,Source\n\
        Ann,Lee,Harbor,Ref,,Zed,Far,Other,Ref\n";
    fs::write(&beside, text).expect("a file");
    let joined = lanegate(&["check", &beside, "--join", "primary_contact_name=First Name+Last Name"]);
    assert_eq!(code(&joined), Some(0), "{}", said(&joined));
    let (_, warned) = rows(&["--skip", "Industry=SaaX"]);
    assert!(warned.contains("No row has \"SaaX\"") && warned.contains("The column has \"SaaS\"."), "{warned}");
}

#[test]
fn suggestions_of_a_code_are_applied_at_once() {
    let folder = Folder::new("accept");
    let file = folder.file("list.csv");
    let rows = [
        "6f9619ff-8b86-4d01-b42d-00cf4fc964f1,2025-06-01,system,lost",
        "6f9619ff-8b86-4d01-b42d-00cf4fc964f2,2025-06-02,system,gosted",
        "6f9619ff-8b86-4d01-b42d-00cf4fc964f3,2025-06-03,breakfast,lost",
    ];
    let text = format!("company_id,meeting_date,meeting_type,meeting_outcome\n{}\n", rows.join("\n"));
    fs::write(&file, text).expect("written");
    let today = ["--today", "2026-01-31"];
    let run = |arguments: &[&str]| lanegate(&[arguments, &today[..]].concat());

    let checked = run(&["check", &file, "--accept", "not_in_list"]);
    assert_eq!(code(&checked), Some(1), "{}", said(&checked));
    let sentence = "not_in_list: suggestions applied to 3 of 4 findings: system → systems (2), gosted → ghosted (1); \
                    1 has no single suggestion (row 4).";
    assert!(said(&checked).contains(sentence), "{}", said(&checked));
    assert!(said(&checked).contains("3 rows, 2 clean; 1 error to fix."), "{}", said(&checked));

    let checked = run(&["check", &file, "--accept", "not_in_list,damaged_text", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    let accepted = &report["accepted"];
    assert_eq!((&accepted[0]["findings"], &accepted[0]["suggested"]), (&4.into(), &3.into()), "{accepted}");
    let change = serde_json::json!({"column": "meeting_type", "from": "system", "to": "systems", "count": 2});
    assert_eq!((&accepted[0]["changes"][0], &accepted[0]["rows_without"]), (&change, &serde_json::json!([4])));

    let refused = run(&["check", &file, "--accept", "not_in_the_list"]);
    assert_eq!(code(&refused), Some(2), "{}", said(&refused));
    assert!(said(&refused).contains("This file has suggestions for: not_in_list."), "{}", said(&refused));

    // The copy contains the new values, and accepting the same again changes nothing.
    let copy = folder.file("copy.xlsx");
    let annotated = run(&["annotate", &file, "--accept", "not_in_list", "-o", &copy]);
    assert!(said(&annotated).contains(sentence), "{}", said(&annotated));
    let again = run(&["check", &copy, "--accept", "not_in_list"]);
    assert!(
        said(&again).contains("not_in_list: nothing applied; 1 has no single suggestion (row 4)."),
        "{}",
        said(&again)
    );
}

#[test]
fn answers_about_one_file_suffice_for_the_next() {
    let folder = Folder::new("stored");
    let (june, july, answers) = (folder.file("june.csv"), folder.file("july.csv"), folder.file("answers.json"));
    let headers = "Meeting,Company,Date,Type,Outcome,Canceled";
    fs::write(&june, format!("{headers}\n1,Yew,2025-06-01,Demo,Won,no\n2,Fir,2025-06-02,Demo,Good=bad,yes\n"))
        .expect("written");
    fs::write(&july, format!("{headers}\n3,Elm,2025-07-01,demo,WON,no\n4,Ash,2025-07-02,Demo,won,yes\n"))
        .expect("written");
    let today = ["--today", "2026-01-31"];
    let run = |arguments: &[&str]| lanegate(&[arguments, &today[..]].concat());
    let given = [
        "--kind",
        "appointment_history",
        "--map",
        "meeting_type=Demo=systems",
        "--map",
        "meeting_outcome=Won=progressed",
        "--map",
        "meeting_outcome=Good=bad=lost",
        "--set",
        "source=crm",
        "--skip",
        "Canceled=yes",
    ];
    let checked = run(&[&["check", &june, "--save-answers", &answers], given.as_slice()].concat());
    assert_eq!(code(&checked), Some(0), "{}", said(&checked));
    let saved = fs::read_to_string(&answers).expect("the answers");
    assert!(saved.contains("june.csv") && !saved.contains("Yew"), "{saved}");

    // The answers of the first file, the kind among them; nothing else has to be said.
    let checked = run(&["check", &july, "--answers", &answers]);
    assert_eq!(code(&checked), Some(0), "{}", said(&checked));
    assert!(said(&checked).contains("2 rows (1 skipped), 1 clean; ready"), "{}", said(&checked));
    let sentence =
        "Answers from june.csv were applied: blank cells in source mean crm; “Demo” in meeting_type means systems;";
    assert!(said(&checked).contains(sentence), "{}", said(&checked));
    // A later answer wins, and is saved with the others.
    let again = [
        "check",
        &july,
        "--answers",
        &answers,
        "--save-answers",
        &answers,
        "--set",
        "source=calendar",
        "--format",
        "json",
    ];
    let checked = run(&[&again[..], &["--rows"]].concat());
    let report: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    assert_eq!(report["batch"]["rows"][0]["source"], "calendar", "{report}");
    assert_eq!(
        (&report["answers"]["from"], &report["answers"]["unfit"]),
        (&"june.csv".into(), &serde_json::Value::Null)
    );
    assert!(fs::read_to_string(&answers).expect("the answers").contains("calendar"));
    // Another file: what it lacks is told.
    let other = folder.file("other.csv");
    fs::write(&other, "Date,Type,Outcome\n2025-07-01,demo,WON\n").expect("written");
    let checked = run(&["check", &other, "--answers", &answers]);
    assert!(said(&checked).contains(" 1 of them names a column that this file lacks."), "{}", said(&checked));

    let (list, missing) = (folder.file("list.json"), folder.file("missing.json"));
    fs::write(&list, "[1, 2]").expect("written");
    for (arguments, words) in [
        (["--answers", &missing], "contains no answers"),
        (["--answers", &list], "contains no answers"),
        (["--save-answers", &list], "exists already and contains no answers"),
        (["--map", "meeting_type=Demo"], "a column, a word, and what it stands for"),
    ] {
        let refused = run(&[&["check", june.as_str()], arguments.as_slice()].concat());
        assert_eq!(code(&refused), Some(2), "{}", said(&refused));
        assert!(said(&refused).contains(words), "{}", said(&refused));
    }
    assert_eq!(fs::read_to_string(&list).expect("the list"), "[1, 2]");
    // Without any answer there is nothing to save.
    let nothing = run(&["check", &june, "--save-answers", &missing]);
    assert!(code(&nothing).is_some() && !Path::new(&missing).exists(), "{}", said(&nothing));
}

#[test]
fn ids_are_looked_up_in_a_list() {
    let folder = Folder::new("lookup");
    let id = |number: u32| format!("6f9619ff-8b86-4d01-b42d-00cf4fc9{number:04}");
    let (file, list, people) = (folder.file("meetings.csv"), folder.file("companies.csv"), folder.file("people.csv"));
    let rows = [
        "Company,Attendee,meeting_date,meeting_type,meeting_outcome",
        "acme,ann@acme.example,2025-06-01,other,lost",
        "Boreal,ben@boreal.example,2025-06-02,other,lost",
        "Elm,,2025-06-03,other,lost",
        "Quay,cy@quay.example,2025-06-04,other,lost",
        "Fir Inc,,2025-06-05,other,lost",
    ];
    fs::write(&file, rows.join("\n")).expect("written");
    let companies = format!(
        "Name,Company ID,Parent ID\nAcme,{},{}\nBoreal,{},\nQuay,{},\nQuay,{},\nFir,{},\nYew,,\n",
        id(1),
        id(90),
        id(2),
        id(3),
        id(4),
        id(5)
    );
    fs::write(&list, companies).expect("written");
    fs::write(&people, format!("Attendee,ID\nann@acme.example,{}\n", id(11))).expect("written");
    let run = |arguments: &[&str]| lanegate(&[arguments, &["--today", "2026-01-31"]].concat());

    let by_name = format!("company_id={list}:Company=Name@Company ID");
    let by_email = format!("people_id={people}:Attendee");
    let checked = run(&["check", &file, "--lookup", &by_name, "--lookup", &by_email]);
    assert_eq!(code(&checked), Some(1), "{}", said(&checked));
    for sentence in [
        "company_id looked up in companies.csv (column Name, IDs from Company ID): 2 found, 1 not found (\"Elm\"), \
         2 ambiguous (\"Quay\", \"Fir Inc\"). In the list, 1 row has no ID.",
        "people_id looked up in people.csv (column Attendee, IDs from ID): 1 found, 2 not found (\"ben@boreal.example\", \
         \"cy@quay.example\"), 0 ambiguous, 2 with nothing to look up.",
    ] {
        assert!(said(&checked).contains(sentence), "{sentence} in {}", said(&checked));
    }

    // One answer for each value, and the rest at once.
    let fixes = folder.file("fixes.json");
    let choice = r#"{"fix": "map_value", "column": "company_id", "from": "Quay", "to": "ID"}"#
        .replace("ID\"}", &(id(3) + "\"}"));
    fs::write(&fixes, format!("{{\"fixes\": [{choice}]}}")).expect("written");
    let copy = folder.file("copy.xlsx");
    let all = ["--fix", &fixes, "--lookup", &by_name, "--lookup", &by_email, "--accept", "id_ambiguous,id_not_found"];
    let json = run(&[&["check", file.as_str(), "--format", "json", "--rows"], all.as_slice()].concat());
    let report: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(report["clean"], 5, "{report}");
    assert_eq!((&report["lookups"][0]["found"], &report["lookups"][0]["column"]), (&2.into(), &"company_id".into()));
    let ids = |report: &serde_json::Value| -> Vec<serde_json::Value> {
        report["batch"]["rows"].as_array().expect("rows").iter().map(|row| row["company_id"].clone()).collect()
    };
    let expected = [Some(1), Some(2), None, Some(3), Some(5)]
        .map(|number| number.map_or(serde_json::Value::Null, |number| id(number).into()));
    assert_eq!(ids(&report), expected);
    // The copy needs no list.
    let written = run(&[&["annotate", file.as_str(), "-o", &copy], all.as_slice()].concat());
    assert_eq!(code(&written), Some(0), "{}", said(&written));
    let copied = run(&["check", &copy, "--format", "json", "--rows"]);
    assert_eq!(ids(&serde_json::from_slice(&copied.stdout).expect("JSON")), expected);

    for (wrong, words) in [
        (format!("people_id={list}:Company=Name"), "several columns of IDs: Company ID, Parent ID"),
        (format!("company_id={list}:Company"), "The list companies.csv has no column \"Company\""),
        (format!("company_id={list}:Firm=Name@Company ID"), "The file has no column \"Firm\""),
        (format!("company_id={list}"), "For example, --lookup 'company_id="),
        (format!("source={list}:Company=Name"), "Columns of IDs are: company_id, people_id"),
        (format!("company={list}:Company=Name"), "has no column \"company\""),
        (format!("company_id={}:Company", folder.file("none.csv")), "can't be read"),
        (format!("company_id={file}:Company"), "has no column of IDs"),
        ("company_id".to_owned(), "an equals sign"),
    ] {
        let refused = run(&["check", &file, "--lookup", &wrong]);
        assert_eq!(code(&refused), Some(2), "{wrong}: {}", said(&refused));
        assert!(said(&refused).contains(words), "{wrong}: {}", said(&refused));
    }
    let twice = run(&["check", &file, "--lookup", &by_name, "--lookup", &by_name]);
    assert!(said(&twice).contains("Two lookups fill company_id."), "{}", said(&twice));
}

#[test]
fn a_lookup_among_the_corrections_needs_its_list() {
    let folder = Folder::new("lookup-list");
    let id = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
    let (file, list, fixes) = (folder.file("meetings.csv"), folder.file("companies.csv"), folder.file("fixes.json"));
    fs::write(&file, "Company,meeting_date,meeting_type,meeting_outcome\nAcme,2025-06-01,other,lost\n")
        .expect("written");
    fs::write(&list, format!("Company,ID\nAcme,{id}\n")).expect("written");
    let fix = r#"{"fix": "lookup", "column": "company_id", "parts": ["A"],
        "list": {"file": "companies.csv", "matching": "Company", "ids": "ID"}}"#;
    fs::write(&fixes, format!("{{\"fixes\": [{fix}]}}")).expect("written");
    let without = lanegate(&["check", &file, "--fix", &fixes]);
    assert_eq!(code(&without), Some(1), "{}", said(&without));
    for words in ["looked up in the list companies.csv, which isn't available", "--list FILE", "1 row, 0 clean"] {
        assert!(said(&without).contains(words), "{words} in {}", said(&without));
    }
    // A copy without the IDs would pass for one without a company.
    let copy = folder.file("copy.xlsx");
    let refused = lanegate(&["annotate", &file, "--fix", &fixes, "-o", &copy]);
    assert_eq!((code(&refused), Path::new(&copy).exists()), (Some(2), false), "{}", said(&refused));
    let with = lanegate(&["check", &file, "--fix", &fixes, "--list", &list]);
    assert_eq!(code(&with), Some(0), "{}", said(&with));
    // So does one among saved answers.
    let answers = folder.file("answers.json");
    let saved =
        lanegate(&["check", &file, "--lookup", &format!("company_id={list}:Company"), "--save-answers", &answers]);
    assert_eq!(code(&saved), Some(0), "{}", said(&saved));
    let without = lanegate(&["check", &file, "--answers", &answers]);
    assert!(said(&without).contains("company_id is looked up in companies.csv by “Company”"), "{}", said(&without));
    assert!(said(&without).contains("--list FILE"), "{}", said(&without));
    let with = lanegate(&["check", &file, "--answers", &answers, "--list", &list]);
    assert!(said(&with).contains("1 found, 0 not found, 0 ambiguous"), "{}", said(&with));
    assert_eq!(code(&with), Some(0), "{}", said(&with));
}
