//! A long table in which a known number of faults is planted, one here and one there: `appointments-planted.xlsx`.
//! `tests/parity/tests/planted.rs` lists what must be found, by hand.

use std::path::Path;

use anyhow::Result;
use rust_xlsxwriter::{Format, Worksheet};

use crate::appointments::HEADERS;
use crate::table::{Blank, Cell, Date, Formula, Number, Text, Time, new_workbook, write as write_rows};

/// Rows of the table, as Excel numbers them: 2 to this one.
const LAST_ROW: u32 = 200;

/// The faults: row as Excel numbers it, column, and what stands there.
const FAULTS: &[(u32, u16, Cell)] = &[
    (3, 0, Text("Acme Inc")),
    (6, 0, Number(42.0)),
    (7, 1, Text("00000000-0000-0000-0000-000000000000")),
    (8, 5, Text("Budget\u{1}")),
    (9, 2, Blank),
    (10, 2, Text("2025-02-30")),
    (11, 2, Text("03/04/2025")),
    (12, 2, Text("26/06/25")),
    (13, 2, Number(45_778.0)),
    (14, 2, Text("soon")),
    (15, 2, Text("26 Jun 2025")),
    (20, 2, Date(2031, 1, 1)),
    (21, 2, Date(1985, 5, 5)),
    (22, 2, Time(2025, 5, 7, 14, 30)),
    (24, 2, Formula("=NA()", "#N/A")),
    (26, 3, Text("lunch")),
    (27, 3, Blank),
    (28, 3, Number(5.0)),
    (29, 3, Text("sytems")),
    (30, 4, Text("no show")),
    (31, 4, Blank),
    (32, 4, Formula("=A0", "#REF!")),
    (33, 4, Text("stalled")),
    (35, 5, Number(360.0)),
    (36, 5, Text("Bud\u{200B}get")),
    (37, 5, Date(2025, 5, 5)),
    (38, 6, Text("letter")),
    (39, 6, Number(1.0)),
    (40, 0, Blank),
    (40, 1, Blank),
    (48, 2, Text("2025-13-01")),
    (49, 2, Text("99/99/2025")),
    (50, 0, Text("6f9619ff-8b86-4d01-b42d-00cf4fc964ff0")),
    (100, 1, Text("see CRM")),
];

/// Numbers shown as dates that are none: row and number.
const ODD_DATES: &[(u32, f64)] = &[(16, 60.0), (17, -5.0), (18, 3e6), (19, 0.5)];

pub fn write(folder: &Path) -> Result<()> {
    let mut workbook = new_workbook()?;
    let sheet = workbook.add_worksheet().set_name("Appointments")?;
    write_rows(sheet, 0, &[HEADERS])?;
    for row in 2..=LAST_ROW {
        // The row again, the same meeting with another outcome, and another day: nothing else shares a company.
        let company = match row {
            42 => 41,
            44 => 43,
            46 | 47 => 45,
            other => other,
        };
        write_id(sheet, row, 0, 0xc0, company)?;
        write_id(sheet, row, 1, 0xb0, company)?;
        let outcome = if matches!(row, 44 | 46) { "lost" } else { "ghosted" };
        let day = if row == 47 { Date(2025, 3, 2) } else { Date(2025, 3, 1) };
        let rest = [day, Text("systems"), Text(outcome), Blank, Text("crm")];
        write_at(sheet, row, 2, &rest)?;
    }
    for (row, column, cell) in FAULTS {
        sheet.clear_cell(row - 1, *column);
        write_at(sheet, *row, *column, &[*cell])?;
    }
    let shown_as_date = Format::new().set_num_format("yyyy-mm-dd");
    for (row, number) in ODD_DATES {
        sheet.write_number_with_format(row - 1, 2, *number, &shown_as_date)?;
    }
    sheet.write_boolean(22, 2, true)?;
    sheet.write_string(33, 5, "far too long ".repeat(200))?;
    sheet.set_row_hidden(59)?;
    workbook.save(folder.join("appointments-planted.xlsx"))?;
    Ok(())
}

fn write_at(sheet: &mut Worksheet, row: u32, from: u16, cells: &[Cell]) -> Result<()> {
    let blanks = vec![Blank; usize::from(from)];
    write_rows(sheet, row - 1, &[&[blanks.as_slice(), cells].concat()])
}

fn write_id(sheet: &mut Worksheet, row: u32, column: u16, kind: u8, number: u32) -> Result<()> {
    sheet.write_string(row - 1, column, format!("{kind:08x}-0000-4000-8000-{number:012x}"))?;
    Ok(())
}
