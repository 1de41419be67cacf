//! Files that are not what they are named.

use std::path::Path;

use anyhow::Result;

use crate::table::{Text, workbook};

pub fn write(folder: &Path) -> Result<()> {
    std::fs::write(folder.join("a-pdf.xlsx"), "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n")?;
    std::fs::write(folder.join("empty.xlsx"), "")?;
    let whole = workbook("Data", &[&[Text("company_id"), Text("meeting_date")]])?;
    std::fs::write(folder.join("truncated.xlsx"), &whole[..whole.len() / 2])?;
    let other = workbook("Data", &[&[Text("Invoice"), Text("Amount")], &[Text("A-1"), Text("12.50")]])?;
    std::fs::write(folder.join("another-table.xlsx"), other)?;
    Ok(())
}
