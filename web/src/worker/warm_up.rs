//! Warming up. A browser compiles WebAssembly quickly at first, and well only what has run for a while: a first file would take twice the
//! time of the next one. So small files go the whole way while a person picks theirs, and nothing is kept of them.

use chrono::NaiveDate;
use lanegate_wire::{CheckOptions, Filter};

use super::session::Opener;

// Made by `cargo xtask generate`.
const FILES: [(&str, &[u8]); 2] =
    [("warm_up.xlsx", include_bytes!("warm_up.xlsx")), ("warm_up.csv", include_bytes!("warm_up.csv"))];

/// A day after those of the files.
const TODAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 1, 1);

/// One round: each of the files is opened, checked and looked at as a person's would be.
pub(super) fn once(open: Opener) {
    for (name, bytes) in FILES {
        // That they can be read and checked is held by `tests/parity/tests/warm_up.rs`.
        let Ok(mut intake) = open(name, bytes.to_vec()) else { continue };
        let _ = intake.check(&CheckOptions::on(TODAY.unwrap_or_default()), &mut |_| {});
        if let Some(checked) = intake.checked() {
            drop((checked.overview(), checked.rows(0, 20, &Filter::default()), checked.batch(0)));
        }
    }
}
