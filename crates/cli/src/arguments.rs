//! The command line's arguments.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::{NaiveDate, Utc};
use clap::{Args, Parser, Subcommand, ValueEnum};
use lanegate_wire::{CheckOptions, Corrections, DateOrder, Fate, Unreadable};

use crate::accept::Accept;
use crate::answers::Answers;
use crate::lookup::Lookups;
use crate::stored_answers::StoredAnswers;

/// Check files for the two lanes, and commit them.
#[derive(Debug, Parser)]
#[command(name = "lanegate", version, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a file; nothing leaves this machine
    Check(CheckArguments),
    /// Check a file, compare it with the database, and commit it; the server wants a token, in LANEGATE_TOKEN
    Commit(CommitArguments),
    /// Write an empty workbook of a kind, to be filled in
    Template(TemplateArguments),
    /// Check a file and write a copy of it with the faulty cells marked
    Annotate(AnnotateArguments),
    /// Say which kinds of file there are, and their columns
    Kinds(KindsArguments),
    /// Explain a finding code
    Explain(ExplainArguments),
}

/// Which file, and what to know about it.
#[derive(Debug, Args)]
pub struct FileArguments {
    /// The file: .xlsx, .xlsm, .xlsb, .xls, .ods, .csv or .tsv
    pub file: PathBuf,
    /// The kind of file; recognized by its headers and values when left out
    #[arg(long)]
    pub kind: Option<String>,
    /// The sheet's name; the one whose headers fit best when left out
    #[arg(long)]
    pub sheet: Option<String>,
    /// The row that holds the headers, as Excel numbers it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_048_576))]
    pub header_row: Option<u32>,
    /// Replaces every row's source (appointment history only)
    #[arg(long)]
    pub source: Option<String>,
    /// How text dates that are not like 2025-05-01 are to be read
    #[arg(long, value_enum)]
    pub date_order: Option<Order>,
    /// The date that "today" means; the machine's own (UTC) when left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<NaiveDate>,
    /// Corrections to apply: a JSON file like {"fixes": [{"fix": "set_cell", "cell": "C5", "value": "2025-02-28"}]}
    #[arg(long, value_name = "FILE.json")]
    pub fix: Option<PathBuf>,
    /// Answers that an earlier file was given
    #[command(flatten)]
    pub stored: StoredAnswers,
    /// Answers about whole columns, applied after the corrections
    #[command(flatten)]
    pub answers: Answers,
    /// Columns of IDs that are filled from lists, applied after the answers
    #[command(flatten)]
    pub lookups: Lookups,
    /// Groups of findings whose suggestions are applied last
    #[command(flatten)]
    pub accept: Accept,
}

impl FileArguments {
    /// What the check needs to know about the file with this digest.
    ///
    /// # Errors
    /// When the corrections can't be read, or are another file's.
    pub fn options(&self, sha256: &str) -> Result<CheckOptions, Unreadable> {
        let corrections = self.fix.as_deref().map(corrections).transpose()?.unwrap_or_default();
        if corrections.sha256.is_some_and(|made_for| made_for != sha256) {
            return Err(Unreadable {
                code: "fix_other_file".into(),
                message: "The corrections were made for another file.".into(),
                hint: "If they fit this one too, delete \"sha256\" from them.".into(),
            });
        }
        Ok(CheckOptions {
            today: self.today.unwrap_or_else(|| Utc::now().date_naive()),
            kind: self.kind.clone(),
            sheet: self.sheet.clone(),
            header_row: self.header_row,
            source: self.source.clone(),
            date_order: self.date_order.map(Into::into),
            fixes: corrections.fixes,
        })
    }

    /// The file's name and content.
    pub fn read(&self) -> anyhow::Result<(String, Vec<u8>)> {
        let shown = self.file.display();
        let bytes = std::fs::read(&self.file).with_context(|| format!("{shown} can't be read"))?;
        let name = self.file.file_name().unwrap_or(self.file.as_os_str()).to_string_lossy().into_owned();
        Ok((name, bytes))
    }
}

/// The token for the server. Not an argument: every user of this machine could read it there.
pub fn token() -> Option<String> {
    std::env::var("LANEGATE_TOKEN").ok().map(|token| token.trim().to_owned()).filter(|token| !token.is_empty())
}

fn corrections(path: &Path) -> Result<Corrections, Unreadable> {
    let refused = |why: &dyn std::fmt::Display| Unreadable {
        code: "fix_unreadable".into(),
        message: format!("{} holds no corrections: {why}.", path.display()),
        hint:
            "Give a JSON file like {\"fixes\": [{\"fix\": \"set_cell\", \"cell\": \"C5\", \"value\": \"2025-02-28\"}]}."
                .into(),
    };
    let text = std::fs::read(path).map_err(|error| refused(&error))?;
    serde_json::from_slice(&text).map_err(|error| refused(&error))
}

#[derive(Debug, Args)]
pub struct CheckArguments {
    #[command(flatten)]
    pub file: FileArguments,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// With --format json: the clean typed rows as well
    #[arg(long)]
    pub rows: bool,
}

#[derive(Debug, Args)]
pub struct CommitArguments {
    #[command(flatten)]
    pub file: FileArguments,
    /// The server's address
    #[arg(long, env = "LANEGATE_SERVER", default_value = "http://127.0.0.1:8640")]
    pub server: String,
    /// Certificate of the authority that vouches for the server (PEM), where it is one of your own
    #[arg(long, env = "LANEGATE_SERVER_CA", value_name = "FILE")]
    pub server_ca: Option<PathBuf>,
    /// Compare with the database, print the plan, and commit nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Rows not to commit: those with errors, those in conflict with the database, those that name unknown partners
    #[arg(long, value_enum, value_delimiter = ',')]
    pub leave_out: Vec<LeaveOutRows>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct TemplateArguments {
    /// The kind of file; `lanegate kinds` lists them
    pub kind: String,
    #[command(flatten)]
    pub output: OutputArguments,
}

#[derive(Debug, Args)]
pub struct AnnotateArguments {
    #[command(flatten)]
    pub file: FileArguments,
    #[command(flatten)]
    pub output: OutputArguments,
}

/// Which workbook to write.
#[derive(Debug, Args)]
pub struct OutputArguments {
    /// The workbook to write, with a name that ends in .xlsx
    #[arg(short, long, value_name = "FILE.xlsx")]
    pub output: PathBuf,
    /// Replace the workbook if there is one already
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct KindsArguments {
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// A finding code, such as not_in_list; all codes when left out
    pub code: Option<String>,
}

/// How to print a result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object, for programs
    Json,
}

/// The order of day, month and year.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Order {
    /// 26/06/2025
    Dmy,
    /// 06/26/2025
    Mdy,
    /// 2025/06/26
    Ymd,
}

impl From<Order> for DateOrder {
    fn from(order: Order) -> Self {
        match order {
            Order::Dmy => Self::Dmy,
            Order::Mdy => Self::Mdy,
            Order::Ymd => Self::Ymd,
        }
    }
}

/// Rows that a person chooses not to commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LeaveOutRows {
    /// Rows with errors
    Errors,
    /// Rows in conflict with the database
    Conflicts,
    /// Rows that name an unknown partner
    Missing,
}

impl LeaveOutRows {
    /// The fate in the plan that the choice is about.
    pub const fn fate(self) -> Option<Fate> {
        match self {
            Self::Errors => None,
            Self::Conflicts => Some(Fate::Conflict),
            Self::Missing => Some(Fate::MissingReference),
        }
    }
}
