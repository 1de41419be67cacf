//! What a commit stores is what its plan said, row by row, over random imports and random histories; and the plan that the server
//! keeps is the one that the planner makes by itself. `LANEGATE_PLAN_IMPORTS` says how many, `LANEGATE_PLAN_SEED` which.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod before;
mod history;
mod imports;
mod lookups;
mod reached;

use std::time::Instant;

use lanegate_tests::store::Store;
use uuid::Uuid;

use history::{History, IMPORTS};
use reached::Reached;

/// How many imports are compared if nothing else is said.
const USUALLY: u64 = 112;
/// Whoever has not met every case goes on, up to so many imports.
const MOST: u64 = 1_400;

/// The seed of a history, which a failure names.
struct NamedOnPanic(u64);

impl Drop for NamedOnPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("LANEGATE_PLAN_SEED={} LANEGATE_PLAN_IMPORTS=1 makes this history again", self.0);
        }
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{variable} is no number: {text}")))
}

#[tokio::test]
async fn commits_store_what_their_plans_say() {
    let wanted = number("LANEGATE_PLAN_IMPORTS").unwrap_or(USUALLY);
    let seed = number("LANEGATE_PLAN_SEED").unwrap_or_else(|| Uuid::new_v4().as_u64_pair().0 >> 32);
    println!("{wanted} imports from LANEGATE_PLAN_SEED={seed}");
    let (began, mut imports, mut plans) = (Instant::now(), 0, 0);
    let mut reached = Reached::default();
    let mut store = Store::fresh().await;
    while imports < wanted || (imports < MOST && !reached.missing().is_empty()) {
        let of_history = seed.wrapping_add(imports);
        let _named = NamedOnPanic(of_history);
        plans += History::of(&store, of_history, &mut reached).live(IMPORTS).await;
        imports += IMPORTS;
        store = store.emptied().await;
    }
    let took = began.elapsed();
    println!(
        "{imports} imports, {plans} plans compared, {:.1} ms an import",
        took.as_secs_f64() * 1e3 / imports as f64
    );
    reached.print();
    assert!(reached.missing().is_empty(), "never met: {:#?}", reached.missing());
}
