//! A template column as declared data.

/// One column of a template.
#[derive(Debug)]
pub struct Column {
    /// Its name: the default header, the JSON field and the database column.
    pub name: &'static str,
    /// Other headers it is known by, as a person would write them.
    pub aliases: &'static [&'static str],
    /// Headers that can mean it and other things, the likeliest first. One is taken only if the cells confirm it and no header names the
    /// column. IDs of all systems look alike, so for an ID column one is only suggested.
    pub maybe: &'static [&'static str],
    /// What its cells hold.
    pub value: ValueType,
    /// Whether a row needs it.
    pub required: Required,
    /// Stored when a row is inserted without a value.
    pub default: Option<&'static str>,
    /// Whether the default template shows it. Others are accepted where a file has them.
    pub in_template: bool,
    /// What it is for, in one sentence.
    pub help: &'static str,
    /// A value that passes the check.
    pub good: &'static str,
    /// A value that does not.
    pub bad: &'static str,
}

/// Whether a row needs a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// Every row.
    Always,
    /// No row.
    Never,
    /// Some rows, by a row rule of the kind; the words say which.
    When(&'static str),
}

/// What a column's cells hold.
#[derive(Debug, Clone, Copy)]
pub enum ValueType {
    /// Text.
    Text {
        /// At most this many characters.
        max: usize,
        /// Line breaks are kept.
        lines: bool,
        /// Values that are usual; another one gets a hint. Empty: anything is.
        usual: &'static [&'static str],
        /// It is a person's name.
        person: bool,
    },
    /// A UUID.
    Uuid,
    /// The date of something that has happened: not after today.
    PastDate,
    /// One of a fixed list.
    List(&'static [ListValue]),
    /// An e-mail address.
    Email,
    /// An address on linkedin.com.
    LinkedIn,
    /// A whole number from 1.
    Ordinal,
}

/// One value of a list.
#[derive(Debug)]
pub struct ListValue {
    /// The value as stored.
    pub name: &'static str,
    /// What it means, in a few words.
    pub help: &'static str,
    /// What people write when they mean it. Never taken for it by itself: it is proposed.
    pub also: &'static [&'static str],
}

/// The largest length of an e-mail address.
pub(crate) const MAX_EMAIL: usize = 254;
/// The largest length of a LinkedIn address.
pub(crate) const MAX_LINKEDIN: usize = 300;

impl ValueType {
    /// The largest length of a stored value in characters, where it is a text without a fixed form.
    #[must_use]
    pub const fn longest(&self) -> Option<usize> {
        match self {
            Self::Text { max, .. } => Some(*max),
            Self::Email => Some(MAX_EMAIL),
            Self::LinkedIn => Some(MAX_LINKEDIN),
            Self::Uuid | Self::PastDate | Self::List(_) | Self::Ordinal => None,
        }
    }

    /// What a cell of this type is expected to hold, in words.
    #[must_use]
    pub fn expectation(&self) -> String {
        match self {
            Self::Text { max, .. } => format!("a text of at most {max} characters"),
            Self::Uuid => "an id like 6f9619ff-8b86-4d01-b42d-00cf4fc964ff".into(),
            Self::PastDate => "a date, not after today".into(),
            Self::List(values) => format!("one of {}", names(values)),
            Self::Email => "an address like name@example.com".into(),
            Self::LinkedIn => "an address on linkedin.com".into(),
            Self::Ordinal => "a whole number from 1".into(),
        }
    }
}

/// A list's values in words: `discovery, systems, numbers or other`.
pub(crate) fn names(values: &[ListValue]) -> String {
    let names: Vec<_> = values.iter().map(|value| value.name).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
