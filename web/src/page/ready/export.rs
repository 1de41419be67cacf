//! Takes what is asked for away as a table: as it is narrowed down and sorted, 5,000 rows a file.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::filters::Asked;
use crate::page::{api, texts};

/// The two forms.
const FORMS: [(&str, &str); 2] = [("xlsx", "Excel"), ("csv", "CSV")];

/// The buttons. After a file that is not the last, they save the next.
#[component]
pub fn Export(asked: Asked, path: &'static str) -> impl IntoView {
    let words = RwSignal::new(String::new());
    // The form, the place of the next file, and how many there were.
    let next = RwSignal::new(None::<(&'static str, String, u32)>);
    Effect::new(move |_| {
        let _ = asked.address(path, &[]);
        next.set(None);
        words.set(String::new());
    });
    let save = move |form: &'static str, after: Option<String>, number: u32| {
        let address = asked.address(path, &[("format", Some(form)), ("after", after.as_deref())]);
        let name = format!("{}-{number}.{form}", path.rsplit('/').next().unwrap_or("ready"));
        spawn_local(async move {
            match api::table(&address, &name).await {
                Ok(more) => {
                    let _ = words.try_set(texts::saved(&name, more.is_some()));
                    let _ = next.try_set(more.map(|after| (form, after, number)));
                }
                Err(problem) => drop(words.try_set(problem.to_string())),
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
    }
}
