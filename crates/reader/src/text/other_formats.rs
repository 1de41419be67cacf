//! Recognizes texts that aren't tables, such as shortcuts, calendars, and JSON, by what such a file always has and a table never does.
//! They are refused with their name and with what to do instead.

use lanegate_wire::Unreadable;
use serde::de::IgnoredAny;

use crate::refusal;

/// Characters at the beginning that are looked at.
const HEAD: usize = 16 << 10;
/// A shortcut is no longer.
const SHORTCUT: usize = 4 << 10;

const EXPORT: &str =
    "Export the rows from the program that made this file as Excel (.xlsx) or CSV, and choose that file.";

/// The name of a text's format, and what to do instead.
#[derive(Debug, PartialEq, Eq)]
struct Other {
    what: &'static str,
    hint: &'static str,
}

/// Refuses a text that is no table.
pub(super) fn refuse(content: &str) -> Result<(), Unreadable> {
    match recognise(content) {
        Some(Other { what, hint }) => {
            Err(Unreadable { hint: hint.to_owned(), ..refusal::NOT_A_SPREADSHEET.with(what) })
        }
        None => Ok(()),
    }
}

fn recognise(content: &str) -> Option<Other> {
    let content = content.trim_start();
    let head = &content[..content.floor_char_boundary(HEAD)];
    let lines: Vec<&str> = head.lines().map(str::trim_end).take(60).collect();
    by_first_line(lines.first().unwrap_or(&""))
        .or_else(|| json(content))
        .or_else(|| mail(&lines))
        .or_else(|| sql(head, &lines))
        .or_else(|| directory(&lines))
        .or_else(|| yaml(&lines))
}

/// Formats whose first line is always the same.
fn by_first_line(line: &str) -> Option<Other> {
    let is = |first: &str| line.trim().eq_ignore_ascii_case(first);
    let (what, hint) = if is("BEGIN:VCALENDAR") {
        (
            "a calendar (iCalendar, .ics)",
            "Export the meetings from the calendar program as Excel (.xlsx) or CSV, or type them into the template, one row each.",
        )
    } else if is("BEGIN:VCARD") {
        ("contacts (vCard, .vcf)", "Export the contacts from the address book as CSV, and choose that file.")
    } else if is("[InternetShortcut]") || is("[Desktop Entry]") {
        (
            "a shortcut to a web page or program, and contains no rows itself",
            "Open the shortcut, download the file behind it as Excel (.xlsx) or CSV, and choose that file.",
        )
    } else {
        return None;
    };
    Some(Other { what, hint })
}

