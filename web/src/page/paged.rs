//! A table whose rows come from the server in pages, shown in smaller pieces.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use lanegate_wire::Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::pager::Pager;
use super::problem::ProblemNote;
use super::{format, texts};

/// Rows shown at once.
const SHOWN: usize = 100;

/// A page's rows, and the `after` of the next page.
type Page<T> = (Vec<T>, Option<String>);

type Fetched<T> = Pin<Box<dyn Future<Output = Result<Page<T>, Problem>>>>;

/// Fetches the page after a row.
type Fetch<T> = Rc<dyn Fn(Option<String>) -> Fetched<T>>;

/// The page at hand, and the way to the others.
pub struct Paged<T: 'static> {
    fetch: StoredValue<Fetch<T>, LocalStorage>,
    /// The `after` of each page up to the one at hand.
    way: RwSignal<Vec<Option<String>>>,
    next: RwSignal<Option<String>>,
    rows: RwSignal<Rc<Vec<T>>, LocalStorage>,
    from: RwSignal<usize>,
    /// Counts what was asked for, so that a late page of an earlier list is dropped.
    turn: StoredValue<u32>,
    /// The turn by which the page at hand came.
    came_by: RwSignal<u32>,
    /// Whether another page is on its way.
    asking: RwSignal<bool>,
    /// Whether a page has come.
    come: RwSignal<bool>,
    /// Why the last page that was asked for has not.
    problem: RwSignal<Option<Problem>>,
}

/// Which piece of a page is shown when it comes.
#[derive(Clone, Copy)]
enum Piece {
    First,
    Last,
    /// The one that was shown, as far as there is one.
    Same,
}

impl<T: 'static> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> Copy for Paged<T> {}

impl<T: 'static> Paged<T> {
    /// A list whose pages are fetched so.
    pub fn new<F: Future<Output = Result<Page<T>, Problem>> + 'static>(
        fetch: impl Fn(Option<String>) -> F + 'static,
    ) -> Self {
        Self {
            fetch: StoredValue::new_local(Rc::new(move |after| Box::pin(fetch(after)))),
            way: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            rows: RwSignal::new_local(Rc::new(Vec::new())),
            from: RwSignal::new(0),
            turn: StoredValue::new(0),
            came_by: RwSignal::new(0),
            asking: RwSignal::new(false),
            come: RwSignal::new(false),
            problem: RwSignal::new(None),
        }
    }

    /// Shows the first page.
    pub fn restart(self) {
        self.fetch(vec![None], Piece::First);
    }

    /// Asks for the page at hand once more: something on it has changed.
    pub fn again(self) {
        let way = self.way.get_untracked();
        self.fetch(if way.is_empty() { vec![None] } else { way }, Piece::Same);
    }

    fn fetch(self, way: Vec<Option<String>>, piece: Piece) {
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        self.asking.set(true);
        let fetched = self.fetch.with_value(|fetch| fetch(way.last().cloned().flatten()));
        spawn_local(async move {
            let fetched = fetched.await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.asking.set(false);
            let (rows, next) = match fetched {
                Ok(page) => page,
                Err(problem) => return self.problem.set(Some(problem)),
            };
            let last = rows.len().saturating_sub(1) / SHOWN * SHOWN;
            self.problem.set(None);
            self.from.update(|from| {
                *from = match piece {
                    Piece::First => 0,
                    Piece::Last => last,
                    Piece::Same => last.min(*from),
                }
            });
            self.rows.set(Rc::new(rows));
            self.came_by.set(turn);
            self.way.set(way);
            self.next.set(next);
            self.come.set(true);
        });
    }

    fn go(self, by: i32) {
        let (from, here) = (self.from.get_untracked(), self.rows.with_untracked(|rows| rows.len()));
        let mut way = self.way.get_untracked();
        if by > 0 && from + SHOWN < here {
            self.from.set(from + SHOWN);
        } else if by > 0 {
            way.push(self.next.get_untracked());
            self.fetch(way, Piece::First);
        } else if from > 0 {
            self.from.set(from.saturating_sub(SHOWN));
        } else {
            way.pop();
            self.fetch(way, Piece::Last);
        }
    }
}

/// The table with its pager.
#[component]
pub fn PagedRows<T: Clone + 'static>(
    /// The list.
    rows: Paged<T>,
    /// The columns' titles.
    heads: Vec<&'static str>,
    /// A row of the table.
    row: fn(T) -> AnyView,
    /// What is said where there is none.
    #[prop(into, default = "".into())]
    none: Signal<&'static str>,
) -> impl IntoView {
    let places = Signal::derive(move || {
        let (from, turn) = (rows.from.get(), rows.came_by.get());
        let end = rows.rows.with(|all| all.len()).min(from + SHOWN);
        (from..end).map(|at| (turn, at)).collect()
    });
    let draw = Callback::new(move |at| rows.rows.with_untracked(|all: &Rc<Vec<T>>| all.get(at).cloned()).map(row));
    let earlier = Signal::derive(move || rows.from.get() > 0 || rows.way.with(|way| way.len() > 1));
    let later =
        Signal::derive(move || rows.from.get() + SHOWN < rows.rows.with(|all| all.len()) || rows.next.get().is_some());
    let words = Signal::derive(move || {
        let shown = rows.rows.with(|all| all.len()).saturating_sub(rows.from.get()).min(SHOWN);
        texts::rows_here(&format::number(u32::try_from(shown).unwrap_or(0)))
    });
    let is_none =
        move || rows.come.get() && rows.rows.with(|all| all.is_empty()) && !none.get().is_empty() && !earlier.get();
    view! {
        {move || rows.problem.get().map(|problem| view! { <ProblemNote problem/> })}
        <p class="quiet" class:gone=move || !is_none()>{none}</p>
        <div class="paged" class:gone=is_none>
        <Pager words earlier later go=Callback::new(move |by| rows.go(by))/>
        <div class="scroll" tabindex="0" role="region" aria-label=texts::ROWS_SHOWN aria-busy=move || rows.asking.get().to_string()>
            <table>
                <thead><tr>{heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr></thead>
                <Body places draw/>
            </table>
        </div>
        </div>
    }
}

/// The rows by the turn that they came by and their place in its page. Another turn's rows are new elements: had they those of the rows
/// before them, a button that is being pressed, or has the focus, would become that of another row.
#[component]
fn Body(places: Signal<Vec<(u32, usize)>>, draw: Callback<usize, Option<AnyView>>) -> impl IntoView {
    view! {
        <tbody><For each=move || places.get() key=|place| *place let((_, at))>{draw.run(at)}</For></tbody>
    }
}
