//! An appointment history of any length: all ids distinct, 1 row in 100 faulty.

use std::path::Path;

use anyhow::Result;
use rust_xlsxwriter::{ExcelDateTime, Format};

use crate::table::{self, Text, new_workbook};

const TYPES: [&str; 4] = ["discovery", "systems", "numbers", "other"];
const OUTCOMES: [&str; 4] = ["stalled", "ghosted", "progressed", "lost"];
const SOURCES: [&str; 3] = ["calendar", "crm", "manual"];

pub fn write(file: &Path, rows: u32) -> Result<()> {
    let mut workbook = new_workbook()?;
    let sheet = workbook.add_worksheet().set_name("Appointments")?;
    let headers =
        ["company_id", "people_id", "meeting_date", "meeting_type", "meeting_outcome", "stalled_reason", "source"];
    table::write(sheet, 0, &[&headers.map(Text)])?;
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for row in 1..=rows {
        let pick = numbers.next();
        let outcome = OUTCOMES[(pick % 4) as usize];
        sheet.write_string(row, 0, numbers.uuid())?;
        sheet.write_string(row, 1, numbers.uuid())?;
        let date = ExcelDateTime::from_serial_datetime(44_200.0 + f64::from((pick >> 8) as u32 % 1_600))?;
        sheet.write_datetime_with_format(row, 2, date, &day)?;
        let kind = if row % 100 == 0 { "lunch" } else { TYPES[(pick >> 2) as usize % 4] };
        sheet.write_string(row, 3, kind)?;
        sheet.write_string(row, 4, outcome)?;
        if outcome == "stalled" {
            sheet.write_string(row, 5, format!("Reason {}", (pick >> 16) % 500))?;
        }
        sheet.write_string(row, 6, SOURCES[(pick >> 4) as usize % 3])?;
    }
    workbook.save(file)?;
    Ok(())
}

/// Numbers that look random and are the same every time (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn uuid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            0x8000 | ((low >> 48) & 0x3fff),
            low & 0xffff_ffff_ffff
        )
    }
}
