//! The desk: everything the page knows of the file in hand, as signals that the steps share.

mod state;

use std::rc::Rc;

use lanegate_wire::{AppliedAnswers, CheckOptions, Filter, Fix, Lane, LeaveOut, Overview, Problem, Progress, Receipt};
use leptos::prelude::*;
use uuid::Uuid;
use web_sys::File;

use crate::page::access::Who;
use crate::page::checker::Checker;
use crate::page::keep::Kept;
use crate::page::places::Place;
use crate::page::undo_steps::UndoSteps;
use crate::protocol::{KindChoice, Question};

pub use state::{Compare, History, Reading, Step, Target};

/// The signals. A `Copy` handle, given to every component as context.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Where the person is with the file in hand.
    pub step: RwSignal<Step>,
    /// Where the person is beside it, if not there.
    pub place: RwSignal<Option<Place>>,
    /// The kinds there are; empty until the worker is up.
    pub kinds: RwSignal<Vec<KindChoice>>,
    /// The name of the file in hand.
    pub name: RwSignal<Option<String>>,
    /// How reading it is doing.
    pub reading: RwSignal<Reading>,
    /// How it is checked.
    pub options: RwSignal<CheckOptions>,
    /// Corrections taken back, the last one last.
    pub undone: RwSignal<Vec<Fix>>,
    /// The steps: corrections that are undone together.
    pub undo_steps: StoredValue<UndoSteps>,
    /// Counts corrections: rows and findings on screen are asked for anew.
    pub revision: RwSignal<u32>,
    /// What a person has to say first.
    pub question: RwSignal<Option<Question>>,
    /// What the check found.
    pub overview: RwSignal<Option<Overview>>,
    /// Which findings and rows are shown.
    pub filter: RwSignal<Filter>,
    /// The cell to go to.
    pub target: RwSignal<Option<Target>>,
    /// The finding gone to last, by its place in the list.
    pub selected: RwSignal<Option<u32>>,
    /// The person's choice to go on without the rows that have errors.
    pub without_blocked: RwSignal<bool>,
    /// How the comparison is doing.
    pub compare: RwSignal<Compare>,
    /// The plan differs from the one that was to be committed.
    pub plan_changed: RwSignal<bool>,
    /// Rows that are left out of the plan.
    pub leave_out: RwSignal<LeaveOut>,
    /// Proof of what was done.
    pub receipt: RwSignal<Option<Receipt>>,
    /// Earlier imports.
    pub history: RwSignal<History>,
    /// Who has signed in.
    pub who: RwSignal<Who>,
    /// The dialog for signing in is asked for.
    pub sign_in: RwSignal<bool>,
    /// Why signing in did not work.
    pub sign_in_problem: RwSignal<Option<Problem>>,
    /// The file in hand.
    pub file: StoredValue<Option<File>, LocalStorage>,
    /// The key under which the review in hand is kept in this browser.
    pub kept: StoredValue<Option<String>>,
    /// The review in hand waited to be compared, with so many rows: left again, it waits on.
    pub waiting: StoredValue<Option<u32>>,
    /// Reviews that were left, kept in this browser.
    pub left: RwSignal<Vec<Kept>>,
    /// The keys of those that this tab let go.
    pub left_here: StoredValue<Vec<String>>,
    /// Answers from an earlier file with the same headers that were applied to this one.
    pub remembered: RwSignal<Option<AppliedAnswers>>,
    /// A file that would take the place of the open one; the person is asked first.
    pub offered: RwSignal<Option<File>, LocalStorage>,
    /// Files that came in together with another one and are not opened yet.
    pub not_opened: RwSignal<Vec<File>, LocalStorage>,
    /// A correction is being checked; how far it has come.
    pub correcting: RwSignal<Option<Option<Progress>>>,
    /// The import that is open on the server, if one is.
    pub opened: StoredValue<Option<(Lane, Uuid)>>,
    checker: StoredValue<Option<Rc<Checker>>, LocalStorage>,
    /// Counts files and comparisons, so that what comes late for an earlier one is dropped.
    turn: StoredValue<u32>,
}

impl Desk {
    /// An empty desk.
    #[must_use]
    pub fn new() -> Self {
        Self {
            step: RwSignal::new(Step::Drop),
            place: RwSignal::new(None),
            kinds: RwSignal::new(Vec::new()),
            name: RwSignal::new(None),
            reading: RwSignal::new(Reading::Idle),
            options: RwSignal::new(CheckOptions::on(crate::page::format::today())),
            undone: RwSignal::new(Vec::new()),
            undo_steps: StoredValue::new(UndoSteps::default()),
            revision: RwSignal::new(0),
            question: RwSignal::new(None),
            overview: RwSignal::new(None),
            filter: RwSignal::new(Filter::default()),
            target: RwSignal::new(None),
            selected: RwSignal::new(None),
            without_blocked: RwSignal::new(false),
            compare: RwSignal::new(Compare::NotAsked),
            plan_changed: RwSignal::new(false),
            leave_out: RwSignal::new(LeaveOut::default()),
            receipt: RwSignal::new(None),
            history: RwSignal::new(History::Asked),
            who: RwSignal::new(Who::Asked),
            sign_in: RwSignal::new(false),
            sign_in_problem: RwSignal::new(None),
            file: StoredValue::new_local(None),
            kept: StoredValue::new(None),
            waiting: StoredValue::new(None),
            left: RwSignal::new(Vec::new()),
            left_here: StoredValue::new(Vec::new()),
            remembered: RwSignal::new(None),
            offered: RwSignal::new_local(None),
            not_opened: RwSignal::new_local(Vec::new()),
            correcting: RwSignal::new(None),
            opened: StoredValue::new(None),
            checker: StoredValue::new_local(None),
            turn: StoredValue::new(0),
        }
    }

    /// A person goes to a step, from wherever they are.
    pub fn go(&self, step: Step) {
        self.place.set(None);
        self.step.set(step);
    }

    /// A person looks at a receipt.
    pub fn show(&self, receipt: Receipt) {
        self.receipt.set(Some(receipt));
        self.go(Step::Receipt);
    }

    /// The worker that holds the file in hand.
    #[must_use]
    pub fn checker(&self) -> Option<Rc<Checker>> {
        self.checker.get_value()
    }

    /// Puts a worker in place of the last one, which ends at once.
    pub fn replace_checker(&self, checker: Option<Rc<Checker>>) {
        if let Some(old) = self.checker.try_update_value(|slot| std::mem::replace(slot, checker)).flatten() {
            old.stop();
        }
    }

    /// Begins a new turn; what was begun in earlier ones no longer counts.
    #[must_use]
    pub fn next_turn(&self) -> u32 {
        self.turn.update_value(|turn| *turn += 1);
        self.turn.get_value()
    }

    /// The current turn.
    #[must_use]
    pub fn turn(&self) -> u32 {
        self.turn.get_value()
    }

    /// Whether a turn still counts.
    #[must_use]
    pub fn is_turn(&self, turn: u32) -> bool {
        self.turn.get_value() == turn
    }
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}

/// The desk of the page.
///
/// # Panics
/// Outside the page.
#[must_use]
pub fn desk() -> Desk {
    expect_context()
}
