//! The tables of normal form C, unpacked when they are first needed. `build.rs` packs them.

use std::sync::LazyLock;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/nfc.bin"));
static TABLES: LazyLock<Tables> = LazyLock::new(Tables::unpacked);

/// Characters of a page.
const PAGE: usize = 1 << 7;
/// Pages up to the last character.
const PAGES: usize = (char::MAX as usize + 1) / PAGE;

/// What is special about characters.
#[derive(Default)]
pub(super) struct Tables {
    /// For every page of characters, where its numbers begin in `numbers`. The page of those that nothing is to be said of stands there once.
    pages: Vec<u16>,
    /// 0, or the number of a mark (from 1), or behind all marks that of a character that can be taken apart.
    numbers: Vec<u16>,
    /// The marks: combining class, and where the pairs with it stand in `pairs`. The first is none.
    marks: Vec<(u8, std::ops::Range<u16>)>,
    /// Where in `parts` the parts of a character begin and end.
    apart: Vec<std::ops::Range<u16>>,
    parts: Vec<char>,
    /// By second part: the first part, and the character that both are together.
    pairs: Vec<(char, char)>,
}

/// A mark, or 0 for any other character.
pub(super) type Mark = u16;

impl Tables {
    pub(super) fn get() -> &'static Self {
        &TABLES
    }

    /// Takes a character apart, one step.
    pub(super) fn parts(&self, c: char) -> Option<&[char]> {
        let number = usize::from(self.number(c)).checked_sub(self.marks.len())?;
        let parts = self.apart.get(number)?;
        self.parts.get(usize::from(parts.start)..usize::from(parts.end))
    }

    /// The mark that a character is, and its combining class. One of class 0 begins something new, but may join what stands before it.
    pub(super) fn mark(&self, c: char) -> (Mark, u8) {
        let number = self.number(c);
        self.marks.get(usize::from(number)).map_or((0, 0), |(class, _)| (number, *class))
    }

    /// What a character and the mark behind it are together.
    pub(super) fn together(&self, base: char, mark: Mark) -> Option<char> {
        let (_, pairs) = self.marks.get(usize::from(mark))?;
        let pairs = self.pairs.get(usize::from(pairs.start)..usize::from(pairs.end))?;
        pairs.binary_search_by_key(&base, |pair| pair.0).ok().map(|at| pairs[at].1)
    }

    fn number(&self, c: char) -> u16 {
        let page = usize::from(self.pages[c as usize / PAGE]);
        self.numbers[page + c as usize % PAGE]
    }

    fn unpacked() -> Self {
        let mut packed = PACKED;
        let mut tables = Self { pages: vec![0; PAGES], numbers: vec![0; PAGE], ..Self::default() };
        tables.marks.push((0, 0..0));
        let mut c = 0;
        for _ in 0..number(&mut packed) {
            c += number(&mut packed);
            let (length, class) = (number(&mut packed), number(&mut packed) as u8);
            for _ in 0..length {
                tables.say(c, tables.marks.len());
                tables.marks.push((class, 0..0));
                c += 1;
            }
        }
        let count = number(&mut packed) as usize;
        let whole = characters(&mut packed, count);
        let kinds: Vec<usize> = (0..count).map(|_| number(&mut packed) as usize).collect();
        let first = characters(&mut packed, count);
        let others = kinds.iter().map(|kind| kind.checked_sub(1).unwrap_or(1)).sum();
        let mut others = characters(&mut packed, others).into_iter();
        let mut pairs = Vec::new();
        for (at, ((whole, kind), first)) in whole.into_iter().zip(kinds).zip(first).enumerate() {
            tables.say(whole as u32, tables.marks.len() + at);
            let start = tables.parts.len() as u16;
            tables.parts.push(first);
            tables.parts.extend(others.by_ref().take(kind.checked_sub(1).unwrap_or(1)));
            tables.apart.push(start..tables.parts.len() as u16);
            if let (0, Some(&second)) = (kind, tables.parts.last()) {
                pairs.push((u64::from(tables.mark(second).0) << 32 | u64::from(first), whole as u32));
            }
        }
        pairs.sort_unstable();
        for (key, whole) in pairs {
            let (first, whole) = (char::from_u32(key as u32), char::from_u32(whole));
            let at = tables.pairs.len() as u16;
            tables.pairs.extend(first.zip(whole));
            let (_, range) = &mut tables.marks[(key >> 32) as usize];
            if range.end == 0 {
                range.start = at;
            }
            range.end = at + 1;
        }
        tables
    }

    /// Notes a character's number.
    fn say(&mut self, c: u32, number: usize) {
        let page = &mut self.pages[c as usize / PAGE];
        if *page == 0 {
            *page = self.numbers.len() as u16;
            self.numbers.resize(self.numbers.len() + PAGE, 0);
        }
        self.numbers[usize::from(*page) + c as usize % PAGE] = number as u16;
    }
}

/// The next number: seven bits a byte, the lowest first.
fn number(packed: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0, 0);
    while let Some((&byte, rest)) = packed.split_first() {
        *packed = rest;
        number |= u32::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            break;
        }
        shift += 7;
    }
    number
}

/// So many characters, each as the step from the last one.
fn characters(packed: &mut &[u8], count: usize) -> Vec<char> {
    let mut last = 0_u32;
    let steps = (0..count).map(|_| {
        let step = number(packed);
        last = if step & 1 == 1 { last - (step >> 1) } else { last + (step >> 1) };
        char::from_u32(last).unwrap_or_default()
    });
    steps.collect()
}
