//! Files that are encrypted with the password that Excel itself tries: it writes one where a workbook is protected but no password is asked
//! for, and opens such a file without asking. Its owner knows of no password that could be removed. Files with another password stay
//! locked.
//!
//! Written here over the RustCrypto crates: office-crypto, the existing library, brings its own XML reader and a compound file reader
//! and reads no `.xls`.

mod agile;
mod keys;
mod rc4;
mod standard;
#[cfg(test)]
mod tests;
mod xls_stream;

use crate::binary::u16_at;

/// The password of Excel's own.
const PASSWORD: &str = "VelvetSweatshop";
/// Bytes of a packed workbook that are encrypted together.
const SEGMENT: usize = 4_096;

/// The zip of an encrypted `.xlsx`, `.xlsm` or `.xlsb`; none where its password is another, or its encryption unknown.
pub(crate) fn package(info: &[u8], encrypted: &[u8]) -> Option<Vec<u8>> {
    let size = usize::try_from(u64::from_le_bytes(*encrypted.first_chunk()?)).ok()?;
    let data = &encrypted[8..];
    let mut zip = match (u16_at(info, 0)?, u16_at(info, 2)?) {
        (4, 4) => agile::decrypt(info.get(8..)?, data)?,
        (2..=4, 2) => standard::decrypt(info.get(8..)?, data)?,
        _ => return None,
    };
    zip.truncate(size);
    Some(zip)
}

/// The stream of an encrypted `.xls`, with nothing in the place of the records that say so.
pub(crate) fn stream(stream: Vec<u8>) -> Option<Vec<u8>> {
    xls_stream::decrypt(stream)
}

/// The password as it is hashed.
fn password() -> Vec<u8> {
    PASSWORD.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
