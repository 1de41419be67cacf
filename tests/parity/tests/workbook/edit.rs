//! Changes a workbook's cells as a person would in Excel: the parts are unpacked, changed as text, and packed again.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The workbook with one part changed.
pub fn part(workbook: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let mut changed = false;
    for number in 0..from.len() {
        let mut entry = from.by_index(number).unwrap();
        let entry_name = entry.name().unwrap().into_owned();
        let mut content = String::new();
        entry.read_to_string(&mut content).unwrap();
        if entry_name == name {
            content = change(content);
            changed = true;
        }
        to.start_file(entry_name, SimpleFileOptions::default()).unwrap();
        to.write_all(content.as_bytes()).unwrap();
    }
    assert!(changed, "no part {name}");
    to.finish().unwrap().into_inner()
}

/// One part, as text.
pub fn read(workbook: &[u8], name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut content = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut content).unwrap();
    content
}

/// The workbook with texts typed into cells of a sheet, numbered from 1. Each cell, or else its row, must not be there or be there once.
pub fn type_in(workbook: &[u8], sheet: u32, cells: &[(&str, &str)]) -> Vec<u8> {
    part(workbook, &format!("xl/worksheets/sheet{sheet}.xml"), |mut xml| {
        for (cell, text) in cells {
            xml = with_cell(&xml, cell, text);
        }
        xml
    })
}

fn with_cell(xml: &str, cell: &str, text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let typed = format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>");
    if let Some(at) = xml.find(&format!("<c r=\"{cell}\"")) {
        let (before, from) = xml.split_at(at);
        let closed = from.find('>').unwrap();
        let end = if from[..closed].ends_with('/') { closed + 1 } else { from.find("</c>").unwrap() + 4 };
        return format!("{before}{typed}{}", &from[end..]);
    }
    let row: u32 = cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().unwrap();
    if let Some(at) = xml.find(&format!("<row r=\"{row}\"")) {
        let end = at + xml[at..].find("</row>").unwrap();
        return format!("{}{typed}{}", &xml[..end], &xml[end..]);
    }
    xml.replace("</sheetData>", &format!("<row r=\"{row}\">{typed}</row></sheetData>"))
}

/// The sheet's rows in another order: the row that stands at each place.
pub fn sort_rows(workbook: &[u8], sheet: u32, order: &[(u32, u32)]) -> Vec<u8> {
    part(workbook, &format!("xl/worksheets/sheet{sheet}.xml"), |xml| {
        let row = |number: u32| {
            let at = xml.find(&format!("<row r=\"{number}\"")).unwrap();
            let end = at + xml[at..].find("</row>").unwrap() + 6;
            (at, &xml[at..end])
        };
        let mut places: Vec<(usize, usize, String)> = order
            .iter()
            .map(|&(place, from)| {
                let (at, old) = row(place);
                let (_, new) = row(from);
                let number = format!("<row r=\"{from}\"");
                let mut new = new.replace(&number, &format!("<row r=\"{place}\""));
                for column in 'A'..='Z' {
                    new = new.replace(&format!("r=\"{column}{from}\""), &format!("r=\"{column}{place}\""));
                }
                (at, old.len(), new)
            })
            .collect();
        places.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
        let mut sorted = xml.clone();
        for (at, length, new) in places {
            sorted.replace_range(at..at + length, &new);
        }
        sorted
    })
}
