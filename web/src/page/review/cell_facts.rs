//! What the active cell is: what Excel shows, what the file stores, what will be committed.

use lanegate_wire::CellFacts;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::desk::desk;
use crate::page::texts;
use crate::protocol::{Reply, Request};

/// Longer texts end here.
const LONGEST: usize = 300;

/// The three facts of a cell, given by its row's number and its column's place.
#[component]
pub fn Facts(
    /// The cell; `None` while its row has not come.
    #[prop(into)]
    cell: Signal<Option<(u32, usize)>>,
) -> impl IntoView {
    let desk = desk();
    let facts = RwSignal::new(None::<CellFacts>);
    Effect::new(move |_| {
        desk.revision.track();
        let Some((row, column)) = cell.get() else { return facts.set(None) };
        spawn_local(async move {
            let Some(checker) = desk.checker() else { return };
            let answer = checker.ask(Request::Cell(row, column), None).await;
            if let (Ok(Reply::Cell(found)), Some(Some(now))) = (answer, cell.try_get_untracked())
                && now == (row, column)
            {
                facts.set(found);
            }
        });
    });
    let short = |text: &str| text.chars().take(LONGEST).collect::<String>();
    let said = move |facts: CellFacts| {
        let commits = match &facts.commits {
            Some(value) => view! { <q>{short(value)}</q> }.into_any(),
            None => view! { <span>{texts::commits_nothing(&facts.why_not)}</span> }.into_any(),
        };
        let [shows, stores, committed] = texts::CELL_FACTS;
        view! {
            <div><dt>{shows}</dt><dd><q>{short(&facts.shows)}</q></dd></div>
            <div><dt>{stores}</dt><dd>{short(&facts.stores)}</dd></div>
            <div><dt>{committed}</dt><dd>{commits}</dd></div>
        }
    };
    view! { <dl class="cellfacts">{move || facts.get().map(said)}</dl> }
}
