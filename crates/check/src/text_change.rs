//! The change that turned one text into another, as a rule for other texts: a text that was removed, replaced, or added, or words in
//! another order.

mod words;

use self::words::WordOrder;

/// A rule that turns one text into another. It may turn others in the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TextChange {
    /// Replaces the text as a whole.
    Whole { from: String, to: String },
    /// Replaces a text at the start; nothing is replaced where `from` is empty.
    Start { from: String, to: String },
    /// The same at the end.
    End { from: String, to: String },
    /// The same in between, where it occurs once.
    Between { from: String, to: String },
    /// Keeps what comes before the first occurrence of these signs.
    Before(String),
    /// Keeps what comes after their last occurrence.
    After(String),
    /// Puts words in another order, with other signs between them.
    Words(WordOrder),
}

impl TextChange {
    /// The rules that turn `from` into `to`, the narrowest first.
    pub fn between(from: &str, to: &str) -> Vec<Self> {
        let (start, end) = common(from, to);
        let removed = &from[start..from.len() - end];
        let added = &to[start..to.len() - end];
        let (kept_start, kept_end) = (&from[..start], &from[from.len() - end..]);
        let is_piece = ends_a_word(kept_start, removed) && ends_a_word(removed, kept_end);
        let is_piece = is_piece && ends_a_word(kept_start, added) && ends_a_word(added, kept_end);
        let mut rules = vec![Self::Whole { from: from.to_owned(), to: to.to_owned() }];
        let piece = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        if !kept_end.is_empty() && start == 0 && is_piece {
            let (from, to) = piece(removed, added);
            rules.push(Self::Start { from, to });
        }
        if !kept_start.is_empty() && end == 0 && is_piece {
            let (from, to) = piece(removed, added);
            rules.push(Self::End { from, to });
        }
        if start > 0 && end > 0 && is_piece && !removed.is_empty() {
            let (from, to) = piece(removed, added);
            rules.push(Self::Between { from, to });
        }
        if added.is_empty() && !to.is_empty() {
            let signs = |text: &str| text.chars().take_while(|sign| !sign.is_alphanumeric()).collect::<String>();
            let rule = match (start, end) {
                (_, 0) => Some(Self::Before(signs(removed))),
                (0, _) => Some(Self::After(signs_at_end(removed).to_owned())),
                _ => None,
            };
            rules.extend(rule.filter(|rule| rule.has_signs()));
        }
        rules.extend(WordOrder::between(from, to).map(Self::Words));
        rules.retain(|rule| rule.apply(from).as_deref() == Some(to));
        rules
    }

    /// Another text changed in the same way; `None` if the rule says nothing about it, or leaves it as it is.
    pub fn apply(&self, text: &str) -> Option<String> {
        let changed = match self {
            Self::Whole { from, to } => (text == from).then(|| to.clone()),
            Self::Start { from, to } => {
                let rest = text.strip_prefix(from.as_str())?;
                // A piece is removed or added once.
                let is_there = from.is_empty() && text.starts_with(to.as_str());
                (!is_there && ends_a_word(from, rest)).then(|| format!("{to}{rest}"))
            }
            Self::End { from, to } => {
                let rest = text.strip_suffix(from.as_str())?;
                let is_there = from.is_empty() && text.ends_with(to.as_str());
                (!is_there && ends_a_word(rest, from)).then(|| format!("{rest}{to}"))
            }
            Self::Between { from, to } => {
                let (start, end) = text.split_once(from.as_str())?;
                let is_piece = ends_a_word(start, from) && ends_a_word(from, end);
                (is_piece && !end.contains(from.as_str())).then(|| format!("{start}{to}{end}"))
            }
            Self::Before(signs) => text.split_once(signs.as_str()).map(|(kept, _)| kept.to_owned()),
            Self::After(signs) => text.rsplit_once(signs.as_str()).map(|(_, kept)| kept.to_owned()),
            Self::Words(order) => order.apply(text),
        };
        changed.filter(|changed| changed != text && !changed.trim().is_empty())
    }

    /// Returns true if a rule is so narrow that it also makes sense for values that are right: the same text, or a removed piece.
    pub const fn is_narrow(&self) -> bool {
        match self {
            Self::Whole { .. } => true,
            Self::Start { from, to } | Self::End { from, to } | Self::Between { from, to } => {
                to.is_empty() && from.len() > 1
            }
            Self::Before(_) | Self::After(_) | Self::Words(_) => false,
        }
    }

