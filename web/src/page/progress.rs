//! Something is under way: how far, and Cancel.

use leptos::prelude::*;

use super::texts;

/// A bar, its words, and a button. Without a share the bar only says that something moves.
#[component]
pub fn Progress(
    /// How far, from 0 to 1.
    #[prop(into)]
    share: Signal<Option<f64>>,
    /// The same in words.
    #[prop(into)]
    words: Signal<String>,
    /// What Cancel does; without it there is no such button.
    #[prop(optional, into)]
    cancel: Option<Callback<()>>,
) -> impl IntoView {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
    let percent = move || share.get().map(|share| (share * 100.0).round() as u32);
    view! {
        <div class="progress">
            <progress max="100" value=percent aria-label=move || words.get()></progress>
            <p role="status">{move || words.get()}</p>
            {cancel.map(|cancel| {
                view! { <button type="button" on:click=move |_| cancel.run(())>{texts::CANCEL}</button> }
            })}
        </div>
    }
}
