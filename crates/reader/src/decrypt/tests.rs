//! Files encrypted here as Excel does it: with its own password, and with another. Files of other programs were compared by hand.

use aes::cipher::generic_array::GenericArray;
use aes::cipher::{BlockEncrypt, KeyInit};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lanegate_sheet::Cell;

use super::keys::{Hash, fitted};
use super::rc4::Rc4;
use crate::ole::tests::{holding, tree};
use crate::xls::tests::{cell, record, text_of, workbook};
use crate::{Sheet, open};

const OWN: &str = "VelvetSweatshop";
const SALT: [u8; 16] = *b"0123456789abcdef";
const VERIFIER: [u8; 16] = *b"fedcba9876543210";

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn spun(hash: Hash, password: &str, times: u32) -> Vec<u8> {
    let first = hash.of(&[&SALT, &wide(password)]);
    (0..times).fold(first, |before, number| hash.of(&[&number.to_le_bytes(), &before]))
}

/// AES with a key of 256 or 128 bits, in a chain where a start is given.
fn encrypted(key: &[u8], start: Option<&[u8]>, data: &[u8]) -> Vec<u8> {
    let mut before = start.map(<[u8]>::to_vec);
    let mut data = data.to_vec();
    data.resize(data.len().next_multiple_of(16), 0);
    let blocks = data.chunks(16).flat_map(|block| {
        let mut block = *GenericArray::from_slice(block);
        if let Some(before) = &before {
            block.iter_mut().zip(before).for_each(|(byte, before)| *byte ^= before);
        }
        match key.len() {
            32 => aes::Aes256::new_from_slice(key).unwrap().encrypt_block(&mut block),
            _ => aes::Aes128::new_from_slice(key).unwrap().encrypt_block(&mut block),
        }
        before = before.as_ref().map(|_| block.to_vec());
        block.to_vec()
    });
    blocks.collect()
}

/// A workbook as large as two segments, with one cell.
fn zip() -> Vec<u8> {
    let rows = "<sheetData><row><c t='str'><v>secret no more</v></c></row></sheetData>";
    let noise: String = (0_u32..4_000).map(|number| format!("{:x}", number.wrapping_mul(2_654_435_761))).collect();
    crate::xlsx::tests::pack(&[
        ("xl/workbook.xml", "<workbook><sheets><sheet name='Data'/></sheets></workbook>"),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet>{rows}<!--{noise}--></worksheet>")),
    ])
}

fn packed(info: &[u8], encrypted: &[u8]) -> Vec<u8> {
    let sized = [&(zip().len() as u64).to_le_bytes()[..], encrypted].concat();
    let next = [u32::MAX, 2, u32::MAX];
    tree(&[("EncryptionInfo", Some(info), next), ("EncryptedPackage", Some(&sized), [u32::MAX; 3])], 1)
}

fn agile(password: &str) -> Vec<u8> {
    described(password, |xml| xml)
}

/// The same, with another description of its encryption.
fn described(password: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let hash = Hash::Sha512;
    let spun = spun(hash, password, 7);
    let part = |block: &[u8], data: &[u8]| {
        let key = fitted(hash.of(&[&spun, block]), 32);
        STANDARD.encode(encrypted(&key, Some(&SALT), data))
    };
    let key = [7; 32];
    let input = part(&[0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79], &VERIFIER);
    let value = part(&[0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E], &hash.of(&[&VERIFIER]));
    let key_value = part(&[0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6], &key);
    let common = format!(
        "saltSize='16' blockSize='16' keyBits='256' hashSize='64' cipherAlgorithm='AES' cipherChaining='ChainingModeCBC' \
         hashAlgorithm='SHA512' saltValue='{}'",
        STANDARD.encode(SALT)
    );
    let xml = format!(
        "<encryption xmlns='http://schemas.microsoft.com/office/2006/encryption' \
         xmlns:p='http://schemas.microsoft.com/office/2006/keyEncryptor/password'><keyData {common}/><keyEncryptors>\
         <keyEncryptor><p:encryptedKey spinCount='7' {common} encryptedVerifierHashInput='{input}' \
         encryptedVerifierHashValue='{value}' encryptedKeyValue='{key_value}'/></keyEncryptor></keyEncryptors></encryption>"
    );
    let xml = change(xml);
    let segments = (0_u32..).zip(zip().chunks(4_096).map(<[u8]>::to_vec).collect::<Vec<_>>());
    let content = segments.flat_map(|(number, segment)| {
        let start = fitted(hash.of(&[&SALT, &number.to_le_bytes()]), 16);
        encrypted(&key, Some(&start), &segment)
    });
    packed(&[&[4, 0, 4, 0, 0x40, 0, 0, 0], xml.as_bytes()].concat(), &content.collect::<Vec<_>>())
}

