//! The cell that several cells of a row give together. What is wrong with one of them stays wrong: an error is no text, and a date cell
//! stays one.

use std::borrow::Cow;

use lanegate_sheet::{Cell, DateSystem, Sheet};
use lanegate_wire::Combining;

use super::text::combine_texts;
use crate::apostrophes::{all_begin_in_column, all_begin_in_row, unmarked};
use crate::parse::{
    Moment, cell_text, digits_lost, has_time, is_error_text, is_placeholder, mark_removed, may_have_mark, shown_time,
    with_time, without_marks,
};
use crate::text::stored;
use crate::{Note, ValueType};

/// How a template column is made of columns of the file.
#[derive(Debug, Clone)]
pub(crate) struct Combination {
    value: ValueType,
    parts: Vec<u32>,
    how: Combining,
    /// The parts in which every text begins with an apostrophe that is a mark.
    marked: Vec<u32>,
}

/// A combined cell, before it is in the sheet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Combined {
    Blank,
    Text(String),
    Number(f64),
    Date(f64),
    Duration(f64),
    IsoDate(String),
    Bool(bool),
    Error(String),
    NoResult,
}

/// A filled cell of a row.
struct Part<'a> {
    cell: Cell<'a>,
    /// A text without its marks.
    text: Option<Cow<'a, str>>,
    /// Marks were removed.
    is_marked: bool,
}

impl Combination {
    /// Looks at the parts' columns for marks.
    pub fn new(value: ValueType, sheet: &Sheet, header_row: u32, parts: &[u32], how: Combining) -> Self {
        let rows = || header_row.saturating_add(1)..sheet.row_count();
        let is_marked = |at: &u32| may_have_mark(&value) && all_begin_in_column(rows().map(|row| sheet.cell(row, *at)));
        Self { value, parts: parts.to_vec(), how, marked: parts.iter().copied().filter(is_marked).collect() }
    }

    /// The cell of a row.
    pub fn cell(&self, sheet: &Sheet, row: u32) -> Combined {
        let parts = self.filled(sheet, row);
        self.of(&parts, sheet.date_system())
    }

    /// What is to be said of the parts, and can't be seen in the result.
    pub fn notes(&self, sheet: &Sheet, row: u32) -> Vec<Note> {
        let parts = self.filled(sheet, row);
        let used = if self.how == Combining::Join { parts.as_slice() } else { parts.get(..1).unwrap_or_default() };
        let marks = used.iter().any(|part| part.is_marked).then(mark_removed);
        // A single value is judged as it is.
        let joined = used.iter().filter(|_| used.len() > 1);
        joined.filter_map(|part| digits_lost(part.shown())).chain(marks).collect()
    }

    /// The filled cells, without those that say that there is no value, unless there are no others.
    fn filled<'a>(&self, sheet: &'a Sheet, row: u32) -> Vec<Part<'a>> {
        let cells = || self.parts.iter().map(|&at| (at, sheet.cell(row, at)));
        let row_is_marked = may_have_mark(&self.value) && all_begin_in_row(cells().map(|(_, cell)| cell));
        let parts = cells().map(|(at, cell)| self.part(cell, row_is_marked || self.marked.contains(&at)));
        let (values, others): (Vec<_>, Vec<_>) =
            parts.filter(|part| !part.is_blank()).partition(|part| !part.stands_for_nothing());
        if values.is_empty() { others } else { values }
    }

    fn part<'a>(&self, cell: Cell<'a>, has_apostrophe: bool) -> Part<'a> {
        let Cell::Text(text) = cell else { return Part { cell, text: None, is_marked: false } };
        let bare = without_marks(text, !may_have_mark(&self.value));
        let bare = bare.or_else(|| unmarked(text).filter(|_| has_apostrophe).map(Cow::Borrowed));
        Part { cell, is_marked: bare.is_some(), text: Some(bare.unwrap_or(Cow::Borrowed(text))) }
    }

    fn of(&self, parts: &[Part<'_>], dates: DateSystem) -> Combined {
        let Some(first) = parts.first() else { return Combined::Blank };
        let used = if self.how == Combining::Join { parts } else { &parts[..1] };
        if let Some(wrong) = used.iter().find(|part| part.is_wrong() || self.is_no_name(part)) {
            return wrong.as_it_is();
        }
        let is_one = used.len() == 1 && matches!(self.how, Combining::Join | Combining::FirstFilled);
        if is_one && first.text.is_none() {
            return first.as_it_is();
        }
        if let ([date, time], ValueType::PastDate) = (used, &self.value)
            && let Some(moment) = with_time(date.shown(), time.shown(), dates)
        {
            return moment.into();
        }
        let lines = matches!(self.value, ValueType::Text { lines: true, .. });
        let texts: Vec<String> = used.iter().map(|part| part.words(dates)).collect();
        match combine_texts(self.how, lines, texts.iter().map(String::as_str)) {
            text if text.is_empty() => Combined::Blank,
            text => Combined::Text(text),
        }
    }

    /// Returns true for a date or a time in place of a person's name.
    fn is_no_name(&self, part: &Part<'_>) -> bool {
        let is_time = matches!(part.cell, Cell::Date(_) | Cell::IsoDate(_) | Cell::Duration(_));
        is_time && matches!(self.value, ValueType::Text { person: true, .. })
    }
}

