//! `--lookup company_id=companies.xlsx:Company`: fills a column of IDs from a list.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use lanegate_check::LookupList;
use lanegate_intake::{CheckedFile, Intake, open_list};
use lanegate_wire::{Fix, ListColumns, Overview, Unreadable};

use crate::answers::template_column;
use crate::file_columns;

#[derive(Debug, Args)]
pub struct Lookups {
    /// Fill a column of IDs from a list, a second file: company_id=companies.xlsx:Company compares the columns of this header
    /// in both files. Where the list's header differs, :Company=Name; where the list has several columns of IDs, :Company@Record ID
    #[arg(long = "lookup", value_name = "COLUMN=LIST:HEADER", value_parser = lookup)]
    lookups: Vec<Wanted>,
    /// Give a list that a lookup among the corrections needs
    #[arg(long = "list", value_name = "LIST")]
    lists: Vec<PathBuf>,
}

/// A lookup as it was typed.
#[derive(Debug, Clone)]
struct Wanted {
    column: String,
    list: PathBuf,
    /// The headers; may be empty.
    headers: String,
}

/// Reads `COLUMN=LIST:HEADERS`. Paths and headers may have colons themselves, so the list is the shortest path that exists.
fn lookup(text: &str) -> Result<Wanted, String> {
    let (column, rest) = text
        .split_once('=')
        .ok_or("expected a column, an equals sign, and a list, such as company_id=companies.xlsx:Company")?;
    let split = |at: usize| (&rest[..at], &rest[at + 1..]);
    let colons = || rest.match_indices(':').map(|(at, _)| split(at));
    let existing = colons().find(|(path, _)| Path::new(path).is_file());
    let whole = || Path::new(rest).is_file().then_some((rest, ""));
    let (list, headers) = existing.or_else(whole).or_else(|| rest.rsplit_once(':')).unwrap_or((rest, ""));
    Ok(Wanted { column: column.trim().to_owned(), list: PathBuf::from(list), headers: headers.trim().to_owned() })
}

impl Lookups {
    /// Returns true if there are none.
    pub const fn is_empty(&self) -> bool {
        self.lookups.is_empty()
    }

    /// Reads the lists and makes them available to the check.
    ///
    /// # Errors
    /// When one can't be read or isn't a list, or two lookups fill the same column.
    pub fn open_lists(&self, intake: &mut Intake) -> Result<Vec<Arc<LookupList>>, Unreadable> {
        let asked: Vec<Arc<LookupList>> =
            self.lookups.iter().map(|wanted| opened(&wanted.list)).collect::<Result<_, _>>()?;
        for path in &self.lists {
            intake.add_list(opened(path)?);
        }
        asked.iter().for_each(|list| intake.add_list(Arc::clone(list)));
        Ok(asked)
    }

    /// The lookups as corrections of a checked file. `lists` are those that [`Lookups::open_lists`] returned.
    ///
    /// # Errors
    /// When the file, the kind, or a list has no such column, or a column is filled twice.
    pub fn fixes(&self, file: &CheckedFile, lists: &[Arc<LookupList>]) -> Result<Vec<Fix>, Unreadable> {
        let mut fixes: Vec<Fix> = Vec::new();
        let overview = file.overview();
        for (wanted, list) in self.lookups.iter().zip(lists) {
            let fix = wanted.fix(file, &overview, list)?;
            if let Some(twice) = fixes.iter().find_map(|earlier| same_column(earlier, &fix)) {
                return Err(Unreadable {
                    code: "lookup_twice".into(),
                    message: format!("Two lookups fill {twice}."),
                    hint: "Give one --lookup for each column.".into(),
                });
            }
            fixes.push(fix);
        }
        Ok(fixes)
    }
}

fn same_column<'a>(one: &'a Fix, other: &Fix) -> Option<&'a str> {
    match (one, other) {
        (Fix::Lookup { column, .. }, Fix::Lookup { column: other, .. }) if column == other => Some(column),
        _ => None,
    }
}

fn opened(path: &Path) -> Result<Arc<LookupList>, Unreadable> {
    let bytes = std::fs::read(path).map_err(|error| Unreadable {
        code: "list_unreadable".into(),
        message: format!("The list {} can't be read: {error}.", path.display()),
        hint: "Give a file and a header, such as --lookup company_id=companies.xlsx:Company.".into(),
    })?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    open_list(&name, bytes).map(Arc::new)
}

impl Wanted {
    fn fix(&self, file: &CheckedFile, overview: &Overview, list: &LookupList) -> Result<Fix, Unreadable> {
        let column = template_column(overview, &self.column)?;
        let kind = lanegate_kinds::named(&overview.kind);
        let declared =
            kind.and_then(|kind| Some(&kind.columns[kind.id_column(&column)?])).ok_or_else(|| Unreadable {
                code: "lookup_refused".into(),
                message: format!("The column {column} has no IDs, so nothing can be looked up for it."),
                hint: format!("Columns of IDs are: {}.", id_columns(overview).join(", ")),
            })?;
        let ids = list.id_columns(declared);
        let (parts, matching, chosen) = self.columns(file, overview, list, &column)?;
        let ids = match (chosen, ids.as_slice()) {
            (Some(chosen), _) => chosen,
            (None, [only]) => only.clone(),
            (None, several) => {
                return Err(Unreadable {
                    code: "lookup_ids_unknown".into(),
                    message: format!("The list {} has several columns of IDs: {}.", list.file(), several.join(", ")),
                    hint: format!("Name one of them after an at sign: \"{}@{}\".", self.headers, several[0]),
                });
            }
        };
        let own = overview.columns.iter().find(|own| own.column.as_ref() == Some(&column) && own.parts.is_empty());
        // One that an earlier lookup keeps is no column of the template any more.
        let earlier = || file.lookups().into_iter().find(|lookup| lookup.column == column)?.keep;
        let keep = own.map(|own| own.letters.clone()).or_else(earlier);
        let (file, sha256) = (list.file().to_owned(), Some(list.sha256().to_owned()));
        Ok(Fix::Lookup { column, parts, keep, list: ListColumns { file, sha256, matching, ids } })
    }

