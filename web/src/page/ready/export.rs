//! Takes what is asked for away as a table: as it is narrowed down and sorted, 5,000 rows a file.

use leptos::prelude::*;

use super::filters::Asked;
use crate::page::problem::ProblemNote;
use crate::page::submit::Submit;
use crate::page::{api, download, texts};

/// The two forms.
const FORMS: [(&str, &str); 2] = [("xlsx", "Excel"), ("csv", "CSV")];

/// The buttons. After a file that is not the last, they save the next.
#[component]
pub fn Export(asked: Asked, path: &'static str) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let sending = Submit::new();
    // The form, the place of the next file, and how many there were.
    let next = RwSignal::new(None::<(&'static str, String, u32)>);
    Effect::new(move |_| {
        let _ = asked.address(path, &[]);
        next.set(None);
        words.set(String::new());
    });
    let save = move |form: &'static str, after: Option<String>, number: u32| {
        let address = untrack(|| asked.address(path, &[("format", Some(form)), ("after", after.as_deref())]));
        let name = format!("{}-{number}.{form}", path.rsplit('/').next().unwrap_or("ready"));
        let of = untrack(|| asked.address(path, &[]));
        sending.run(async move { api::table(&address).await }, move |(table, more)| {
            download::save_blob(&name, &table);
            let _ = words.try_set(texts::saved(&name, more.is_some()));
            // Where something else is asked for meanwhile, this file has no next one.
            if untrack(|| asked.address(path, &[])) == of {
                let _ = next.try_set(more.map(|after| (form, after, number)));
            }
        });
    };
    let forms = FORMS.map(|(form, title)| {
        view! { <button type="button" on:click=move |_| save(form, None, 1)>{title}</button> }
    });
    let more = move || {
        let (form, after, number) = next.get()?;
        Some(
            view! { <button type="button" on:click=move |_| save(form, Some(after.clone()), number + 1)>{texts::SAVE_NEXT}</button> },
        )
    };
    view! {
        <div class="rowfilter"><span>{texts::TAKE_AWAY}</span>{forms.collect_view()}{more}<span role="status">{words}</span></div>
        {move || sending.problem.get().map(|problem| view! { <ProblemNote problem/> })}
    }
}