impl<'a> Part<'a> {
    /// The cell without its marks.
    fn shown(&self) -> Cell<'_> {
        self.text.as_deref().map_or(self.cell, Cell::Text)
    }

    fn is_blank(&self) -> bool {
        self.cell == Cell::Blank || self.text.as_deref().is_some_and(|text| stored(text, false).text.is_empty())
    }

    fn stands_for_nothing(&self) -> bool {
        self.text.as_deref().is_some_and(|text| is_placeholder(&stored(text, false).text))
    }

    /// Returns true for an error, a formula without a result, and a truth value, to which nothing can be joined.
    fn is_wrong(&self) -> bool {
        match self.cell {
            Cell::Error(_) | Cell::NoResult | Cell::Bool(_) => true,
            _ => self.text.as_deref().is_some_and(is_error_text),
        }
    }

    fn as_it_is(&self) -> Combined {
        self.shown().into()
    }

    /// The value as a text. A date cell shows its time, too.
    fn words(&self, dates: DateSystem) -> String {
        match self.cell {
            Cell::Date(_) | Cell::Duration(_) if has_time(self.cell) => shown_time(self.cell, dates),
            _ => cell_text(self.shown(), dates),
        }
    }
}

impl From<Cell<'_>> for Combined {
    fn from(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Blank => Self::Blank,
            Cell::Text(text) => Self::Text(text.to_owned()),
            Cell::Number(number) => Self::Number(number),
            Cell::Date(serial) => Self::Date(serial),
            Cell::Duration(days) => Self::Duration(days),
            Cell::IsoDate(text) => Self::IsoDate(text.to_owned()),
            Cell::Bool(truth) => Self::Bool(truth),
            Cell::Error(error) => Self::Error(error.to_owned()),
            Cell::NoResult => Self::NoResult,
        }
    }
}

impl Combined {
    /// The cell for the sheet.
    pub fn cell(&self) -> Cell<'_> {
        match self {
            Self::Blank => Cell::Blank,
            Self::Text(text) => Cell::Text(text),
            Self::Number(number) => Cell::Number(*number),
            Self::Date(serial) => Cell::Date(*serial),
            Self::Duration(days) => Cell::Duration(*days),
            Self::IsoDate(text) => Cell::IsoDate(text),
            Self::Bool(truth) => Cell::Bool(*truth),
            Self::Error(error) => Cell::Error(error),
            Self::NoResult => Cell::NoResult,
        }
    }
}

impl From<Moment> for Combined {
    fn from(moment: Moment) -> Self {
        match moment {
            Moment::Serial(serial) => Self::Date(serial),
            Moment::Iso(text) => Self::IsoDate(text),
            Moment::Text(text) => Self::Text(text),
        }
    }
}