    /// The letters of the file's columns, the list's column that is compared, and its column of IDs if it was named. Headers may contain
    /// any sign, so the longest header that exists counts.
    fn columns(
        &self,
        file: &CheckedFile,
        overview: &Overview,
        list: &LookupList,
        column: &str,
    ) -> Result<(Vec<String>, String, Option<String>), Unreadable> {
        if self.headers.is_empty() {
            return Err(self.without_headers(file, overview, list, column));
        }
        let with_ids = self.headers.rmatch_indices('@').filter_map(|(at, _)| {
            let ids = list.column_named(&self.headers[at + 1..])?;
            Some((&self.headers[..at], Some(ids)))
        });
        for (headers, ids) in std::iter::once((self.headers.as_str(), None)).chain(with_ids) {
            let different = headers.match_indices('=').map(|(at, _)| (&headers[..at], &headers[at + 1..]));
            for (own, listed) in std::iter::once((headers, headers)).chain(different) {
                let Some(matching) = list.column_named(listed) else { continue };
                if let Some(parts) = parts(overview, own)? {
                    return Ok((parts, matching, ids));
                }
            }
        }
        Err(self.unknown_header(overview, list)?)
    }

    fn unknown_header(&self, overview: &Overview, list: &LookupList) -> Result<Unreadable, Unreadable> {
        let without_ids = self.headers.rsplit_once('@').map_or(self.headers.as_str(), |(headers, _)| headers);
        let (own, listed) = without_ids.split_once('=').unwrap_or((without_ids, without_ids));
        let (whose, name) = if parts(overview, own)?.is_none() {
            ("The file".to_owned(), own)
        } else if list.column_named(listed).is_none() {
            (format!("The list {}", list.file()), listed)
        } else {
            (format!("The list {}", list.file()), self.headers.rsplit('@').next().unwrap_or_default())
        };
        Ok(Unreadable {
            code: "column_unknown".into(),
            message: format!("{whose} has no column \"{}\".", name.trim()),
            hint: both(overview, list),
        })
    }

    fn without_headers(&self, file: &CheckedFile, overview: &Overview, list: &LookupList, column: &str) -> Unreadable {
        let example = file.suggest_lookup(list, column).map_or_else(String::new, |found| {
            let own = overview.columns.iter().find(|own| own.letters == found.part);
            let own = own.map(|own| own.header.as_str()).filter(|header| !header.is_empty()).unwrap_or(&found.part);
            let headers = if own == found.matching { found.matching } else { format!("{own}={}", found.matching) };
            format!(" For example, --lookup '{column}={}:{headers}'.", self.list.display())
        });
        Unreadable {
            code: "lookup_without_header".into(),
            message: format!("The lookup of {column} doesn't say which columns to compare."),
            hint: both(overview, list) + &example,
        }
    }
}

fn both(overview: &Overview, list: &LookupList) -> String {
    let own = overview.columns.iter().filter(|column| column.parts.is_empty() && !column.header.is_empty());
    let own: Vec<&str> = own.map(|column| column.header.as_str()).collect();
    let listed: Vec<String> = list.columns().into_iter().map(|column| column.name).collect();
    format!(
        "The file's columns are {}; those of the list are {}. Where the headers differ, give both, such as Company=Name.",
        own.join(", "),
        listed.join(", ")
    )
}

fn id_columns(overview: &Overview) -> Vec<&'static str> {
    let columns = lanegate_kinds::named(&overview.kind)
        .into_iter()
        .flat_map(|kind| kind.columns.iter().filter(|column| kind.id_column(column.name).is_some()));
    columns.map(|column| column.name).collect()
}

/// The letters of a column of the file, or of several with plus signs between their headers.
fn parts(overview: &Overview, headers: &str) -> Result<Option<Vec<String>>, Unreadable> {
    match own_column(overview, headers)? {
        Some(letters) => Ok(Some(vec![letters])),
        None => headers.split('+').map(|header| own_column(overview, header)).collect(),
    }
}

/// The letters of one of the file's own columns. Several with the same header are refused.
fn own_column(overview: &Overview, name: &str) -> Result<Option<String>, Unreadable> {
    let is_own =
        |letters: &String| overview.columns.iter().any(|column| column.letters == *letters && column.parts.is_empty());
    match file_columns::named(overview, name) {
        Ok(letters) => Ok(Some(letters).filter(is_own)),
        Err(unknown) if unknown.code == "column_unknown" => Ok(None),
        Err(several) => Err(several),
    }
}
