//! Lists of IDs: a second file with IDs next to names, e-mail addresses, or domains, opened by the same readers.

use std::sync::Arc;

use lanegate_check::{LookupList, NoList};
use lanegate_reader::{Book, Visibility};
use lanegate_sheet::Sheet;
use lanegate_wire::{Fix, ListView, LookupColumns, LookupSummary, Unreadable, sha256_hex};

use crate::{CheckedFile, Intake, file_name};

/// Rows of each sheet looked at to find the IDs.
const PREVIEWED_ROWS: u32 = 200;
/// The largest lists: what is read of them stays in memory beside the file.
const MAX_ROWS: u32 = 500_000;
const MAX_CELLS: usize = 5_000_000;
/// Lists that stay in memory without being used.
const MAX_UNUSED: usize = 3;

/// Opens a list. The first visible sheet with a column of IDs is read.
///
/// # Errors
/// Why the file can't be read, or isn't a list.
pub fn open_list(name: &str, bytes: Vec<u8>) -> Result<LookupList, Unreadable> {
    open_by(lanegate_reader::open, name, bytes)
}

/// The same, in a program that is linked without what few files need; see [`needs_extras`](crate::needs_extras).
///
/// # Errors
/// As [`open_list`].
pub fn open_list_light(name: &str, bytes: Vec<u8>) -> Result<LookupList, Unreadable> {
    open_by(lanegate_reader::open_light, name, bytes)
}

fn open_by(
    open: fn(Vec<u8>, &str) -> Result<Book, Unreadable>,
    name: &str,
    bytes: Vec<u8>,
) -> Result<LookupList, Unreadable> {
    let name = file_name(name);
    let sha256 = sha256_hex(&bytes);
    let mut book = open(bytes, name)?;
    let visible: Vec<usize> =
        (0..book.sheets().len()).filter(|&at| book.sheets()[at].visibility == Visibility::Visible).collect();
    // A sheet that can't be read doesn't stand in the way of the others.
    let fits = |at: &usize| book.preview(*at, PREVIEWED_ROWS).is_ok_and(|rows| LookupList::fits(&rows));
    let fitting = visible.iter().copied().find(fits);
    let chosen = fitting.or(visible.first().copied()).unwrap_or_default();
    let sheet = book.read(chosen, &mut |_| {})?;
    if sheet.row_count() > MAX_ROWS || cells(&sheet) > MAX_CELLS {
        return Err(too_large(name));
    }
    LookupList::new(name, &sha256, sheet).map_err(|why| refusal(name, why))
}

/// At least how many cells a sheet has.
fn cells(sheet: &Sheet) -> usize {
    sheet.pieces().map(|(rows, columns)| rows.len() * columns.len()).sum()
}

fn too_large(name: &str) -> Unreadable {
    Unreadable {
        code: "list_too_large".into(),
        message: format!("The list {name} is too large: a list has at most 500,000 rows and 5,000,000 cells."),
        hint: "Remove the rows and columns that aren't needed.".into(),
    }
}

fn refusal(name: &str, why: NoList) -> Unreadable {
    let (message, hint) = match why {
        NoList::WithoutIds => (
            format!("The list {name} has no column of IDs."),
            "A list needs a column with Lanegate's IDs, like 6f9619ff-8b86-4d01-b42d-00cf4fc964ff. IDs of other systems can't be used.",
        ),
        NoList::WithoutHeader => (
            format!("The list {name} has no header row."),
            "Add a row with the names of the columns above the first ID.",
        ),
    };
    Unreadable { code: "list_unusable".into(), message, hint: hint.into() }
}

/// A list as a person sees it before they choose its columns; for a checked file, with a suggestion for a column of the template.
#[must_use]
pub fn list_view(list: &LookupList, file: Option<&CheckedFile>, column: &str) -> ListView {
    ListView {
        file: list.file().to_owned(),
        sha256: list.sha256().to_owned(),
        sheet: list.sheet().to_owned(),
        rows: list.rows(),
        columns: list.columns(),
        suggestion: file.and_then(|file| file.suggest_lookup(list, column)),
    }
}

impl Intake {
    /// Makes a list available to lookups, from the next check on. A list with the same content is replaced, and so are the oldest of too
    /// many, unless a correction names them.
    pub fn add_list(&mut self, list: Arc<LookupList>) {
        self.lists.retain(|other| other.sha256() != list.sha256());
        let fixes = self.checked.as_ref().map_or(&[][..], |checked| checked.options.fixes.as_slice());
        let is_named = |list: &LookupList| {
            fixes.iter().any(|fix| matches!(fix, Fix::Lookup { list: named, .. } if list.is_meant(named)))
        };
        let mut unnamed = self.lists.iter().filter(|list| !is_named(list)).count();
        self.lists.retain(|list| {
            let is_one_too_many = !is_named(list) && unnamed >= MAX_UNUSED;
            unnamed -= usize::from(is_one_too_many);
            !is_one_too_many
        });
        self.lists.push(list);
    }

    /// What a lookup would give, before it is asked for; `None` if it names nothing in the file.
    #[must_use]
    pub fn lookup_preview(&self, fix: &Fix) -> Option<LookupSummary> {
        let checked = self.checked.as_ref()?;
        checked.checked.lookup_preview(&checked.sheet, fix, &self.lists)
    }

    /// The refusal to go on without a list that a lookup needs.
    #[must_use]
    pub fn missing_list(&self) -> Option<Unreadable> {
        let finding = self.checked.as_ref()?.missing_list()?;
        Some(Unreadable { code: finding.code, message: finding.message, hint: finding.hint })
    }
}

impl CheckedFile {
    fn missing_list(&self) -> Option<lanegate_wire::Finding> {
        let missing = lanegate_check::codes::LIST_MISSING.name;
        self.checked.of_file().iter().find(|finding| finding.code == missing).cloned()
    }

    /// The columns by which the most rows would find an ID in a list.
    #[must_use]
    pub fn suggest_lookup(&self, list: &LookupList, column: &str) -> Option<LookupColumns> {
        let kind = self.checked.kind();
        let column = &kind.columns[kind.id_column(column)?];
        self.checked.suggest_lookup(&self.sheet, column, list)
    }

    /// The lookups that fill columns of the template, and what they found.
    #[must_use]
    pub fn lookups(&self) -> Vec<LookupSummary> {
        self.checked.lookups(&self.sheet)
    }
}
