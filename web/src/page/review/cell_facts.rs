//! What the active cell is: what Excel shows, what the file stores, what will be committed.

use lanegate_wire::CellFacts;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::desk::desk;
use crate::page::texts;
use crate::protocol::{Reply, Request};

/// What is shown of a text ends here.
const LONGEST: usize = 300;

/// The facts of a cell, given by its row's number and its column's place.
#[derive(Clone, PartialEq)]
pub struct Known {
    /// The cell.
    pub cell: (u32, usize),
    /// Its facts.
    pub facts: CellFacts,
}

impl Known {
    /// What counts in the cell, as text.
    pub fn text(&self) -> &str {
        self.facts.counts.as_ref().unwrap_or(&self.facts.shows)
    }
}

/// The facts of the cell that is active, as soon as they have come; those of the last one until then, none where there is no cell.
pub fn known(cell: Memo<Option<(u32, usize)>>) -> RwSignal<Option<Known>> {
    let desk = desk();
    let known = RwSignal::new(None::<Known>);
    Effect::new(move |_| {
        desk.revision.track();
        let Some(place) = cell.get() else { return known.set(None) };
        spawn_local(async move {
            let Some(checker) = desk.checker() else { return };
            let answer = checker.ask(Request::Cell(place.0, place.1), None).await;
            if let (Ok(Reply::Cell(found)), Some(Some(now))) = (answer, cell.try_get_untracked())
                && now == place
            {
                known.set(found.map(|facts| Known { cell: place, facts }));
            }
        });
    });
    known
}

/// The three facts of a cell.
#[component]
pub fn Facts(known: RwSignal<Option<Known>>) -> impl IntoView {
    let short = |text: &str| text.chars().take(LONGEST).collect::<String>();
    let said = move |Known { facts, .. }: Known| {
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
    view! { <dl class="cellfacts">{move || known.get().map(said)}</dl> }
}
