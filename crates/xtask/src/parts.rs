//! The parts of the product that `cargo xtask run` gets or builds. Where some of them have to be made for the first time, it
//! says which one is being made, how many there are, and about how long each takes.

use anyhow::{Context, Result};

use crate::steps;

/// A part that has to be made for the first time.
struct Missing {
    name: &'static str,
    /// About how long that takes on two cores.
    minutes: u32,
}

/// The missing parts, in the order in which they are made.
#[derive(Default)]
pub struct Parts {
    missing: Vec<Missing>,
}

impl Parts {
    /// Adds a part, if it is missing, with the minutes that it takes.
    pub fn expect(&mut self, name: &'static str, minutes: u32, is_missing: bool) {
        if is_missing {
            self.missing.push(Missing { name, minutes });
        }
    }

    /// Makes a part or brings it up to date. If it was missing, says what remains first, and how long it took at the end.
    pub fn make<T>(&self, name: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        match self.outlook(name) {
            Some(outlook) => {
                println!("\n── {outlook}");
                steps::measured(work)
            }
            None => work(),
        }
        .context(name)
    }

    /// Returns `2 of 3: the page, about 3 minutes; then the server, about 2 minutes`, or nothing for a part that exists.
    fn outlook(&self, name: &str) -> Option<String> {
        let at = self.missing.iter().position(|part| part.name == name)?;
        let now = format!("{} of {}: {}", at + 1, self.missing.len(), self.missing[at].shown());
        let later = self.missing[at + 1..].iter().map(|part| format!("; then {}", part.shown()));
        Some(std::iter::once(now).chain(later).collect())
    }
}

impl Missing {
    fn shown(&self) -> String {
        match self.minutes {
            0 => format!("{}, less than a minute", self.name),
            1 => format!("{}, about a minute", self.name),
            minutes => format!("{}, about {minutes} minutes", self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_missing_parts_are_counted_and_announced() {
        let mut parts = Parts::default();
        parts.expect("the compiler", 0, false);
        parts.expect("wasm-bindgen", 0, true);
        parts.expect("the page", 3, true);
        parts.expect("the server", 1, true);
        assert_eq!(parts.outlook("the compiler"), None);
        let first =
            "1 of 3: wasm-bindgen, less than a minute; then the page, about 3 minutes; then the server, about a minute";
        assert_eq!(parts.outlook("wasm-bindgen").as_deref(), Some(first));
        assert_eq!(parts.outlook("the server").as_deref(), Some("3 of 3: the server, about a minute"));
    }
}
