//! Whole text files.

use super::*;

fn read(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    Text::open(bytes.to_vec(), "partners".to_owned())?.walk(u32::MAX, &mut |_| {})
}

/// The sheet as rows of fields.
fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let sheet = read(bytes).unwrap();
    let text = |row, column| match sheet.cell(row, column) {
        Cell::Text(text) => text.to_owned(),
        Cell::Blank => String::new(),
        other => panic!("{other:?}"),
    };
    (0..sheet.row_count()).map(|row| (0..sheet.column_count()).map(|column| text(row, column)).collect()).collect()
}

fn hazards(bytes: &[u8]) -> Vec<(HazardKind, u32)> {
    read(bytes).unwrap().hazards.iter().map(|hazard| (hazard.kind, hazard.count)).collect()
}

#[test]
fn line_ends_of_any_kind_make_the_same_rows() {
    let expected = [["a", "b"], ["1", "2"], ["", ""], ["3", "4"]];
    for content in ["a,b\n1,2\n\n3,4\n", "a,b\r\n1,2\r\n\r\n3,4\r\n", "a,b\r1,2\r\r3,4\r", "a,b\n1,2\n\n3,4"] {
        assert_eq!(rows(content.as_bytes()), expected, "{content:?}");
    }
    // Blank lines before the first row are rows too.
    assert_eq!(rows(b"\r\n\r\na,b\r\n"), [["", ""], ["", ""], ["a", "b"]]);
}

#[test]
fn marks_at_the_end_of_a_file_are_no_row() {
    for end in ["\x1A", "\x1A\x1A\0\0", "\0\0\0"] {
        assert_eq!(rows(format!("a,b\r\n1,2\r\n{end}").as_bytes()), [["a", "b"], ["1", "2"]], "{end:?}");
        assert_eq!(rows(format!("a,b\r\n1,2{end}").as_bytes()), [["a", "b"], ["1", "2"]], "{end:?}");
    }
    assert_eq!(rows(b"a,b\n1\x1A,2\n"), [["a", "b"], ["1\u{1A}", "2"]]);
    assert!(read(b"\x1A").is_err());
}

#[test]
fn quoted_fields_keep_delimiters_quotes_and_lines() {
    assert_eq!(
        rows(b"a,b\n\"x, \"\"y\"\"\",\"two\nlines\"\nz,1\n"),
        [["a", "b"], ["x, \"y\"", "two\nlines"], ["z", "1"]]
    );
}

#[test]
fn a_quote_that_never_closes_is_named_by_its_row() {
    let refused = read(b"a,b\n\nx,\"open\ny,1\nz,2\n").unwrap_err();
    assert_eq!(refused.code, "unclosed_quote");
    assert!(refused.message.contains("row 3"), "{}", refused.message);
    assert_eq!(rows(b"a,b\nx,5\" pipe\n"), [["a", "b"], ["x", "5\" pipe"]]);
    let long = format!("a,b\nx,\"open\n{}", "y,1\n".repeat(2_000_000));
    let refused = read(long.as_bytes()).unwrap_err();
    assert_eq!((refused.code.as_str(), refused.message.contains("row 2")), ("unclosed_quote", true));
}

/// How the lines are cut, where some differ.
fn lines(bytes: &[u8]) -> Lines {
    *read(bytes).unwrap().lines.unwrap_or_default()
}

#[test]
fn rows_of_another_width_are_listed() {
    let odd = lines(b"a,b,c\n1,2,3\n1,2\n1,2,3,4\n\n");
    assert_eq!((odd.usual, odd.odd, odd.pads, odd.ends_open), (3, vec![(2, 2), (3, 4)], false, false));
    let odd = lines(b"a,b,c\r\n1,2,\r\n,,\r\n\r\n1,2");
    assert_eq!((odd.usual, odd.odd, odd.pads, odd.ends_open), (3, vec![(4, 2)], true, true));
    assert_eq!(lines(b"a,b,c\n1,2,3\n\n   \n1,2,3\n"), Lines::default());
}

#[test]
fn rows_of_one_width_are_looked_at_where_a_field_begins_with_a_blank() {
    assert!(read(b"a,b\n1, 2\n").unwrap().lines.is_some());
    assert!(read(b"a,b\n 1,2\n").unwrap().lines.is_none());
}

