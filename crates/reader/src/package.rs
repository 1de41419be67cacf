//! The zip container of xlsx, xlsb and ods: parts by name, each within its budget.

use std::collections::HashMap;
use std::io::{Cursor, Read, Take};
use std::sync::Arc;

use lanegate_wire::Unreadable;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::{budget, refusal, xml};

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

/// A part being unfolded.
pub(crate) type Part<'a> = Take<ZipFile<'a, Cursor<Bytes>>>;

/// An opened container.
#[derive(Debug)]
pub(crate) struct Package {
    zip: ZipArchive<Cursor<Bytes>>,
    /// Names in lower case with forward slashes: some programs write `xl\Workbook.xml`.
    names: HashMap<String, usize>,
}

impl Package {
    /// Opens a container.
    pub(crate) fn open(bytes: Bytes) -> Result<Self, Unreadable> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| refusal::DAMAGED.with("it breaks off before its end, as after an interrupted download"))?;
        if zip.len() > budget::ENTRIES {
            return Err(refusal::TOO_LARGE.with(&format!("it holds {} parts", zip.len())));
        }
        let mut names = HashMap::with_capacity(zip.len());
        for (index, name) in zip.file_names_raw().enumerate() {
            names.entry(normal(&String::from_utf8_lossy(name))).or_insert(index);
        }
        Ok(Self { zip, names })
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
        let Some(&index) = self.names.get(&normal(name)) else { return Ok(None) };
        let file = self.zip.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => refusal::ENCRYPTED.with(""),
            _ => refusal::DAMAGED.with(&format!("its part {name} cannot be unpacked")),
        })?;
        budget::part(name, file.size(), file.compressed_size(), limit)?;
        let size = file.size();
        Ok(Some(file.take(size)))
    }

    /// Every part's name.
    pub(crate) fn names(&self) -> Vec<String> {
        self.names.keys().cloned().collect()
    }

    /// Whether two parts have the same name, so that two readers may take different ones.
    pub(crate) fn is_ambiguous(&self) -> bool {
        self.names.len() < self.zip.len()
    }

    /// A small part as bytes.
    pub(crate) fn bytes(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(mut part) = self.part(name, limit)? else { return Ok(None) };
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(|error| xml::damaged(&error))?;
        Ok(Some(bytes))
    }
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
