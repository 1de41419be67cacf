//! Match: what could not be found from the file is asked here, and only then.

use leptos::prelude::*;

use super::choices::Choices;
use super::desk::{Reading, desk};
use super::drop::Busy;
use super::take_file::start_over;
use super::texts;

/// The step.
#[component]
pub fn MatchStep() -> impl IntoView {
    let desk = desk();
    let why = move || desk.question.get().map(|question| question.why);
    let busy = Memo::new(move |_| matches!(desk.reading.get(), Reading::Busy(_)));
    view! {
        <section class="sheet">
            <h1>{texts::MATCH_TITLE}</h1>
            <p class="file">{move || desk.name.get()}</p>
            {move || why().map(|why| view! {
                <div class="note warning" role="alert"><p>
                            <b>{why.message}</b>
                        </p><p>{texts::what_to_say(&why.code, why.hint)}</p></div>
            })}
            {move || if busy.get() { view! { <Busy/> }.into_any() } else { view! { <Choices/> }.into_any() }}
            <p class="actions"><button type="button" on:click=move |_| start_over(desk)>{texts::ANOTHER}</button></p>
        </section>
    }
}