    fn has_signs(&self) -> bool {
        matches!(self, Self::Before(signs) | Self::After(signs) if !signs.trim().is_empty())
    }
}

/// How many bytes two texts have in common at the start and at the end, whole characters, none counted twice.
fn common(one: &str, other: &str) -> (usize, usize) {
    let same = |(a, b): &(char, char)| a == b;
    let start = one.chars().zip(other.chars()).take_while(same).map(|(sign, _)| sign.len_utf8()).sum();
    let rest = one[start..].chars().rev().zip(other[start..].chars().rev());
    let end = rest.take_while(same).map(|(sign, _)| sign.len_utf8()).sum();
    (start, end)
}

/// Returns true unless a word goes on from one text into the next.
fn ends_a_word(one: &str, next: &str) -> bool {
    let is_in_word = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    !(is_in_word(one.chars().next_back()) && is_in_word(next.chars().next()))
}

/// The signs at the end that belong to no word.
fn signs_at_end(text: &str) -> &str {
    &text[text.trim_end_matches(|sign: char| !sign.is_alphanumeric()).len()..]
}

#[cfg(test)]
mod tests {
    use super::TextChange;

    /// What the rules that turn `from` into `to` make of `other`, without doubles.
    fn made(from: &str, to: &str, other: &str) -> Vec<String> {
        let mut made: Vec<String> = Vec::new();
        for text in TextChange::between(from, to).iter().filter_map(|rule| rule.apply(other)) {
            if !made.contains(&text) {
                made.push(text);
            }
        }
        made
    }

    #[test]
    fn a_change_of_form_is_made_to_other_texts() {
        for (from, to, other, expected) in [
            ("mailto:ann@example.com", "ann@example.com", "mailto:bo@example.org", "bo@example.org"),
            ("Jane Doe (old)", "Jane Doe", "Max Mustermann (old)", "Max Mustermann"),
            ("example.com", "https://example.com", "example.org", "https://example.org"),
            ("Acme Inc", "Acme LLC", "Bolt Inc", "Bolt LLC"),
            ("ann@example.com;bo@example.com", "ann@example.com", "cy@example.com;di@example.com", "cy@example.com"),
            ("Contact: Ann Lee", "Ann Lee", "Owner: Bo Ray", "Bo Ray"),
            ("Ann [Dr.] Lee", "Ann Lee", "Bo [Dr.] Ray", "Bo Ray"),
            ("Lee, Ann", "Ann Lee", "Ray, Bo", "Bo Ray"),
            ("31.5.2026", "2026-05-31", "12.4.2025", "2025-04-12"),
            ("May 31 26", "2026-05-31", "Dec 1 25", "2025-12-01"),
            ("Intro", "Introduction", "Intro", "Introduction"),
        ] {
            let made = made(from, to, other);
            assert!(made.iter().any(|text| text == expected), "{from} -> {to}: {other} became {made:?}");
        }
    }

    #[test]
    fn what_has_another_form_stays_as_it_is() {
        for (from, to, other) in [
            // Part of a word.
            ("Jon", "John", "Jonas"),
            ("Anna Lee", "Ann Lee", "Hanna Lea"),
            ("2026-05-01", "2026-05-02", "2026-06-11"),
            // There already.
            ("example.com", "https://example.com", "https://example.org"),
            // Other signs, another number of words, another sort of word.
            ("31.5.2026", "2026-05-31", "12/4/2025"),
            ("31.5.2026", "2026-05-31", "12.4.2025 10:00"),
            ("31.5.2026", "2026-05-31", "12.Apr.2025"),
            // Nothing would be left.
            ("mailto:ann@example.com", "ann@example.com", "mailto:"),
            ("ann@example.com", "", "bo@example.com"),
        ] {
            assert_eq!(made(from, to, other), [""; 0], "{from} -> {to}: {other}");
        }
    }

    #[test]
    fn equal_words_leave_open_which_is_which() {
        assert_eq!(made("5/5/2026", "2026-05-05", "3/4/2026"), [""; 0]);
    }

    #[test]
    fn no_text_makes_a_rule_fail() {
        let texts = ["", " ", "a", "ä", "aä", "äa", "ää", "a b", " a", "1.2", "é", "e\u{301}", "👩‍👩‍👧 a", "a\nb"];
        for from in texts {
            for to in texts {
                for rule in TextChange::between(from, to) {
                    for other in texts {
                        let _ = rule.apply(other);
                    }
                }
            }
        }
    }
}
