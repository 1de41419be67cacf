//! Something that is sent at a press: once at a time, and what was refused is kept to be shown.

use std::future::Future;

use lanegate_wire::Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is on its way, and what was refused last. A `Copy` handle.
#[derive(Clone, Copy)]
pub struct Submit {
    busy: RwSignal<bool>,
    /// What was refused last; a success clears it.
    pub problem: RwSignal<Option<Problem>>,
}

impl Submit {
    /// With nothing sent yet.
    pub fn new() -> Self {
        Self::telling(RwSignal::new(None))
    }

    /// Whose refusals are shown by somebody else, too.
    pub fn telling(problem: RwSignal<Option<Problem>>) -> Self {
        Self { busy: RwSignal::new(false), problem }
    }

    /// Whether something is on its way.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Sends, unless something is on its way already: a double click makes one token, not two. Whoever has gone elsewhere meanwhile misses nothing but the words.
    pub fn run<T: 'static>(
        self,
        work: impl Future<Output = Result<T, Problem>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let outcome = work.await;
            let _ = self.busy.try_set(false);
            match outcome {
                Ok(value) => {
                    let _ = self.problem.try_set(None);
                    done(value);
                }
                Err(refused) => drop(self.problem.try_set(Some(refused))),
            }
        });
    }
}
