//! Fills a column of IDs from a list: a second file with IDs next to names, domains, or e-mail addresses. Counts show the result before
//! it applies.

mod choose_list;
mod list_columns;

use lanegate_wire::{ColumnMatch, Fix, ListColumns, ListView, LookupSummary, Matching, TemplateColumn, Unreadable};
use leptos::html::Summary;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use self::choose_list::ChooseList;
use self::list_columns::ListColumnFields;
use crate::page::desk::{Desk, desk};
use crate::page::id_lists::{self, KeptLists};
use crate::page::take_file::{open_with_all_readers, recheck};
use crate::page::{corrections, texts};
use crate::protocol::{Reply, Request};

/// A list that was opened, or why it can't be used.
#[derive(Clone)]
pub enum OpenList {
    None,
    Reading,
    Refused(Unreadable),
    Open(ListView, File),
}

/// What is chosen in the form. It outlives the form, which is made anew after each correction.
#[derive(Clone, Copy)]
pub struct Choice {
    /// The template column to fill; none until a person has chosen one.
    pub target: RwSignal<Option<String>>,
    /// The form is unfolded.
    pub is_open: RwSignal<bool>,
    /// The form is to be gone to.
    pub is_called: RwSignal<bool>,
    pub list: RwSignal<OpenList, LocalStorage>,
    /// The file's column, by its letters.
    pub part: RwSignal<String>,
    /// The list's columns, by their names.
    pub matching: RwSignal<String>,
    pub ids: RwSignal<String>,
}

impl Choice {
    /// With nothing chosen.
    pub fn new() -> Self {
        Self {
            target: RwSignal::new(None),
            is_open: RwSignal::new(false),
            is_called: RwSignal::new(false),
            list: RwSignal::new_local(OpenList::None),
            part: RwSignal::default(),
            matching: RwSignal::default(),
            ids: RwSignal::default(),
        }
    }

    /// Goes to the form, to fill a column.
    pub fn call(self, column: String) {
        self.target.set(Some(column));
        self.is_open.set(true);
        self.is_called.set(true);
    }

    fn clear(self) {
        self.target.set(None);
        self.is_open.set(false);
        self.list.set(OpenList::None);
    }
}

/// The form, folded up until somebody wants it; nothing for a kind without IDs.
#[component]
pub fn Lookup(matching: Matching, columns: Vec<ColumnMatch>) -> impl IntoView {
    let Matching { template, lookups, .. } = matching;
    let ids: Vec<TemplateColumn> = template.into_iter().filter(|column| column.ids).collect();
    (!ids.is_empty()).then(|| view! { <LookupForm ids columns lookups/> })
}

#[component]
fn LookupForm(ids: Vec<TemplateColumn>, columns: Vec<ColumnMatch>, lookups: Vec<LookupSummary>) -> impl IntoView {
    let desk = desk();
    let (choice, lists): (Choice, KeptLists) = (expect_context(), expect_context());
    let first = ids.iter().find(|column| column.unfilled).or(ids.first()).map(|column| column.name.clone());
    let target = Memo::new(move |_| choice.target.get().or_else(|| first.clone()).unwrap_or_default());
    let summary_line = NodeRef::<Summary>::new();
    Effect::new(move |_| {
        if choice.is_called.get()
            && let Some(line) = summary_line.get()
        {
            choice.is_called.set(false);
            line.scroll_into_view();
            let _ = line.focus();
        }
    });
    let take = Callback::new(move |file: File| take_list(desk, lists, choice, target.get_untracked(), file));
    let own = StoredValue::new(columns);
    let lookups = StoredValue::new(lookups);
    let kept_column = move |target: &str| {
        let is_own = |column: &&ColumnMatch| column.column.as_deref() == Some(target) && column.parts.is_empty();
        let taken = own.with_value(|columns| columns.iter().find(is_own).map(|column| column.letters.clone()));
        // One that an earlier lookup keeps is no column of the template any more.
        let is_earlier = |lookup: &&LookupSummary| lookup.column == target;
        taken.or_else(|| {
            lookups.with_value(|lookups| lookups.iter().find(is_earlier).and_then(|earlier| earlier.keep.clone()))
        })
    };
    let fix = Memo::new(move |_| {
        let OpenList::Open(view, _) = choice.list.get() else { return None };
        let (part, matching, ids) = (choice.part.get(), choice.matching.get(), choice.ids.get());
        let is_chosen = [&part, &matching, &ids].iter().all(|chosen| !chosen.is_empty());
        let column = target.get();
        let list = ListColumns { file: view.file, sha256: Some(view.sha256), matching, ids };
        is_chosen.then(|| Fix::Lookup { keep: kept_column(&column), column, parts: vec![part], list })
    });
    let summary = RwSignal::new(None::<LookupSummary>);
    Effect::new(move |_| {
        let Some(asked) = fix.get() else { return summary.set(None) };
        spawn_local(async move {
            let Some(checker) = desk.checker() else { return };
            if let Ok(Reply::Lookup(found)) = checker.ask(Request::Lookup(asked.clone()), None).await
                && fix.try_get_untracked() == Some(Some(asked))
            {
                summary.set(found);
            }
        });
    });
    let apply = move |_| {
        let (Some(fix), OpenList::Open(view, file)) = (fix.get_untracked(), choice.list.get_untracked()) else {
            return;
        };
        lists.keep(view.sha256, file);
        choice.clear();
        corrections::add(desk, fix);
    };
    let option = move |name: String| {
        let value = name.clone();
        let selected = move || target.with(|target| *target == value);
        view! { <option value=name.clone() prop:selected=selected>{name.clone()}</option> }
    };
    let several = ids.len() > 1;
    let targets = ids.into_iter().map(|column| option(column.name)).collect_view();
    let choose_target = move |column: String| {
        choice.target.set(Some(column.clone()));
        // The list's columns may belong to others of the file.
        if let OpenList::Open(_, file) = choice.list.get_untracked() {
            take_list(desk, lists, choice, column, file);
        }
    };
    let counts =
        move || summary.with(|summary| summary.as_ref().map_or((0, 0), |summary| (summary.found, summary.ambiguous)));
    view! {
        <details class="lookup" prop:open=move || choice.is_open.get() on:toggle:target=move |event| choice.is_open.set(event.target().open())>
            <summary node_ref=summary_line>{texts::LOOKUP}</summary>
            <p class="quiet">{texts::LOOKUP_HELP}</p>
            <label class="field" class:gone=!several>
                {texts::LOOKUP_TARGET}
                <select on:change:target=move |event| choose_target(event.target().value())>{targets}</select>
            </label>
            <ChooseList list=choice.list take/>
            <ListColumnFields choice columns=own/>
            <Counts summary/>
            <p class:gone=move || summary.with(Option::is_none)>
                <button type="button" class="main" disabled=move || counts() == (0, 0) on:click=apply>
                    {move || texts::fill_ids(counts())}
                </button>
            </p>
        </details>
    }
}

