//! The encryption of Excel since 2010: described in XML, AES in chains, a segment of 4 KB at a time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quick_xml::events::{BytesStart, Event};

use super::SEGMENT;
use super::keys::{Aes, Hash, fitted};
use crate::xml;

/// The most rounds in which the password is hashed, for all keys of a file together. Excel does 100,000.
const MOST_SPINS: u32 = 1_000_000;
/// The longest salt, in bytes. It is hashed again for each segment. Excel's has 16.
const MOST_SALT: usize = 64;
/// Constants that are hashed in to make the keys of a verifier, its hash, and the key of the content.
const VERIFIER: [u8; 8] = [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79];
const VERIFIER_HASH: [u8; 8] = [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E];
const KEY: [u8; 8] = [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6];

/// The cipher's parameters.
struct Cipher {
    salt: Vec<u8>,
    key: usize,
    block: usize,
    hash: Hash,
}

impl Cipher {
    fn of(element: &BytesStart<'_>) -> Option<Self> {
        let is = |name: &str, value: &str| xml::attribute(element, name).as_deref() == Some(value);
        (is("cipherAlgorithm", "AES") && is("cipherChaining", "ChainingModeCBC")).then_some(())?;
        let number = |name: &str| xml::attribute(element, name)?.parse::<usize>().ok();
        let block = number("blockSize").filter(|&block| block == 16)?;
        let hash = Hash::named(&xml::attribute(element, "hashAlgorithm")?)?;
        let key = number("keyBits").filter(|bits| matches!(bits, 128 | 192 | 256))? / 8;
        let salt = bytes(element, "saltValue").filter(|salt| salt.len() <= MOST_SALT)?;
        Some(Self { salt, key, block, hash })
    }
}

fn bytes(element: &BytesStart<'_>, name: &str) -> Option<Vec<u8>> {
    STANDARD.decode(xml::attribute(element, name)?.trim()).ok()
}

/// The content, where the password fits.
pub(super) fn decrypt(mut info: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let mut reader = xml::reader(&mut info).ok()?.of_every_namespace();
    let (mut buf, mut content, mut key, mut spins) = (Vec::new(), None, None, MOST_SPINS);
    loop {
        match reader.next(&mut buf).ok()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "keyData" => content = Cipher::of(&element),
                "encryptedKey" => key = key.or_else(|| content_key(&element, &mut spins)),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    let content = content?;
    let cipher = Aes::new(key?.get(..content.key)?)?;
    let segments = (0_u32..).zip(data.chunks(SEGMENT)).map(|(number, segment)| {
        let start = content.hash.of(&[&content.salt, &number.to_le_bytes()]);
        cipher.chained(&fitted(start, content.block), segment)
    });
    Some(segments.flatten().collect())
}

/// The key of the content, which is encrypted with one made from the password. Counts its rounds of hashing down in `left`.
fn content_key(element: &BytesStart<'_>, left: &mut u32) -> Option<Vec<u8>> {
    let of = Cipher::of(element)?;
    let spins = xml::attribute(element, "spinCount")?.parse().ok()?;
    *left = left.checked_sub(spins)?;
    let spun = of.hash.spun(&of.salt, spins);
    let decrypted = |block: [u8; 8], name: &str| {
        let key = fitted(of.hash.of(&[&spun, &block]), of.key);
        Some(Aes::new(&key)?.chained(&fitted(of.salt.clone(), of.block), &bytes(element, name)?))
    };
    let verifier = decrypted(VERIFIER, "encryptedVerifierHashInput")?;
    let hash = decrypted(VERIFIER_HASH, "encryptedVerifierHashValue")?;
    let verifier = verifier.get(..of.salt.len())?;
    hash.starts_with(&of.hash.of(&[verifier])).then(|| decrypted(KEY, "encryptedKeyValue")).flatten()
}
