//! What the page's worker reads by itself, and what it leaves to the program that reads whole. What needs that program is noted for the
//! process, so that this stands alone.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use lanegate_intake::{Intake, needs_extras};
use lanegate_parity::test;

#[test]
fn the_worker_reads_every_format_and_leaves_only_what_is_rare() {
    for (name, bytes) in lanegate_hostile::honest() {
        Intake::open_light(name, bytes).unwrap();
    }
    // What nothing can read is refused at once.
    let letter = lanegate_hostile::all().find(|hostile| hostile.name == "open-letter").unwrap();
    assert_eq!(Intake::open_light("letter.odt", (letter.make)(0)).err().unwrap().code, "not_a_spreadsheet");
    assert!(!needs_extras());

    let forgiven = lanegate_hostile::all().find(|hostile| hostile.name == "leftovers-behind-the-end").unwrap();
    drop(Intake::open_light("forgiven.xlsx", (forgiven.make)(0)));
    assert!(needs_extras());
}
