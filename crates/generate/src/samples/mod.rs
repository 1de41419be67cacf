//! For every finding code a smallest sheet that gives it and one that differs as little as possible and does not. The page of codes
//! quotes them, and the tests hold them, natively and in WebAssembly.

mod batches;
mod cells;
mod columns;
mod dates;
mod file;
mod given;
mod rows;

use chrono::NaiveDate;
use lanegate_check::{Code, Context, Kind, parse};
use lanegate_sheet::Cell;
use lanegate_wire::Fields;

pub use given::{Given, Table};

/// The two samples of a code.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The code.
    pub code: &'static Code,
    /// Where the failing sample gives it: cells as Excel names them, `row 3`, or nothing for the file. Mostly one.
    pub places: Vec<&'static str>,
    /// Codes of errors that come with it by its nature.
    pub with: Vec<&'static str>,
    /// What gives the finding.
    pub failing: Given,
    /// What does not.
    pub passing: Given,
}

impl Sample {
    fn new(code: &'static Code, place: &'static str, failing: impl Into<Given>, passing: impl Into<Given>) -> Self {
        Self { code, places: vec![place], with: Vec::new(), failing: failing.into(), passing: passing.into() }
    }

    fn at(self, places: &[&'static str]) -> Self {
        Self { places: places.to_vec(), ..self }
    }

    fn with(self, codes: &[&'static str]) -> Self {
        Self { with: codes.to_vec(), ..self }
    }
}

/// Every code's samples, in the order of the codes.
#[must_use]
pub fn samples() -> Vec<Sample> {
    [file::samples(), columns::samples(), cells::samples(), dates::samples(), rows::samples(), batches::samples()]
        .concat()
}

/// What "today" means in every sample.
#[must_use]
pub const fn today() -> NaiveDate {
    // The last day of January is a day in every year.
    match NaiveDate::from_ymd_opt(2026, 1, 31) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// The good examples of a kind's columns, as a batch carries them.
#[must_use]
pub fn good_fields(kind: &Kind) -> Fields {
    let context = Context::on(today());
    let stored = kind.columns.iter().filter_map(|column| {
        let value = parse(column, Cell::Text(column.good), &context, &mut Vec::new())?;
        Some((column.name.to_owned(), value.to_value()))
    });
    stored.collect()
}
