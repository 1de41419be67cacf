//! The zip container of xlsx, xlsb and ods: parts by name, each within its budget.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read, Take};
use std::sync::Arc;

use lanegate_wire::Unreadable;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::{budget, refusal};

/// A file's bytes, held once for both readers.
#[derive(Debug, Clone)]
pub(crate) struct Bytes(Arc<Vec<u8>>);

impl Bytes {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self(Arc::new(bytes))
    }
}

impl AsRef<[u8]> for Bytes {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// A part being unfolded, to the size that it declares.
pub(crate) struct Part<'a> {
    file: Take<ZipFile<'a, Cursor<Bytes>>>,
    spent: &'a mut u64,
    /// Bytes that may still be unfolded.
    left: u64,
}

impl Read for Part<'_> {
    #[inline]
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buf)?;
        *self.spent += read as u64;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or_else(|| std::io::Error::other(budget::Exceeded("its first rows take too long to look through")))?;
        Ok(read)
    }
}

impl Part<'_> {
    /// The same part, for a look at its first rows.
    pub(crate) fn for_a_look(self) -> Self {
        Self { left: budget::LOOK, ..self }
    }

    /// Bytes that it unfolds to, as it declares and for as long as nothing was read.
    pub(crate) fn size(&self) -> u64 {
        self.file.limit()
    }

    /// Unfolds what is left and refuses a part that is not what the container says of it: values in it may be wrong.
    pub(crate) fn settle(mut self) -> Result<(), Unreadable> {
        let broken = || refusal::DAMAGED.with("one of its parts is not as it was when the file was written");
        std::io::copy(&mut self, &mut std::io::sink()).map_err(|_| broken())?;
        // The byte beyond is not to be there, and reading for it compares the checksum.
        let missing = self.file.limit() > 0;
        match self.file.into_inner().read(&mut [0]) {
            Ok(0) if !missing => Ok(()),
            _ => Err(broken()),
        }
    }
}

/// An opened container.
#[derive(Debug)]
pub(crate) struct Package {
    zip: ZipArchive<Cursor<Bytes>>,
    /// Names in lower case with forward slashes: some programs write `xl\Workbook.xml`.
    names: HashMap<String, usize>,
    /// Names that stand for more than one part.
    twice: HashSet<String>,
    /// Bytes unfolded so far, and how many may be before no other part is opened.
    spent: u64,
    allowance: u64,
}

impl Package {
    /// Opens a container.
    pub(crate) fn open(bytes: Bytes) -> Result<Self, Unreadable> {
        if promises_too_much(bytes.as_ref()) {
            return Err(refusal::TOO_LARGE.with("its table of contents promises more parts than a workbook can have"));
        }
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| refusal::DAMAGED.with("it breaks off before its end, as after an interrupted download"))?;
        if zip.len() > budget::ENTRIES {
            return Err(refusal::TOO_LARGE.with(&format!("it holds {} parts", zip.len())));
        }
        if zip.has_duplicate_names() {
            return Err(refusal::DAMAGED
                .with("it holds two parts of the same name, and programs differ in which of them they read"));
        }
        let mut names = HashMap::with_capacity(zip.len());
        let mut twice = HashSet::new();
        for (index, name) in zip.file_names_raw().enumerate() {
            let name = normal(&String::from_utf8_lossy(name));
            match names.entry(name) {
                Entry::Vacant(place) => {
                    place.insert(index);
                }
                Entry::Occupied(first) => {
                    twice.insert(first.key().clone());
                }
            }
        }
        Ok(Self { zip, names, twice, spent: 0, allowance: u64::MAX })
    }

    /// Grants as many bytes to unfold, from here on.
    pub(crate) fn allow(&mut self, bytes: u64) {
        (self.spent, self.allowance) = (0, bytes);
    }

    /// Whether there is such a part.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&normal(name))
    }

    /// Whether any part's name starts so.
    pub(crate) fn has_folder(&self, prefix: &str) -> bool {
        self.names.keys().any(|name| name.starts_with(prefix))
    }

    /// A part, checked against its budget; `None` where there is none.
    pub(crate) fn part(&mut self, name: &str, limit: u64) -> Result<Option<Part<'_>>, Unreadable> {
        let name = normal(name);
        let Some(&index) = self.names.get(&name) else { return Ok(None) };
        if self.twice.contains(&name) {
            return Err(refusal::DAMAGED.with(&format!("it holds its part {} twice", shown(&name))));
        }
        if self.spent > self.allowance {
            return Err(refusal::TOO_LARGE.with("its sheets take too long to look through"));
        }
        let file = self.zip.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => refusal::ENCRYPTED.with(""),
            _ => refusal::DAMAGED.with(&format!("its part {} cannot be unpacked", shown(&name))),
        })?;
        budget::part(shown(&name), file.size(), file.compressed_size(), limit)?;
        let size = file.size();
        Ok(Some(Part { file: file.take(size), spent: &mut self.spent, left: u64::MAX }))
    }

    /// Every part's name.
    pub(crate) fn names(&self) -> Vec<String> {
        self.names.keys().cloned().collect()
    }

    /// Whether two parts have the same name, so that two readers may take different ones.
    pub(crate) fn is_ambiguous(&self) -> bool {
        !self.twice.is_empty()
    }

    /// A small part as bytes.
    pub(crate) fn bytes(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(mut part) = self.part(name, limit)? else { return Ok(None) };
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(|error| budget::unreadable(&error))?;
        part.settle()?;
        Ok(Some(bytes))
    }
}

/// Whether a table of contents in the large form (zip64) promises more entries than are allowed: room for all of them
/// would be taken before the first is looked at. In the small form 65,535 can be promised, for which there is room.
fn promises_too_much(bytes: &[u8]) -> bool {
    const LOCATOR: &[u8] = b"PK\x06\x07";
    const TABLE_END: &[u8] = b"PK\x06\x06";
    // Behind the locator come the end of the table and a comment of at most 65,535 bytes.
    let tail = bytes.len().saturating_sub(66_000);
    if !bytes[tail..].windows(4).any(|window| window == LOCATOR) {
        return false;
    }
    bytes.windows(40).filter(|window| window.starts_with(TABLE_END)).any(|window| {
        let count =
            |at: usize| window[at..at + 8].iter().rev().fold(0_u64, |number, &byte| number << 8 | u64::from(byte));
        count(24).max(count(32)) > budget::ENTRIES as u64
    })
}

/// A part's name as messages show it.
fn shown(name: &str) -> &str {
    let end = name.char_indices().nth(80).map_or(name.len(), |(at, _)| at);
    &name[..end]
}

fn normal(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_lowercase()
}

/// A relationship's target as a part name, from the folder of the part that states it.
pub(crate) fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let whole = if target.starts_with('/') { target } else { format!("{folder}/{target}") };
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_resolve_against_their_folder() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/worksheets", "../sharedStrings.xml"), "xl/sharedStrings.xml");
        assert_eq!(resolve("", "..\\a\\.\\b.xml"), "a/b.xml");
    }
}