#[test]
fn unusual_quotation_marks_are_read_as_they_are_meant() {
    let table = [["a", "b", "c"], ["Reed, Sons", "5\" pipe", "x"], ["y", "\"no\", she said", ""]];
    for (content, rows_told) in [
        ("a, b, c\n\"Reed, Sons\", \"5\"\" pipe\", x\ny, \"\"\"no\"\", she said\",\n", 2),
        ("a,b,c\r\n\"Reed, Sons\",\"5\\\" pipe\",x\r\ny,\"\\\"no\\\", she said\",\r\n", 2),
        ("a,b,c\nReed\\, Sons,5\\\" pipe,x\ny,\\\"no\\\"\\, she said,\n", 2),
        ("'a','b','c'\n'Reed, Sons','5\" pipe','x'\n'y','\"no\", she said',''\n", 3),
        ("a,b,c\n\u{201c}Reed, Sons\u{201d},5\" pipe,x\ny,\u{201c}\"no\", she said\u{201d},\n", 2),
        (
            "\"a,b,c\"\n\"\"\"Reed, Sons\"\",\"\"5\"\"\"\" pipe\"\",x\"\n\"y,\"\"\"\"\"\"no\"\"\"\", she said\"\",\"\n",
            3,
        ),
        ("a,b,c\n\"\"\"Reed, Sons\"\",\"\"5\"\"\"\" pipe\"\",x\"\n\"y,\"\"\"\"\"\"no\"\"\"\", she said\"\",\"\n", 2),
    ] {
        let trimmed: Vec<Vec<String>> = rows(content.as_bytes())
            .iter()
            .map(|row| row.iter().map(|text| text.trim().to_owned()).collect())
            .collect();
        assert_eq!(trimmed, table, "{content}");
        assert_eq!(hazards(content.as_bytes()), [(HazardKind::UnusualQuotes, rows_told)], "{content}");
        let lines = lines(content.as_bytes());
        assert_eq!((lines.odd, lines.quotes), (vec![], vec![]), "{content}");
    }
}

#[test]
fn quotation_marks_that_contradict_each_other_are_named() {
    let content = b"a,b\n\n\"Reed\" Ltd,x\ny,\"no\" \"yes\"\nz,5\" pipe\n";
    assert_eq!(lines(content).quotes, [(2, 0), (3, 1)]);
    assert_eq!(hazards(content), []);
}

#[test]
fn a_guessed_encoding_is_told() {
    assert_eq!(hazards(b"a,b\nK\xf6ln,1\n"), [(HazardKind::GuessedEncoding, 1)]);
    assert_eq!(rows(b"a,b\nK\xf6ln,1\n")[1][0], "K\u{f6}ln");
}

#[test]
fn a_stated_delimiter_takes_no_row() {
    assert_eq!(rows(b"sep=;\r\na;b\r\n1,5;2\r\n"), [["a", "b"], ["1,5", "2"]]);
}

#[test]
fn nul_bytes_stay_for_the_check_to_name() {
    assert_eq!(rows(b"a,b\nx\0y,1\n"), [["a", "b"], ["x\0y", "1"]]);
}

#[test]
fn ten_megabytes_on_one_line_are_refused_or_read_quickly() {
    assert_eq!(read("x,".repeat(5_000_000).as_bytes()).unwrap_err().code, "too_large");
    assert_eq!(read("x".repeat(10_000_000).as_bytes()).unwrap_err().code, "too_large");
}

#[test]
fn files_of_nothing_are_empty() {
    for content in [&b" \r\n\t\n"[..], b"\xEF\xBB\xBF", b"\xFF\xFE"] {
        assert_eq!(read(content).unwrap_err().code, "empty_file");
    }
}

#[test]
fn a_preview_reads_only_its_rows() {
    let text = Text::open(b"a,b\n1,2\n\n3,4\n5,\"open\n".to_vec(), String::new()).unwrap();
    assert_eq!(text.walk(2, &mut |_| {}).unwrap().row_count(), 2);
    assert_eq!(text.walk(3, &mut |_| {}).unwrap().row_count(), 2);
    assert_eq!(text.walk(4, &mut |_| {}).unwrap().row_count(), 4);
}