/// What the lookup would give, with the first values that aren't found or are ambiguous.
#[component]
fn Counts(summary: RwSignal<Option<LookupSummary>>) -> impl IntoView {
    let counts = move || {
        let summary = summary.get()?;
        let count = |(state, words, values): (&'static str, String, &[String])| {
            let values = values.iter().map(|value| view! { <q>{value.clone()}</q> }).collect_view();
            view! { <li class=state><b>{words}</b>" "<span class="samples">{values}</span></li> }
        };
        let counts = texts::lookup_counts(&summary).into_iter().map(count).collect_view();
        let lacking = summary.list_rows_without_id;
        let lacking = (lacking > 0).then(|| view! { <li class="quiet">{texts::list_rows_without_id(lacking)}</li> });
        Some(view! { <ul class="counts">{counts}{lacking}</ul> })
    };
    view! { <div role="status">{counts}</div> }
}

/// Has the worker open a list. A lookup that waits for this list goes on with it.
fn take_list(desk: Desk, lists: KeptLists, choice: Choice, column: String, file: File) {
    if file.size() > id_lists::LARGEST {
        return choice.list.set(OpenList::Refused(texts::list_too_large(file.size())));
    }
    choice.list.set(OpenList::Reading);
    spawn_local(async move {
        let Some(checker) = desk.checker() else { return };
        let opened = match id_lists::open(&checker, &file, &column).await {
            Some(Reply::List(view)) => {
                if is_waited_for(desk, &view) {
                    choice.clear();
                    return go_on_with(desk, lists, view, file);
                }
                suggest(choice, &view);
                OpenList::Open(view, file)
            }
            Some(Reply::Refused(why)) => OpenList::Refused(why),
            Some(Reply::Elsewhere) => {
                open_with_all_readers(desk).await;
                return take_list(desk, lists, choice, column, file);
            }
            _ => OpenList::Refused(texts::not_a_file()),
        };
        let _ = choice.list.try_update(|list| *list = opened);
    });
}

/// Checks the file again with a list that was missing.
fn go_on_with(desk: Desk, lists: KeptLists, view: ListView, file: File) {
    let mut options = desk.options.get_untracked();
    id_lists::pin_to(&view, &mut options.fixes);
    desk.remembered.update(|answers| {
        answers.iter_mut().for_each(|answers| id_lists::pin_to(&view, &mut answers.fixes));
    });
    lists.keep(view.sha256, file);
    recheck(desk, options);
}

/// Returns true if a lookup couldn't be made without this list.
fn is_waited_for(desk: Desk, view: &ListView) -> bool {
    let is_missing = desk.overview.with_untracked(|overview| {
        overview.as_ref().is_some_and(|overview| overview.groups.iter().any(|group| group.code == "list_missing"))
    });
    let names = |fix: &Fix| match fix {
        Fix::Lookup { list, .. } => {
            list.sha256.as_ref().map_or(list.file == view.file, |sha256| *sha256 == view.sha256)
        }
        _ => false,
    };
    is_missing && desk.options.with_untracked(|options| options.fixes.iter().any(names))
}

/// Chooses the columns that seem to belong together.
fn suggest(choice: Choice, view: &ListView) {
    let suggested = view.suggestion.clone();
    let only_ids = || {
        let mut ids = view.columns.iter().filter(|column| column.ids);
        ids.next().filter(|_| ids.next().is_none()).map(|column| column.name.clone()).unwrap_or_default()
    };
    let ids = suggested.as_ref().map_or_else(only_ids, |suggested| suggested.ids.clone());
    let (part, matching) = suggested.map(|suggested| (suggested.part, suggested.matching)).unwrap_or_default();
    choice.part.set(part);
    choice.matching.set(matching);
    choice.ids.set(ids);
}
