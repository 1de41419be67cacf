//! An opened file: its format, its sheets, and the way to their cells.

use lanegate_sheet::Sheet;
use lanegate_wire::Unreadable;

use crate::extras::{self, extras};
use crate::format::Format;
use crate::gzip;
use crate::ods::{self, Ods};
use crate::ole::{self, Content};
use crate::package::{Bytes, Package};
use crate::refusal;
use crate::second::{SecondBook, Spare};
use crate::sheet_info::SheetInfo;
use crate::sniff::{self, Container};
use crate::text::Text;
use crate::xls::Xls;
use crate::xlsb::Xlsb;
use crate::xlsx::{self, Xlsx};

/// An opened file.
#[derive(Debug)]
pub struct Book {
    sheets: Vec<SheetInfo>,
    source: Source,
    /// The second reader, where it knows the format.
    spare: Spare,
}

#[derive(Debug)]
enum Source {
    Read(Box<dyn Format>),
    /// Refused as damaged; its format, and the refusal. Only the second reader can help.
    Refused(&'static str, Unreadable),
}

/// Opens a file. Its format is told by content; the name serves messages and names a text file's sheet.
///
/// # Errors
/// One of the declared [`REFUSALS`](crate::REFUSALS).
pub fn open(bytes: Vec<u8>, name: &str) -> Result<Book, Unreadable> {
    extras::put_in_place();
    open_light(bytes, name)
}

/// The same, in a program that is linked without the second reader and rare encodings: what it answers counts only where
/// [`needs_extras`](crate::needs_extras) says no afterwards.
///
/// # Errors
/// As [`open`].
pub fn open_light(bytes: Vec<u8>, name: &str) -> Result<Book, Unreadable> {
    match sniff::container(&bytes)? {
        Container::Gzip => {
            let content = gzip::unpack(&bytes)?;
            drop(bytes);
            let container = sniff::container(&content)?;
            open_container(container, content, name.strip_suffix(".gz").unwrap_or(name))
        }
        container => open_container(container, bytes, name),
    }
}

fn open_container(container: Container, bytes: Vec<u8>, name: &str) -> Result<Book, Unreadable> {
    let mut spare = Spare::None;
    let source = match container {
        Container::Gzip => {
            return Err(refusal::NOT_A_SPREADSHEET
                .with("a file that is compressed twice (gzip); unpack it and choose the file inside"));
        }
        Container::Zip => zipped(bytes, &mut spare)?,
        Container::Ole => match ole::content(&bytes)? {
            Content::Workbook(stream) => Source::Read(Box::new(Xls::open(stream)?)),
            Content::Encrypted(info, package) => {
                drop(bytes);
                let zip = extras().and_then(|extras| (extras.package)(&info, &package));
                zipped(zip.ok_or_else(|| refusal::ENCRYPTED.with(""))?, &mut spare)?
            }
        },
        Container::FlatOpenDocument => Source::Read(Box::new(Ods::flat(bytes)?)),
        Container::Text => Source::Read(Box::new(Text::open(bytes, stem(name))?)),
    };
    let sheets = match &source {
        Source::Read(book) => book.sheets().to_vec(),
        Source::Refused(..) => match &spare {
            Spare::Opened(second) => second.sheets().to_vec(),
            Spare::None | Spare::Untried(_) => Vec::new(),
        },
    };
    if sheets.is_empty() {
        return Err(refusal::NO_SHEETS.with(""));
    }
    Ok(Book { sheets, source, spare })
}

/// The reader for a zip; puts the second one beside it.
fn zipped(bytes: Vec<u8>, spare: &mut Spare) -> Result<Source, Unreadable> {
    let bytes = Bytes::new(bytes);
    let package = Package::open(bytes.clone())?;
    let (source, second) = in_package(package, bytes)?;
    *spare = second;
    Ok(source)
}

/// Opens a workbook with the second reader alone, to compare the two. `why` stands for the first one's refusal.
///
/// # Errors
/// `damaged`, where the second reader refuses it, too.
pub fn open_second(bytes: Vec<u8>, why: &str) -> Result<Book, Unreadable> {
    extras::put_in_place();
    let bytes = Bytes::new(bytes);
    refused(bytes, refusal::DAMAGED.with(why)).map(|(source, second)| Book {
        sheets: second.sheets().to_vec(),
        source,
        spare: Spare::Opened(second),
    })
}

/// The second reader for what our own refuses; the same refusal where that fails too.
fn refused(bytes: Bytes, refused: Unreadable) -> Result<(Source, Box<dyn SecondBook>), Unreadable> {
    match extras().and_then(|extras| (extras.second)(bytes)) {
        Some(second) if !second.sheets().is_empty() => Ok((Source::Refused(second.format(), refused), second)),
        _ => Err(refused),
    }
}

/// The reader for what a zip container holds, and the second one beside it.
fn in_package(package: Package, bytes: Bytes) -> Result<(Source, Spare), Unreadable> {
    let excel = package.has_folder("xl/");
    match own_reader(package) {
        Ok(book) => {
            let spare = if excel { Spare::Untried(bytes) } else { Spare::None };
            Ok((Source::Read(book), spare))
        }
        Err(reason) if excel && reason.code == refusal::DAMAGED.code => {
            let (source, second) = refused(bytes, reason)?;
            Ok((source, Spare::Opened(second)))
        }
        Err(reason) => Err(reason),
    }
}

/// Our own reader for what a zip container holds.
fn own_reader(mut package: Package) -> Result<Box<dyn Format>, Unreadable> {
    match ods::is_spreadsheet(&mut package)? {
        Some(true) => return Ok(Box::new(Ods::open(package)?)),
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
        return Ok(Box::new(Xlsb::open(package, &main)?));
    }
    Ok(Box::new(Xlsx::open(package, &main)?))
}

/// What a zip without a workbook is.
fn instead(package: &Package) -> &'static str {
    let known = [
        ("word/", "a Word document"),
        ("ppt/", "a PowerPoint presentation"),
        ("visio/", "a Visio drawing"),
        ("index/", "an Apple Numbers or Pages document; export it as Excel there"),
        ("index.zip", "an Apple Numbers or Pages document; export it as Excel there"),
        ("takeout/", "a Google Takeout archive; unpack it and choose the file inside"),
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
        match &self.source {
            Source::Read(book) => book.name(),
            Source::Refused(format, _) => format,
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
        let read = match &mut self.source {
            Source::Read(book) => book.preview(sheet, rows),
            Source::Refused(_, reason) => Err(reason.clone()),
        };
        read.or_else(|reason| self.spare.read(reason, &self.sheets[sheet].name, rows, &mut |_| {}))
    }

    /// A whole sheet with its hazards. `progress` hears how many rows have been read.
    ///
    /// # Errors
    /// One of the declared [`REFUSALS`](crate::REFUSALS).
    pub fn read(&mut self, sheet: usize, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        self.known(sheet)?;
        let read = match &mut self.source {
            Source::Read(book) => book.read(sheet, progress),
            Source::Refused(_, reason) => Err(reason.clone()),
        };
        read.or_else(|reason| self.spare.read(reason, &self.sheets[sheet].name, u32::MAX, progress))
    }

    fn known(&self, sheet: usize) -> Result<(), Unreadable> {
        if sheet < self.sheets.len() {
            return Ok(());
        }
        Err(refusal::NO_SUCH_SHEET.with(&(sheet + 1).to_string()))
    }
}
