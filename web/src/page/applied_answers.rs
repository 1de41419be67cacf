//! Says which answers of an earlier file were applied to the open file, and undoes them.

use lanegate_wire::Fix;
use leptos::prelude::*;

use super::desk::{Desk, desk};
use super::{corrections, remembered, texts};

/// The line with its button; nothing where no answers are applied.
#[component]
pub fn AppliedAnswers() -> impl IntoView {
    let desk = desk();
    let undo = move |_| {
        if let Some(answers) = untrack(|| remembered::applied(desk)) {
            corrections::remove_first(desk, answers.fixes.len());
        }
    };
    view! {
        {move || words(desk).map(|words| view! {
            <p class="note answers">
                <span>{words}</span>
                <button type="button" aria-label=texts::UNDO_ANSWERS on:click=undo>{texts::UNDO}</button>
            </p>
        })}
    }
}

/// Describes the applied answers.
pub fn words(desk: Desk) -> Option<String> {
    let answers = remembered::applied(desk)?;
    let said: Vec<String> = answers.fixes.iter().map(|fix| texts::answer(fix, header(desk, fix).as_deref())).collect();
    Some(texts::answers_applied(answers.from.as_deref(), &said))
}

/// The header of the column that an answer is about; of several columns, their headers.
fn header(desk: Desk, fix: &Fix) -> Option<String> {
    let letters = match fix {
        Fix::MapColumn { letters, .. } | Fix::LeaveOutWhere { letters, .. } => std::slice::from_ref(letters),
        Fix::Combine { parts, .. } => parts,
        _ => return None,
    };
    let is_quoted = matches!(fix, Fix::Combine { .. });
    desk.overview.with(|overview| {
        let columns = &overview.as_ref()?.columns;
        let header = |letters: &String| {
            let column = columns.iter().find(|column| column.letters == *letters)?;
            Some(if is_quoted { format!("“{}”", column.header) } else { column.header.clone() })
        };
        letters.iter().map(header).collect::<Option<Vec<_>>>().map(|headers| headers.join(" and "))
    })
}
