//! Takes the place of the crate `crc32fast` (`[patch.crates-io]` in the workspace's `Cargo.toml`), which zip asks for: CRC-32, computed by
//! zlib-rs. What unfolds parts is zlib-rs, and brings tables for it. The crate's own tables are sixteen kilobytes more that no compression
//! makes smaller, a twentieth of the page's worker; either way a checksum takes the same time.

use zlib_rs::crc32::{crc32, crc32_combine};

/// The checksum of some bytes.
#[must_use]
pub fn hash(buf: &[u8]) -> u32 {
    crc32(0, buf)
}

/// A checksum that is computed piece by piece.
#[derive(Debug, Clone, Default)]
pub struct Hasher {
    checksum: u32,
    length: u64,
}

impl Hasher {
    /// That of no bytes yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on from a checksum.
    #[must_use]
    pub fn new_with_initial(init: u32) -> Self {
        Self::new_with_initial_len(init, 0)
    }

    /// Goes on from a checksum of so many bytes.
    #[must_use]
    pub fn new_with_initial_len(init: u32, amount: u64) -> Self {
        Self { checksum: init, length: amount }
    }

    /// Takes in the next bytes.
    #[inline]
    pub fn update(&mut self, buf: &[u8]) {
        self.checksum = crc32(self.checksum, buf);
        self.length = self.length.wrapping_add(buf.len() as u64);
    }

    /// How many bytes were taken in.
    #[must_use]
    pub fn total_len(&self) -> u64 {
        self.length
    }

    /// The checksum.
    #[must_use]
    pub fn finalize(self) -> u32 {
        self.checksum
    }

    /// Forgets what was taken in.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Takes in the bytes that another has taken in.
    pub fn combine(&mut self, other: &Self) {
        self.checksum = crc32_combine(self.checksum, other.checksum, other.length);
        self.length = self.length.wrapping_add(other.length);
    }
}

impl core::hash::Hasher for Hasher {
    fn finish(&self) -> u64 {
        self.checksum.into()
    }

    fn write(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The checksum as it is defined, bit by bit.
    fn slow(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |checksum, &byte| {
            (0..8).fold(checksum ^ u32::from(byte), |sum, _| (sum >> 1) ^ (sum & 1).wrapping_neg() & 0xEDB8_8320)
        })
    }

    #[test]
    fn checksums_are_as_defined_whole_in_pieces_and_combined() {
        assert_eq!(hash(b"123456789"), 0xCBF4_3926);
        let bytes: Vec<u8> = (0..3_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for length in (0..200).chain([1_000, 3_000]) {
            let expected = slow(&bytes[..length]);
            assert_eq!(hash(&bytes[..length]), expected, "{length}");
            for cut in [0, 1.min(length), length / 3, length] {
                let (first, second) = bytes[..length].split_at(cut);
                let mut whole = Hasher::new();
                whole.update(first);
                let mut combined = whole.clone();
                whole.update(second);
                let mut other = Hasher::new();
                other.update(second);
                combined.combine(&other);
                assert_eq!((whole.total_len(), whole.finalize()), (length as u64, expected), "{length} {cut}");
                assert_eq!((combined.total_len(), combined.finalize()), (length as u64, expected), "{length} {cut}");
            }
        }
    }
}
