//! Answers that the page keeps for the next file with the same headers: made from the corrections, and applied to another file.

use js_sys::Array;
use lanegate_intake::{Answers, CheckedFile, Intake};
use lanegate_wire::{CheckOptions, Progress};
use serde::Serialize as _;
use wasm_bindgen::JsValue;

use crate::protocol::Reply;

/// The answers among the corrections of a file, as the page keeps them; `null` if there are none.
pub fn to_keep(checked: &CheckedFile) -> JsValue {
    let kept = checked.answers().map(|answers| answers.serialize(&serde_wasm_bindgen::Serializer::json_compatible()));
    kept.and_then(Result::ok).unwrap_or(JsValue::NULL)
}

/// Applies kept answers to a file. Some that can't be read say nothing.
pub fn apply(
    intake: &mut Intake,
    kept: JsValue,
    mut options: CheckOptions,
    progress: &mut dyn FnMut(Progress),
) -> Reply {
    let applied = read(kept).and_then(|answers| intake.apply_answers(&answers, &mut options, progress).ok());
    Reply::Applied(applied.unwrap_or_default())
}

fn read(kept: JsValue) -> Option<Answers> {
    if Array::is_array(&kept) {
        // The first version kept only the choices.
        return serde_wasm_bindgen::from_value(kept).ok().map(Answers::of_choices);
    }
    serde_wasm_bindgen::from_value(kept).ok()
}
