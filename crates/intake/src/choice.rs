//! Which sheet, which header row and which kind: found from the headers, or said by a person.

use lanegate_check::{Candidate, Kind, Typed, ValueType, first_row, match_headers, recognise};
use lanegate_reader::{Book, Visibility};
use lanegate_sheet::{Cell, Hazard, HazardKind, Sheet};
use lanegate_wire::{CheckOptions, SheetSize, Unreadable};

use crate::stamp::Stamped;

/// Rows of each sheet looked at to find the headers.
pub(crate) const PREVIEWED_ROWS: u32 = 50;

/// Beginnings of the names of example sheets, in the languages of the month names.
const EXAMPLES: [&str; 11] = [
    "example",
    "sample",
    "instruction",
    "template",
    "beispiel",
    "muster",
    "vorlage",
    "exemple",
    "ejemplo",
    "esempio",
    "voorbeeld",
];

/// What the first rows of a sheet say about it.
#[derive(Default)]
pub(crate) struct Preview {
    /// Rows that could be headers, best first.
    candidates: Vec<Candidate>,
    /// The header row if none of its words is known, 0-based; `None` for a blank sheet.
    first_row: Option<u32>,
    /// The headers, if they fit two kinds almost equally well.
    pub(crate) headers: Vec<String>,
    /// How large it is.
    pub(crate) size: Option<SheetSize>,
    /// Why it could not be looked at.
    refused: Option<Unreadable>,
}

impl Preview {
    /// The name of the kind that the sheet fits best.
    pub(crate) fn fits(&self) -> Option<String> {
        self.best().map(|best| best.kind.name.to_owned())
    }

    /// Why it fits.
    pub(crate) fn why(&self) -> Option<String> {
        self.best().map(Candidate::evidence)
    }

    fn best(&self) -> Option<&Candidate> {
        self.candidates.first().filter(|best| best.is_likely())
    }

    /// Whether its headers are wholly those of another kind, and not of this one.
    pub(crate) fn is_another(&self, kind: &Kind) -> bool {
        let complete = || self.candidates.iter().filter(|candidate| candidate.complete && candidate.is_likely());
        complete().count() > 0 && complete().all(|candidate| !std::ptr::eq(candidate.kind, kind))
    }
}

/// What is to be checked.
pub(crate) struct Choice {
    pub sheet: usize,
    pub kind: &'static Kind,
    /// 0-based.
    pub header_row: u32,
    /// Why it is that kind; `None` where a person said so.
    pub evidence: Option<String>,
}

/// Looks at the first rows of every sheet that can hold rows. One that can't be read does not stand in the way of the others.
///
/// # Errors
/// Why none of them can be read.
pub(crate) fn previews(book: &mut Book, stamp: &Stamped) -> Result<Vec<Preview>, Unreadable> {
    let sheets = 0..book.sheets().len();
    let previews: Vec<Preview> =
        sheets.map(|at| if stamp.added(at) { Preview::default() } else { look(book, at) }).collect();
    let mut offered = previews.iter().enumerate().filter(|(at, _)| !stamp.added(*at)).map(|(_, preview)| preview);
    let first = offered.next().and_then(|preview| preview.refused.clone());
    match first.filter(|_| offered.all(|preview| preview.refused.is_some())) {
        Some(refused) => Err(refused),
        None => Ok(previews),
    }
}

fn look(book: &mut Book, sheet: usize) -> Preview {
    match book.preview(sheet, PREVIEWED_ROWS) {
        Ok(first_rows) => {
            let candidates = recognise(lanegate_kinds::all(), &first_rows);
            Preview {
                headers: headers(&candidates, &first_rows),
                candidates,
                first_row: first_row(&first_rows),
                size: Some(SheetSize {
                    rows: first_rows.row_count(),
                    columns: first_rows.column_count(),
                    more: first_rows.row_count() >= PREVIEWED_ROWS,
                }),
                refused: None,
            }
        }
        Err(refused) => Preview { refused: Some(refused), ..Preview::default() },
    }
}

/// The headers of a sheet of which the kind may be asked for.
fn headers(candidates: &[Candidate], first_rows: &Sheet) -> Vec<String> {
    let Some(best) = candidates.first() else { return Vec::new() };
    let is_rival = |other: &Candidate| {
        other.header_row == best.header_row && !std::ptr::eq(other.kind, best.kind) && best.is_close_to(other)
    };
    if !candidates.iter().any(is_rival) {
        return Vec::new();
    }
    let columns = match_headers(best.kind, first_rows, best.header_row).columns;
    columns.into_iter().map(|column| column.header).collect()
}

