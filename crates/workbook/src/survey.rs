//! The first way through the rows: comments at the cells, the columns' widths, and what the copy can't show.

use lanegate_check::cell_text;
use lanegate_sheet::{Cell, DateSystem};
use lanegate_wire::Severity;
use rust_xlsxwriter::Worksheet;

use crate::rows::{Met, Rows, Visit};
use crate::{Unwritable, comment, text};

/// Cells of a copy. Beyond, Excel itself hardly opens it.
const MAX_CELLS: usize = 20_000_000;
/// Comments of a copy. Excel takes long to open files with many.
pub(crate) const MAX_COMMENTS: u32 = 20_000;
/// Rows looked at for the columns' widths.
const SAMPLED: u32 = 200;

/// What had to be left out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Cells with a mark and no comment.
    pub uncommented: u32,
    /// Texts cut to Excel's limit.
    pub cut: u32,
}

/// Goes through the rows and puts their comments on a sheet.
pub(crate) fn survey(rows: &Rows<'_>, to: &mut Worksheet) -> Result<Told, Unwritable> {
    set_widths(rows, to)?;
    let counts = rows.checked.counts();
    let all = counts.error.saturating_add(counts.warning).saturating_add(counts.info);
    let dates = rows.sheet.date_system();
    let mut survey = Survey { to, dates, told: Told::default(), comments: 0, cells: 0, infos: all <= MAX_COMMENTS };
    rows.walk(&mut survey)?;
    Ok(survey.told)
}

struct Survey<'a> {
    to: &'a mut Worksheet,
    dates: DateSystem,
    told: Told,
    comments: u32,
    cells: usize,
    /// Whether there is room for comments that only inform.
    infos: bool,
}

impl Visit for Survey<'_> {
    fn wants_words(&self) -> bool {
        self.comments < MAX_COMMENTS
    }

    fn row(&mut self, _row: u32, _hidden: bool) -> Result<(), Unwritable> {
        Ok(())
    }

    fn cell(&mut self, cell: &Met<'_>) -> Result<(), Unwritable> {
        self.cells += 1;
        if self.cells > MAX_CELLS {
            return Err(Unwritable::TooLarge(MAX_CELLS));
        }
        if let Cell::Text(text) = cell.counts {
            self.told.cut += u32::from(!text::fits(text));
        }
        let Some(gravest) = cell.mark.severity.or(cell.mark.corrected.then_some(Severity::Info)) else {
            return Ok(());
        };
        if self.comments >= MAX_COMMENTS || !(self.infos || cell.mark.corrected || gravest < Severity::Info) {
            self.told.uncommented += 1;
            return Ok(());
        }
        self.comments += 1;
        let before = cell.mark.corrected.then(|| cell_text(cell.held, self.dates));
        self.to.insert_note(cell.row, cell.column as u16, &comment::comment(cell.findings, before.as_deref()))?;
        Ok(())
    }
}

fn set_widths(rows: &Rows<'_>, to: &mut Worksheet) -> Result<(), Unwritable> {
    let mapping = rows.checked.mapping();
    let sampled = mapping.header_row..rows.sheet.row_count().min(mapping.header_row.saturating_add(SAMPLED));
    for column in &mapping.columns {
        let texts = sampled.clone().map(|row| cell_text(rows.sheet.cell(row, column.at), rows.sheet.date_system()));
        let longest = texts.map(|text| text.chars().take(100).count()).max().unwrap_or(0);
        to.set_column_width(column.at as u16, (longest + 2).clamp(11, 44) as f64)?;
    }
    // The person hid them; what is said of it stays true of the copy.
    for column in (0..rows.sheet.column_count()).filter(|&column| rows.sheet.is_column_hidden(column)) {
        to.set_column_hidden(column as u16)?;
    }
    Ok(())
}
