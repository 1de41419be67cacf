//! Hashes and the block cipher, by the names that files give them.

use aes::cipher::generic_array::GenericArray;
use aes::cipher::{BlockDecrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256, Block};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// A hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_uppercase().replace('-', "").as_str() {
            "MD5" => Self::Md5,
            "SHA1" => Self::Sha1,
            "SHA256" => Self::Sha256,
            "SHA384" => Self::Sha384,
            "SHA512" => Self::Sha512,
            _ => return None,
        })
    }

    /// The hash of parts end to end.
    pub(super) fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        fn of<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            let mut hash = D::new();
            parts.iter().for_each(|part| hash.update(part));
            hash.finalize().to_vec()
        }
        match self {
            Self::Md5 => of::<Md5>(parts),
            Self::Sha1 => of::<Sha1>(parts),
            Self::Sha256 => of::<Sha256>(parts),
            Self::Sha384 => of::<Sha384>(parts),
            Self::Sha512 => of::<Sha512>(parts),
        }
    }

    /// The password's hash, hashed again as often.
    pub(super) fn spun(self, salt: &[u8], times: u32) -> Vec<u8> {
        let first = self.of(&[salt, &super::password()]);
        (0..times).fold(first, |hash, number| self.of(&[&number.to_le_bytes(), &hash]))
    }
}

/// AES with a key of any of its lengths.
pub(super) enum Aes {
    Of128(Aes128),
    Of192(Aes192),
    Of256(Aes256),
}

impl Aes {
    pub(super) fn new(key: &[u8]) -> Option<Self> {
        Some(match key.len() {
            16 => Self::Of128(Aes128::new_from_slice(key).ok()?),
            24 => Self::Of192(Aes192::new_from_slice(key).ok()?),
            32 => Self::Of256(Aes256::new_from_slice(key).ok()?),
            _ => return None,
        })
    }

    /// Whole blocks, each by itself; a partial block at the end is dropped.
    pub(super) fn blocks(&self, data: &[u8]) -> Vec<u8> {
        let mut blocks: Vec<Block> = data.chunks_exact(16).map(|block| *GenericArray::from_slice(block)).collect();
        match self {
            Self::Of128(cipher) => cipher.decrypt_blocks(&mut blocks),
            Self::Of192(cipher) => cipher.decrypt_blocks(&mut blocks),
            Self::Of256(cipher) => cipher.decrypt_blocks(&mut blocks),
        }
        blocks.into_iter().flatten().collect()
    }

    /// Whole blocks, each chained to the one before.
    pub(super) fn chained(&self, start: &[u8], data: &[u8]) -> Vec<u8> {
        let mut plain = self.blocks(data);
        let before = start.iter().chain(data);
        plain.iter_mut().zip(before).for_each(|(byte, before)| *byte ^= before);
        plain
    }
}

/// A key or a start of this length: cut, or filled up.
pub(super) fn fitted(mut bytes: Vec<u8>, length: usize) -> Vec<u8> {
    bytes.resize(length, 0x36);
    bytes
}
