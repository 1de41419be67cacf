//! The compound file of old Excel: tables and chains that run in circles, behind the end, or into each other.

use crate::Expect::{Anything, Refused};
use crate::bytes::{numbers, put, words};
use crate::{Hostile, told, xls};

const SECTOR: usize = 512;
/// Streams below this size lie in sectors of 64 bytes.
const CUTOFF: usize = 4_096;
const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = u32::MAX;

/// A compound file of one stream: first its tables, then its directory, then the stream.
pub(crate) fn holding(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(CUTOFF), 0);
    let length = stream.len();
    let sectors = length.div_ceil(SECTOR);
    let tables = (sectors + 2).div_ceil(127);
    let (directory, first) = (tables as u32, tables as u32 + 1);
    let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    file.resize(24, 0);
    file.extend(words(&[0x3E, 3, 0xFFFE, 9, 6]));
    file.resize(44, 0);
    file.extend(numbers(&[tables as u32, directory, 0, CUTOFF as u32, END, 0, END, 0]));
    file.extend(numbers(&(0..109).map(|table| if table < tables as u32 { table } else { FREE }).collect::<Vec<_>>()));
    let mut fat = vec![0xFFFF_FFFD; tables];
    fat.push(END);
    fat.extend(first + 1..first + sectors as u32);
    fat.push(END);
    fat.resize(tables * 128, FREE);
    file.extend(numbers(&fat));
    file.extend(entry("Root Entry", 5, END, 0));
    file.extend(entry(name, 2, first, length as u32));
    file.resize((tables + 2) * SECTOR, 0);
    stream.resize(sectors * SECTOR, 0);
    file.extend(stream);
    file
}

fn entry(name: &str, kind: u8, start: u32, size: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    entry.resize(64, 0);
    entry.extend(words(&[name.len() as u16 * 2 + 2]));
    entry.extend([kind, 1]);
    entry.extend(numbers(&[FREE, FREE, if kind == 5 { 1 } else { FREE }]));
    entry.resize(116, 0);
    entry.extend(numbers(&[start, size, 0]));
    entry
}

/// The honest workbook with numbers changed: (place, number).
fn changed(changes: &[(usize, u32)]) -> Vec<u8> {
    let mut file = xls::honest();
    changes.iter().for_each(|&(at, number)| put(&mut file, at, number));
    file
}

/// Where the number of sector `sector`'s successor stands, in the first table.
const fn next(sector: usize) -> usize {
    SECTOR + sector * 4
}

/// Where the second entry of the directory stands: tables 1 sector, then the directory.
const ENTRY: usize = SECTOR * 2 + 128;

pub(crate) const CLASSES: &[Hostile] = &[
    Hostile::one("ole-directory-in-a-circle", "circle.xls", |_| changed(&[(next(1), 1)]), Refused("damaged")),
    Hostile::one(
        "ole-stream-in-a-circle",
        "circle.xls",
        |_| changed(&[(next(4), 2), (ENTRY + 120, 0x7FFF_FFFF)]),
        Refused("damaged"),
    ),
    Hostile::one(
        "ole-tables-of-tables-in-a-circle",
        "circle.xls",
        |_| changed(&[(68, 3), (SECTOR * 5 - 4, 3)]),
        Refused("damaged"),
    ),
    Hostile::one(
        "ole-table-named-by-the-thousand",
        "tables.xls",
        |_| {
            let mut file = xls::honest();
            let first = file.len() / SECTOR - 1;
            put(&mut file, 68, first as u32);
            for sector in 1..=20_000 {
                file.extend(numbers(&[0; 127]));
                file.extend(numbers(&[if sector == 20_000 { END } else { (first + sector) as u32 }]));
            }
            file
        },
        told(&[]),
    ),
    Hostile::one(
        "ole-small-stream-standing-still",
        "mini.xls",
        |_| {
            // The stream is said to be small; its table of small sectors is the directory's sector, whose numbers lead nowhere.
            changed(&[
                (60, 1),
                (64, 1),
                (ENTRY + 116, 0),
                (ENTRY + 120, 4_000),
                (SECTOR * 2 + 116, 2),
                (SECTOR * 2 + 120, 64),
            ])
        },
        Anything,
    ),
    Hostile::one(
        "ole-small-table-in-a-circle",
        "mini.xls",
        |_| changed(&[(60, 2), (next(2), 2), (64, u32::MAX)]),
        Refused("damaged"),
    ),
    Hostile::one(
        "ole-stream-behind-the-end",
        "behind.xls",
        |_| changed(&[(ENTRY + 116, 0x00FF_FFFF)]),
        Refused("damaged"),
    ),
    Hostile::one(
        "ole-stream-at-the-last-number",
        "behind.xls",
        |_| changed(&[(ENTRY + 116, 0xFFFF_FFF9)]),
        Refused("damaged"),
    ),
    Hostile::one(
        "ole-stream-of-four-gigabytes",
        "size.xls",
        |_| changed(&[(ENTRY + 120, u32::MAX)]),
        Refused("damaged"),
    ),
    Hostile::one("ole-table-behind-the-end", "table.xls", |_| changed(&[(76, 0x00FF_FFFF)]), Refused("damaged")),
    Hostile::one(
        "ole-sectors-of-no-size",
        "sector.xls",
        |_| {
            let mut file = xls::honest();
            file[30] = 31;
            file
        },
        Refused("damaged"),
    ),
    Hostile::one("ole-header-alone", "header.xls", |_| xls::honest()[..SECTOR].to_vec(), Refused("damaged")),
    Hostile::one("ole-signature-alone", "signature.xls", |_| xls::honest()[..8].to_vec(), Refused("damaged")),
    Hostile::one("ole-encrypted", "encrypted.xlsx", |_| holding("EncryptedPackage", &[7; 5_000]), Refused("encrypted")),
    Hostile::one(
        "ole-word-document",
        "letter.xls",
        |_| holding("WordDocument", &[7; 5_000]),
        Refused("not_a_spreadsheet"),
    ),
    Hostile::one("ole-of-nobody", "nobody.xls", |_| holding("Contents", &[7; 5_000]), Refused("not_a_spreadsheet")),
];
