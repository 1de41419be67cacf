//! Text files: encodings, quotes and lines that no program writes.

use crate::Expect::{Anything, NothingWrong, Read, Refused};
use crate::bytes::{utf16, utf32};
use crate::{DATA, HEAD, Hostile, told};

fn csv(rows: &[[&str; 3]], delimiter: &str, end: &str) -> String {
    rows.iter().map(|row| row.join(delimiter) + end).collect()
}

fn table(delimiter: &str, end: &str) -> String {
    csv(&[HEAD, DATA], delimiter, end)
}

/// The table and something below it.
fn and(more: &str) -> Vec<u8> {
    (table(",", "\n") + more).into_bytes()
}

pub(crate) fn honest() -> Vec<u8> {
    and("")
}

/// Rows with a blank at the start of a field, first all of one column, then all of the next.
fn blanks_behind_separators() -> Vec<u8> {
    let columns = 1..=6;
    let rows: String = columns
        .flat_map(|spaced| {
            let cells: String = (1..=6).map(|at| if at == spaced { ", x" } else { ",x" }).collect();
            std::iter::repeat_n(format!("Quay{cells}\n"), 10_000)
        })
        .collect();
    (HEAD.join(",") + ",a,b,c,d\n" + &rows).into_bytes()
}

/// Few fields in many rows, below as many headers as a sheet has columns.
fn short_rows() -> Vec<u8> {
    let headers: String = (3..16_384).map(|at| format!(",{at}")).collect();
    (HEAD.join(",") + &headers + "\n" + &"Quay,Bo Berg, Event\n".repeat(40_000)).into_bytes()
}

