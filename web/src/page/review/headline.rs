//! The result in one line, and the way on.

use lanegate_wire::Overview;
use leptos::prelude::*;

use super::annotated::Annotated;
use crate::page::desk::{Step, desk};
use crate::page::take_file::start_over;
use crate::page::texts;

/// The headline with its actions.
#[component]
pub fn Headline(overview: Overview) -> impl IntoView {
    let desk = desk();
    let nothing_ready = texts::nothing_ready(&overview);
    let Overview { file, kind_title, rows, clean, blocked, excluded, .. } = overview;
    // Rows with errors are spoken of by the headline itself; the rest says why rows that are in order are not sent.
    let others = move || {
        excluded
            .iter()
            .filter(|item| matches!(item.reason.as_str(), "duplicate_row" | "partner_merged" | "left_out"))
            .map(|item| texts::excluded(item.rows, &item.reason))
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let may_go_on = move || clean > 0 && (blocked == 0 || desk.without_blocked.get());
    let hint = move || match (clean, blocked, desk.without_blocked.get()) {
        (0, ..) => nothing_ready.to_owned(),
        (_, 0, _) | (_, _, true) => String::new(),
        (_, blocked, false) => texts::blocked_first(blocked),
    };
    view! {
        <header class="headline">
            <div>
                <p class="file">{file.name}" · "{kind_title}</p>
                <h1>{texts::headline(rows, clean, blocked)}</h1>
                <p class="quiet">{others}</p>
            </div>
            <div class="way">
                <label class="check" class:gone=move || clean == 0 || blocked == 0>
                    <input type="checkbox" prop:checked=move || desk.without_blocked.get()
                        on:change:target=move |event| desk.without_blocked.set(event.target().checked())/>
                    {texts::leave_out_blocked(blocked)}
                </label>
                <button type="button" class="main" disabled=move || !may_go_on() aria-describedby="way-hint"
                    on:click=move |_| desk.step.set(Step::Plan)>{texts::ON_TO_COMPARE}</button>
                <Annotated/>
                <button type="button" on:click=move |_| start_over(desk)>{texts::ANOTHER}</button>
                <p id="way-hint" class="quiet">{hint}</p>
            </div>
        </header>
    }
}
