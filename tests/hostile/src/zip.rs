//! The zip container, with every number in it under control: right ones by default, and any lie.

use flate2::{Compress, Compression, Crc, FlushCompress};

use crate::Expect::{NothingWrong, Refused};
use crate::bytes::{numbers, put, words};
use crate::{Hostile, told, xlsx};

/// One entry: what the directory says of it, and the bytes that are there.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    pub(crate) flags: u16,
    pub(crate) method: u16,
    pub(crate) crc: u32,
    pub(crate) size: u32,
    pub(crate) packed: Vec<u8>,
}

impl Entry {
    /// A part as it should be.
    pub(crate) fn new(name: &str, content: &[u8]) -> Self {
        Self::repeated(name, content, b"", 0, b"")
    }

    /// A part whose content is `piece`, `times` over, between a head and a tail; packed without ever being whole.
    pub(crate) fn repeated(name: &str, head: &[u8], piece: &[u8], times: usize, tail: &[u8]) -> Self {
        // The pieces are packed by the megabyte, each on its own, so that the packed form repeats too.
        let many = (1_usize << 20).checked_div(piece.len()).unwrap_or(0).clamp(1, times.max(1));
        let block = piece.repeat(many);
        let (blocks, rest) = (times / many, piece.repeat(times % many));
        let packed_block = packed(&block, false);
        let mut bytes = packed(head, false);
        (0..blocks).for_each(|_| bytes.extend(&packed_block));
        bytes.extend(packed(&[&rest, tail].concat(), true));
        let mut crc = checksum(head);
        let of_block = checksum(&block);
        (0..blocks).for_each(|_| crc.combine(&of_block));
        crc.combine(&checksum(&rest));
        crc.combine(&checksum(tail));
        let size = head.len() + piece.len() * times + tail.len();
        Self { name: name.into(), flags: 0, method: 8, crc: crc.sum(), size: size as u32, packed: bytes }
    }
}

impl Entry {
    /// A part of many pieces, each of them made when it is packed: none of it is ever whole.
    pub(crate) fn of_pieces(name: &str, pieces: impl Iterator<Item = Vec<u8>>) -> Self {
        let mut compress = Compress::new(Compression::fast(), false);
        let (mut crc, mut bytes, mut block) = (Crc::new(), Vec::new(), Vec::new());
        let mut pieces = pieces.peekable();
        while let Some(piece) = pieces.next() {
            block.extend(piece);
            if block.len() < 1 << 20 && pieces.peek().is_some() {
                continue;
            }
            crc.update(&block);
            bytes.reserve(block.len() + 1_024);
            let flush = if pieces.peek().is_some() { FlushCompress::Sync } else { FlushCompress::Finish };
            compress.compress_vec(&block, &mut bytes, flush).expect("room for more than all of it");
            block.clear();
        }
        let size = compress.total_in() as u32;
        Self { name: name.into(), flags: 0, method: 8, crc: crc.sum(), size, packed: bytes }
    }
}

fn checksum(bytes: &[u8]) -> Crc {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc
}

/// Deflated bytes that can stand behind and before others.
fn packed(bytes: &[u8], is_last: bool) -> Vec<u8> {
    let mut compress = Compress::new(Compression::best(), false);
    let mut packed = Vec::with_capacity(bytes.len() + 1_024);
    let flush = if is_last { FlushCompress::Finish } else { FlushCompress::Full };
    compress.compress_vec(bytes, &mut packed, flush).expect("room for more than all of it");
    packed
}

/// The container, its directory last.
pub(crate) fn archive(entries: &[Entry]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let common = [
            words(&[20, entry.flags, entry.method, 0, 0x21]),
            numbers(&[entry.crc, entry.packed.len() as u32, entry.size]),
            words(&[entry.name.len() as u16, 0]),
        ]
        .concat();
        directory.extend(
            [&b"PK\x01\x02\x14\0"[..], &common, &[0; 10], &numbers(&[file.len() as u32]), &entry.name].concat(),
        );
        file.extend([&b"PK\x03\x04"[..], &common, &entry.name, &entry.packed].concat());
    }
    let (start, length, count) = (file.len() as u32, directory.len() as u32, entries.len() as u16);
    file.extend(directory);
    file.extend([b"PK\x05\x06", &words(&[0, 0, count, count])[..], &numbers(&[length, start]), &[0; 2]].concat());
    file
}

/// The honest workbook with one entry changed.
fn with(part: &str, change: impl Fn(&mut Entry)) -> Vec<u8> {
    let mut entries = xlsx::parts();
    entries.iter_mut().filter(|entry| entry.name == part.as_bytes()).for_each(change);
    archive(&entries)
}

