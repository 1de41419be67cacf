//! Reader of `.xlsx` and `.xlsm`: the workbook part and the way to its sheets, strings and styles.
//!
//! The parts are read here first, cell by cell, and not through calamine (that is [`crate::second`]): it does not tell hidden rows or formulas without
//! a result, takes a broken string index for string 0, and fails a whole sheet for one unknown error text.

mod cells;
mod filters;
mod head;
mod links;
mod open_cell;
pub(crate) mod place;
mod relations;
mod straight;
mod strings;
mod styles;

pub(crate) use self::links::Links;
pub(crate) use self::relations::{Relations, are_plain, relations};

use lanegate_sheet::{DateSystem, Sheet};
use lanegate_wire::Unreadable;
use quick_xml::events::Event;

use crate::format::Format;
use crate::hazards;
use crate::numfmt::Shown;
use crate::package::{Package, resolve};
use crate::sheet_info::{SheetInfo, Visibility};
use crate::sink::Sink;
use crate::{budget, refusal, xml};

/// Where a workbook's parts are.
#[derive(Debug)]
struct Parts {
    strings: String,
    styles: String,
    /// One for each sheet offered.
    sheets: Vec<String>,
}

/// An opened workbook.
#[derive(Debug)]
pub(crate) struct Xlsx {
    package: Package,
    parts: Parts,
    sheets: Vec<SheetInfo>,
    dates: DateSystem,
    wants_calculation: bool,
    styles: Option<Vec<Shown>>,
}

/// The main part of an Office document, as its package states it.
pub(crate) fn main_part(package: &mut Package) -> Result<Option<String>, Unreadable> {
    Ok(relations(package, "")?.one("officeDocument", "workbook")?.map(str::to_owned))
}

impl Xlsx {
    /// Opens the workbook whose main part is named.
    pub(crate) fn open(mut package: Package, workbook: &str) -> Result<Self, Unreadable> {
        let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let relations = relations(&mut package, workbook)?;
        let strings = relations.one_or("sharedStrings", "shared texts", resolve(&folder, "sharedStrings.xml"))?;
        let styles = relations.one_or("styles", "styles", resolve(&folder, "styles.xml"))?;

        let Some(mut part) = package.part(workbook, budget::SMALL_PART)? else {
            return Err(refusal::DAMAGED.with("its workbook part is missing"));
        };
        let mut reader = xml::reader(&mut part)?;
        let mut buf = Vec::new();
        let (mut dates, mut wants_calculation) = (DateSystem::Y1900, false);
        let mut sheets = Vec::new();
        let mut targets = Vec::new();
        loop {
            match reader.next(&mut buf)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "workbookPr"
                        if xml::attribute(&element, "date1904").and_then(|value| xml::truth(&value)) == Some(true) =>
                    {
                        dates = DateSystem::Y1904;
                    }
                    "calcPr" => {
                        let says = |name: &str| xml::attribute(&element, name).and_then(|value| xml::truth(&value));
                        wants_calculation =
                            says("fullCalcOnLoad") == Some(true) || says("calcCompleted") == Some(false);
                    }
                    "sheet" => {
                        // Some programs leave all relationships out.
                        let target = if relations.is_empty() {
                            resolve(&folder, &format!("worksheets/sheet{}.xml", targets.len() + 1))
                        } else {
                            let id = xml::attribute(&element, "id").unwrap_or_default();
                            let Some(target) = relations.sheet(&id) else { continue };
                            target
                        };
                        budget::sheets(targets.len())?;
                        targets.push(target);
                        sheets.push(SheetInfo {
                            name: sheet_name(xml::attribute(&element, "name").unwrap_or_default()),
                            visibility: visibility(xml::attribute(&element, "state").as_deref()),
                        });
                    }
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        drop(reader);
        part.settle()?;
        package.allow(budget::LOOKS);
        Ok(Self {
            package,
            parts: Parts { strings, styles, sheets: targets },
            sheets,
            dates,
            wants_calculation,
            styles: None,
        })
    }

    fn empty(&self, index: usize, rows: u32) -> Result<Sink, Unreadable> {
        let info = self.sheets.get(index).ok_or_else(|| refusal::NO_SUCH_SHEET.with(&(index + 1).to_string()))?;
        let mut sink = Sink::new(Sheet::new(info.name.clone(), self.dates), rows);
        sink.results.wanted = self.wants_calculation;
        Ok(sink)
    }

    fn load_styles(&mut self) -> Result<(), Unreadable> {
        if self.styles.is_none() {
            self.styles = Some(styles::read(&mut self.package, &self.parts.styles)?);
        }
        Ok(())
    }
}

impl Format for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    fn preview(&mut self, index: usize, rows: u32) -> Result<Sheet, Unreadable> {
        self.load_styles()?;
        let mut sink = self.empty(index, rows)?;
        let mut walk = cells::Walk::new(&mut sink, self.styles.as_deref().unwrap_or_default(), strings::Table::Later);
        walk.last_row = rows;
        walk.run(&mut sheet_part(&mut self.package, &self.parts.sheets[index])?.for_a_look(), &mut |_| {})?;
        let wanted = std::mem::take(&mut walk.wanted);
        strings::fill(&mut self.package, &self.parts.strings, &mut sink, wanted)?;
        Ok(sink.finish())
    }

