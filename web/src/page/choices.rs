//! How the file is read: kind, sheet, row with the headings, source, order of dates. A change checks the file again.

use lanegate_wire::{CheckOptions, Lane, SheetView};
use leptos::prelude::*;

use super::desk::desk;
use super::take_file::recheck;
use super::texts;
use crate::protocol::KindChoice;

/// The choices, with what was found or chosen so far.
#[component]
pub fn Choices() -> impl IntoView {
    let desk = desk();
    let now = move || desk.options.get();
    let found = move |read: fn(&lanegate_wire::Overview) -> String| desk.overview.with(|o| o.as_ref().map(read));
    let kind = move || found(|o| o.kind.clone()).or_else(|| now().kind).unwrap_or_default();
    let sheet = move || found(|o| o.sheet.clone()).or_else(|| now().sheet).unwrap_or_default();
    let header_row =
        move || found(|o| o.header_row.to_string()).or_else(|| now().header_row.map(|row| row.to_string()));
    let sheets = move || {
        let asked = desk.question.with(|question| question.as_ref().map(|question| question.sheets.clone()));
        asked.or_else(|| desk.overview.with(|o| o.as_ref().map(|o| o.sheets.clone()))).unwrap_or_default()
    };
    let lane_a = move || {
        let kind = kind();
        desk.kinds.with(|kinds| kinds.iter().any(|choice| choice.name == kind && choice.lane == Lane::Sales))
    };
    let again = move |change: &dyn Fn(&mut CheckOptions)| {
        let mut options = desk.options.get_untracked();
        change(&mut options);
        recheck(desk, options);
    };
    view! {
        <div class="choices">
            <label>{texts::KIND}
                <select prop:value=kind on:change:target=move |event| {
                    let kind = some(event.target().value());
                    again(&|o| { o.kind.clone_from(&kind); o.header_row = None; o.source = None; });
                }>
                    <option value="">{texts::FOUND}</option>
                    {move || desk.kinds.get().into_iter().map(|choice| {
                        let chosen = choice.name == kind();
                        view! { <option value=choice.name selected=chosen>{choice.title}</option> }
                    }).collect_view()}
                </select>
            </label>
            <label>{texts::SHEET}
                <select prop:value=sheet on:change:target=move |event| {
                    let sheet = some(event.target().value());
                    again(&|o| { o.sheet.clone_from(&sheet); o.header_row = None; });
                }>
                    <option value="">{texts::FOUND}</option>
                    {move || sheets().into_iter().map(|view| {
                        let chosen = view.name == sheet();
                        view! { <option value=view.name.clone() selected=chosen>{sheet_words(&view, &desk.kinds.get())}</option> }
                    }).collect_view()}
                </select>
            </label>
            <label>{texts::HEADER_ROW}
                <input type="number" min="1" max="1048576" inputmode="numeric" placeholder=texts::FOUND
                    prop:value=move || header_row().unwrap_or_default()
                    on:change:target=move |event| {
                        let row = event.target().value().parse().ok().filter(|&row: &u32| row > 0);
                        again(&|o| o.header_row = row);
                    }/>
            </label>
            <label>{texts::DATE_ORDER}
                <select on:change:target=move |event| {
                    let value = event.target().value();
                    let order = texts::DATE_ORDERS.into_iter().find(|(_, name, _)| *name == value).map(|(order, ..)| order);
                    again(&|o| o.date_order = order);
                }>
                    <option value="">{texts::DATE_ORDER_NONE}</option>
                    {texts::DATE_ORDERS.map(|(order, name, words)| {
                        view! { <option value=name selected=move || now().date_order == Some(order)>{words}</option> }
                    }).collect_view()}
                </select>
            </label>
            <label class:gone=move || !lane_a()>{texts::SOURCE}
                <select on:change:target=move |event| {
                    let source = some(event.target().value());
                    again(&|o| o.source.clone_from(&source));
                }>
                    <option value="" selected=move || now().source.is_none()>{texts::SOURCE_OWN}</option>
                    {texts::SOURCES.map(|source| {
                        view! { <option value=source selected=move || now().source.as_deref() == Some(source)>{source}</option> }
                    }).collect_view()}
                </select>
            </label>
        </div>
    }
}

fn some(value: String) -> Option<String> {
    (!value.is_empty()).then_some(value)
}

fn sheet_words(sheet: &SheetView, kinds: &[KindChoice]) -> String {
    let mut words = sheet.name.clone();
    if sheet.hidden {
        words.push_str(&format!(" ({})", texts::HIDDEN));
    }
    let fits = sheet.fits.as_ref().and_then(|name| kinds.iter().find(|kind| kind.name == *name));
    if let Some(kind) = fits {
        words.push_str(&format!(" · {}", kind.title));
    }
    words
}
