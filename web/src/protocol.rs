//! What page and worker say to each other. Every request has an id, and its answer carries the same; the file's bytes
//! travel beside the message as a transferred `ArrayBuffer`. Nothing that grows with the file crosses.

use chrono::NaiveDate;
use js_sys::Uint8Array;
use lanegate_wire::{
    AppliedAnswers, CellFacts, CheckOptions, Combining, Filter, FindingWindow, Fix, Lane, ListView, LookupSummary,
    Matching, OpenImport, Overview, Progress, RowWindow, SheetView, SuggestedChanges, Unreadable,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;
use wasm_bindgen::JsValue;

/// The property of a message that holds the transferred bytes.
pub const BYTES: &str = "bytes";

/// What the page asks.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Read and check something small that is forgotten again, so that the file to come goes quicker.
    WarmUp,
    /// Take the file that travels beside this message, and check it.
    Open {
        /// The file's name, without folders.
        name: String,
        /// How to check it.
        options: CheckOptions,
    },
    /// Hold ids of partners against a copy of those that are stored, as of a day; the ids travel beside this message.
    Reference(#[serde(deserialize_with = "lanegate_wire::read_day")] NaiveDate),
    /// Take the list of IDs that travels beside this message, and say what it has.
    List {
        /// The list's file name, without folders.
        name: String,
        /// The template column to fill; may be empty.
        column: String,
    },
    /// What a lookup in a list would give.
    Lookup(Fix),
    /// Check the file again, otherwise.
    Check(CheckOptions),
    /// A window onto the rows.
    Rows(Window),
    /// A window onto the findings.
    Findings(Window),
    /// The place of the first error among the findings that a filter leaves.
    FirstError(Filter),
    /// The place of a row, numbered as Excel does, among the rows that a filter leaves.
    Place(u32, Filter),
    /// How columns, list values and text dates are understood.
    Matching,
    /// The first results of columns combined into one, given by their letters.
    Combined(Vec<String>, Combining),
    /// The answers among the corrections that count for the next file with the same headers.
    Answers,
    /// Apply answers that were kept for a file with these headers, before all corrections, and check the file with them.
    ApplyAnswers(#[serde(with = "serde_wasm_bindgen::preserve")] JsValue, CheckOptions),
    /// What a cell is: its row, numbered as Excel does, and its column's place.
    Cell(u32, usize),
    /// In how many rows a cell's column holds what the cell holds.
    Alike(u32, usize),
    /// What it means to make many corrections at once.
    Suggested(Suggesting),
    /// These corrections.
    SuggestedFixes(Suggesting),
    /// The empty template of a kind, by its name. Asked of the writer.
    Template(String),
    /// The annotated copy of the file that travels beside this message. Asked of the writer.
    Annotate {
        /// The file's name.
        name: String,
        /// How it is checked.
        options: CheckOptions,
    },
    /// The request that would open an import of the clean rows.
    Import(Uuid),
    /// One batch of clean rows, by number from 0.
    Batch(u32),
}

/// What suggests many corrections at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suggesting {
    /// The findings that a filter leaves.
    Findings(Filter),
    /// A correction: the other cells of the column can be changed in the same way.
    SameChange {
        /// The cell's row, numbered as Excel does.
        row: u32,
        /// Its column's place.
        column: usize,
        /// The text before the correction.
        before: String,
    },
}

/// The most corrections that are suggested at once.
pub const MOST_SUGGESTED: usize = 10_000;

/// Which piece of a list to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The first one, from 0.
    pub from: u32,
    /// How many, at most 500.
    pub limit: u32,
    /// Which of them.
    pub filter: Filter,
}

/// A kind that a person can choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindChoice {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its lane.
    pub lane: Lane,
}

/// What has to be said before a file can be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Why the check could not go on by itself.
    pub why: Unreadable,
    /// The file's sheets, to choose from.
    pub sheets: Vec<SheetView>,
    /// The headers, if the kind is asked for.
    pub headers: Vec<String>,
}

/// What the worker answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// The worker is up; the kinds it can check. Sent once, unasked.
    Ready(Vec<KindChoice>),
    /// How far the request has come. More will follow.
    Progress(Progress),
    /// One round of warming up is done.
    Warmer,
    /// What was given is kept for the checks to come.
    Taken,
    /// The file was checked.
    Checked(Overview),
    /// A window onto the rows.
    Rows(RowWindow),
    /// A window onto the findings.
    Findings(FindingWindow),
    /// The place of a row, or of the next one where it is not shown; of the first error, or 0 where there is none.
    Place(u32),
    /// How columns, list values and text dates are understood.
    Matching(Matching),
    /// The first results of columns combined into one.
    Combined(Vec<String>),
    /// Answers to be kept; `null` if there are none.
    Answers(#[serde(with = "serde_wasm_bindgen::preserve")] JsValue),
    /// Answers were applied.
    Applied(AppliedAnswers),
    /// A list of IDs.
    List(ListView),
    /// What a lookup would give; `None` if it names nothing in the file.
    Lookup(Option<LookupSummary>),
    /// What a cell is; `None` outside of the table.
    Cell(Option<CellFacts>),
    /// How many are alike.
    Alike(u32),
    /// What many corrections change.
    Suggested(SuggestedChanges),
    /// These corrections, at most [`MOST_SUGGESTED`].
    SuggestedFixes(Vec<Fix>),
    /// A workbook to take away.
    Workbook(#[serde(with = "serde_wasm_bindgen::preserve")] Uint8Array),
    /// The workbook can't be written; why.
    Unwritable(String),
    /// The request that would open an import.
    Import(OpenImport),
    /// A batch as its one JSON text; `None` past the last.
    Batch(Option<String>),
    /// The file cannot be read.
    Refused(Unreadable),
    /// The file needs what this worker is linked without: the writer's program can read it.
    Elsewhere,
    /// The file was read, but a person has to say something before it can be checked.
    Ask(Question),
    /// Asked about rows before there are any; a look that came too early or too late.
    Nothing,
    /// The worker met a fault of its own and is of no more use.
    Broken(String),
}

/// A message with the id that joins request and answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Message<T> {
    /// The request's id, from 1; 0 for what was not asked for.
    pub id: u32,
    /// The request or the answer.
    pub body: T,
}

impl<T: Serialize> Message<T> {
    /// The message as the browser's `postMessage` takes it.
    ///
    /// # Errors
    /// When a value has no JavaScript form.
    pub fn to_js(&self) -> Result<JsValue, serde_wasm_bindgen::Error> {
        // Objects rather than `Map`s: quicker to clone, and readable in the browser's tools.
        self.serialize(&serde_wasm_bindgen::Serializer::json_compatible())
    }
}

impl<T: DeserializeOwned> Message<T> {
    /// Reads a message.
    ///
    /// # Errors
    /// When it is not of this form.
    pub fn from_js(value: JsValue) -> Result<Self, serde_wasm_bindgen::Error> {
        serde_wasm_bindgen::from_value(value)
    }
}
