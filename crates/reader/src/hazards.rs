//! Gathers hazards while a sheet is read: the first place of each kind and how often it occurs.

use lanegate_sheet::{DateSystem, Hazard, HazardKind, MAX_COLUMNS, MAX_ROWS, Sheet, cell_name};

use crate::sheet_info::{SheetInfo, Visibility};

/// Merged ranges and sheets are listed one by one up to this many; the last one counts the rest.
const LISTED: usize = 100;

/// A range that reaches this many rows or columns past the last value, and twice as far, is told.
const BLANK_ROWS: u32 = 1_000;
const BLANK_COLUMNS: u32 = 50;

/// A range: 0-based first and last row and column.
type Range = ((u32, u32), (u32, u32));

/// What was met so far.
#[derive(Debug, Default)]
pub(crate) struct Hazards {
    counted: Vec<Hazard>,
    merged: Vec<Hazard>,
    filters: Vec<Range>,
    /// How many rows and columns the file speaks of, with values or without.
    reach: (u32, u32),
}

impl Hazards {
    /// Notes one occurrence.
    pub(crate) fn note(&mut self, kind: HazardKind, place: Option<(u32, u32)>, detail: &str) {
        self.note_all(kind, place, 1, detail);
    }

    /// Notes several occurrences, the first of them at a place.
    pub(crate) fn note_all(&mut self, kind: HazardKind, place: Option<(u32, u32)>, count: u32, detail: &str) {
        match self.counted.iter_mut().find(|hazard| hazard.kind == kind) {
            Some(hazard) => hazard.count = hazard.count.saturating_add(count),
            None => self.counted.push(Hazard { kind, place, count, detail: detail.to_owned() }),
        }
    }

    /// Notes a merged range: 0-based first and last row and column.
    pub(crate) fn merged(&mut self, first: (u32, u32), last: (u32, u32)) {
        let Some((first, last)) = inside(first, last).filter(|(first, last)| first != last) else { return };
        if let Some(hazard) = self.merged.get_mut(LISTED - 1) {
            hazard.count = hazard.count.saturating_add(1);
            return;
        }
        self.merged.push(Hazard {
            kind: HazardKind::MergedCells,
            place: Some(first),
            count: 1,
            detail: range(first, last),
        });
    }

    /// Notes a range whose filter leaves rows out.
    pub(crate) fn filtered(&mut self, first: (u32, u32), last: (u32, u32)) {
        if self.filters.len() < LISTED {
            self.filters.extend(inside(first, last));
        }
    }

    /// Notes that the file speaks of a cell, be it blank; places outside of Excel's limits count as the last inside.
    #[inline]
    pub(crate) fn reach(&mut self, row: u32, column: u32) {
        self.reach.0 = self.reach.0.max(row.min(MAX_ROWS - 1) + 1);
        self.reach.1 = self.reach.1.max(column.min(MAX_COLUMNS - 1) + 1);
    }

    /// Puts everything on the sheet, with its hidden rows that hold data and its epoch.
    pub(crate) fn settle(self, sheet: &mut Sheet) {
        let is_hidden = |sheet: &Sheet, row: u32| sheet.is_row_hidden(row) && !sheet.is_row_blank(row);
        let mut of_rows = |kind: HazardKind, first: u32, last: u32, detail: String| {
            let mut hidden = (first..sheet.row_count().min(last)).filter(|&row| is_hidden(sheet, row));
            let Some(first) = hidden.next() else { return };
            let count = 1 + u32::try_from(hidden.count()).unwrap_or(u32::MAX - 1);
            sheet.hazards.push(Hazard { kind, place: Some((first, 0)), count, detail });
        };
        of_rows(HazardKind::HiddenRows, 0, u32::MAX, String::new());
        for &(first, last) in &self.filters {
            of_rows(HazardKind::FilteredRows, first.0, last.0 + 1, range(first, last));
        }
        let (rows, columns) = (sheet.row_count(), sheet.column_count());
        let far = |reach: u32, filled: u32, least: u32| reach > filled * 2 && reach > filled + least;
        if far(self.reach.0, rows, BLANK_ROWS) || far(self.reach.1, columns, BLANK_COLUMNS) {
            let place = rows.checked_sub(1).zip(columns.checked_sub(1));
            let last = (self.reach.0.max(rows).saturating_sub(1), self.reach.1.max(columns).saturating_sub(1));
            let detail = range((0, 0), last);
            sheet.hazards.push(Hazard { kind: HazardKind::BlankRange, place, count: 1, detail });
        }
        if sheet.date_system() == DateSystem::Y1904 {
            let kind = HazardKind::Dates1904;
            sheet.hazards.push(Hazard { kind, place: None, count: 1, detail: String::new() });
        }
        sheet.hazards.extend(self.counted);
        sheet.hazards.extend(self.merged);
    }
}

