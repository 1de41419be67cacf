//! An opened file: its format, its sheets, and the way to their cells.

use lanegate_sheet::Sheet;
use lanegate_wire::Unreadable;

use crate::ods::{self, Ods};
use crate::package::Package;
use crate::refusal;
use crate::sniff::{self, Container};
use crate::text::Text;
use crate::xls::{self, Xls};
use crate::xlsb::Xlsb;
use crate::xlsx::{self, Xlsx};

/// Whether Excel shows a sheet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Visibility {
    /// Shown.
    #[default]
    Visible,
    /// Hidden; Excel's menu can show it.
    Hidden,
    /// Hidden by a macro; Excel's menu does not list it.
    VeryHidden,
}

/// One sheet that holds cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// Its name; a text file's one sheet is named after the file, as in Excel.
    pub name: String,
    /// Whether Excel shows it.
    pub visibility: Visibility,
}

/// An opened file.
#[derive(Debug)]
pub struct Book {
    sheets: Vec<SheetInfo>,
    source: Source,
}

/// One variant for each reader.
#[derive(Debug)]
enum Source {
    Xlsx(Box<Xlsx>),
    Xlsb(Box<Xlsb>),
    Xls(Box<Xls>),
    Ods(Box<Ods>),
    Text(Box<Text>),
}

/// Opens a file. Its format is told by content; the name serves messages and names a text file's sheet.
///
/// # Errors
/// One of the declared [`REFUSALS`](crate::REFUSALS).
pub fn open(bytes: Vec<u8>, name: &str) -> Result<Book, Unreadable> {
    let source = match sniff::container(&bytes)? {
        Container::Zip => in_package(Package::open(bytes)?)?,
        Container::Ole => Source::Xls(Box::new(xls::open(&bytes)?)),
        Container::Text => Source::Text(Box::new(Text::open(bytes, stem(name))?)),
    };
    let sheets = match &source {
        Source::Xlsx(book) => book.sheets.clone(),
        Source::Xlsb(book) => book.sheets.clone(),
        Source::Xls(book) => book.sheets.clone(),
        Source::Ods(book) => book.sheets.clone(),
        Source::Text(text) => vec![SheetInfo { name: text.name.clone(), visibility: Visibility::Visible }],
    };
    if sheets.is_empty() {
        return Err(refusal::NO_SHEETS.with(""));
    }
    Ok(Book { sheets, source })
}

/// The reader for what a zip container holds.
fn in_package(mut package: Package) -> Result<Source, Unreadable> {
    match ods::is_spreadsheet(&mut package)? {
        Some(true) => return Ok(Source::Ods(Box::new(Ods::open(package)?))),
        Some(false) => return Err(refusal::NOT_A_SPREADSHEET.with(instead(&package))),
        None => {}
    }
    // Some programs leave the relationship out.
    let main = xlsx::main_part(&mut package)?
        .or_else(|| package.has("xl/workbook.xml").then(|| "xl/workbook.xml".to_owned()))
        .or_else(|| package.has("xl/workbook.bin").then(|| "xl/workbook.bin".to_owned()))
        .filter(|main| !["word/", "ppt/", "visio/"].iter().any(|folder| main.starts_with(folder)))
        .ok_or_else(|| refusal::NOT_A_SPREADSHEET.with(instead(&package)))?;
    if main.ends_with(".bin") {
        return Ok(Source::Xlsb(Box::new(Xlsb::open(package, &main)?)));
    }
    Ok(Source::Xlsx(Box::new(Xlsx::open(package, &main)?)))
}

/// What a zip without a workbook is.
fn instead(package: &Package) -> &'static str {
    let known = [
        ("word/", "a Word document"),
        ("ppt/", "a PowerPoint presentation"),
        ("visio/", "a Visio drawing"),
        ("index/", "an Apple Numbers or Pages document; export it as Excel there"),
        ("index.zip", "an Apple Numbers or Pages document; export it as Excel there"),
        ("content.xml", "an OpenDocument file, but no spreadsheet"),
        ("meta-inf/manifest.mf", "a Java program"),
        ("androidmanifest.xml", "an Android program"),
    ];
    known
        .iter()
        .find(|(part, _)| package.has_folder(part))
        .map_or("a zip archive without a workbook; unpack it and choose the file inside", |(_, what)| what)
}

/// A file's name without folder and extension.
fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
}

impl Book {
    /// The format: `xlsx` (`.xlsm` too), `xlsb`, `xls`, `ods` or `csv` (`.tsv` and other text too).
    #[must_use]
    pub fn format(&self) -> &'static str {
        match self.source {
            Source::Xlsx(_) => "xlsx",
            Source::Xlsb(_) => "xlsb",
            Source::Xls(_) => "xls",
            Source::Ods(_) => "ods",
            Source::Text(_) => "csv",
        }
    }

    /// The sheets that hold cells, in file order. Chart and macro sheets are not offered.
    #[must_use]
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// The first rows of a sheet, for a look at it; cheap where the format streams. Its hazards are not complete.
    ///
    /// # Errors
    /// One of the declared [`REFUSALS`](crate::REFUSALS).
    pub fn preview(&mut self, sheet: usize, rows: u32) -> Result<Sheet, Unreadable> {
        self.known(sheet)?;
        match &mut self.source {
            Source::Xlsx(book) => book.preview(sheet, rows),
            Source::Xlsb(book) => book.preview(sheet, rows),
            Source::Xls(book) => book.preview(sheet, rows),
            Source::Ods(book) => book.preview(sheet, rows),
            Source::Text(text) => text.read(rows, &mut |_| {}),
        }
    }

    /// A whole sheet with its hazards. `progress` hears how many rows have been read.
    ///
    /// # Errors
    /// One of the declared [`REFUSALS`](crate::REFUSALS).
    pub fn read(&mut self, sheet: usize, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        self.known(sheet)?;
        match &mut self.source {
            Source::Xlsx(book) => book.read(sheet, progress),
            Source::Xlsb(book) => book.read(sheet, progress),
            Source::Xls(book) => book.read(sheet, progress),
            Source::Ods(book) => book.read(sheet, progress),
            Source::Text(text) => text.read(u32::MAX, progress),
        }
    }

    fn known(&self, sheet: usize) -> Result<(), Unreadable> {
        if sheet < self.sheets.len() {
            return Ok(());
        }
        Err(refusal::NO_SUCH_SHEET.with(&(sheet + 1).to_string()))
    }
}