/// Puts on a sheet that others could not be looked at: nobody knows whether they hold rows as well.
pub(crate) fn tell_unreadable(book: &Book, previews: &[Preview], sheet: &mut Sheet) {
    let others = book.sheets().iter().zip(previews).filter(|(_, preview)| preview.refused.is_some());
    let names: Vec<&str> = others.map(|(other, _)| other.name.as_str()).collect();
    if let Some(first) = names.first() {
        sheet.hazards.retain(|hazard| {
            let other = matches!(hazard.kind, HazardKind::OtherSheet | HazardKind::HiddenSheet);
            !(other && names.contains(&hazard.detail.as_str()))
        });
        let (detail, count) = ((*first).to_owned(), names.len() as u32);
        sheet.hazards.push(Hazard { kind: HazardKind::UnreadableSheet, place: None, count, detail });
    }
}

/// Notes on a sheet that other sheets contain rows of the same kind, which are not imported with it. A later call, for another kind,
/// replaces the notes.
pub(crate) fn tell_fitting(book: &Book, previews: &[Preview], stamp: &Stamped, choice: &Choice, sheet: &mut Sheet) {
    let fits = |preview: &Preview| {
        preview.best().is_some_and(|best| best.complete && best.rows > 0 && std::ptr::eq(best.kind, choice.kind))
    };
    let others = || book.sheets().iter().zip(previews).enumerate();
    // Old rows are often hidden. That is worth a finding only if there are no others.
    let is_filled = previews[choice.sheet].candidates.iter().any(|found| found.rows > 0);
    let is_meant = |name: &str| {
        others().filter(|(at, _)| *at != choice.sheet && !stamp.added(*at)).any(|(_, (other, preview))| {
            other.name == name && fits(preview) && (other.visibility == Visibility::Visible || !is_filled)
        })
    };
    for hazard in &mut sheet.hazards {
        let of_sheet =
            matches!(hazard.kind, HazardKind::OtherSheet | HazardKind::HiddenSheet | HazardKind::FittingSheet);
        if of_sheet && is_meant(&hazard.detail) {
            hazard.kind = HazardKind::FittingSheet;
        } else if hazard.kind == HazardKind::FittingSheet {
            let other = book.sheets().iter().find(|other| other.name == hazard.detail);
            let is_visible = other.is_none_or(|other| other.visibility == Visibility::Visible);
            hazard.kind = if is_visible { HazardKind::OtherSheet } else { HazardKind::HiddenSheet };
        }
    }
}

pub(crate) fn choose<'p>(
    book: &Book,
    previews: &'p [Preview],
    stamp: &Stamped,
    options: &CheckOptions,
) -> Result<Choice, Unreadable> {
    let kind = options.kind.as_deref().map(kind_named).transpose()?;
    let sheets = sheets_to_look_at(book, stamp, options.sheet.as_deref())?;
    let wanted = |candidate: &&Candidate| {
        kind.is_none_or(|kind| std::ptr::eq(kind, candidate.kind))
            && options.header_row.is_none_or(|row| candidate.header_row + 1 == row)
    };
    // Where a person says what the file is, one known word in the header row is enough anyway.
    let is_likely = |sheet: usize, candidate: &Candidate| {
        let is_first = previews[sheet].first_row.is_none_or(|first| candidate.header_row <= first);
        candidate.is_likely() || (kind.is_some() && (is_first || options.header_row.is_some()))
    };
    let candidates = sheets.iter().flat_map(|&sheet| {
        let wanted = previews[sheet].candidates.iter().filter(wanted);
        wanted.filter(move |candidate| is_likely(sheet, candidate)).map(move |candidate| (sheet, candidate))
    });
    // A kind that a person names is not compared with others.
    let rank = |found: &Candidate| match kind {
        Some(_) => (true, found.complete, found.score),
        None => (!found.refuted, found.complete, found.row_score),
    };
    // `max_by_key` would take the last of equals; the first sheet and the first row count here.
    let best_of = |best: (usize, &'p Candidate), next: (usize, &'p Candidate)| {
        let is_same_row = best.0 == next.0 && best.1.header_row == next.1.header_row;
        let fits_better = is_same_row && rank(next.1) == rank(best.1) && next.1.fit() > best.1.fit();
        if rank(next.1) > rank(best.1) || fits_better { next } else { best }
    };
    let best = candidates.clone().reduce(best_of).map(|best| {
        // An empty template next to a filled sheet: the filled one is meant.
        let mut filled = candidates
            .clone()
            .filter(|(_, found)| found.rows > 0 && (found.complete || found.score * 2 >= best.1.score));
        let first = filled.next().filter(|_| best.1.rows == 0);
        let best = first.map_or(best, |first| filled.fold(first, best_of));
        // An example next to a filled sheet.
        let meant = candidates.clone().filter(|(at, found)| {
            let is_more = found.complete && found.rows > best.1.rows && std::ptr::eq(found.kind, best.1.kind);
            is_more && !is_example(&book.sheets()[*at].name)
        });
        meant.reduce(best_of).filter(|_| is_example(&book.sheets()[best.0].name)).unwrap_or(best)
    });
    if let Some((sheet, best)) = best {
        let rivals = candidates.filter(|(at, other)| *at == sheet && other.header_row == best.header_row);
        let close: Vec<&Kind> = rivals
            .filter(|(_, other)| !std::ptr::eq(other.kind, best.kind) && best.is_close_to(other))
            .map(|(_, other)| other.kind)
            .collect();
        if !close.is_empty() {
            return Err(which_kind(best.kind, &close));
        }
        let evidence = kind.is_none().then(|| best.evidence());
        return Ok(Choice { sheet, kind: best.kind, header_row: best.header_row, evidence });
    }
    let Some(kind) = kind else {
        // What could not be looked at may be what is meant.
        if let Some(refused) = sheets.iter().find_map(|&sheet| previews[sheet].refused.clone()) {
            return Err(refused);
        }
        return Err(kind_unknown("No sheet of the file has the headers of a known kind."));
    };
    // The person knows the kind; the findings will say which columns are missing.
    let sheet = sheets.iter().copied().find(|&sheet| previews[sheet].first_row.is_some()).unwrap_or(sheets[0]);
    let header_row = options.header_row.map(|row| row.saturating_sub(1)).or(previews[sheet].first_row).unwrap_or(0);
    Ok(Choice { sheet, kind, header_row, evidence: None })
}

