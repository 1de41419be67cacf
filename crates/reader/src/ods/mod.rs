//! Reader of `.ods`: the content part, streamed table by table; and of `.fods`, where the file is that part.
//!
//! Read here and not through calamine, which builds every sheet of the file at once, up to 100 million cells of
//! repeats, and does not tell hidden rows or a formula's error.

mod list;
mod table;
#[cfg(test)]
mod tests;
mod value;

use lanegate_sheet::{DateSystem, Sheet};
use lanegate_wire::Unreadable;
use quick_xml::events::Event;

use crate::format::Format;
use crate::package::{Package, Part};
use crate::sheet_info::SheetInfo;
use crate::sink::Sink;
use crate::{budget, hazards, refusal, xml};

const CONTENT: &str = "content.xml";

/// An opened document.
#[derive(Debug)]
pub(crate) struct Ods {
    content: Content,
    sheets: Vec<SheetInfo>,
    /// Each sheet's number among all tables of the first level.
    tables: Vec<usize>,
    /// Whether each sheet holds any value.
    filled: Vec<bool>,
}

/// The content: in a package, or, in a flat file, the file itself.
#[derive(Debug)]
enum Content {
    Packed(Package),
    Flat(Vec<u8>),
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
    /// Opens a packed document.
    pub(crate) fn open(mut package: Package) -> Result<Self, Unreadable> {
        if is_encrypted(&mut package)? {
            return Err(refusal::ENCRYPTED.with(""));
        }
        Self::of(Content::Packed(package))
    }

    /// Opens a flat document: one XML file.
    pub(crate) fn flat(file: Vec<u8>) -> Result<Self, Unreadable> {
        Self::of(Content::Flat(file))
    }

    /// Finds the document's sheets.
    fn of(mut content: Content) -> Result<Self, Unreadable> {
        let mut sheets = list::List::default();
        match &mut content {
            Content::Packed(package) => {
                let mut part = part(package)?;
                sheets.read(&mut part)?;
                part.settle()?;
                package.allow(budget::LOOKS);
            }
            Content::Flat(file) => sheets.read(&mut file.as_slice())?,
        }
        let list::List { sheets, tables, filled } = sheets;
        Ok(Self { content, sheets, tables, filled })
    }

    fn walk(&mut self, index: usize, rows: u32, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        let sheet = Sheet::new(self.sheets[index].name.clone(), DateSystem::Y1900);
        let mut walk = table::Walk::new(Sink::new(sheet, rows), rows);
        let table = self.tables[index];
        match &mut self.content {
            Content::Packed(package) => walk.run(&mut part(package)?, table, progress)?,
            Content::Flat(file) => walk.run(&mut file.as_slice(), table, progress)?,
        }
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
        self.allow(u64::MAX);
        let mut sheet = self.walk(index, u32::MAX, progress)?;
        self.allow(budget::LOOKS);
        sheet.hazards.extend(hazards::of_other_sheets(&self.sheets, index, |other| self.filled[other]));
        Ok(sheet)
    }
}

impl Ods {
    fn allow(&mut self, bytes: u64) {
        if let Content::Packed(package) = &mut self.content {
            package.allow(bytes);
        }
    }
}

fn part(package: &mut Package) -> Result<Part<'_>, Unreadable> {
    package
        .part(CONTENT, budget::CONTENT_PART)?
        .ok_or_else(|| refusal::DAMAGED.with("the part that holds its sheets is missing"))
}

/// Returns true if the list of parts says that one of them is encrypted.
fn is_encrypted(package: &mut Package) -> Result<bool, Unreadable> {
    let Some(manifest) = package.bytes("META-INF/manifest.xml", budget::SMALL_PART)? else { return Ok(false) };
    let mut manifest = manifest.as_slice();
    let mut reader = xml::reader(&mut manifest)?;
    let mut buf = Vec::new();
    loop {
        match reader.next(&mut buf) {
            Ok(Event::Start(element)) if element.local_name().as_ref() == "encryption-data" => return Ok(true),
            // A list that breaks off says nothing about the parts themselves.
            Ok(Event::Eof) | Err(_) => return Ok(false),
            Ok(_) => {}
        }
    }
}