pub(crate) const CLASSES: &[Hostile] = &[
    Hostile::one("text-honest", "honest.csv", |_| honest(), told(&[])),
    Hostile::one("text-ten-megabytes-on-a-line", "line.csv", |_| and(&"x".repeat(10_000_000)), Refused("too_large")),
    Hostile::one("text-ten-megabytes-of-fields", "fields.csv", |_| and(&"x,".repeat(5_000_000)), Refused("too_large")),
    Hostile::one(
        "text-quote-never-closed",
        "quote.csv",
        |_| and("Quay,\"Bo Berg,Event\nPier,Cy Carr,Event\n"),
        Refused("unclosed_quote"),
    ),
    Hostile::one(
        "text-quote-never-closed-over-megabytes",
        "quote.csv",
        |_| and(&("\"".to_owned() + &"Quay,Bo Berg,Event\n".repeat(600_000))),
        Refused("unclosed_quote"),
    ),
    Hostile::one(
        "text-quotes-by-the-million",
        "quotes.csv",
        |_| and(&("\"".repeat(3_000_001) + ",x,y\n")),
        Refused("unclosed_quote"),
    ),
    Hostile::one(
        "text-quotes-within-fields",
        "quotes.csv",
        |_| and("5\" pipe,Bo Berg,Event\n"),
        Read { firms: &["Harbor", "5\" pipe"], codes: &[] },
    ),
    Hostile::one("text-nul-bytes", "nul.csv", |_| and("Qu\0ay,Bo Berg,Event\n"), told(&["control_character"])),
    Hostile::one("text-nothing-but-nul", "nul.csv", |_| vec![0; 100_000], Refused("not_a_spreadsheet")),
    Hostile::one("text-carriage-returns-only", "mac.csv", |_| table(",", "\r").into_bytes(), told(&[])),
    Hostile::one(
        "text-line-ends-of-every-kind",
        "ends.csv",
        |_| (csv(&[HEAD], ",", "\r\n") + "\n\r\r\n" + &csv(&[DATA], ",", "\r")).into_bytes(),
        told(&[]),
    ),
    Hostile::one("text-line-ends-by-the-million", "ends.csv", |_| and(&"\n".repeat(2_000_000)), NothingWrong),
    Hostile::one(
        "text-more-rows-than-a-sheet",
        "rows.csv",
        |_| and(&"x,y,z\n".repeat(1_048_576)),
        Refused("too_large"),
    )
    .heavy(),
    Hostile::one(
        "text-sep-line",
        "sep.csv",
        |_| ("sep=^\r\n".to_owned() + &table("^", "\r\n")).into_bytes(),
        told(&[]),
    ),
    Hostile::one(
        "text-sep-line-of-nonsense",
        "sep.csv",
        |_| ("sep=\u{e9}\r\n".to_owned() + &table(";", "\r\n")).into_bytes(),
        told(&[]),
    ),
    Hostile::one("text-pipes", "pipe.csv", |_| table("|", "\n").into_bytes(), told(&[])),
    Hostile::one("text-utf-16", "utf16.csv", |_| [vec![0xFF, 0xFE], utf16(&table("\t", "\r\n"))].concat(), told(&[])),
    Hostile::one("text-utf-16-without-mark", "utf16.csv", |_| utf16(&table(",", "\n")), told(&["guessed_encoding"])),
    Hostile::one(
        "text-utf-16-of-an-odd-length",
        "utf16.csv",
        |_| [vec![0xFF, 0xFE], utf16(&table(",", "\n")), vec![0x41]].concat(),
        told(&["guessed_encoding"]),
    ),
    Hostile::one(
        "text-lone-surrogates",
        "surrogates.csv",
        |_| [vec![0xFF, 0xFE], utf16(&table(",", "\n")), vec![0, 0xD8, 0x2C, 0, 0, 0xDC]].concat(),
        told(&["guessed_encoding"]),
    ),
    Hostile::one(
        "text-windows-1252",
        "latin.csv",
        |_| [table(",", "\n").into_bytes(), b"K\xF6ln,Bo Berg,Event\n".to_vec()].concat(),
        Read { firms: &["Harbor", "K\u{f6}ln"], codes: &["guessed_encoding"] },
    ),
    Hostile::one(
        "text-broken-utf-8-behind-a-mark",
        "mark.csv",
        |_| [b"\xEF\xBB\xBF".to_vec(), table(",", "\n").into_bytes(), b"K\xC3,Bo Berg,Event\n".to_vec()].concat(),
        Read { firms: &["Harbor", "K\u{FFFD}"], codes: &["broken_cell"] },
    ),
    Hostile::one("text-mark-alone", "mark.csv", |_| b"\xEF\xBB\xBF".to_vec(), Refused("empty_file")),
    Hostile::one("text-utf-32", "utf32.csv", |_| utf32(&("\u{FEFF}".to_owned() + &table(",", "\n"))), told(&[])),
    Hostile::one("text-utf-32-without-mark", "utf32.csv", |_| utf32(&table(";", "\r\n")), told(&["guessed_encoding"])),
    Hostile::one(
        "text-utf-32-of-nonsense",
        "utf32.csv",
        |_| [utf32(&("\u{FEFF}".to_owned() + &table(",", "\n"))), vec![0xFF; 4_000]].concat(),
        told(&["broken_cell"]),
    ),
    Hostile::one(
        "text-one-odd-byte-in-utf-8",
        "odd.csv",
        |_| {
            let rows = "K\u{f6}ln,J\u{f6}rg Gr\u{fc}n,Event\n".as_bytes();
            [table(",", "\n").as_bytes(), rows, b"Pier,Cy Carr,Caf\xE9\n"].concat()
        },
        told(&["broken_cell"]),
    )
    .read(&["Harbor", "K\u{f6}ln", "Pier"]),
    Hostile::one(
        "text-ragged",
        "ragged.csv",
        |_| and("Quay,Bo Berg,Event\nPier,Cy Carr\nDock, Sons and Co,Di Dean,Event\n"),
        told(&["ragged_row", "short_row", "required_missing"]),
    )
    .read(&["Harbor", "Quay"]),
    Hostile::one(
        "text-line-break-without-quotes",
        "breaks.csv",
        |_| and("Quay,Bo\nBerg,Event\nPier\nLtd,Cy Carr,Event\n"),
        told(&["ragged_row", "short_row"]),
    )
    .read(&["Harbor", "Ltd"]),
    Hostile::one(
        "text-rows-of-one-field-by-the-thousand",
        "fields.csv",
        |_| and(&("Quay,Bo Berg,Event\n".repeat(50_001) + &"Quay\n".repeat(50_000))),
        NothingWrong,
    ),
    Hostile::one("text-blanks-behind-separators", "blanks.csv", |_| blanks_behind_separators(), NothingWrong),
    Hostile::one("text-short-rows-below-a-wide-header", "wide.csv", |_| short_rows(), NothingWrong),
    Hostile::one(
        "text-columns-of-one-meaning",
        "columns.csv",
        |_| {
            let (headers, cells): (String, String) =
                (0..60).map(|at| (format!(",Email {at}"), format!(",{}@pear.example", "a".repeat(60)))).unzip();
            format!("{},email{headers}\n{},{cells}\n", HEAD.join(","), DATA.join(",")).into_bytes()
        },
        told(&["value_in_other_column"]),
    ),
    Hostile::one(
        "text-quotes-escaped-by-backslashes",
        "escaped.csv",
        |_| and("\"Quay \\\"Ltd, Inc\\\"\",Bo Berg,Event\n"),
        Read { firms: &["Harbor", "Quay \"Ltd, Inc\""], codes: &["unusual_quotes"] },
    ),
    Hostile::one(
        "text-quotes-behind-blanks",
        "blanks.csv",
        |_| and("Quay, \"Berg, Bo\", \"Event\"\n"),
        Read { firms: &["Harbor", "Quay"], codes: &["unusual_quotes"] },
    ),
    Hostile::one(
        "text-quotes-that-contradict-each-other",
        "quotes.csv",
        |_| and("\"Quay\" Ltd,Bo Berg,Event\n\"Pier, Cy Carr,Event\nDock,\"Di Dean\",Event\n"),
        told(&["unclear_quotes"]),
    ),
    Hostile::one(
        "text-lines-in-quotes",
        "lines.csv",
        |_| csv(&[HEAD, DATA], ",", "\n").lines().map(|line| format!("\"{line}\"\n")).collect::<String>().into_bytes(),
        told(&["unusual_quotes"]),
    ),
    Hostile::one(
        "text-escapes-by-the-million",
        "escapes.csv",
        |_| and(&" \"a\\\",\\\"b,\"\"c\n".repeat(500_000)),
        NothingWrong,
    )
    .heavy(),
    Hostile::one(
        "text-bytes-of-every-kind",
        "bytes.csv",
        |_| and("").into_iter().chain((0..=255_u8).cycle().take(5_000)).collect(),
        NothingWrong,
    ),
    Hostile::one("text-zero-bytes", "zero.csv", |_| Vec::new(), Refused("empty_file")),
    Hostile::one("text-one-byte", "one.csv", |variant| vec![variant as u8], NothingWrong).variants(256),
    Hostile::one("text-blanks-alone", "blank.csv", |_| b" \t\r\n ".repeat(1_000), Refused("empty_file")),
    Hostile::one(
        "text-formulas",
        "formulas.csv",
        |_| and("=HYPERLINK(\"x\"),@SUM(1),Event\n"),
        Read { firms: &["Harbor", "=HYPERLINK(\"x\")"], codes: &[] },
    ),
    Hostile::one(
        "text-of-distinct-texts-by-the-million",
        "texts.csv",
        |_| {
            let rows: String = (0..1_000_000).map(|row| format!("F{row},Bo Berg {row},Event\n")).collect();
            and(&rows)
        },
        Anything,
    )
    .heavy(),
];