/// A header and a verifier with its hash, as Excel 2007 and the RC4 of Excel 2002 describe them.
fn description(bits: u32, verifier: &[u8], hash: &[u8]) -> Vec<u8> {
    let header = [[0; 16], [0; 16]].concat();
    let header = [&header[..16], &bits.to_le_bytes(), &header[20..], &wide("Provider\0")].concat();
    let numbers = |number: usize| (number as u32).to_le_bytes();
    [&numbers(header.len())[..], &header, &numbers(16), &SALT, verifier, &numbers(20), hash].concat()
}

fn standard(password: &str) -> Vec<u8> {
    let hash = Hash::Sha1;
    let hashed = hash.of(&[&spun(hash, password, 50_000), &[0; 4]]);
    let mut block = [0x36; 64];
    block.iter_mut().zip(&hashed).for_each(|(byte, hashed)| *byte ^= hashed);
    let key = &hash.of(&[&block])[..16];
    let ends = [encrypted(key, None, &VERIFIER), encrypted(key, None, &hash.of(&[&VERIFIER]))];
    let info = [&[3, 0, 2, 0, 0x24, 0, 0, 0][..], &description(128, &ends[0], &ends[1])].concat();
    packed(&info, &encrypted(key, None, &zip()))
}

#[derive(Clone, Copy)]
enum Old {
    Md5,
    Sha1(u32),
    Bits,
}

/// An `.xls` of one text, encrypted.
fn old(kind: Old, password: &str) -> Vec<u8> {
    old_locked(kind, password, 1)
}

/// The same, which says so many times that it is encrypted.
fn old_locked(kind: Old, password: &str, locks: usize) -> Vec<u8> {
    let block = |number: u32| -> Rc4 {
        match kind {
            Old::Sha1(bits) => {
                let seed = Hash::Sha1.of(&[&SALT, &wide(password)]);
                let mut key = Hash::Sha1.of(&[&seed, &number.to_le_bytes()])[..bits as usize / 8].to_vec();
                key.resize(16, 0);
                Rc4::new(&key)
            }
            _ => {
                let salted = [&Hash::Md5.of(&[&wide(password)])[..5], &SALT].concat().repeat(16);
                let seed = &Hash::Md5.of(&[&salted])[..5];
                Rc4::new(&Hash::Md5.of(&[seed, &number.to_le_bytes()]))
            }
        }
    };
    let (mut verifier, mut first) = (VERIFIER.to_vec(), block(0));
    first.apply(&mut verifier);
    let mut hashed = |hash: Hash| {
        let mut hashed = hash.of(&[&VERIFIER]);
        first.apply(&mut hashed);
        hashed
    };
    let info = match kind {
        Old::Md5 => [&[1, 0, 1, 0, 1, 0][..], &SALT, &verifier, &hashed(Hash::Md5)].concat(),
        Old::Sha1(bits) => {
            let description = description(bits, &verifier, &hashed(Hash::Sha1));
            [&[1, 0, 2, 0, 2, 0, 4, 0, 0, 0][..], &description].concat()
        }
        Old::Bits if password == OWN => vec![0, 0, 0x59, 0xB3, 0x0A, 0x9A],
        Old::Bits => vec![0, 0, 1, 2, 3, 4],
    };
    // More than a block of the cipher before the cell.
    let padding = vec![record(0x00EE, &[5; 2_000])];
    let mut stream = workbook(
        &[vec![record(0x002F, &info); locks], padding].concat(),
        &[cell(0x0204, 0, 0, 0, &text_of("secret no more"))],
    );
    let mut over = vec![0; stream.len()];
    for (number, part) in (0..).zip(over.chunks_mut(1_024)) {
        block(number).apply(part);
    }
    let mut at = 0;
    while at + 4 <= stream.len() {
        let number = |at: usize| u16::from_le_bytes([stream[at], stream[at + 1]]);
        let (kind_of, length) = (number(at), usize::from(number(at + 2)));
        let first = if kind_of == 0x0085 { at + 8 } else { at + 4 };
        for place in first..at + 4 + length {
            if !matches!(kind_of, 0x0809 | 0x002F) {
                const OVER: [u8; 16] =
                    [0x87, 0x6B, 0x9A, 0xE2, 0x1E, 0xE3, 5, 0x62, 0x1E, 0x69, 0x96, 0x60, 0x98, 0x6E, 0x94, 4];
                stream[place] = match kind {
                    Old::Bits => stream[place].rotate_right(3) ^ OVER[(length + place) % 16],
                    _ => stream[place] ^ over[place],
                };
            }
        }
        at += 4 + length;
    }
    holding("Workbook", &stream)
}

