//! Lane A's samples.

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use anyhow::Result;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::table::{Blank, Cell, Date, Formula, Number, Text, Time, new_workbook, workbook, write as write_rows};

/// The template's headers.
pub const HEADERS: &[Cell] = &[
    Text("company_id"),
    Text("people_id"),
    Text("meeting_date"),
    Text("meeting_type"),
    Text("meeting_outcome"),
    Text("stalled_reason"),
    Text("source"),
];

const ACME: Cell = Text("6f9619ff-8b86-4d01-b42d-00cf4fc964ff");
const BOREAL: Cell = Text("0b9e3c52-7d1a-4a6f-9f63-4f2b8c1d2e3f");
const ANN: Cell = Text("3d2c1b0a-9f8e-4d7c-8b6a-5f4e3d2c1b0a");
const BEN: Cell = Text("7a1d4c2e-5b3f-4e6d-9c8b-0a1b2c3d4e5f");

pub fn write(folder: &Path) -> Result<()> {
    std::fs::write(folder.join("appointments.xlsx"), clean()?)?;
    std::fs::write(folder.join("appointments-faulty.xlsx"), faulty()?)?;
    std::fs::write(folder.join("appointments-messy.xlsx"), messy()?)?;
    std::fs::write(folder.join("appointments-1904.xlsx"), of_1904()?)?;
    std::fs::write(folder.join("appointments-windows-1252.csv"), windows_1252())?;
    Ok(())
}

/// The specification's table, with every outcome.
fn clean() -> Result<Vec<u8>> {
    workbook(
        "Appointments",
        &[
            HEADERS,
            &[ACME, ANN, Date(2025, 11, 3), Text("discovery"), Text("stalled"), Text("Budget frozen"), Text("crm")],
            &[ACME, BEN, Date(2025, 10, 20), Text("systems"), Text("ghosted"), Blank, Text("calendar")],
            &[BOREAL, Blank, Date(2025, 9, 1), Text("numbers"), Text("stalled"), Text("New CFO starts in spring")],
            &[Blank, BEN, Text("2025-08-15"), Text("other"), Text("ghosted"), Blank, Text("manual")],
            &[BOREAL, ANN, Date(2025, 7, 2), Text("Discovery"), Text("Progressed"), Blank, Text("CRM")],
            &[BOREAL, BEN, Date(2025, 6, 30), Text("numbers"), Text("lost"), Text("Chose another firm")],
        ],
    )
}

/// One mistake of each sort.
fn faulty() -> Result<Vec<u8>> {
    workbook(
        "Appointments",
        &[
            HEADERS,
            &[ACME, ANN, Date(2025, 11, 3), Text("discovery"), Text("stalled"), Text("Budget frozen"), Text("crm")],
            &[ACME, ANN, Date(2025, 11, 3), Text("discovery"), Text("stalled"), Text("Budget frozen")],
            &[ACME, BEN, Date(2025, 10, 20), Text("systems"), Text("stalled"), Text("   ")],
            &[Text("Acme Inc"), Blank, Text("2025-02-30"), Text("lunch"), Text("no show"), Blank, Text("letter")],
            &[BOREAL, ANN, Text("03/04/2025"), Text("numbers"), Text("ghosted")],
            &[BOREAL, ANN, Number(45_778.0), Text("numbers"), Text("ghosted")],
            &[BOREAL, BEN, Blank, Text("numbers"), Text("ghosted")],
            &[BOREAL, BEN, Date(2031, 1, 1), Text("numbers"), Text("ghosted")],
            &[ACME, Blank, Date(2025, 5, 5), Text("other"), Text("lost")],
            &[ACME, Blank, Date(2025, 5, 5), Text("other"), Text("progressed")],
            &[Blank, Blank, Date(2025, 5, 6), Text("other"), Text("ghosted")],
            &[Blank, Blank, Date(2025, 5, 6), Text("other"), Text("ghosted")],
            &[BOREAL, Blank, Time(2025, 5, 7, 14, 30), Text("other"), Formula("=NA()", "#N/A")],
        ],
    )
}

/// A cover page, headers below a title, other words for the columns, hidden rows, a column that is not ours.
fn messy() -> Result<Vec<u8>> {
    let mut workbook = new_workbook()?;
    let cover = workbook.add_worksheet().set_name("About")?;
    write_rows(cover, 0, &[&[Text("Export of the sales team")], &[Text("Please read the second sheet.")]])?;
    let sheet = workbook.add_worksheet().set_name("Export 2025")?;
    write_rows(
        sheet,
        0,
        &[
            &[Text("Meetings of the year")],
            &[],
            &[
                Text("Company ID"),
                Text("Meeting Date "),
                Text("TYPE"),
                Text("Outcome"),
                Text("Stalled  Reason"),
                Text("Sales rep"),
            ],
            &[ACME, Date(2025, 11, 3), Text("Discovery"), Text("Stalled"), Text("Budget"), Text("Kim")],
            &[BOREAL, Date(2025, 10, 1), Text("systems"), Text("ghosted"), Blank, Text("Kim")],
            &[BOREAL, Date(2025, 10, 2), Text("systems"), Text("lost"), Blank, Text("Lou")],
        ],
    )?;
    sheet.set_row_hidden(4)?;
    Ok(workbook.save_to_buffer()?)
}

/// A workbook that counts its dates from 1904: 2 November 2021 written in the usual system is 3 November 2025 in this one.
fn of_1904() -> Result<Vec<u8>> {
    let usual = workbook(
        "Appointments",
        &[
            HEADERS,
            &[ACME, ANN, Date(2021, 11, 2), Text("discovery"), Text("stalled"), Text("Budget frozen"), Text("crm")],
            &[ACME, BEN, Date(2021, 10, 19), Text("systems"), Text("ghosted")],
        ],
    )?;
    let mut from = ZipArchive::new(Cursor::new(usual))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for part in 0..from.len() {
        let mut part = from.by_index(part)?;
        let name = part.name()?.into_owned();
        let mut content = String::new();
        part.read_to_string(&mut content)?;
        if name == "xl/workbook.xml" {
            content = content.replace("<workbookPr ", "<workbookPr date1904=\"1\" ");
        }
        to.start_file(name, SimpleFileOptions::default())?;
        to.write_all(content.as_bytes())?;
    }
    Ok(to.finish()?.into_inner())
}

/// As an older Excel saves it in Western Europe.
fn windows_1252() -> Vec<u8> {
    let text = "company_id;meeting_date;meeting_type;meeting_outcome;stalled_reason\r\n\
        6f9619ff-8b86-4d01-b42d-00cf4fc964ff;2025-11-03;discovery;stalled;Bud\u{e9}get gel\u{e9}\r\n\
        6f9619ff-8b86-4d01-b42d-00cf4fc964ff;2025-11-04;systems;ghosted;\r\n";
    // These letters have the same numbers in Windows-1252 as in Unicode.
    text.chars().map(|c| c as u8).collect()
}