    fn read(&mut self, index: usize, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        self.package.allow(u64::MAX);
        self.load_styles()?;
        let mut sink = self.empty(index, u32::MAX)?;
        let table = strings::intern(&mut self.package, &self.parts.strings, &mut sink)?;
        let mut walk = cells::Walk::new(&mut sink, self.styles.as_deref().unwrap_or_default(), table);
        let mut part = sheet_part(&mut self.package, &self.parts.sheets[index])?;
        walk.run(&mut part, progress)?;
        let links = std::mem::take(&mut walk.links);
        part.settle()?;
        self.package.allow(budget::OTHERS);
        // What cannot be read of them costs only a remark.
        if let Ok(relations) = relations(&mut self.package, &self.parts.sheets[index]) {
            filters::of_tables(&mut self.package, &relations, &mut sink);
            links.follow(&relations, &mut sink.sheet);
        }
        let mut sheet = sink.finish();
        let others = hazards::of_other_sheets(&self.sheets, index, |other| {
            match sheet_part(&mut self.package, &self.parts.sheets[other]) {
                Ok(mut part) => cells::holds_data(&mut part),
                Err(refused) => refused.code == refusal::TOO_LARGE.code,
            }
        });
        sheet.hazards.extend(others);
        self.package.allow(budget::LOOKS);
        Ok(sheet)
    }
}

/// A sheet's part.
pub(crate) fn sheet_part<'a>(package: &'a mut Package, name: &str) -> Result<crate::package::Part<'a>, Unreadable> {
    let missing = || match name {
        "" => refusal::DAMAGED.with("it doesn't say which of its parts holds this sheet"),
        _ => refusal::DAMAGED.with(&format!("its part {name}, which holds this sheet, is missing")),
    };
    package.part(name, budget::SHEET_PART)?.ok_or_else(missing)
}

/// A sheet's name. Excel's have at most 31 characters; one without end is not carried through every message.
pub(crate) fn sheet_name(mut name: String) -> String {
    if let Some((end, _)) = name.char_indices().nth(255) {
        name.truncate(end);
    }
    name
}

/// How the file says that a sheet is hidden.
pub(crate) fn visibility(state: Option<&str>) -> Visibility {
    match state {
        Some("hidden") => Visibility::Hidden,
        Some("veryHidden") => Visibility::VeryHidden,
        _ => Visibility::Visible,
    }
}

#[cfg(test)]
pub(crate) mod tests;
