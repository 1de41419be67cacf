//! What the changes start from: the hostile and honest files that the project makes, and the files of folders.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::PathBuf;

/// Larger files take too long for thousands of tries.
const LARGEST: usize = 60_000;
/// And so do parts that unfold far.
const LARGEST_PART: u64 = 400_000;

/// A seed: a zip in its parts, since a changed checksum alone would only be refused; anything else as it is.
pub enum Seed {
    /// Names and contents.
    Parts(Vec<(String, Vec<u8>)>),
    /// A file's bytes.
    Bytes(Vec<u8>),
}

/// All seeds, in an order that is always the same.
pub fn gather(folders: &[PathBuf]) -> Vec<Seed> {
    let mut files: Vec<Vec<u8>> = lanegate_hostile::honest().into_iter().map(|(_, bytes)| bytes).collect();
    files.extend(lanegate_hostile::all().filter(|class| !class.heavy).map(|class| (class.make)(0)));
    files.extend(folders.iter().flat_map(gather_files));
    files.retain(|bytes| bytes.len() <= LARGEST);
    let parts = files.iter().filter_map(|bytes| unpacked(bytes)).map(Seed::Parts).collect::<Vec<_>>();
    files.into_iter().map(Seed::Bytes).chain(parts).collect()
}

fn gather_files(folder: &PathBuf) -> Vec<Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let files =
        paths.iter().map(|path| if path.is_dir() { gather_files(path) } else { fs::read(path).into_iter().collect() });
    files.flatten().collect()
}

fn unpacked(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).ok().filter(|archive| (1..=60).contains(&archive.len()))?;
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).ok().filter(|file| file.size() <= LARGEST_PART)?;
            let name = file.name().ok()?.to_string();
            let mut content = Vec::new();
            file.by_ref().take(LARGEST_PART).read_to_end(&mut content).ok()?;
            Some((name, content))
        })
        .collect()
}