fn read(bytes: Vec<u8>) -> Result<Sheet, String> {
    open(bytes, "x").and_then(|mut book| book.read(0, &mut |_| {})).map_err(|refused| refused.code)
}

#[test]
fn files_with_excels_own_password_open_and_others_stay_locked() {
    let kinds: [fn(&str) -> Vec<u8>; 6] = [
        agile,
        standard,
        |password| old(Old::Md5, password),
        |password| old(Old::Sha1(40), password),
        |password| old(Old::Sha1(128), password),
        |password| old(Old::Bits, password),
    ];
    for (number, file) in kinds.into_iter().enumerate() {
        let sheet = read(file(OWN)).unwrap_or_else(|code| panic!("{number}: {code}"));
        assert_eq!(sheet.cell(0, 0), Cell::Text("secret no more"), "{number}");
        assert_eq!(read(file("another")).unwrap_err(), "encrypted", "{number}");
    }
}

#[test]
fn a_stream_that_says_again_and_again_that_it_is_encrypted_opens() {
    for kind in [Old::Md5, Old::Bits] {
        let sheet = read(old_locked(kind, OWN, 20_000)).unwrap();
        assert_eq!(sheet.cell(0, 0), Cell::Text("secret no more"));
    }
}

#[test]
fn the_work_that_a_description_asks_for_is_bounded() {
    let with = |from: &str, to: &str| described(OWN, |xml| xml.replace(from, to));
    // Keys of no cipher, and a long salt.
    for bits in ["0", "64", "8000000000000", "18446744073709551615"] {
        assert_eq!(read(with("keyBits='256'", &format!("keyBits='{bits}'"))).unwrap_err(), "encrypted", "{bits}");
    }
    let salt = |bytes: usize| with("<keyData ", &format!("<keyData saltValue='{}' ", STANDARD.encode(vec![7; bytes])));
    assert_eq!(read(salt(65)).unwrap_err(), "encrypted");
    // The rounds of all keys count together: after a wrong one, the right one has those that are left.
    let first = |spins: u32| {
        let wrong = format!(
            "<p:encryptedKey spinCount='{spins}' blockSize='16' keyBits='128' cipherAlgorithm='AES' hashAlgorithm='MD5' \
             cipherChaining='ChainingModeCBC' saltValue='AAAA' encryptedVerifierHashInput='AAAA' \
             encryptedVerifierHashValue='AAAA'/><p:encryptedKey "
        );
        with("<p:encryptedKey ", &wrong)
    };
    assert!(read(first(999_993)).is_ok());
    assert_eq!(read(first(999_994)).unwrap_err(), "encrypted");
}

#[test]
fn no_change_of_a_description_ends_the_program() {
    for file in [agile(OWN), old(Old::Md5, OWN), old(Old::Sha1(40), OWN)] {
        // The description is where the file's streams are.
        let whole = file.len().min(4_000);
        for at in (512..whole).step_by(11) {
            for value in [0, 0x7F, 0xFF] {
                let mut changed = file.clone();
                changed[at] = value;
                let _ = read(changed);
            }
        }
        for length in (0..whole).step_by(197) {
            let _ = read(file[..length].to_vec());
        }
    }
    for (info, data) in
        [(&[][..], &[][..]), (&[4, 0, 4, 0], &[0; 8]), (&[3, 0, 2, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF], &[0; 9])]
    {
        assert!(super::package(info, data).is_none());
    }
    for info in
        [&[][..], &[0], &[0, 0], &[1, 0], &[1, 0, 1, 0, 1, 0], &[1, 0, 2, 0, 2, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]]
    {
        assert!(super::stream(record(0x002F, info)).is_none());
    }
}
