//! The encryption of Excel 2007: AES, a block at a time.

use super::keys::{Aes, Hash};
use crate::binary::u32_at;

const SPINS: u32 = 50_000;

/// The header and the verifier that files with a binary description contain. RC4 in `.xls` has the same.
pub(super) struct Description<'a> {
    /// Bits of the key.
    pub(super) bits: u32,
    pub(super) salt: &'a [u8],
    pub(super) verifier: &'a [u8],
    pub(super) hash: &'a [u8],
}

impl<'a> Description<'a> {
    /// Reads it from its header's length on.
    pub(super) fn read(info: &'a [u8]) -> Option<Self> {
        let header = u32_at(info, 0)? as usize;
        let bits = u32_at(info, 4 + 16)?;
        let rest = info.get(4_usize.checked_add(header)?..)?;
        // The salt's length, the salt, the verifier, its hash's length, the hash.
        (u32_at(rest, 0)? == 16).then_some(())?;
        Some(Self { bits, salt: rest.get(4..20)?, verifier: rest.get(20..36)?, hash: rest.get(40..)? })
    }
}

/// The content, where the password fits.
pub(super) fn decrypt(info: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let Description { bits, salt, verifier, hash } = Description::read(info)?;
    let spun = Hash::Sha1.spun(salt, SPINS);
    let hashed = Hash::Sha1.of(&[&spun, &0_u32.to_le_bytes()]);
    let half = |pad: u8| {
        let mut block = [pad; 64];
        block.iter_mut().zip(&hashed).for_each(|(byte, hashed)| *byte ^= hashed);
        Hash::Sha1.of(&[&block])
    };
    let key = [half(0x36), half(0x5C)].concat();
    let cipher = Aes::new(key.get(..bits as usize / 8)?)?;
    let expected = Hash::Sha1.of(&[&cipher.blocks(verifier)]);
    cipher.blocks(hash.get(..32)?).starts_with(&expected).then(|| cipher.blocks(data))
}