/// JSON, and the shortcuts of Google Drive, which are JSON.
fn json(content: &str) -> Option<Other> {
    if !content.starts_with(['{', '[']) {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(content).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    // More values may follow, a line each. What follows on the same line makes the first one part of a table.
    let rest = &content[values.byte_offset()..];
    let next = rest.trim_start();
    let follows = next.starts_with(['{', '[']) && rest.starts_with(['\n', '\r']);
    if !next.is_empty() && !follows {
        return None;
    }
    let is_google =
        ["\"doc_id\"", "//docs.google.com/", "//drive.google.com/"].iter().any(|sign| content.contains(sign));
    if content.len() <= SHORTCUT && content.starts_with('{') && is_google {
        return Some(Other {
            what: "a shortcut to a Google Sheet or another file in Google Drive, and contains no rows itself",
            hint: "Open it in Google Sheets, choose File > Download > Microsoft Excel (.xlsx), and choose the downloaded file.",
        });
    }
    let head = &content[..content.floor_char_boundary(HEAD)];
    let what = if head.contains("\"FeatureCollection\"") { "a map (GeoJSON)" } else { "data in JSON" };
    let hint = "In Excel, choose Data > Get Data > From File > From JSON, load the rows, save them as .xlsx, and choose that file.";
    Some(Other { what, hint })
}

/// A message with its head, or a mailbox.
fn mail(lines: &[&str]) -> Option<Other> {
    let other = |what| Other {
        what,
        hint: "If the list is attached to the message, save the attachment and choose that file.",
    };
    let mut head = lines.iter().peekable();
    if let Some(first) = head.next_if(|line| line.starts_with("From ") && line.contains('@')) {
        return first.bytes().filter(|&byte| byte == b':').nth(1).map(|_| other("a mailbox (.mbox)"));
    }
    let head: Vec<&str> = head.take_while(|line| !line.is_empty()).copied().collect();
    let names: Vec<&str> =
        head.iter().filter(|line| !line.starts_with([' ', '\t'])).map(|line| field_name(line)).collect();
    let has = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let is_mail = names.len() >= 3 && names.iter().all(|name| !name.is_empty());
    (is_mail && has("From") && (has("Date") || has("Subject") || has("To") || has("Message-ID")))
        .then(|| other("an e-mail message (.eml)"))
}

/// The name before a colon, as in the head of a message; empty where there is none.
fn field_name(line: &str) -> &str {
    let name = line.split_once(':').map_or("", |(name, _)| name);
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if is_name { name } else { "" }
}

/// Statements of a database.
fn sql(head: &str, lines: &[&str]) -> Option<Other> {
    let is_comment =
        |line: &&&str| line.is_empty() || line.starts_with("--") || line.starts_with("/*") || line.starts_with('#');
    let first = lines.iter().find(|line| !is_comment(line))?.to_ascii_lowercase();
    let starts = |starts: &[&str]| starts.iter().any(|start| first.starts_with(start));
    let head = head.to_ascii_lowercase();
    let is_statement = (starts(&["insert into "]) && (head.contains("values") || head.contains("select ")))
        || (starts(&["create table "]) && head.contains('('))
        || (starts(&["drop table ", "create database "]) && first.ends_with(';'));
    let may_begin =
        starts(&["set ", "begin;", "begin transaction", "start transaction", "use ", "pragma ", "copy ", "select "]);
    let follows = || head.contains("\ninsert into ") || head.contains("\ncreate table ");
    (is_statement || (may_begin && first.ends_with(';') && follows())).then_some(Other {
        what: "a script for a database (SQL)",
        hint: "Run it in the database, export the rows as CSV, and choose that file.",
    })
}

/// Entries of a directory (LDIF).
fn directory(lines: &[&str]) -> Option<Other> {
    let mut lines = lines.iter().filter(|line| !line.is_empty() && !line.starts_with('#')).peekable();
    lines.next_if(|line| field_name(line) == "version");
    let is_entry = lines.next()?.starts_with("dn:") && !field_name(lines.next()?).is_empty();
    is_entry.then_some(Other { what: "entries of a directory (LDIF)", hint: EXPORT })
}

/// Lists and values with names, each on its own line.
fn yaml(lines: &[&str]) -> Option<Other> {
    let begins =
        lines.first().is_some_and(|line| *line == "---" || line.starts_with("%YAML") || line.starts_with("- "));
    let filled = lines.iter().skip(1).filter(|line| !line.is_empty() && !line.trim_start().starts_with('#'));
    let filled: Vec<&&str> = filled.take(20).collect();
    let is_named = |line: &&&&str| {
        let line = line.trim_start().trim_start_matches("- ");
        let (name, value) = line.split_once(':').unwrap_or(("", "x"));
        !name.is_empty() && !name.contains([',', ';', '\t', '|']) && (value.is_empty() || value.starts_with(' '))
    };
    let named = filled.iter().filter(is_named).count();
    let items = filled.iter().filter(|line| line.trim_start().starts_with("- ") && !is_named(line)).count();
    (begins && named > 0 && named + items == filled.len()).then_some(Other { what: "data in YAML", hint: EXPORT })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_no_table_are_told_by_what_they_are() {
        for (content, what) in [
            ("{\"\":\"WARNING! DO NOT EDIT\",\"doc_id\":\"1A\",\"email\":\"a@b.example\"}", "Google Sheet"),
            ("{\"url\": \"https://docs.google.com/open?id=1\", \"doc_id\": \"1\"}\n", "Google Sheet"),
            ("[InternetShortcut]\r\nURL=https://example.com/\r\n", "shortcut"),
            ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "iCalendar"),
            ("begin:vcard\nFN:Ann\n", "vCard"),
            ("[\n  {\"firm_name\": \"Reed\"}\n]\n", "JSON"),
            ("{\"firm_name\":\"Reed\"}\n{\"firm_name\":\"Mint\"}\n", "JSON"),
            ("{\"type\": \"FeatureCollection\", \"features\": []}", "GeoJSON"),
            ("Received: from a\n\tby b\nFrom: a@b.example\nSubject: List\n\nfirm_name,source\n", "e-mail"),
            ("From a@b.example Mon Jan  5 10:00:00 2026\nFrom: a\n", "mailbox"),
            ("-- MySQL dump 10.13\n\nDROP TABLE IF EXISTS `t`;\n", "SQL"),
            ("INSERT INTO partners (firm_name) VALUES ('Reed');\n", "SQL"),
            ("SET NAMES utf8;\ninsert into t values (1);\n", "SQL"),
            ("version: 1\n\ndn: cn=Ann,dc=example\nobjectClass: person\n", "LDIF"),
            ("---\n- firm_name: Reed\n  source: Event\n", "YAML"),
            ("- firm_name: Reed\n  source: Event\n- firm_name: Mint\n", "YAML"),
        ] {
            let found = recognise(content).unwrap_or_else(|| panic!("{content}"));
            assert!(found.what.contains(what), "{content}: {found:?}");
        }
    }

    #[test]
    fn tables_are_not_taken_for_something_else() {
        for content in [
            "firm_name,notes\nReed,\"{\"\"a\"\": 1}\"\n",
            "[firm_name],[source]\n[Reed],[Event]\n",
            "{firm_name},{source}\n{Reed},{Event}\n",
            "[1],firm_name\n",
            "{\"a\":1},firm_name\n{\"a\":2},Reed\n",
            "[]\tfirm_name\n",
            "BEGIN:VCALENDAR,firm_name\n",
            "From:,To:,Subject:\na,b,c\nd,e,f\n",
            "From: ,Date: ,Subject:\na@b.example,x,y\n",
            "From Address,Date\nann@reed.example.com,2025-05-01 10:00:00\n",
            "Insert into list,firm_name\nyes,Reed\n",
            "select,firm_name\nx,Reed\n",
            "Use Case;Firm;\nx;Reed\n",
            "dn,firm_name\nx,Reed\n",
            "---,---\nfirm_name,source\n",
            "---\nfirm_name,source\nReed,Event\n",
            "- firm,source\n- Reed,Event\n",
            "date: 2025,firm\nx,y\n",
            "| firm_name | source |\n|---|---|\n| Reed | Event |\n",
        ] {
            assert_eq!(recognise(content), None, "{content}");
        }
    }
}
