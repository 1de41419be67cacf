//! Interned texts: each distinct text is held once, and cells name it by number.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Bytes by which a large buffer of texts grows.
const STEP: usize = 32 << 20;

/// The number of an interned text. Equal ids mean equal texts, within one sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(pub(crate) u32);

impl TextId {
    /// The id as an index into tables of one entry per distinct text.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// All texts of a sheet, end to end in one buffer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Strings {
    buffer: String,
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Strings {
    /// The id of a text, adding it if it is new; `None` when the buffer is full.
    pub(crate) fn intern(&mut self, text: &str, max_bytes: usize) -> Option<TextId> {
        let Self { buffer, ends, table, hasher } = self;
        let hash = hasher.hash_one(text);
        if let Some(&id) = table.find(hash, |&id| slice(buffer, ends, id) == text) {
            return Some(TextId(id));
        }
        if buffer.len() + text.len() > max_bytes {
            return None;
        }
        let id = u32::try_from(ends.len()).ok()?;
        if table.len() == table.capacity() {
            grow(table, buffer, ends, |text| hasher.hash_one(text));
        }
        // A large buffer grows by steps: doubled, it would take room for twice the limit.
        if buffer.len() + text.len() > buffer.capacity() && buffer.capacity() >= STEP {
            buffer.reserve_exact(text.len().max(STEP));
        }
        buffer.push_str(text);
        ends.push(u32::try_from(buffer.len()).ok()?);
        table.insert_unique(hash, id, |&id| hasher.hash_one(slice(buffer, ends, id)));
        Some(TextId(id))
    }

    pub(crate) fn get(&self, id: TextId) -> &str {
        slice(&self.buffer, &self.ends, id.0)
    }

    /// Every text, in the order of their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..).zip(&self.ends).map(|(id, _)| slice(&self.buffer, &self.ends, id))
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}

/// Doubles the table. It is made anew from the texts in their order: left to itself, it would visit them in its own order, which is
/// none, for their hashes, and hold its old room until then.
fn grow(table: &mut HashTable<u32>, buffer: &str, ends: &[u32], hash: impl Fn(&str) -> u64) {
    let room = table.capacity() * 2;
    *table = HashTable::new();
    table.reserve(room.max(16), |_| 0);
    for (id, _) in (0..).zip(ends) {
        table.insert_unique(hash(slice(buffer, ends, id)), id, |&id| hash(slice(buffer, ends, id)));
    }
}

fn slice<'a>(buffer: &'a str, ends: &[u32], id: u32) -> &'a str {
    let index = id as usize;
    let start = if index == 0 { 0 } else { ends[index - 1] as usize };
    &buffer[start..ends[index] as usize]
}

#[cfg(test)]
mod tests {
    use super::Strings;

    #[test]
    fn every_text_keeps_its_id_while_the_table_grows() {
        let mut strings = Strings::default();
        let texts: Vec<String> = (0..5_000).map(|at| format!("text {at}")).collect();
        for round in 0..2 {
            for (at, text) in texts.iter().enumerate() {
                let id = strings.intern(text, usize::MAX).unwrap();
                assert_eq!((id.index(), strings.get(id)), (at, text.as_str()), "round {round}");
            }
        }
        assert_eq!(strings.len(), texts.len());
    }
}
