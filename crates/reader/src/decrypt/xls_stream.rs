//! The encryptions of `.xls`: RC4 with keys of MD5 or SHA-1, a block of 1 KB at a time, and the older play with bits. Only the records' data
//! is encrypted, and not that of those which lead to the others.

use super::keys::Hash;
use super::rc4::Rc4;
use super::standard::Description;
use crate::binary::u16_at;

const BEGIN: u16 = 0x0809;
const SHEET: u16 = 0x0085;
const PASSWORD: u16 = 0x002F;
/// Records that are not encrypted, such as the user who has the file open and the versions.
const PLAIN: [u16; 7] = [BEGIN, PASSWORD, 0x00E1, 0x0138, 0x0194, 0x0195, 0x0196];
const BLOCK: usize = 1_024;
/// Values derived from the password's bits: its check, and the bytes that are combined with the content.
const CHECK: u16 = 0x9A0A;
const OVER: [u8; 16] = [0x87, 0x6B, 0x9A, 0xE2, 0x1E, 0xE3, 0x05, 0x62, 0x1E, 0x69, 0x96, 0x60, 0x98, 0x6E, 0x94, 0x04];

/// The encryption of a stream.
enum Cipher {
    /// The hash of the password and a salt, from which each block's key is made.
    Rc4 {
        hash: Hash,
        seed: Vec<u8>,
        bytes: usize,
    },
    Bits,
}

/// The stream as it was before, where the password fits.
pub(super) fn decrypt(mut stream: Vec<u8>) -> Option<Vec<u8>> {
    let record = |at: usize| Some((u16_at(&stream, at)?, usize::from(u16_at(&stream, at + 2)?)));
    let mut at = 0;
    while record(at)?.0 != PASSWORD {
        at += 4 + record(at)?.1;
    }
    let length = record(at)?.1;
    let cipher = Cipher::read(stream.get(at + 4..at + 4 + length)?, length)?;
    let over = cipher.stream(stream.len());
    let mut at = 0;
    while let (Some(kind), Some(length)) = (u16_at(&stream, at), u16_at(&stream, at + 2)) {
        let (start, length) = (at + 4, usize::from(length));
        let end = (start + length).min(stream.len());
        // Where a sheet begins is said plainly.
        let first = if kind == SHEET { (start + 4).min(end) } else { start };
        // The decrypted stream says nowhere that it is encrypted.
        if kind == PASSWORD {
            stream[at..at + 2].fill(0xFF);
        }
        if !PLAIN.contains(&kind) && kind != u16::MAX {
            for place in first..end {
                let byte = &mut stream[place];
                *byte = match &over {
                    Some(over) => *byte ^ over[place],
                    None => (*byte ^ OVER[(length + place) % 16]).rotate_left(3),
                };
            }
        }
        at = start + length;
    }
    Some(stream)
}

impl Cipher {
    fn read(info: &[u8], length: usize) -> Option<Self> {
        // Excel 5 and 95 know no other way, and don't name it.
        if length == 4 || u16_at(info, 0)? == 0 {
            return (u16_at(info, length.min(6) - 2)? == CHECK).then_some(Self::Bits);
        }
        let (cipher, verifier, expected) = match (u16_at(info, 2)?, u16_at(info, 4)?) {
            (1, 1) => {
                let hash = Hash::Md5.of(&[&super::password()]);
                let salted: Vec<u8> = [&hash[..5], info.get(6..22)?].concat().repeat(16);
                let seed = Hash::Md5.of(&[&salted])[..5].to_vec();
                (Self::Rc4 { hash: Hash::Md5, seed, bytes: 16 }, info.get(22..38)?, info.get(38..54)?)
            }
            (2..=4, 2) => {
                // Flags, and the description.
                let Description { bits, salt, verifier, hash } = Description::read(info.get(10..)?)?;
                let seed = Hash::Sha1.of(&[salt, &super::password()]);
                let bytes = if bits == 0 { 5 } else { bits as usize / 8 };
                (Self::Rc4 { hash: Hash::Sha1, seed, bytes }, verifier, hash.get(..20)?)
            }
            _ => return None,
        };
        cipher.fits(verifier, expected).then_some(cipher)
    }

    /// The cipher of a block.
    fn block(&self, number: u32) -> Option<Rc4> {
        let Self::Rc4 { hash, seed, bytes } = self else { return None };
        let mut key = hash.of(&[seed, &number.to_le_bytes()]);
        key.truncate(*bytes);
        // Keys of 40 bits are filled up.
        if *bytes == 5 {
            key.resize(16, 0);
        }
        Some(Rc4::new(&key))
    }

    fn fits(&self, verifier: &[u8], expected: &[u8]) -> bool {
        let (Some(mut cipher), Self::Rc4 { hash, .. }) = (self.block(0), self) else { return false };
        let (mut verifier, mut expected) = (verifier.to_vec(), expected.to_vec());
        cipher.apply(&mut verifier);
        cipher.apply(&mut expected);
        hash.of(&[&verifier]) == expected
    }

    /// The bytes to be laid over as many; none where that is not how it works.
    fn stream(&self, length: usize) -> Option<Vec<u8>> {
        let mut over = vec![0; length];
        for (number, block) in (0..).zip(over.chunks_mut(BLOCK)) {
            self.block(number)?.apply(block);
        }
        Some(over)
    }
}
