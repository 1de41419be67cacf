//! What a queue is narrowed down to and sorted by, as the address of the call has it.

use leptos::prelude::*;

use crate::page::texts;

/// What is asked for, by the names that the call has for it.
#[derive(Clone, Copy)]
pub struct Asked(RwSignal<Vec<(&'static str, String)>>);

impl Asked {
    /// Nothing in particular.
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// The address of a call with what is asked for.
    pub fn address(self, path: &str, more: &[(&str, Option<&str>)]) -> String {
        self.0.with(|asked| {
            let asked = asked.iter().map(|(name, value)| (*name, Some(value.as_str())));
            crate::page::api::with(path, &asked.chain(more.iter().copied()).collect::<Vec<_>>())
        })
    }

    /// Whether somebody may be left out of what is shown.
    pub fn is_narrowed(self) -> bool {
        self.0.with(|asked| asked.iter().any(|(name, value)| *name != "sort" && !value.is_empty()))
    }

    fn set(self, name: &'static str, value: String) {
        self.0.update(|asked| {
            asked.retain(|(other, _)| *other != name);
            asked.push((name, value));
        });
    }
}

/// One thing that a queue can be narrowed down by.
pub enum Filter {
    /// To one of these values, each with its words; the first where nothing is chosen.
    Choice(&'static str, &'static str, &'static [(&'static str, &'static str)]),
    /// To a text, as it is stored.
    Text(&'static str, &'static str),
    /// To scores from 0 to 100.
    Score(&'static str, &'static str),
}

/// The row of filters.
#[component]
pub fn Filters(asked: Asked, filters: &'static [Filter]) -> impl IntoView {
    let filter = move |filter: &'static Filter| {
        match filter {
        Filter::Choice(name, label, values) => {
            let options = values.iter().map(|(value, words)| view! { <option value=*value>{*words}</option> });
            view! {
                <label>{*label}
                    <select on:change=move |event| asked.set(name, event_target_value(&event))>{options.collect_view()}</select>
                </label>
            }
            .into_any()
        }
        Filter::Text(name, label) => view! {
            <label>{*label}<input on:change=move |event| asked.set(name, event_target_value(&event).trim().to_owned())/></label>
        }
        .into_any(),
        Filter::Score(name, label) => view! {
            <label>{*label}
                <input type="number" min="0" max="100" on:change=move |event| asked.set(name, event_target_value(&event))/>
            </label>
        }
        .into_any(),
    }
    };
    view! { <div class="choices" role="group" aria-label=texts::NARROW>{filters.iter().map(filter).collect_view()}</div> }
}
