//! What matching noted of each row, in a few bytes, for the pass that gives the fates.

use uuid::Uuid;

/// Notes by the place of a row in the import, from 0.
#[derive(Debug, Default)]
pub(crate) struct RowNotes {
    notes: Vec<RowNote>,
    /// By the place of the row: the retracted imports that rows' records came with.
    retracted: Vec<(u32, Uuid)>,
}

/// Something that can be true of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flag(u8);

impl Flag {
    /// What the row refers to is not there.
    pub(crate) const MISSING: Self = Self(1);
    /// The row matches a stored record.
    pub(crate) const STORED: Self = Self(2);
    /// The row states other values than the record that it matches.
    pub(crate) const DIFFERS: Self = Self(4);
    /// The row's keys point at several records.
    pub(crate) const SEVERAL: Self = Self(8);
}

/// What is noted of one row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowNote(u8);

impl RowNote {
    /// Notes something if it is true.
    pub(crate) fn with(self, flag: Flag, is_true: bool) -> Self {
        if is_true { Self(self.0 | flag.0) } else { self }
    }

    pub(crate) const fn has(self, flag: Flag) -> bool {
        self.0 & flag.0 != 0
    }
}

impl RowNotes {
    /// Notes the next row, and the retracted import that its record came with.
    pub(crate) fn push(&mut self, note: RowNote, retracted: Option<Uuid>) {
        self.retracted.extend(retracted.map(|import| (self.notes.len() as u32, import)));
        self.notes.push(note);
    }

    /// What is noted of a row.
    pub(crate) fn at(&self, place: usize) -> RowNote {
        self.notes.get(place).copied().unwrap_or_default()
    }

    /// The retracted import that a row's record came with.
    pub(crate) fn retracted(&self, place: usize) -> Option<Uuid> {
        let at = self.retracted.binary_search_by_key(&place, |(row, _)| *row as usize).ok()?;
        Some(self.retracted[at].1)
    }
}
