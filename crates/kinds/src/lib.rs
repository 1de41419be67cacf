//! The one list of every kind. A new kind is declared in its lane's crate and named here.

use lanegate_check::Kind;
pub use lanegate_partners::KEY_RULES as PARTNER_KEY_RULES;
use lanegate_partners::{PARTNER_APPOINTMENTS, PARTNER_MASTER};
use lanegate_sales::APPOINTMENT_HISTORY;

static ALL: [&Kind; 3] = [&APPOINTMENT_HISTORY, &PARTNER_MASTER, &PARTNER_APPOINTMENTS];

/// Every kind, in the order in which they are shown.
#[must_use]
pub fn all() -> &'static [&'static Kind] {
    &ALL
}

/// The kind with a name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Kind> {
    ALL.into_iter().find(|kind| kind.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::NaiveDate;
    use lanegate_check::{Context, Required, ValueType, parse};
    use lanegate_sheet::Cell;
    use lanegate_wire::Severity;

    use super::*;

    #[test]
    fn kinds_and_columns_are_named_once() {
        let kinds: BTreeSet<_> = all().iter().map(|kind| kind.name).collect();
        assert_eq!(kinds.len(), all().len());
        for kind in all() {
            let names: Vec<_> =
                kind.columns.iter().flat_map(|column| column.aliases.iter().copied().chain([column.name])).collect();
            let unique: BTreeSet<_> = names.iter().map(|name| name.replace(['_', '-'], " ")).collect();
            assert_eq!(unique.len(), names.len(), "{}: {names:?}", kind.name);
            assert!(kind.help.ends_with('.') && !kind.title.is_empty());
        }
    }

    #[test]
    fn columns_say_what_they_are_and_their_samples_hold() {
        let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
        let context = Context::on(today);
        for column in all().iter().flat_map(|kind| kind.columns) {
            assert!(column.help.ends_with('.'), "{}", column.name);
            let mut notes = Vec::new();
            assert!(parse(column, Cell::Text(column.good), &context, &mut notes).is_some(), "{}", column.name);
            notes.retain(|note| note.code.severity == Severity::Error);
            assert!(notes.is_empty(), "{}: {notes:?}", column.name);
            assert!(parse(column, Cell::Text(column.bad), &context, &mut notes).is_none(), "{}", column.name);
            assert!(notes.iter().any(|note| note.code.severity == Severity::Error), "{}", column.name);
            if let (Some(default), ValueType::List(values)) = (column.default, column.value) {
                assert!(values.iter().any(|value| value.name == default), "{}", column.name);
            }
        }
    }

    #[test]
    fn declared_values_are_in_the_form_in_which_cells_are_compared_with_them() {
        for column in all().iter().flat_map(|kind| kind.columns) {
            match column.value {
                ValueType::List(values) => {
                    let plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase());
                    assert!(values.iter().all(|value| plain(value.name)), "{}", column.name);
                    let also: Vec<_> = values.iter().flat_map(|value| value.also).collect();
                    let unique: BTreeSet<_> = also.iter().collect();
                    assert_eq!(unique.len(), also.len(), "{}: {also:?}", column.name);
                    assert!(values.iter().all(|value| !also.contains(&&value.name)), "{}", column.name);
                }
                ValueType::Text { usual, .. } => assert!(usual.iter().all(|name| name.is_ascii()), "{}", column.name),
                _ => {}
            }
        }
    }

    #[test]
    fn what_a_column_stores_passes_again_unchanged() {
        let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
        let context = Context::on(today);
        for column in all().iter().flat_map(|kind| kind.columns) {
            let stored = parse(column, Cell::Text(column.good), &context, &mut Vec::new()).unwrap().to_text();
            let mut notes = Vec::new();
            let again = parse(column, Cell::Text(&stored), &context, &mut notes).unwrap().to_text();
            assert_eq!((again, notes), (stored, Vec::new()), "{}", column.name);
        }
    }

    #[test]
    fn declarations_differ_and_conditions_have_a_rule() {
        let versions: BTreeSet<_> = all().iter().map(|kind| kind.declaration()).collect();
        assert_eq!(versions.len(), all().len());
        for kind in all() {
            let conditional = kind.columns.iter().any(|column| matches!(column.required, Required::When(_)));
            let ruled = kind.row_rules.iter().any(|rule| rule.code.name == "conditional_missing");
            assert_eq!(conditional, ruled, "{}", kind.name);
        }
    }
}
