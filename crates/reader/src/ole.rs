//! The OLE compound file: a small filesystem in a file, in which `.xls` keeps its one stream.
//!
//! Every chain of sectors is followed for at most as many steps as there are sectors, so that one that
//! runs in circles ends as a refusal.

use lanegate_wire::Unreadable;

use crate::binary::{u16_at, u32_at};
use crate::refusal;

/// Sector numbers from here on are marks, not places.
const MARKS: u32 = 0xFFFF_FFFA;
/// Streams below this size lie in the mini stream.
const MINI_CUTOFF: u64 = 4_096;
const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;

/// An opened compound file.
struct Ole<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    entries: Vec<Entry>,
    /// The numbers of those in the root storage.
    root: Vec<usize>,
}

struct Entry {
    name: String,
    kind: Kind,
    start: u32,
    size: u64,
    /// The entries before and behind it in its storage, and the first one of those that it holds.
    links: [u32; 3],
}

/// The type of an entry of the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Storage,
    Stream,
    Other,
}

/// The content of a compound file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// The stream of an `.xls`.
    Workbook(Vec<u8>),
    /// An encrypted `.xlsx`: the description of its encryption, and the rest.
    Encrypted(Vec<u8>, Vec<u8>),
}

/// The workbook in a compound file, or its other content.
pub(crate) fn content(bytes: &[u8]) -> Result<Content, Unreadable> {
    let ole = Ole::open(bytes)?;
    if ole.has("EncryptedPackage") {
        let [info, package] = ["EncryptionInfo", "EncryptedPackage"].map(|name| ole.stream(name));
        return Ok(Content::Encrypted(info?.unwrap_or_default(), package?.unwrap_or_default()));
    }
    let stream = match ole.stream("Workbook")? {
        Some(stream) => Some(stream),
        None => ole.stream("Book")?,
    };
    if let Some(stream) = stream {
        return Ok(Content::Workbook(stream));
    }
    let known = [
        ("WordDocument", "a Word document (.doc)"),
        ("PowerPoint Document", "a PowerPoint presentation (.ppt)"),
        ("VisioDocument", "a Visio drawing"),
        ("__properties_version1.0", "an Outlook message"),
        ("Quill", "a Publisher document"),
    ];
    let what = known.iter().find(|(stream, _)| ole.has(stream));
    Err(refusal::NOT_A_SPREADSHEET.with(what.map_or("a document of another program", |(_, what)| what)))
}

impl<'a> Ole<'a> {
    /// Reads the header, the allocation tables and the directory.
    fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let header = bytes.get(..512).ok_or_else(damaged)?;
        let sector = match u16_at(header, 30) {
            Some(9) => 512,
            Some(12) => 4_096,
            _ => return Err(damaged()),
        };
        let mut ole = Self {
            bytes,
            sector,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
            root: Vec::new(),
        };
        let number = |at: usize| u32_at(header, at).unwrap_or(u32::MAX);

        let mut tables: Vec<u32> = numbers(&header[76..]).collect();
        let (mut next, mut steps) = (number(68), 0);
        while next < MARKS {
            let mut more: Vec<u32> = numbers(ole.sector_bytes(next).ok_or_else(damaged)?).collect();
            next = more.pop().unwrap_or(u32::MAX);
            tables.extend(more);
            steps += 1;
            if steps > ole.sectors() {
                return Err(damaged());
            }
        }
        for table in tables.into_iter().filter(|&table| table < MARKS) {
            // One table may be named a thousand times; beyond the last sector there is nothing to map.
            if ole.fat.len() >= ole.sectors() {
                break;
            }
            let mapped = ole.fat.len() + sector / 4;
            // A table that lies beyond the end belongs to a file that was cut off; what it maps is missed later.
            ole.fat.extend(numbers(ole.sector_bytes(table).unwrap_or_default()));
            ole.fat.resize(mapped, u32::MAX);
        }

