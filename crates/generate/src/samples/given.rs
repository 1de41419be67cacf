//! What a sample gives to the check: a small sheet, changed cell by cell from one that is right, or a batch.

use std::sync::Arc;

use lanegate_check::{LookupList, Lookups, ReferenceCopy, Settings, add_columns, check, match_headers, recheck};
use lanegate_sheet::{Cell, DateSystem, Hazard, HazardKind, Lines, Sheet, parse_cell_name};
use lanegate_wire::{Batch, Filter, Finding, Fix, ListColumns};

use super::today;

pub(super) const ACME: Cell<'_> = Cell::Text("6f9619ff-8b86-4d01-b42d-00cf4fc964ff");
/// The same, as a copy of the partners holds it.
pub(super) const ACME_ID: u128 = 0x6f9619ff_8b86_4d01_b42d_00cf4fc964ff;
pub(super) const BOREAL: Cell<'_> = Cell::Text("0b9e3c52-7d1a-4a6f-9f63-4f2b8c1d2e3f");
/// 1 and 2 May 2025.
pub(super) const MAY_1: Cell<'_> = Cell::Date(45_778.0);
pub(super) const MAY_2: Cell<'_> = Cell::Date(45_779.0);

/// What the check is given.
#[derive(Debug, Clone)]
pub enum Given {
    /// A sheet, to be checked whole.
    Table(Table),
    /// A batch as JSON, to be checked again.
    Batch(&'static str, &'static str),
}

impl From<Table> for Given {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

impl Given {
    /// The kind's name.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Table(table) => table.kind,
            Self::Batch(kind, _) => kind,
        }
    }

    /// All that the check says of it.
    ///
    /// # Panics
    /// When the sample itself is not in order: it names no kind, or its batch is none.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let kind = lanegate_kinds::named(self.kind()).expect("a known kind");
        match self {
            Self::Table(table) => {
                let (sheet, lookups) = table.with_added_columns();
                let (fixes, reference) = (table.fixes.clone(), table.reference.clone());
                let settings = Settings { fixes, reference, lookups, ..Settings::on(today()) };
                let mapping = match_headers(kind, &sheet, table.header_row);
                let checked = check(kind, &sheet, mapping, settings, &mut |_| {});
                checked.findings(&sheet, 0, u32::MAX, &Filter::default())
            }
            Self::Batch(_, json) => {
                let batch: Batch = serde_json::from_str(json).expect("a batch");
                recheck(kind, &batch, today()).err().unwrap_or_default()
            }
        }
    }
}

