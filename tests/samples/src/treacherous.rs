//! A workbook as people really send them: a cover page, a sheet that fits less well, hidden sheets, a merged title, headers in the
//! twelfth row, a filter and hidden rows, and below the rows a total, headers that come again, another table and a note.

use std::path::Path;

use anyhow::Result;
use rust_xlsxwriter::{FilterCondition, FilterCriteria, Format};

use crate::table::{Blank, Cell, Date, Number, Text, new_workbook, write as write_rows};

const ACME: Cell = Text("6f9619ff-8b86-4d01-b42d-00cf4fc964ff");
const BOREAL: Cell = Text("0b9e3c52-7d1a-4a6f-9f63-4f2b8c1d2e3f");
const HEADERS: &[Cell] = &[
    Text("Company ID"),
    Text("Meeting Date"),
    Text("Meeting type"),
    Text("Outcome"),
    Text("Reason"),
    Text("Sorce"),
    Text("Days since"),
];
/// The row of the headers, from 0.
const HEADER_ROW: u32 = 11;

pub fn write(folder: &Path) -> Result<()> {
    std::fs::write(folder.join("appointments-treacherous.xlsx"), workbook()?)?;
    Ok(())
}

fn workbook() -> Result<Vec<u8>> {
    let mut workbook = new_workbook()?;
    let cover = workbook.add_worksheet().set_name("Cover")?;
    write_rows(
        cover,
        0,
        &[&[Text("Meetings 2025")], &[], &[Text("Type"), Text("Export")], &[Text("Date"), Date(2026, 1, 15)]],
    )?;
    let summary = workbook.add_worksheet().set_name("Summary")?;
    write_rows(
        summary,
        0,
        &[&[Text("Meeting type"), Text("Outcome"), Text("Count")], &[Text("other"), Text("lost"), Number(2.0)]],
    )?;
    let sheet = workbook.add_worksheet().set_name("Meetings")?;
    sheet.merge_range(0, 0, 0, 6, "Meetings of the sales team", &Format::new())?;
    write_rows(sheet, 2, &[&[Text("From"), Text("CRM")], &[Text("By"), Text("Kim")]])?;
    write_rows(
        sheet,
        HEADER_ROW,
        &[
            HEADERS,
            &[
                ACME,
                Date(2025, 11, 3),
                Text("discovery"),
                Text("stalled"),
                Text("Budget frozen"),
                Text("crm"),
                Number(89.0),
            ],
            &[ACME, Date(2025, 11, 4), Text("systems"), Text("ghosted"), Blank, Text("crm"), Number(88.0)],
            &[BOREAL, Date(2025, 11, 5), Text("numbers"), Text("lost"), Blank, Text("crm"), Number(87.0)],
            &[BOREAL, Date(2025, 11, 6), Text("other"), Text("lost"), Blank, Text("crm"), Number(86.0)],
            &[Text("Total"), Blank, Number(4.0), Number(4.0)],
            HEADERS,
            &[BOREAL, Date(2025, 11, 7), Text("other"), Text("progressed"), Blank, Text("manual"), Number(85.0)],
            &[Blank, Blank, Blank, Blank, Blank, Blank, Number(0.0)],
            &[],
            &[Text("Rep"), Text("Calls"), Text("Won")],
            &[Text("Kim"), Number(12.0), Number(3.0)],
            &[Text("Lou"), Number(7.0), Number(1.0)],
            &[],
            &[Text("Confidential")],
        ],
    )?;
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + 4, 6)?;
    sheet.filter_column(3, &FilterCondition::new().add_custom_filter(FilterCriteria::NotEqualTo, "ghosted"))?;
    sheet.set_row_hidden(HEADER_ROW + 7)?;
    sheet.merge_range(HEADER_ROW + 3, 4, HEADER_ROW + 4, 4, "", &Format::new())?;
    let lists = workbook.add_worksheet().set_name("Lists")?;
    write_rows(lists, 0, &[HEADERS])?;
    lists.set_hidden(true);
    let old = workbook.add_worksheet().set_name("Old")?;
    write_rows(old, 0, &[HEADERS, &[ACME, Date(2024, 1, 1), Text("other"), Text("lost")]])?;
    old.set_very_hidden(true);
    Ok(workbook.save_to_buffer()?)
}