/// Returns true if a sheet's name says that it is an example.
fn is_example(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphabetic());
    words.any(|word| EXAMPLES.iter().any(|example| word.starts_with(example)))
}

/// The value of the kind's source column that replaces every row's own.
pub(crate) fn source(kind: &'static Kind, source: Option<&str>) -> Result<Option<&'static str>, Unreadable> {
    let Some(source) = source else { return Ok(None) };
    let refused = |message: String, hint: String| Unreadable { code: "source_refused".into(), message, hint };
    let Some(column) = kind.source_column.map(|place| &kind.columns[place]) else {
        return Err(refused(
            format!("The source can't be replaced for {}.", kind.title.to_lowercase()),
            "Leave the source override out; it is for appointment history only.".into(),
        ));
    };
    let ValueType::List(_) = column.value else { return Ok(None) };
    let context = lanegate_check::Context::on(chrono::NaiveDate::MAX);
    let mut notes = Vec::new();
    match lanegate_check::parse(column, Cell::Text(source), &context, &mut notes) {
        Some(Typed::Item(name)) => Ok(Some(name)),
        _ => Err(refused(
            format!("\"{source}\" is no source; expected {}.", column.value.expectation()),
            "Choose one of the allowed values.".into(),
        )),
    }
}

fn kind_named(name: &str) -> Result<&'static Kind, Unreadable> {
    lanegate_kinds::named(name).ok_or_else(|| Unreadable {
        code: "kind_not_known".into(),
        message: format!("There is no kind \"{name}\"."),
        hint: format!("The kinds are {}.", kind_names()),
    })
}

/// The question which of several kinds a file is.
fn which_kind(best: &Kind, others: &[&Kind]) -> Unreadable {
    let kinds = || std::iter::once(&best).chain(others);
    let titles: Vec<_> = kinds().map(|kind| format!("{} ({})", kind.title.to_lowercase(), kind.name)).collect();
    let options: Vec<_> = kinds().map(|kind| format!("--kind {}", kind.name)).collect();
    Unreadable {
        code: "kind_unknown".into(),
        message: format!("This file could be {}.", titles.join(" or ")),
        hint: format!("Say which one it is: {}.", options.join(" or ")),
    }
}

fn kind_unknown(message: &str) -> Unreadable {
    Unreadable {
        code: "kind_unknown".into(),
        message: message.into(),
        hint: format!("Choose the kind ({}), or compare the headers with the template's.", kind_names()),
    }
}

fn kind_names() -> String {
    lanegate_kinds::all().iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ")
}

/// The sheet named, else the visible ones that can hold rows, else all.
fn sheets_to_look_at(book: &Book, stamp: &Stamped, name: Option<&str>) -> Result<Vec<usize>, Unreadable> {
    let sheets = book.sheets();
    if let Some(name) = name {
        let found = sheets.iter().position(|sheet| sheet.name == name);
        let found =
            found.or_else(|| sheets.iter().position(|sheet| sheet.name.trim().eq_ignore_ascii_case(name.trim())));
        return found.map(|sheet| vec![sheet]).ok_or_else(|| {
            let names: Vec<_> = sheets.iter().take(20).map(|sheet| format!("\"{}\"", sheet.name)).collect();
            Unreadable {
                code: "sheet_not_known".into(),
                message: format!("The file has no sheet \"{name}\"."),
                hint: format!("Its sheets are {}.", names.join(", ")),
            }
        });
    }
    let others: Vec<_> = (0..sheets.len()).filter(|&at| !stamp.added(at)).collect();
    let visible: Vec<_> = others.iter().copied().filter(|&at| sheets[at].visibility == Visibility::Visible).collect();
    Ok([visible, others].into_iter().find(|some| !some.is_empty()).unwrap_or_else(|| (0..sheets.len()).collect()))
}
