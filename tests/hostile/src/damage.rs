//! Honest files cut off, or with bytes changed, at places that look random and are the same every time.

use crate::Expect::{Anything, NothingWrong};
use crate::{Hostile, honest};

/// How many pieces of each kind.
const CUTS: u32 = 60;
const FLIPS: u32 = 240;

/// Numbers that look random, from a seed.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// The same seed gives the same numbers.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    /// The next number.
    pub const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// The next number below a limit; 0 where that is 0.
    pub const fn below(&mut self, limit: usize) -> usize {
        if limit == 0 { 0 } else { (self.roll() % limit as u64) as usize }
    }
}

/// Bytes without meaning.
#[must_use]
pub fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut dice = Dice::new(seed);
    (0..length).map(|_| dice.roll() as u8).collect()
}

/// Changes a file a little: bytes flipped, put in, taken out, doubled, or set to values that numbers break at.
pub fn change(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(6) {
        if bytes.is_empty() {
            return;
        }
        let at = dice.below(bytes.len());
        let length = dice.below(bytes.len() - at).min(1 << dice.below(10));
        match dice.below(8) {
            0..=2 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            3 if at + 4 <= bytes.len() => {
                let number =
                    [0, 1, 0x7FFF_FFFF, 0x8000_0000, u32::MAX, u32::MAX - 1, 0x00FF_FFFF, 0x0010_0000][dice.below(8)];
                bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
            }
            4 => drop(bytes.drain(at..at + length)),
            5 => {
                let piece = bytes[at..at + length].to_vec();
                let to = dice.below(bytes.len());
                drop(bytes.splice(to..to, piece));
            }
            6 => drop(bytes.splice(at..at, [dice.roll() as u8])),
            _ => bytes.truncate(bytes.len() - length / 4),
        }
    }
}

/// An honest file cut off at one of [`CUTS`] places.
fn cut(format: usize, variant: u32) -> Vec<u8> {
    let (_, mut bytes) = honest()[format].clone();
    bytes.truncate(bytes.len() * variant as usize / CUTS as usize);
    bytes
}

/// An honest file with one byte changed.
fn flipped(format: usize, variant: u32) -> Vec<u8> {
    let (_, mut bytes) = honest()[format].clone();
    // Every place of a small file comes up sooner or later, spread evenly.
    let at = bytes.len() * variant as usize / FLIPS as usize;
    let mut dice = Dice::new(u64::from(variant));
    bytes[at] = [0, 0xFF, 0x7F, bytes[at] ^ 1, bytes[at] ^ 0x80, dice.roll() as u8][dice.below(6)];
    bytes
}

pub(crate) const CLASSES: &[Hostile] = &[
    Hostile::one("cut-xlsx", "cut.xlsx", |variant| cut(0, variant), NothingWrong).variants(CUTS),
    Hostile::one("cut-xlsb", "cut.xlsb", |variant| cut(1, variant), NothingWrong).variants(CUTS),
    Hostile::one("cut-xls", "cut.xls", |variant| cut(2, variant), NothingWrong).variants(CUTS),
    Hostile::one("cut-ods", "cut.ods", |variant| cut(3, variant), NothingWrong).variants(CUTS),
    Hostile::one("cut-csv", "cut.csv", |variant| cut(4, variant), Anything).variants(CUTS),
    // A zip holds a checksum of each part: no change gets through in silence.
    Hostile::one("flipped-xlsx", "flipped.xlsx", |variant| flipped(0, variant), NothingWrong).variants(FLIPS),
    Hostile::one("flipped-xlsb", "flipped.xlsb", |variant| flipped(1, variant), NothingWrong).variants(FLIPS),
    Hostile::one("flipped-xls", "flipped.xls", |variant| flipped(2, variant), Anything).variants(FLIPS),
    Hostile::one("flipped-ods", "flipped.ods", |variant| flipped(3, variant), NothingWrong).variants(FLIPS),
    Hostile::one("flipped-csv", "flipped.csv", |variant| flipped(4, variant), Anything).variants(FLIPS),
];