        let directory = ole.chain(number(48), u64::MAX)?;
        ole.entries = directory.chunks_exact(ENTRY).map(entry).collect();
        ole.root = ole.entries_of_root();
        let root = ole.entries.first().map(|root| (root.start, root.size)).ok_or_else(damaged)?;
        if number(60) < MARKS {
            ole.mini_fat = numbers(&ole.chain(number(60), u64::MAX)?).collect();
            ole.mini = ole.chain(root.0, root.1)?;
        }
        Ok(ole)
    }

    /// The entries of the root storage: those of other storages belong to embedded documents. An entry to which nothing leads counts as
    /// the root's, for the sake of programs that don't mind the tree.
    fn entries_of_root(&self) -> Vec<usize> {
        let storages = self.entries.iter().filter(|entry| entry.kind == Kind::Storage);
        let inside = self.held(storages.map(|storage| storage.links[2]).collect());
        let by_root = self.held(self.entries.first().map(|root| root.links[2]).into_iter().collect());
        (0..self.entries.len()).filter(|&entry| by_root[entry] || !inside[entry]).collect()
    }

    /// For each entry, whether it is one of these or hangs on one of them in its tree.
    fn held(&self, mut waiting: Vec<u32>) -> Vec<bool> {
        let mut held = vec![false; self.entries.len()];
        while let Some(number) = waiting.pop() {
            let Some(entry) = self.entries.get(number as usize) else { continue };
            if !std::mem::replace(&mut held[number as usize], true) {
                waiting.extend(&entry.links[..2]);
            }
        }
        held
    }

    /// Returns true if the root storage contains a stream or storage of that name.
    fn has(&self, name: &str) -> bool {
        self.root.iter().any(|&entry| self.entries[entry].name.eq_ignore_ascii_case(name))
    }

    /// The bytes of a stream of the root storage; `None` where there is none of that name.
    fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let named = |entry: &&Entry| entry.kind == Kind::Stream && entry.name.eq_ignore_ascii_case(name);
        let mut entries = self.root.iter().map(|&entry| &self.entries[entry]).filter(named);
        let Some(entry) = entries.next() else { return Ok(None) };
        if entries.next().is_some() {
            return Err(refusal::DAMAGED
                .with(&format!("it holds its part {name} twice, and programs differ in which of them they read")));
        }
        if entry.size >= MINI_CUTOFF {
            let stream = self.chain(entry.start, entry.size)?;
            // A chain that ends early leaves out what stood behind.
            return if stream.len() as u64 == entry.size { Ok(Some(stream)) } else { Err(damaged()) };
        }
        let size = entry.size as usize;
        let mut stream = Vec::with_capacity(size);
        let mut next = entry.start;
        while next < MARKS && stream.len() < size {
            let start = (next as usize).checked_mul(MINI_SECTOR).filter(|&start| start < self.mini.len());
            let start = start.ok_or_else(damaged)?;
            let end = (start + MINI_SECTOR).min(self.mini.len());
            stream.extend_from_slice(&self.mini[start..end]);
            next = self.mini_fat.get(next as usize).copied().unwrap_or(u32::MAX);
        }
        stream.truncate(size);
        Ok(Some(stream))
    }

    /// The bytes of a chain of sectors, at most `size`.
    fn chain(&self, start: u32, size: u64) -> Result<Vec<u8>, Unreadable> {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let mut chain = Vec::new();
        let (mut next, mut steps) = (start, 0);
        while next < MARKS && chain.len() < size {
            chain.extend_from_slice(self.sector_bytes(next).ok_or_else(damaged)?);
            next = self.fat.get(next as usize).copied().unwrap_or(u32::MAX);
            steps += 1;
            if steps > self.sectors() {
                return Err(damaged());
            }
        }
        chain.truncate(size);
        Ok(chain)
    }

    /// A sector's bytes; the last one of a file may be short.
    fn sector_bytes(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|bytes| !bytes.is_empty())
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }
}

fn entry(bytes: &[u8]) -> Entry {
    let length = usize::from(u16_at(bytes, 64).unwrap_or(0)).min(64) / 2;
    let units: Vec<u16> =
        bytes.chunks_exact(2).take(length).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect();
    let size = u32_at(bytes, 120).unwrap_or(0);
    Entry {
        name: String::from_utf16_lossy(&units).trim_end_matches('\0').to_owned(),
        kind: match bytes.get(66) {
            Some(1) => Kind::Storage,
            Some(2) => Kind::Stream,
            _ => Kind::Other,
        },
        start: u32_at(bytes, 116).unwrap_or(u32::MAX),
        size: u64::from(size),
        links: [68, 72, 76].map(|at| u32_at(bytes, at).unwrap_or(u32::MAX)),
    }
}

