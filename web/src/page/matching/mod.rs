//! Match: what is in the file, which column is which, what words of a list stand for, how dates are read. Opens by itself only where
//! something has to be said; otherwise it is a step that can be gone back to.

mod columns;
mod combine;
mod dates;
mod lookup;
mod missing;
mod sheets;
mod values;

use lanegate_wire::{Matching, Overview, TemplateColumn};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::applied_answers::AppliedAnswers;
use super::choices::Choices;
use super::desk::{Reading, Step, desk};
use super::drop::Busy;
use super::hazards::Hazards;
use super::review::fix_buttons::FixButtons;
use super::take_file::start_over;
use super::{corrections, texts};
use crate::protocol::{Reply, Request};

/// The step.
#[component]
pub fn MatchStep() -> impl IntoView {
    let desk = desk();
    let why = move || desk.question.get().map(|question| question.why);
    let busy = Memo::new(move |_| matches!(desk.reading.get(), Reading::Busy(_)));
    let keys = window_event_listener(leptos::ev::keydown, move |event| corrections::keys(desk, &event));
    on_cleanup(move || keys.remove());
    let checked = Memo::new(move |_| desk.overview.with(Option::is_some));
    view! {
        <section class="sheet match">
            <header class="headline">
                <div>
                    <p class="file">{move || desk.name.get()}</p>
                    <h1>{texts::MATCH_TITLE}</h1>
                </div>
                <div class="way">
                    <button type="button" class="main" class:gone=move || !checked.get() on:click=move |_| desk.step.set(Step::Review)>
                        {texts::ON_TO_ROWS}
                    </button>
                    <button type="button" on:click=move |_| start_over(desk)>{texts::ANOTHER}</button>
                </div>
            </header>
            {move || why().map(|why| view! {
                <div class="note warning" role="alert">
                    <p><b>{why.message}</b></p>
                    <p>{texts::what_to_say(&why.code, why.hint)}</p>
                </div>
            })}
            {move || if busy.get() { view! { <Busy/> }.into_any() } else { view! { <Said/> }.into_any() }}
        </section>
    }
}

/// What was found and what can be said otherwise.
#[component]
fn Said() -> impl IntoView {
    let desk = desk();
    let matching = RwSignal::new(None::<Matching>);
    provide_context(lookup::Choice::new());
    Effect::new(move |_| {
        desk.revision.track();
        if desk.overview.with(Option::is_none) {
            return matching.set(None);
        }
        spawn_local(async move {
            let Some(checker) = desk.checker() else { return };
            if let Ok(Reply::Matching(found)) = checker.ask(Request::Matching, None).await {
                let _ = matching.try_update(|matching| *matching = Some(found));
            }
        });
    });
    let evidence = move || desk.overview.with(|overview| overview.as_ref().and_then(|o| o.evidence.clone()));
    let hazards = move || desk.overview.with(|overview| overview.as_ref().map(|o| o.hazards.clone()));
    view! {
        <AppliedAnswers/>
        {move || matching.with(|matching| matching.as_ref().map(|m| view! { <Open matching=m.clone()/> }))}
        <Choices/>
        <p class="quiet">{evidence}</p>
        <sheets::Sheets/>
        {move || matching.get().zip(desk.overview.get()).map(|(matching, overview)| parts(&matching, &overview))}
        {move || hazards().map(|hazards| view! { <Hazards hazards/> })}
    }
}

fn parts(matching: &Matching, overview: &Overview) -> impl IntoView + use<> {
    view! {
        <columns::Columns matching=matching.clone() columns=overview.columns.clone()/>
        <missing::Missing template=matching.template.clone()/>
        <combine::Combine template=matching.template.clone() columns=overview.columns.clone()/>
        <lookup::Lookup matching=matching.clone() columns=overview.columns.clone()/>
        <values::Values values=matching.values.clone() template=matching.template.clone()/>
        <dates::Dates dates=matching.dates.clone()/>
    }
}

/// What holds every row up until somebody says which column is which.
#[component]
fn Open(matching: Matching) -> impl IntoView {
    let Matching { findings, template, .. } = matching;
    let findings: Vec<_> = findings.into_iter().filter(|finding| finding.code != "column_suggested").collect();
    let finding = |finding: lanegate_wire::Finding| {
        let is_missing = |column: &&TemplateColumn| {
            finding.code == "column_missing" && column.one_value && Some(&column.name) == finding.column.as_ref()
        };
        let missing = template.iter().find(is_missing).cloned();
        let has_ids = |name: &String| template.iter().any(|column| column.ids && column.name == *name);
        let is_filled_from_list = matches!(finding.code.as_str(), "column_missing" | "list_missing");
        let ids = finding.column.clone().filter(|name| is_filled_from_list && has_ids(name));
        view! {
            <li class="finding error">
                <span><b>{finding.message}</b>" "{finding.hint}</span>
                <FixButtons fixes=finding.fixes/>
                {missing.map(missing::view_value)}
                {ids.map(|column| view! { <columns::FillFromList column/> })}
            </li>
        }
    };
    (!findings.is_empty()).then(|| {
        view! { <div class="note error" role="alert"><ul>{findings.into_iter().map(finding).collect_view()}</ul></div> }
    })
}
