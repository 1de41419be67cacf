//! What is tried on a file: the reader alone, or the whole way of a file to its batches.

use chrono::NaiveDate;
use lanegate_check::recheck;
use lanegate_intake::Intake;
use lanegate_wire::{CheckOptions, Filter, Unreadable};

/// A target.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    /// Every sheet is looked at and read.
    Open,
    /// The file is opened, checked as every kind, looked at by window, cut into batches, and these are checked again.
    Check,
}

impl Target {
    /// The target of that name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "open" => Some(Self::Open),
            "check" => Some(Self::Check),
            _ => None,
        }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Check => "check",
        }
    }

    /// Tries a file; answers whether it could be read.
    pub fn run(self, bytes: Vec<u8>) -> bool {
        match self {
            Self::Open => opened(bytes).is_ok(),
            Self::Check => checked(bytes).is_ok(),
        }
    }
}

fn opened(bytes: Vec<u8>) -> Result<(), Unreadable> {
    let mut book = lanegate_reader::open(bytes, "fuzz")?;
    for sheet in 0..book.sheets().len().min(20) {
        let rows = book.preview(sheet, 20)?.row_count();
        assert!(rows <= 20, "a preview of {rows} rows");
        let whole = book.read(sheet, &mut |_| {})?;
        assert!(whole.row_count() >= rows || rows == 0, "{} rows after a preview of {rows}", whole.row_count());
    }
    Ok(())
}

fn checked(bytes: Vec<u8>) -> Result<(), Unreadable> {
    let mut intake = Intake::open("fuzz", bytes)?;
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap_or_default();
    let mut options = CheckOptions::on(today);
    for kind in lanegate_kinds::all() {
        options.kind = Some(kind.name.to_owned());
        intake.check(&options, &mut |_| {})?;
        let Some(checked) = intake.checked() else { continue };
        let _ = (checked.overview(), checked.rows(0, 500, &Filter::default()));
        for finding in checked.findings(0, 500, &Filter::default()).findings {
            assert!(finding.row.is_none_or(|row| (1..=1_048_576).contains(&row)), "{finding:?}");
        }
        for batch in (0..checked.batches()).filter_map(|number| checked.batch(number)) {
            let again = recheck(kind, &batch, today);
            assert!(again.is_ok(), "clean rows are not clean any more: {again:?}");
        }
    }
    Ok(())
}
