//! Writes the sample files: `lanegate-samples FOLDER` the small ones that stand in `tests/samples/files`,
//! `lanegate-samples --rows N KIND PERCENT FILE` N rows of a kind, of which so many in a hundred are faulty, for measuring.
//!
//! The same arguments give the same cells, so that expected results can be kept beside the files.

mod appointments;
mod large;
mod partners;
mod planted;
mod table;
mod treacherous;
mod unreadable;

use std::path::Path;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--rows", rows, kind, faulty, file] => {
            large::write(Path::new(file), large::Kind::named(kind)?, rows.parse()?, faulty.parse()?)
        }
        [folder] if !folder.starts_with('-') => {
            let folder = Path::new(folder);
            std::fs::create_dir_all(folder)?;
            appointments::write(folder)?;
            partners::write(folder)?;
            treacherous::write(folder)?;
            planted::write(folder)?;
            unreadable::write(folder)
        }
        _ => bail!("usage: lanegate-samples FOLDER, or lanegate-samples --rows N KIND PERCENT FILE"),
    }
}
