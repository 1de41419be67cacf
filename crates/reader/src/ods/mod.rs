//! Reader of `.ods`: the content part, streamed table by table.
//!
//! Read here and not through calamine, which builds every sheet of the file at once, up to 100 million cells of
//! repeats, and does not tell hidden rows or a formula's error.

mod table;
#[cfg(test)]
mod tests;
mod value;

use std::collections::HashSet;

use lanegate_sheet::{DateSystem, Sheet};
use lanegate_wire::Unreadable;
use quick_xml::events::Event;

use crate::format::Format;
use crate::package::{Package, Part};
use crate::sheet_info::{SheetInfo, Visibility};
use crate::sink::Sink;
use crate::xlsx::sheet_name;
use crate::{budget, hazards, refusal, xml};

const CONTENT: &str = "content.xml";

/// An opened document.
#[derive(Debug)]
pub(crate) struct Ods {
    package: Package,
    sheets: Vec<SheetInfo>,
    /// Whether each sheet holds any value.
    filled: Vec<bool>,
}

/// Whether the container is an OpenDocument file, and if so, whether a spreadsheet.
pub(crate) fn is_spreadsheet(package: &mut Package) -> Result<Option<bool>, Unreadable> {
    if !package.has(CONTENT) {
        return Ok(None);
    }
    let kind = package.bytes("mimetype", budget::SMALL_PART)?;
    Ok(Some(kind.is_none_or(|kind| kind.is_empty() || String::from_utf8_lossy(&kind).contains("spreadsheet"))))
}

impl Ods {
    /// Finds the document's sheets.
    pub(crate) fn open(mut package: Package) -> Result<Self, Unreadable> {
        if let Some(manifest) = package.bytes("META-INF/manifest.xml", budget::SMALL_PART)?
            && String::from_utf8_lossy(&manifest).contains("encryption-data")
        {
            return Err(refusal::ENCRYPTED.with(""));
        }
        let (mut sheets, mut filled) = (Vec::new(), Vec::new());
        let mut hidden_styles: HashSet<String> = HashSet::new();
        let mut style = String::new();
        let mut depth = 0_u32;
        let mut part = content(&mut package)?;
        let mut reader = xml::reader(&mut part)?;
        let mut buf = Vec::new();
        loop {
            match reader.next(&mut buf)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "style" => style = xml::attribute(&element, "name").unwrap_or_default(),
                    "table-properties" if xml::attribute(&element, "display").as_deref() == Some("false") => {
                        hidden_styles.insert(std::mem::take(&mut style));
                    }
                    "table" => {
                        depth += 1;
                        if depth == 1 {
                            budget::sheets(sheets.len())?;
                            let name = sheet_name(xml::attribute(&element, "name").unwrap_or_default());
                            let is_hidden = xml::attribute(&element, "style-name")
                                .is_some_and(|style| hidden_styles.contains(&style));
                            let visibility = if is_hidden { Visibility::Hidden } else { Visibility::Visible };
                            sheets.push(SheetInfo { name, visibility });
                            filled.push(false);
                        }
                    }
                    "p" if depth > 0 => {
                        if let Some(filled) = filled.last_mut() {
                            *filled = true;
                        }
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "table" => depth = depth.saturating_sub(1),
                Event::Eof => break,
                _ => {}
            }
        }
        drop(reader);
        part.settle()?;
        package.allow(budget::LOOKS);
        Ok(Self { package, sheets, filled })
    }

    fn walk(&mut self, index: usize, rows: u32, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        let sheet = Sheet::new(self.sheets[index].name.clone(), DateSystem::Y1900);
        let mut walk = table::Walk::new(Sink::new(sheet, rows), rows);
        walk.run(&mut content(&mut self.package)?, index, progress)?;
        Ok(walk.finish())
    }
}

impl Format for Ods {
    fn name(&self) -> &'static str {
        "ods"
    }

    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    fn preview(&mut self, index: usize, rows: u32) -> Result<Sheet, Unreadable> {
        self.walk(index, rows, &mut |_| {})
    }

    fn read(&mut self, index: usize, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        self.package.allow(u64::MAX);
        let mut sheet = self.walk(index, u32::MAX, progress)?;
        self.package.allow(budget::LOOKS);
        sheet.hazards.extend(hazards::of_other_sheets(&self.sheets, index, |other| self.filled[other]));
        Ok(sheet)
    }
}

fn content(package: &mut Package) -> Result<Part<'_>, Unreadable> {
    package
        .part(CONTENT, budget::CONTENT_PART)?
        .ok_or_else(|| refusal::DAMAGED.with("the part that holds its sheets is missing"))
}
