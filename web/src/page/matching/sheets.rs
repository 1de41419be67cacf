//! The sheets of a file that has several, each with what it fits and why.

use lanegate_wire::SheetView;
use leptos::prelude::*;

use crate::page::desk::desk;
use crate::page::take_file::recheck;
use crate::page::texts;

/// Sheets shown; the choice above has them all.
const SHOWN: usize = 40;

/// The list; nothing for a file of one sheet.
#[component]
pub fn Sheets() -> impl IntoView {
    let desk = desk();
    let sheets = Memo::new(move |_| {
        let asked = desk.question.with(|question| question.as_ref().map(|question| question.sheets.clone()));
        asked.or_else(|| desk.overview.with(|o| o.as_ref().map(|o| o.sheets.clone()))).unwrap_or_default()
    });
    let checked = move || desk.overview.with(|overview| overview.as_ref().map(|overview| overview.sheet.clone()));
    let sheet = move |sheet: SheetView| {
        let kind = desk.kinds.with(|kinds| kinds.iter().find(|kind| Some(&kind.name) == sheet.fits.as_ref()).cloned());
        let name = sheet.name.clone();
        let pressed = {
            let name = sheet.name.clone();
            move || (checked().as_ref() == Some(&name)).to_string()
        };
        let choose = move |_| {
            let mut options = desk.options.get_untracked();
            (options.sheet, options.header_row) = (Some(name.clone()), None);
            recheck(desk, options);
        };
        view! {
            <li>
                <button type="button" aria-pressed=pressed on:click=choose>{sheet.name}</button>
                {sheet.hidden.then(|| view! { <span class="tag">{texts::HIDDEN}</span> })}
                <span>{kind.map(|kind| kind.title)}</span>
                <span class="quiet">{sheet.size.map(texts::sheet_size)}</span>
                <span class="quiet">{sheet.why.unwrap_or_else(|| texts::SHEET_FITS_NOTHING.to_owned())}</span>
            </li>
        }
    };
    view! {
        {move || sheets.with(|sheets| sheets.len() > 1).then(|| view! {
            <section aria-label=texts::SHEETS>
                <h2>{texts::SHEETS}</h2>
                <ul class="sheets">{sheets.get().into_iter().take(SHOWN).map(sheet).collect_view()}</ul>
            </section>
        })}
    }
}
