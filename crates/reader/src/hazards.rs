//! Gathers hazards while a sheet is read: the first place of each kind and how often it occurs.

use lanegate_sheet::{DateSystem, Hazard, HazardKind, Sheet, cell_name};

use crate::book::{SheetInfo, Visibility};

/// Merged ranges and sheets are listed one by one up to this many; the last one counts the rest.
const LISTED: usize = 100;

/// What was met so far.
#[derive(Debug, Default)]
pub(crate) struct Hazards {
    counted: Vec<Hazard>,
    merged: Vec<Hazard>,
}

impl Hazards {
    /// Notes one occurrence.
    pub(crate) fn note(&mut self, kind: HazardKind, place: Option<(u32, u32)>, detail: &str) {
        match self.counted.iter_mut().find(|hazard| hazard.kind == kind) {
            Some(hazard) => hazard.count = hazard.count.saturating_add(1),
            None => self.counted.push(Hazard { kind, place, count: 1, detail: detail.to_owned() }),
        }
    }

    /// Notes a merged range: 0-based first and last row and column.
    pub(crate) fn merged(&mut self, first: (u32, u32), last: (u32, u32)) {
        if first == last {
            return;
        }
        if let Some(hazard) = self.merged.get_mut(LISTED - 1) {
            hazard.count = hazard.count.saturating_add(1);
            return;
        }
        let detail = format!("{}:{}", cell_name(first.0, first.1), cell_name(last.0, last.1));
        self.merged.push(Hazard { kind: HazardKind::MergedCells, place: Some(first), count: 1, detail });
    }

    /// Puts everything on the sheet, with its hidden rows that hold data and its epoch.
    pub(crate) fn settle(self, sheet: &mut Sheet) {
        let mut hidden = (0..sheet.row_count()).filter(|&row| sheet.is_row_hidden(row) && !sheet.is_row_blank(row));
        if let Some(first) = hidden.next() {
            let count = 1 + u32::try_from(hidden.count()).unwrap_or(u32::MAX - 1);
            let place = Some((first, 0));
            sheet.hazards.push(Hazard { kind: HazardKind::HiddenRows, place, count, detail: String::new() });
        }
        if sheet.date_system() == DateSystem::Y1904 {
            let kind = HazardKind::Dates1904;
            sheet.hazards.push(Hazard { kind, place: None, count: 1, detail: String::new() });
        }
        sheet.hazards.extend(self.counted);
        sheet.hazards.extend(self.merged);
    }
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
}