/// The honest workbook and something more.
fn and(more: Vec<Entry>) -> Vec<u8> {
    archive(&[xlsx::parts(), more].concat())
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

/// The other sheet that a forger would like to be read.
fn forged() -> Vec<u8> {
    xlsx::sheet(&xlsx::table(["Forged", "Ann Lee", "Event"]))
}

/// A directory of the large form that promises billions of entries.
fn promising() -> Vec<u8> {
    let mut file = xlsx::honest();
    let end = file.len() - 22;
    let tail = file.split_off(end);
    let (start, length) = (&tail[16..20], &tail[12..16]);
    let count = 200_000_000_000_u64.to_le_bytes();
    let record = [
        b"PK\x06\x06",
        &44_u64.to_le_bytes()[..],
        &words(&[45, 45]),
        &numbers(&[0, 0]),
        &count,
        &count,
        length,
        &[0; 4],
        start,
        &[0; 4],
    ];
    file.extend(record.concat());
    file.extend([b"PK\x06\x07", &numbers(&[0])[..], &(end as u64).to_le_bytes(), &numbers(&[1])].concat());
    let mut tail = tail;
    tail[8..20].fill(0xFF);
    file.extend(tail);
    file
}

pub(crate) const CLASSES: &[Hostile] = &[
    Hostile::one(
        "bomb-of-two-gigabytes",
        "bomb.xlsx",
        |_| {
            let (head, tail) = xlsx::around();
            and_instead(SHEET, Entry::repeated(SHEET, &head, &[b' '; 1 << 16], (2 << 30 >> 16) - 2, &tail))
        },
        Refused("too_large"),
    ),
    Hostile::one(
        "bomb-that-declares-a-hundred-bytes",
        "bomb.xlsx",
        |_| {
            let (head, tail) = xlsx::around();
            let entry = Entry::repeated(SHEET, &head, &[b' '; 1 << 16], (2 << 30 >> 16) - 2, &tail);
            and_instead(SHEET, Entry { size: 100, ..entry })
        },
        Refused("damaged"),
    ),
    Hostile::one(
        "bomb-in-a-part-that-nobody-reads",
        "bomb.xlsx",
        |_| and(vec![Entry::repeated("xl/media/image1.png", b"", &[0; 1 << 16], 2 << 30 >> 16, b"")]),
        told(&[]),
    ),
    Hostile::one(
        "bomb-of-shared-strings",
        "bomb.xlsx",
        |_| {
            let strings = Entry::repeated(STRINGS, b"<sst>", &b"<si><t/></si>".repeat(4_000), 10_000, b"</sst>");
            and_instead(STRINGS, strings)
        },
        Refused("too_large"),
    ),
    Hostile::one("size-declared-too-large", "size.xlsx", |_| with(SHEET, |entry| entry.size += 9), Refused("damaged")),
    Hostile::one("size-declared-too-small", "size.xlsx", |_| with(SHEET, |entry| entry.size -= 9), Refused("damaged")),
    Hostile::one(
        "size-declared-of-four-gigabytes",
        "size.xlsx",
        |_| with(SHEET, |entry| entry.size = u32::MAX - 1),
        Refused("too_large"),
    ),
    Hostile::one(
        "checksum-of-another-content",
        "checksum.xlsx",
        |_| with(STRINGS, |entry| entry.crc ^= 1),
        Refused("damaged"),
    ),
    Hostile::one("unknown-compression", "method.xlsx", |_| with(SHEET, |entry| entry.method = 99), Refused("damaged")),
    Hostile::one(
        "entry-with-a-password",
        "locked.xlsx",
        |_| with(SHEET, |entry| entry.flags = 1),
        Refused("encrypted"),
    ),
    Hostile::one(
        "deflated-bytes-that-are-none",
        "noise.xlsx",
        |_| with(SHEET, |entry| entry.packed.fill(0xAB)),
        Refused("damaged"),
    ),
    Hostile::one("same-part-twice", "twice.xlsx", |_| and(vec![Entry::new(SHEET, &forged())]), Refused("damaged")),
    Hostile::one(
        "same-part-twice-in-capitals",
        "twice.xlsx",
        |_| and(vec![Entry::new("XL/Worksheets/SHEET1.XML", &forged())]),
        Refused("damaged"),
    ),
    Hostile::one(
        "names-that-climb-out",
        "paths.xlsx",
        |_| {
            and(vec![
                Entry::new("../../../../etc/passwd", b"x"),
                Entry::new("/xl/../xl/worksheets/../evil.xml", b"<a/>"),
                Entry::new("C:\\evil.xml", b"<a/>"),
            ])
        },
        told(&[]),
    ),
    Hostile::one(
        "names-of-broken-characters",
        "names.xlsx",
        |_| {
            let mut odd = Entry::new("x", b"x");
            odd.name = vec![0xFF, 0xFE, 0, b'\n', 0xC3];
            and(vec![odd, Entry::new(&"y".repeat(60_000), b"x")])
        },
        told(&[]),
    ),
    Hostile::one(
        "sixty-thousand-entries",
        "entries.xlsx",
        |_| and((0..60_000).map(|number| Entry::new(&format!("xl/media/{number}"), b"")).collect()),
        Refused("too_large"),
    ),
    Hostile::one("directory-that-promises-billions", "promise.xlsx", |_| promising(), Refused("too_large")),
    Hostile::one(
        "directory-behind-the-end",
        "directory.xlsx",
        |_| {
            let mut file = xlsx::honest();
            let at = file.len() - 6;
            put(&mut file, at, 0x7FFF_FFF0);
            file
        },
        Refused("damaged"),
    ),
    Hostile::one("only-a-directory", "nothing.xlsx", |_| archive(&[]), Refused("not_a_spreadsheet")),
    Hostile::one(
        "a-second-archive-behind-the-first",
        "two.xlsx",
        |_| [xlsx::honest(), archive(&[Entry::new("xl/workbook.xml", b"<workbook/>")])].concat(),
        NothingWrong,
    ),
    Hostile::one(
        "archive-behind-a-program",
        "program.xlsx",
        |_| {
            // The offsets in it count from its own start; it begins as a zip does.
            [b"PK\x03\x04 something else first".to_vec(), xlsx::honest()].concat()
        },
        NothingWrong,
    ),
];

/// The honest workbook with another entry in a part's place.
fn and_instead(part: &str, entry: Entry) -> Vec<u8> {
    with(part, |old| *old = entry.clone())
}
