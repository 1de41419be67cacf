//! What is kept of a review beside its file, and how it is written down.

use lanegate_wire::{AppliedAnswers, CheckOptions, Fix};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use crate::page::desk::Desk;
use crate::page::storage::{self, Store};
use crate::page::undo_steps::UndoSteps;
use crate::page::{format, import_id};

/// What a person has done with a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// The file's name.
    pub name: String,
    /// How it is checked, with the corrections.
    pub options: CheckOptions,
    /// Corrections taken back.
    pub undone: Vec<Fix>,
    /// Rows with errors may stay behind.
    pub without_blocked: bool,
    /// When it was last changed, in milliseconds since 1970.
    pub at: f64,
    /// The check is finished, and so many rows wait to be compared.
    #[serde(default)]
    pub waiting: Option<u32>,
    /// The import that its comparison began, so that another tab goes on with it.
    #[serde(default)]
    pub import: Option<String>,
    /// The steps: corrections that are undone together.
    #[serde(default)]
    pub undo_steps: UndoSteps,
    /// Answers from an earlier file that are among the corrections.
    #[serde(default)]
    pub remembered: Option<AppliedAnswers>,
}

/// A review that was left.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its key.
    pub id: String,
    /// What was done.
    pub work: Work,
}

impl Work {
    /// What has been done with the file in hand.
    pub fn of(desk: Desk) -> Option<Self> {
        Some(Self {
            name: desk.name.get_untracked()?,
            options: desk.options.get_untracked(),
            undone: desk.undone.get_untracked(),
            without_blocked: desk.without_blocked.get_untracked(),
            at: js_sys::Date::now(),
            waiting: desk.waiting.get_value().map(|rows| clean(desk).unwrap_or(rows)),
            import: import_id::kept(),
            undo_steps: desk.undo_steps.get_value(),
            remembered: desk.remembered.get_untracked(),
        })
    }

    /// Returns true if a person has done something with the file: more than open it, and have the answers of an earlier one applied.
    pub fn is_touched(&self) -> bool {
        let Self { options, remembered, .. } = self;
        let answers =
            remembered.as_ref().filter(|answers| answers.are_in(options)).map_or(0, |answers| answers.fixes.len());
        let is_chosen = options.kind.is_some() || options.sheet.is_some() || options.header_row.is_some();
        is_chosen
            || options.source.is_some()
            || options.date_order.is_some()
            || options.fixes.len() > answers
            || !self.undone.is_empty()
            || self.without_blocked
            || self.waiting.is_some()
    }

    /// As the browser keeps it.
    pub fn stored(&self) -> Result<JsValue, JsValue> {
        Ok(self.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
    }

    /// Keeps it under a review's key.
    pub async fn keep(&self, id: &str) -> Result<(), JsValue> {
        storage::put(Store::Work, id, &self.stored()?).await
    }
}

impl Kept {
    /// The review with a key, as it was left.
    pub async fn read(id: &str) -> Option<Self> {
        let work = storage::get(Store::Work, id).await.ok()?;
        let mut work: Work = serde_wasm_bindgen::from_value(work).ok()?;
        work.options.today = format::today();
        Some(Self { id: id.to_owned(), work })
    }
}

/// The rows that are ready.
pub fn clean(desk: Desk) -> Option<u32> {
    desk.overview.with_untracked(|overview| overview.as_ref().map(|overview| overview.clean))
}
