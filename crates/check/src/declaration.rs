//! The version of a kind's declaration: rows checked with one version are not committed by another.

use std::fmt::Write as _;

use crate::{Kind, Required, ValueType};

/// Raised when the meaning of a parser or rule changes without its declaration changing.
const RULES: u32 = 2;

impl Kind {
    /// The declaration's version: the rules' number and a digest over everything that decides what a clean row is.
    #[must_use]
    pub fn declaration(&self) -> String {
        let mut text = format!("{} {}\n", self.lane, self.name);
        for column in self.columns {
            let required = match column.required {
                Required::Always => "always",
                Required::Never => "never",
                Required::When(_) => "when",
            };
            let value = match column.value {
                ValueType::Text { max, lines, .. } => format!("text {max} {lines}"),
                ValueType::List(values) => values.iter().fold("list".to_owned(), |text, value| text + " " + value.name),
                other => format!("{other:?}"),
            };
            let _ = writeln!(text, "{} {required} {:?} {value}", column.name, column.default);
        }
        for rule in self.row_rules {
            let _ = writeln!(text, "rule {}", rule.code.name);
        }
        let digest = lanegate_wire::sha256_hex(text.as_bytes());
        format!("{RULES}-{}", &digest[..8])
    }

    /// Returns true for a version of this kind with the same columns and rules over columns, whatever the rules' number. What was
    /// decided under such a version, such as which column is which, means the same now.
    #[must_use]
    pub fn has_columns_of(&self, declaration: &str) -> bool {
        let digest = |declaration: &str| declaration.split_once('-').map(|(_, digest)| digest.to_owned());
        digest(declaration).is_some_and(|old| Some(old) == digest(&self.declaration()))
    }
}