/// A range as Excel writes it.
fn range(first: (u32, u32), last: (u32, u32)) -> String {
    format!("{}:{}", cell_name(first.0, first.1), cell_name(last.0, last.1))
}

/// The part of a range that lies inside of Excel's limits.
fn inside(first: (u32, u32), last: (u32, u32)) -> Option<Range> {
    let last = (last.0.min(MAX_ROWS - 1), last.1.min(MAX_COLUMNS - 1));
    (first.0 <= last.0 && first.1 <= last.1).then_some((first, last))
}

/// The hazards that the file's other sheets make; `holds_data` says whether a sheet does.
pub(crate) fn of_other_sheets(
    sheets: &[SheetInfo],
    read: usize,
    mut holds_data: impl FnMut(usize) -> bool,
) -> Vec<Hazard> {
    let mut hazards: Vec<Hazard> = Vec::new();
    for (index, other) in sheets.iter().enumerate().filter(|(index, _)| *index != read) {
        let kind = match other.visibility {
            Visibility::Visible => HazardKind::OtherSheet,
            Visibility::Hidden | Visibility::VeryHidden => HazardKind::HiddenSheet,
        };
        if let Some(last) = hazards.get_mut(LISTED - 1) {
            last.count += 1;
        } else if holds_data(index) {
            hazards.push(Hazard { kind, place: None, count: 1, detail: other.name.clone() });
        }
    }
    hazards
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A hazard without its detail.
    pub(crate) type Brief = (HazardKind, Option<(u32, u32)>, u32);

    /// A sheet's hazards in brief.
    pub(crate) fn hazards(sheet: &Sheet) -> Vec<Brief> {
        sheet.hazards.iter().map(|hazard| (hazard.kind, hazard.place, hazard.count)).collect()
    }

    #[test]
    fn many_merged_ranges_are_listed_to_a_limit_and_counted_beyond() {
        let mut gathered = Hazards::default();
        (0..1_000).for_each(|row| gathered.merged((row, 0), (row, 1)));
        gathered.merged((5, 5), (5, 5));
        let mut sheet = Sheet::new("Data", DateSystem::Y1900);
        gathered.settle(&mut sheet);
        assert_eq!(sheet.hazards.len(), LISTED);
        assert_eq!(sheet.hazards.iter().map(|hazard| hazard.count).sum::<u32>(), 1_000);
    }

    #[test]
    fn ranges_full_of_blanks_are_told_and_ordinary_ones_are_not() {
        for (reach, expected) in [
            ((20, 5), None),
            ((1_000, 50), None),
            ((1_002, 5), Some("A1:F1003")),
            ((20, 60), Some("A1:BI21")),
            ((u32::MAX, u32::MAX), Some("A1:XFD1048576")),
        ] {
            let mut gathered = Hazards::default();
            gathered.reach(reach.0, reach.1);
            let mut sheet = Sheet::new("Data", DateSystem::Y1900);
            sheet.set(1, 2, lanegate_sheet::Cell::Bool(true)).unwrap();
            gathered.settle(&mut sheet);
            let told = sheet.hazards.first().map(|hazard| (hazard.kind, hazard.place, hazard.detail.as_str()));
            let expected = expected.map(|range| (HazardKind::BlankRange, Some((1, 2)), range));
            assert_eq!(told, expected, "{reach:?}");
        }
    }

    #[test]
    fn ranges_outside_of_the_limits_are_cut_or_left_out() {
        let mut gathered = Hazards::default();
        gathered.merged((1, 1), (u32::MAX, u32::MAX));
        gathered.merged((u32::MAX, 1), (u32::MAX, 2));
        gathered.merged((5, 5), (4, 9));
        let mut sheet = Sheet::new("Data", DateSystem::Y1900);
        gathered.settle(&mut sheet);
        assert_eq!(sheet.hazards.iter().map(|hazard| hazard.detail.as_str()).collect::<Vec<_>>(), ["B2:XFD1048576"]);
    }
}
