//! The forms that a column may have. What is there may say the same in another type, where every value of it has one meaning
//! in ours.

use super::tables::LISTS;
use crate::db::roles::quoted;

/// What a column holds, and in which types it may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Uuid,
    Date,
    /// A date; or a moment: then the day after it, so that nothing begins early.
    Until,
    Moment,
    Json,
    Score,
    Texts,
    /// A value of the list of this name.
    List(usize),
    /// One of these words, as text or of any list.
    Word(&'static [&'static str]),
    /// The number of an audit entry; where it is a UUID, entries are numbered by time and keep it in their metadata.
    Number,
    /// The id of any record.
    Record,
}

/// A column that is there.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) name: String,
    pub(super) type_name: String,
    /// The list that its type is, with the list's values.
    pub(super) list: Option<(String, Vec<String>)>,
}

impl Form {
    /// What is expected, in words.
    pub(super) fn words(self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Uuid => "uuid".to_owned(),
            Self::Date => "date".to_owned(),
            Self::Until => "date, or timestamp with time zone".to_owned(),
            Self::Moment => "timestamp with time zone".to_owned(),
            Self::Json => "jsonb".to_owned(),
            Self::Score => "numeric(5,2)".to_owned(),
            Self::Texts => "text[]".to_owned(),
            Self::List(list) => format!("{}.{} ({})", LISTS[list].0, LISTS[list].1, LISTS[list].2.join(", ")),
            Self::Word(words) => format!("text ({})", words.join(", ")),
            Self::Number => "bigint, integer or uuid".to_owned(),
            Self::Record => "text, uuid, bigint or integer".to_owned(),
        }
    }

    /// How a column differs from it, if it can't be taken over.
    pub(super) fn difference(self, found: &Found) -> Option<String> {
        let wanted = match (self, &found.list) {
            (Self::List(list), Some((name, values))) if *name == format!("{}.{}", LISTS[list].0, LISTS[list].1) => {
                return differing_values(LISTS[list].2, values);
            }
            (Self::Word(words), Some((_, values))) => return differing_values(words, values),
            (_, Some(_)) => false,
            (Self::Text | Self::Word(_), None) => is_text(&found.type_name),
            (Self::Uuid, None) => found.type_name == "uuid",
            (Self::Date, None) => found.type_name == "date",
            (Self::Until, None) => matches!(found.type_name.as_str(), "date" | "timestamp with time zone"),
            (Self::Moment, None) => found.type_name == "timestamp with time zone",
            (Self::Json, None) => matches!(found.type_name.as_str(), "jsonb" | "json"),
            (Self::Score, None) => found.type_name == "numeric(5,2)",
            (Self::Texts, None) => found.type_name.strip_suffix("[]").is_some_and(is_text),
            (Self::List(_), None) => false,
            (Self::Number, None) => matches!(found.type_name.as_str(), "bigint" | "integer" | "uuid"),
            (Self::Record, None) => {
                is_text(&found.type_name) || matches!(found.type_name.as_str(), "uuid" | "bigint" | "integer")
            }
        };
        (!wanted).then(|| format!("is {}; expected {}", found.type_name, self.words()))
    }

    /// The column's value as ours, in SQL; `to` is our column's type.
    pub(super) fn converted(self, found: &Found, to: &str) -> String {
        let name = quoted(&found.name);
        match self {
            Self::Uuid | Self::Date | Self::Moment | Self::Score => name,
            Self::Until if found.type_name == "date" => name,
            Self::Until => {
                format!("(({name} AT TIME ZONE 'UTC')::date + (({name} AT TIME ZONE 'UTC')::time > '00:00')::int)")
            }
            Self::Text | Self::Word(_) | Self::Record => format!("{name}::text"),
            Self::Json => format!("{name}::jsonb"),
            Self::Texts => format!("{name}::text[]"),
            Self::List(_) => format!("{name}::text::{to}"),
            Self::Number if found.type_name == "uuid" => {
                format!("row_number() OVER (ORDER BY {}, {name})", quoted("performed_at"))
            }
            Self::Number => format!("{name}::bigint"),
        }
    }
}

fn is_text(type_name: &str) -> bool {
    type_name == "text" || type_name.strip_prefix("character varying").is_some_and(|rest| !rest.ends_with("[]"))
}

fn differing_values(wanted: &[&str], found: &[String]) -> Option<String> {
    let lacks: Vec<&str> = wanted.iter().copied().filter(|value| !found.iter().any(|found| found == value)).collect();
    let more: Vec<&str> = found.iter().map(String::as_str).filter(|value| !wanted.contains(value)).collect();
    match (lacks.is_empty(), more.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("is a list without {}", lacks.join(", "))),
        (true, false) => Some(format!("is a list that also has {}", more.join(", "))),
        (false, false) => Some(format!("is a list without {}, and with {}", lacks.join(", "), more.join(", "))),
    }
}
