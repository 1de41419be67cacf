//! Answers from an earlier file with the same headers, as they were applied to another one.

use serde::{Deserialize, Serialize};

use crate::{CheckOptions, Fix};

/// The answers of an earlier file that were applied to a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedAnswers {
    /// The earlier file's name, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The answers as corrections of this file. They come before all others.
    pub fixes: Vec<Fix>,
    /// The answers in words. Reviews that earlier versions kept have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<String>,
    /// How many of the answers name something that this file lacks.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unfit: u32,
}

impl AppliedAnswers {
    /// Returns true if the corrections begin with these: undone, they no longer do.
    #[must_use]
    pub fn are_in(&self, options: &CheckOptions) -> bool {
        options.fixes.starts_with(&self.fixes)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}
