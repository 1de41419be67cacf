//! The tables of the content that are sheets. Others keep what formulas took from other files or programs, in tables of their own: their
//! rows are none of this document's.

use std::collections::HashSet;
use std::io::Read;

use lanegate_wire::Unreadable;
use quick_xml::events::{BytesStart, Event};

use crate::sheet_info::{SheetInfo, Visibility};
use crate::xlsx::sheet_name;
use crate::{budget, xml};

/// The sheets in their order.
#[derive(Debug, Default)]
pub(super) struct List {
    pub(super) sheets: Vec<SheetInfo>,
    /// Each sheet's number among all tables of the first level.
    pub(super) tables: Vec<usize>,
    /// For each sheet, true if it contains any value.
    pub(super) filled: Vec<bool>,
}

impl List {
    /// One pass over the content.
    pub(super) fn read(&mut self, part: &mut impl Read) -> Result<(), Unreadable> {
        let mut reader = xml::reader(part)?;
        let mut hidden_styles: HashSet<String> = HashSet::new();
        let (mut style, mut buf) = (String::new(), Vec::new());
        let (mut depth, mut tables, mut in_sheet, mut in_cell, mut in_link) = (0_u32, 0, false, false, false);
        loop {
            match reader.next(&mut buf)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "style" => style = xml::attribute(&element, "name").unwrap_or_default(),
                    "table-properties" if xml::attribute(&element, "display").as_deref() == Some("false") => {
                        hidden_styles.insert(std::mem::take(&mut style));
                    }
                    "dde-link" => in_link = true,
                    "table" => {
                        depth += 1;
                        if depth == 1 {
                            let name = xml::attribute(&element, "name").unwrap_or_default();
                            in_sheet = !in_link && !is_copy_of_another_file(&name);
                            if in_sheet {
                                self.add(&element, name, tables, &hidden_styles)?;
                            }
                            tables += 1;
                        }
                    }
                    "table-cell" | "covered-table-cell" => in_cell = true,
                    "p" if in_sheet && in_cell => self.fill(),
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "dde-link" => in_link = false,
                    "table" => {
                        depth = depth.saturating_sub(1);
                        in_sheet &= depth > 0;
                    }
                    "table-cell" | "covered-table-cell" => in_cell = false,
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn add(
        &mut self,
        element: &BytesStart<'_>,
        name: String,
        table: usize,
        hidden_styles: &HashSet<String>,
    ) -> Result<(), Unreadable> {
        budget::sheets(self.sheets.len())?;
        let is_hidden = xml::attribute(element, "style-name").is_some_and(|style| hidden_styles.contains(&style));
        let visibility = if is_hidden { Visibility::Hidden } else { Visibility::Visible };
        self.sheets.push(SheetInfo { name: sheet_name(name), visibility });
        self.tables.push(table);
        self.filled.push(false);
        Ok(())
    }

    fn fill(&mut self) {
        if let Some(filled) = self.filled.last_mut() {
            *filled = true;
        }
    }
}

/// Returns true if a table keeps what formulas took from a sheet of another file: LibreOffice names it `'file:///old.ods'#Sheet`.
fn is_copy_of_another_file(name: &str) -> bool {
    let Some((address, _)) = name.strip_prefix('\'').and_then(|name| name.split_once("'#")) else { return false };
    address.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}
