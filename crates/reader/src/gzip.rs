//! Files compressed by gzip, which is one file each: unpacked within the limits of the file inside.

use std::io::Read as _;

use flate2::bufread::GzDecoder;
use lanegate_wire::Unreadable;

use crate::{budget, refusal};

/// First bytes of every such file.
pub(crate) const MAGIC: &[u8] = b"\x1F\x8B\x08";

/// Returns the file inside. Its checksum is compared.
pub(crate) fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let damaged = || refusal::DAMAGED.with("it is compressed (gzip), and its content breaks off or contradicts itself");
    let mut content = Vec::new();
    let mut rest = bytes;
    // Some programs compress a file in pieces.
    while rest.starts_with(MAGIC) {
        let mut piece = GzDecoder::new(rest);
        let left = budget::FILE + 1 - content.len() as u64;
        (&mut piece).take(left).read_to_end(&mut content).map_err(|_| damaged())?;
        budget::part("(gzip)", content.len() as u64, bytes.len() as u64, budget::FILE)?;
        rest = piece.into_inner();
    }
    // Tapes and disks fill up with zeros.
    if rest.iter().any(|&byte| byte != 0) {
        return Err(damaged());
    }
    match content.get(257..262) {
        Some(b"ustar") => {
            Err(refusal::NOT_A_SPREADSHEET.with("an archive (.tar.gz); unpack it and choose the file inside"))
        }
        _ => Ok(content),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn whole_files_come_back_in_one_piece_or_several() {
        let table = b"firm_name,source\nReed Ltd,Event\n";
        assert_eq!(unpack(&packed(table)).unwrap(), table);
        let pieces = [packed(&table[..10]), packed(&table[10..]), vec![0; 512]].concat();
        assert_eq!(unpack(&pieces).unwrap(), table);
    }

    #[test]
    fn damaged_files_archives_and_bombs_are_refused() {
        let mut file = packed(b"firm_name,source\nReed Ltd,Event\n");
        let last = file.len() - 6;
        file[last] ^= 1;
        assert_eq!(unpack(&file).unwrap_err().code, "damaged");
        assert_eq!(unpack(&file[..last - 9]).unwrap_err().code, "damaged");
        assert_eq!(unpack(&[packed(b"a,b\n"), b"more".to_vec()].concat()).unwrap_err().code, "damaged");
        let archive = [vec![0; 257], b"ustar\x0000".to_vec(), vec![0; 300]].concat();
        assert!(unpack(&packed(&archive)).unwrap_err().message.contains(".tar.gz"));
        assert_eq!(unpack(&packed(&vec![b'a'; 100 << 20])).unwrap_err().code, "too_large");
    }
}
