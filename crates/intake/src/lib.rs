//! A file's whole way before the database: opened, its sheet and kind found, checked, shown by window, cut into batches.
//!
//! The command line and the page's worker both go this way, so that the same bytes give the same findings and the same
//! batches in both.

mod answers;
mod checked_file;
mod choice;
mod import;
mod list;
mod report;
mod stamp;

pub use answers::{Answers, Choice};
pub use checked_file::CheckedFile;
pub use lanegate_reader::needs_extras;
pub use list::{list_view, open_list, open_list_light};

use std::sync::Arc;

use lanegate_check::{LookupList, ReferenceCopy};
use lanegate_reader::{Book, Visibility};
use lanegate_wire::{CheckOptions, FileFacts, Progress, SheetView, Stage, Unreadable, sha256_hex};

use crate::choice::Preview;
use crate::stamp::{ReadStamp, Stamped};

/// An open file, checked or not yet.
pub struct Intake {
    file: FileFacts,
    book: Book,
    previews: Vec<Preview>,
    stamp: Stamped,
    reference: Option<Arc<ReferenceCopy>>,
    /// Lists of IDs for lookups.
    lists: Vec<Arc<LookupList>>,
    checked: Option<CheckedFile>,
}

impl Intake {
    /// Opens a file. Its format is told by its content; the name is only repeated in messages and receipts.
    ///
    /// # Errors
    /// Why the file can't be read, and what to do.
    pub fn open(name: &str, bytes: Vec<u8>) -> Result<Self, Unreadable> {
        Self::open_by(lanegate_reader::open, Some(stamp::read), name, bytes)
    }

    /// The same, in a program that is linked without what few files need, what reads the stamp of a workbook of Lanegate's own among it;
    /// see [`needs_extras`].
    ///
    /// # Errors
    /// As [`Intake::open`].
    pub fn open_light(name: &str, bytes: Vec<u8>) -> Result<Self, Unreadable> {
        Self::open_by(lanegate_reader::open_light, None, name, bytes)
    }

    fn open_by(
        open: fn(Vec<u8>, &str) -> Result<Book, Unreadable>,
        read_stamp: Option<ReadStamp>,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Self, Unreadable> {
        let file_name = file_name(name);
        let (size, sha256) = (bytes.len() as u64, sha256_hex(&bytes));
        let mut book = open(bytes, file_name)?;
        let file = FileFacts { name: file_name.to_owned(), bytes: size, sha256, format: book.format().to_owned() };
        let stamp = Stamped::of(&mut book, read_stamp);
        let previews = choice::previews(&mut book, &stamp)?;
        Ok(Self { file, book, previews, stamp, reference: None, lists: Vec::new(), checked: None })
    }

    /// Holds ids that refer to something stored against a copy of what is there, from the next check on.
    pub fn refer_to(&mut self, copy: Option<Arc<ReferenceCopy>>) {
        self.reference = copy;
    }

    /// The file's name, size, digest and format.
    #[must_use]
    pub const fn file(&self) -> &FileFacts {
        &self.file
    }

    /// The file's sheets, and which kind each one fits. Those that Lanegate added are not among them.
    #[must_use]
    pub fn sheets(&self) -> Vec<SheetView> {
        let sheets = self.book.sheets().iter().zip(&self.previews).enumerate();
        sheets
            .filter(|(at, _)| !self.stamp.added(*at))
            .map(|(_, (sheet, preview))| SheetView {
                name: sheet.name.clone(),
                hidden: sheet.visibility != Visibility::Visible,
                fits: preview.fits(),
                why: preview.why(),
                size: preview.size,
            })
            .collect()
    }

    /// The headers of the first sheet of which the kind can be asked for; empty if there is none. An answer counts for the next file with
    /// the same ones.
    #[must_use]
    pub fn asked_headers(&self) -> &[String] {
        self.previews
            .iter()
            .map(|preview| preview.headers.as_slice())
            .find(|headers| !headers.is_empty())
            .unwrap_or(&[])
    }

    /// Reads and checks the sheet. Called again with other options, it reads only what it must; when it fails, the
    /// earlier result stays.
    ///
    /// # Errors
    /// Why the sheet can't be read, or what a person has to say first (the kind, a sheet's name).
    pub fn check(&mut self, options: &CheckOptions, progress: &mut dyn FnMut(Progress)) -> Result<(), Unreadable> {
        let mut options = self.stamp.under(options, &self.previews);
        let choice = choice::choose(&self.book, &self.previews, &self.stamp, &options)?;
        let source = choice::source(choice.kind, options.source.as_deref())?;
        let same_sheet = self.checked.as_ref().is_some_and(|checked| checked.sheet_number == choice.sheet);
        if let Some(checked) = self.checked.as_mut().filter(|_| same_sheet) {
            choice::tell_fitting(&self.book, &self.previews, &self.stamp, &choice, &mut checked.sheet);
            self.stamp.meet(&self.book, &mut checked.sheet, &choice);
            self.stamp.add_fixes(&choice, &mut options);
            if checked.correct(&self.lists, &options) {
                return Ok(());
            }
        }
        let sheet = match self.checked.take_if(|_| same_sheet) {
            Some(checked) => checked.sheet,
            None => {
                let mut told = |done| progress(Progress { stage: Stage::Reading, done, total: None });
                let mut sheet = self.book.read(choice.sheet, &mut told)?;
                choice::tell_unreadable(&self.book, &self.previews, &mut sheet);
                choice::tell_fitting(&self.book, &self.previews, &self.stamp, &choice, &mut sheet);
                self.stamp.meet(&self.book, &mut sheet, &choice);
                self.stamp.add_fixes(&choice, &mut options);
                sheet
            }
        };
        self.checked = Some(CheckedFile::new(self, sheet, &choice, source, &options, progress));
        Ok(())
    }

    /// The columns of an annotated copy that were combined from others.
    fn made(&self, choice: &choice::Choice) -> &[stamp::Made] {
        self.stamp.made(choice)
    }

    /// The result of the last check.
    #[must_use]
    pub const fn checked(&self) -> Option<&CheckedFile> {
        self.checked.as_ref()
    }
}

/// A file's name without folders.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