fn damaged() -> Unreadable {
    refusal::DAMAGED.with("its table of contents is cut off or runs in circles")
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|number| u32::from_le_bytes([number[0], number[1], number[2], number[3]]))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// An entry: its name, its bytes if it is a stream, and its links.
    type Given<'a> = (&'a str, Option<&'a [u8]>, [u32; 3]);

    /// A compound file of version 3 that holds one stream, of any size.
    pub(crate) fn holding(name: &str, stream: &[u8]) -> Vec<u8> {
        tree(&[(name, Some(stream), [u32::MAX; 3])], 1)
    }

    /// A compound file of these entries, and the first one of its root.
    pub(crate) fn tree(entries: &[Given<'_>], first: u32) -> Vec<u8> {
        let streams = entries.iter().map(|(_, stream, _)| {
            let mut stream = stream.unwrap_or_default().to_vec();
            stream.resize(stream.len().max(MINI_CUTOFF as usize), 0);
            stream
        });
        let streams: Vec<Vec<u8>> = streams.collect();
        let directory_sectors = (entries.len() + 1).div_ceil(4);
        let sectors: usize = streams.iter().map(|stream| stream.len().div_ceil(512)).sum();
        let tables = (sectors + directory_sectors + 2).div_ceil(127);
        let directory = tables as u32;
        let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        file.resize(512, 0xFF);
        for (at, number) in [(44, tables as u32), (48, directory), (56, 4_096), (60, u32::MAX), (64, 0), (68, u32::MAX)]
        {
            file[at..at + 4].copy_from_slice(&number.to_le_bytes());
        }
        file[24..34].copy_from_slice(&[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
        for table in 0..tables {
            file[76 + table * 4..80 + table * 4].copy_from_slice(&(table as u32).to_le_bytes());
        }
        let mut fat: Vec<u32> = vec![0xFFFF_FFFD; tables];
        let chain = |fat: &mut Vec<u32>, sectors: usize| {
            let start = fat.len() as u32;
            fat.extend(start + 1..start + sectors as u32);
            fat.push(0xFFFF_FFFE);
            start
        };
        chain(&mut fat, directory_sectors);
        let starts: Vec<u32> = streams.iter().map(|stream| chain(&mut fat, stream.len().div_ceil(512))).collect();
        fat.resize(tables * 128, u32::MAX);
        file.extend(fat.iter().flat_map(|number| number.to_le_bytes()));
        let mut entry = |name: &str, kind: u8, links: [u32; 3], start: u32, size: u32| {
            let mut entry = [0_u8; ENTRY];
            for (at, unit) in name.encode_utf16().enumerate() {
                entry[at * 2..at * 2 + 2].copy_from_slice(&unit.to_le_bytes());
            }
            entry[64..66].copy_from_slice(&(name.len() as u16 * 2 + 2).to_le_bytes());
            (entry[66], entry[67]) = (kind, 1);
            for (at, link) in [68, 72, 76].into_iter().zip(links) {
                entry[at..at + 4].copy_from_slice(&link.to_le_bytes());
            }
            entry[116..120].copy_from_slice(&start.to_le_bytes());
            entry[120..124].copy_from_slice(&size.to_le_bytes());
            file.extend(entry);
        };
        entry("Root Entry", 5, [u32::MAX, u32::MAX, first], 0xFFFF_FFFE, 0);
        for ((name, stream, links), (bytes, start)) in entries.iter().zip(streams.iter().zip(&starts)) {
            let (kind, size) = if stream.is_some() { (2, bytes.len() as u32) } else { (1, 0) };
            entry(name, kind, *links, *start, size);
        }
        file.resize((tables + 1 + directory_sectors) * 512, 0);
        for mut stream in streams {
            stream.resize(stream.len().div_ceil(512) * 512, 0);
            file.extend(stream);
        }
        file
    }

    #[test]
    fn embedded_documents_are_not_taken_for_the_workbook() {
        const NONE: u32 = u32::MAX;
        let inner = ("Workbook", Some(&b"embedded"[..]), [NONE; 3]);
        let own = ("Workbook", Some(&b"own"[..]), [NONE; 3]);
        let storage = |before: u32, behind: u32| ("MBD0001", None, [before, behind, 2]);
        let found = |file: Vec<u8>| match content(&file) {
            Ok(Content::Workbook(stream)) => Ok(stream[..3].to_vec()),
            Ok(Content::Encrypted(..)) => Err("encrypted".to_owned()),
            Err(refused) => Err(refused.code),
        };
        assert_eq!(found(tree(&[storage(NONE, 3), inner, own], 1)), Ok(b"own".to_vec()));
        assert_eq!(found(tree(&[storage(3, NONE), inner, ("Book", own.1, [NONE; 3])], 1)), Ok(b"own".to_vec()));
        // A root without its own workbook isn't a workbook, whatever is embedded in it.
        assert_eq!(
            found(tree(&[storage(NONE, 3), inner, ("WordDocument", own.1, [NONE; 3])], 1)),
            Err("not_a_spreadsheet".into())
        );
        let locked = ("EncryptedPackage", Some(&b"x"[..]), [NONE; 3]);
        assert_eq!(found(tree(&[storage(NONE, 3), locked, own], 1)), Ok(b"own".to_vec()));
        // Nothing leads to it, or the tree runs in circles.
        assert_eq!(found(tree(&[("Other", own.1, [NONE; 3]), own], 1)), Ok(b"own".to_vec()));
        assert_eq!(found(tree(&[storage(1, 3), inner, ("Workbook", own.1, [1, 3, 3])], 1)), Ok(b"own".to_vec()));
        let twice = [("Workbook", own.1, [NONE, 2, NONE]), own];
        assert_eq!(found(tree(&twice, 1)), Err("damaged".into()));
    }

    #[test]
    fn streams_come_back() {
        for length in [10_usize, 4_096, 100_000] {
            let stream: Vec<u8> = (0..length).map(|byte| byte as u8).collect();
            let file = holding("Workbook", &stream);
            let ole = Ole::open(&file).unwrap();
            let found = ole.stream("WORKBOOK").unwrap().unwrap();
            assert_eq!(found[..length], stream);
            assert!(ole.stream("Book").unwrap().is_none() && !ole.has("EncryptedPackage"));
            // Cut off within the stream.
            if length > 5_000 {
                let cut = Ole::open(&file[..file.len() / 2]).and_then(|ole| ole.stream("Workbook"));
                assert_eq!(cut.unwrap_err().code, "damaged");
            }
        }
    }

    #[test]
    fn a_table_named_again_and_again_takes_no_room() {
        let mut file = holding("Workbook", &vec![7; 5_000]);
        // A chain of tables of tables: each sector names table 0 another 127 times, and the next of them.
        let sectors = file.len() / 512 - 1;
        file[68..72].copy_from_slice(&(sectors as u32).to_le_bytes());
        for sector in sectors..sectors + 1_000 {
            (0..127).for_each(|_| file.extend(0_u32.to_le_bytes()));
            file.extend((sector as u32 + 1).to_le_bytes());
        }
        let last = file.len() - 4;
        file[last..].copy_from_slice(&u32::MAX.to_le_bytes());
        let ole = Ole::open(&file).unwrap();
        assert!(ole.fat.len() <= 2 * file.len() / 512, "{}", ole.fat.len());
        assert!(ole.stream("Workbook").unwrap().unwrap().starts_with(&[7; 5_000]));
    }

    #[test]
    fn chains_in_circles_and_short_files_are_refused() {
        let mut file = vec![0xFF_u8; 512 * 4];
        file[30..32].copy_from_slice(&9_u16.to_le_bytes());
        file[68..72].copy_from_slice(&u32::MAX.to_le_bytes());
        file[76..80].copy_from_slice(&0_u32.to_le_bytes()); // the table is sector 0
        file[48..52].copy_from_slice(&1_u32.to_le_bytes()); // the directory is sector 1
        file[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes()); // and follows itself
        assert_eq!(Ole::open(&file).err().map(|refused| refused.code), Some("damaged".to_owned()));
        // A chain of tables that names itself.
        file[68..72].copy_from_slice(&2_u32.to_le_bytes());
        file[512 * 4 - 4..].copy_from_slice(&2_u32.to_le_bytes());
        assert!(Ole::open(&file).is_err());
        // A mini stream's chain that stands still just behind the last mini sector.
        let links = [u32::MAX; 3];
        let entries = vec![Entry { name: "Book".into(), kind: Kind::Stream, start: 1, size: 128, links }];
        let (mini_fat, mini) = (vec![u32::MAX, 1], vec![0; 64]);
        let still = Ole { bytes: &file, sector: 512, fat: Vec::new(), mini_fat, mini, entries, root: vec![0] };
        assert_eq!(still.stream("Book").unwrap_err().code, "damaged");
        for length in [0, 8, 511, 512] {
            assert!(Ole::open(&file[..length]).is_err());
        }
    }
}
