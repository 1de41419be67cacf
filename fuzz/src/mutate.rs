//! Changes: bytes at random, words that formats know put in, pieces of other seeds put across.

use lanegate_hostile::damage::{Dice, change};
use lanegate_hostile::pack;

use crate::seeds::Seed;

/// What the readers look for, and numbers that arithmetic breaks at.
const WORDS: &[&str] = &[
    "<row r=\"1048577\">",
    "<row hidden=\"1\">",
    "</row>",
    "<c r=\"XFD1048576\" t=\"s\"><v>",
    "</v></c>",
    "<c t=\"e\"><v>#SPILL!</v></c>",
    "<f>",
    "<is><t>",
    "<sheetData>",
    "</sheetData>",
    "<mergeCell ref=\"A1:XFD1048576\"/>",
    "<autoFilter ref=\"A1:C9\"><filterColumn/></autoFilter>",
    "<dimension ref=\"1:2\"/>",
    " t=\"inlineStr\"",
    " t=\"d\"",
    " s=\"99\"",
    " r=\"A0\"",
    " r=\"ZZZZZZZ1\"",
    " number-rows-repeated=\"4294967295\"",
    " number-columns-repeated=\"16384\"",
    " visibility=\"filter\"",
    "<table:table>",
    "</table:table>",
    "<table:covered-table-cell/>",
    "<text:s text:c=\"9999\"/>",
    "<si>",
    "</si>",
    "<rPh>",
    "_x000D_",
    "_xD800_",
    "&#x0;",
    "&amp;",
    "&lol;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "\u{FEFF}",
    "date1904=\"1\"",
    "state=\"veryHidden\"",
    "veryHidden",
    "-1",
    "4294967295",
    "18446744073709551616",
    "1e999",
    "NaN",
    "\"",
    "'",
    "\r",
    "\n",
    "\r\n",
    "\t",
    ";",
    "sep=,\n",
    "firm_name",
    "primary_contact_name",
    "meeting_date",
    "company_id",
    "Total",
    "2025-02-30",
    "31/12/99",
    "45778",
];

/// A new file from the seeds.
pub fn changed(seeds: &[Seed], dice: &mut Dice) -> Vec<u8> {
    let Some(seed) = seeds.get(dice.below(seeds.len())) else { return Vec::new() };
    match seed {
        Seed::Bytes(bytes) => {
            let mut bytes = bytes.clone();
            stir(&mut bytes, seeds, dice);
            bytes
        }
        Seed::Parts(parts) => {
            let mut parts = parts.clone();
            for _ in 0..=dice.below(2) {
                let at = dice.below(parts.len());
                match dice.below(24) {
                    0 => drop(parts.remove(at)),
                    1 => {
                        let name = parts[dice.below(parts.len())].0.clone();
                        parts[at].0 = name;
                    }
                    _ => stir(&mut parts[at].1, seeds, dice),
                }
                if parts.is_empty() {
                    break;
                }
            }
            pack(&parts)
        }
    }
}

fn stir(bytes: &mut Vec<u8>, seeds: &[Seed], dice: &mut Dice) {
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len() + 1);
        match dice.below(6) {
            0 | 1 if !bytes.is_empty() => change(bytes, dice),
            2 => {
                if let Some(Seed::Bytes(other)) = seeds.get(dice.below(seeds.len())) {
                    let from = dice.below(other.len());
                    let piece = other[from..(from + dice.below(200)).min(other.len())].to_vec();
                    drop(bytes.splice(at..at, piece));
                }
            }
            _ => {
                let word = WORDS[dice.below(WORDS.len())];
                let end = (at + dice.below(2) * dice.below(20)).min(bytes.len());
                drop(bytes.splice(at..end, word.bytes()));
            }
        }
    }
}
