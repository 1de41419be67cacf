//! A progress bar, on a terminal only.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use lanegate_wire::{Progress, Stage};

/// A progress bar on standard error; it vanishes when dropped.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar with a first message. `indicatif` draws nothing where standard error is no terminal.
    pub fn new(message: &'static str) -> Self {
        let bar = ProgressBar::new_spinner().with_message(message);
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    /// Shows how far reading or checking has come.
    pub fn tell(&self, progress: Progress) {
        let what = match progress.stage {
            Stage::Reading => "Reading",
            Stage::Checking => "Checking",
        };
        self.counted(what, progress.done, progress.total);
    }

    /// Shows a count.
    pub fn counted(&self, what: &'static str, done: u32, total: Option<u32>) {
        match total {
            Some(total) => {
                if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {human_pos} of {human_len} rows") {
                    self.0.set_style(style);
                }
                self.0.set_length(u64::from(total));
                self.0.set_message(what);
            }
            None => self.0.set_message(format!("{what}, {done} rows")),
        }
        self.0.set_position(u64::from(done));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
