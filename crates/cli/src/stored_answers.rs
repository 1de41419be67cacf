//! `--answers` and `--save-answers`: answers that were given for one file also count for the next one with the same headers.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use lanegate_intake::{Answers, CheckedFile};
use lanegate_wire::Unreadable;

#[derive(Debug, Args)]
pub struct StoredAnswers {
    /// Apply the answers that an earlier run saved with --save-answers; before all other answers
    #[arg(id = "answers_file", long = "answers", value_name = "FILE.json")]
    read: Option<PathBuf>,
    /// Save the answers for the next file with the same headers: those given here, and those of --answers
    #[arg(long, value_name = "FILE.json")]
    save_answers: Option<PathBuf>,
}

impl StoredAnswers {
    /// The answers to be applied.
    ///
    /// # Errors
    /// When the file can't be read, or contains something else.
    pub fn read(&self) -> Result<Option<Answers>, Unreadable> {
        self.read.as_deref().map(read).transpose()
    }

    /// Refuses a file to write to that contains something else than answers, before anything is done.
    ///
    /// # Errors
    /// When it does.
    pub fn refuse_other_file(&self) -> Result<(), Unreadable> {
        match self.save_answers.as_deref().filter(|path| path.exists()) {
            Some(path) if read(path).is_err() => Err(Unreadable {
                code: "answers_not_saved".into(),
                message: format!("{} exists already and contains no answers.", path.display()),
                hint: "Choose another name for the answers.".into(),
            }),
            _ => Ok(()),
        }
    }

    /// Saves the answers among the corrections of a checked file, where that is asked for. A file of answers that no longer say anything
    /// stays as it is.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn save(&self, checked: &CheckedFile) -> Result<(), Unreadable> {
        let (Some(path), Some(answers)) = (&self.save_answers, checked.answers()) else { return Ok(()) };
        let mut beside = path.clone().into_os_string();
        beside.push(".part");
        let text = serde_json::to_string_pretty(&answers).map(|text| text + "\n").map_err(std::io::Error::from);
        // Written beside its place first, so that a full disk leaves no half of it.
        let written = text.and_then(|text| fs::write(&beside, text)).and_then(|()| fs::rename(&beside, path));
        if written.is_err() {
            // There may be nothing to remove.
            let _ = fs::remove_file(&beside);
        }
        written.map_err(|error| Unreadable {
            code: "answers_not_saved".into(),
            message: format!("{} can't be written: {error}.", path.display()),
            hint: "Choose another folder, or make room on the disk.".into(),
        })
    }
}

fn read(path: &Path) -> Result<Answers, Unreadable> {
    let refused = |why: &dyn std::fmt::Display| Unreadable {
        code: "answers_unreadable".into(),
        message: format!("{} contains no answers: {why}.", path.display()),
        hint: "Give a file that `lanegate check` wrote with --save-answers.".into(),
    };
    let text = fs::read(path).map_err(|error| refused(&error))?;
    serde_json::from_slice(&text).map_err(|error| refused(&error))
}