/// A small sheet.
#[derive(Debug, Clone)]
pub struct Table {
    kind: &'static str,
    header_row: u32,
    cells: Vec<(u32, u32, Cell<'static>)>,
    hidden: Vec<u32>,
    hidden_columns: Vec<u32>,
    hazards: Vec<Hazard>,
    lines: Option<Box<Lines>>,
    dates: DateSystem,
    fixes: Vec<Fix>,
    reference: Option<Arc<ReferenceCopy>>,
    list: Option<Arc<LookupList>>,
}

impl Table {
    fn new(kind: &'static str, rows: &[&[Cell<'static>]]) -> Self {
        let rows =
            (0..).zip(rows).flat_map(|(row, cells)| (0..).zip(*cells).map(move |(column, cell)| (row, column, *cell)));
        Self {
            kind,
            header_row: 0,
            cells: rows.collect(),
            hidden: Vec::new(),
            hidden_columns: Vec::new(),
            hazards: Vec::new(),
            lines: None,
            dates: DateSystem::Y1900,
            fixes: Vec::new(),
            reference: None,
            list: None,
        }
    }

    /// Puts a cell, named as in Excel.
    ///
    /// # Panics
    /// When no cell has this name.
    pub(super) fn set(mut self, name: &str, cell: Cell<'static>) -> Self {
        let (row, column) = parse_cell_name(name).expect("a cell's name");
        self.cells.push((row, column, cell));
        self
    }

    pub(super) fn text(self, name: &str, text: &'static str) -> Self {
        self.set(name, Cell::Text(text))
    }

    /// Puts cells from column A on into a row, numbered as in Excel.
    pub(super) fn row(mut self, number: u32, cells: &[Cell<'static>]) -> Self {
        self.cells.extend((0..).zip(cells).map(|(column, cell)| (number - 1, column, *cell)));
        self
    }

    /// Hides a row, numbered as in Excel.
    pub(super) fn hide(mut self, number: u32) -> Self {
        self.hidden.push(number - 1);
        self
    }

    /// Hides a column, counted from 0.
    pub(super) fn hide_column(mut self, column: u32) -> Self {
        self.hidden_columns.push(column);
        self
    }

    pub(super) fn hazard(mut self, kind: HazardKind, place: Option<(u32, u32)>, detail: &str) -> Self {
        self.hazards.push(Hazard { kind, place, count: 1, detail: detail.to_owned() });
        self
    }

    /// Says how the lines of a text file were cut.
    pub(super) fn lines(mut self, lines: Lines) -> Self {
        self.lines = Some(Box::new(lines));
        self
    }

    pub(super) fn of_1904(mut self) -> Self {
        self.dates = DateSystem::Y1904;
        self.hazard(HazardKind::Dates1904, None, "")
    }

    /// Moves everything down by a row.
    pub(super) fn below_a_row(mut self) -> Self {
        self.cells.iter_mut().for_each(|(row, ..)| *row += 1);
        self.header_row += 1;
        self
    }

    pub(super) fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// With a copy of the partners at hand that holds these ids.
    pub(super) fn against(mut self, ids: &[u128]) -> Self {
        let ids: Vec<u8> = ids.iter().flat_map(|id| id.to_be_bytes()).collect();
        self.reference = Some(Arc::new(ReferenceCopy::new(today(), &ids)));
        self
    }

    /// With the list `companies.xlsx` available to lookups.
    ///
    /// # Panics
    /// When these rows are no list.
    pub(super) fn with_list(mut self, rows: &[[&'static str; 2]]) -> Self {
        let mut sheet = Sheet::new("Companies", DateSystem::Y1900);
        for (row, cells) in (0..).zip(std::iter::once(&["Company", "ID"]).chain(rows)) {
            for (column, cell) in (0..).zip(cells) {
                sheet.set(row, column, Cell::Text(cell)).expect("room");
            }
        }
        self.list = Some(Arc::new(LookupList::new("companies.xlsx", "", sheet).expect("a list")));
        self
    }

    /// The sheet itself, without the corrections but for the columns that they add.
    ///
    /// # Panics
    /// When the sample has more cells than a sheet can hold.
    #[must_use]
    pub fn sheet(&self) -> Sheet {
        self.with_added_columns().0
    }

    fn with_added_columns(&self) -> (Sheet, Lookups) {
        let mut sheet = self.own_sheet();
        let kind = lanegate_kinds::named(self.kind).expect("a known kind");
        let lookups = add_columns(kind, &mut sheet, self.header_row, &self.fixes, self.list.as_slice());
        (sheet, lookups)
    }

    fn own_sheet(&self) -> Sheet {
        let mut sheet = Sheet::new("Data", self.dates);
        for &(row, column, cell) in &self.cells {
            sheet.set(row, column, cell).expect("room");
        }
        self.hidden.iter().for_each(|&row| sheet.hide_row(row));
        self.hidden_columns.iter().for_each(|&column| sheet.hide_columns(column, column));
        sheet.hazards.clone_from(&self.hazards);
        sheet.lines.clone_from(&self.lines);
        sheet
    }
}

fn texts<const N: usize>(texts: [&'static str; N]) -> [Cell<'static>; N] {
    texts.map(Cell::Text)
}

/// Two appointments that are right, in the rows 2 and 3.
pub(super) fn meetings() -> Table {
    let [discovery, progressed, crm] = texts(["discovery", "progressed", "crm"]);
    let [systems, ghosted, calendar] = texts(["systems", "ghosted", "calendar"]);
    headers_of_meetings()
        .row(2, &[ACME, BOREAL, MAY_1, discovery, progressed, Cell::Blank, crm])
        .row(3, &[BOREAL, ACME, MAY_2, systems, ghosted, Cell::Blank, calendar])
}

/// A list of companies.
pub(super) const LIST: [[&str; 2]; 2] =
    [["Acme", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"], ["Boreal", "0b9e3c52-7d1a-4a6f-9f63-4f2b8c1d2e3f"]];

/// The same appointments, with the company's name in place of its ID, which is looked up in `companies.xlsx`.
pub(super) fn by_company(first: &'static str) -> Table {
    let list =
        ListColumns { file: "companies.xlsx".into(), sha256: None, matching: "Company".into(), ids: "ID".into() };
    let fix = Fix::Lookup { column: "company_id".into(), parts: vec!["H".into()], keep: None, list };
    meetings()
        .text("A1", "")
        .text("A2", "")
        .text("A3", "")
        .text("H1", "Company")
        .text("H2", first)
        .text("H3", "Boreal")
        .fix(fix)
}

/// The headers of appointments, with nothing below.
pub(super) fn headers_of_meetings() -> Table {
    let headers =
        ["company_id", "people_id", "meeting_date", "meeting_type", "meeting_outcome", "stalled_reason", "source"];
    Table::new("appointment_history", &[&texts(headers)])
}

/// Two partners that are right, in the rows 2 and 3.
pub(super) fn partners() -> Table {
    let headers =
        ["firm_name", "primary_contact_name", "linkedin_url", "email", "geography", "niche_focus", "source", "status"];
    let ann = "https://www.linkedin.com/in/ann-lee";
    let harbor = ["Harbor CFO Group", "Ann Lee", ann, "ann@harbor.example.com", "West", "SaaS", "Referral", "prospect"];
    let summit =
        ["Summit Finance", "Ben Ode", "", "ben@summit.example.com", "National", "Retail", "LinkedIn", "engaged"];
    Table::new("partner_master", &[&texts(headers), &texts(harbor), &texts(summit)])
}

/// Two meetings with partners that are right, in the rows 2 and 3.
pub(super) fn talks() -> Table {
    let headers = ["fractional_cfo_id", "meeting_date", "meeting_type", "outcome", "notes", "sequence"];
    let [intro, warm, followup, neutral] = texts(["intro", "warm", "followup", "neutral"]);
    Table::new("partner_appointments", &[&texts(headers)])
        .row(2, &[ACME, MAY_1, intro, warm, Cell::Blank, Cell::Number(1.0)])
        .row(3, &[ACME, MAY_2, followup, neutral, Cell::Blank, Cell::Number(1.0)])
}
