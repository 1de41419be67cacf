//! The page's version: its service worker gets the list of all files with their digests, and the first page the name of the whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::finish::{digest, replace};

/// The program that keeps the others. It is in no list: the browser asks for it by itself to find a new one.
const KEEPER: &str = "service_worker.js";

/// Writes the version and the list. Every file has its name by then.
pub fn write(dist: &Path) -> Result<()> {
    let keeper = fs::read(dist.join(KEEPER))?;
    let version = digest(serde_json::to_string(&(digest(&keeper), list(dist)?))?.as_bytes());
    let version = &version[..16];
    replace(&dist.join("index.html"), " data-js=", &format!(" data-version=\"{version}\" data-js="))?;
    replace(&dist.join(KEEPER), "const VERSION = \"\";", &format!("const VERSION = \"{version}\";"))?;
    let files = serde_json::to_string(&list(dist)?)?;
    replace(&dist.join(KEEPER), "const FILES = {};", &format!("const FILES = {files};"))
}

/// Every file's digest by its name; the first page's under the folder's own.
fn list(dist: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dist)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_file() && name != KEEPER {
            let name = if name == "index.html" { "./".to_owned() } else { name };
            files.insert(name, digest(&fs::read(&path)?));
        }
    }
    Ok(files)
}
