//! LinkedIn columns. The address is taken apart by hand: a full URL library would weigh more than the rest of the check.

use lanegate_sheet::Cell;

use super::{Note, Typed, clean_text};
use crate::codes;
use crate::column::MAX_LINKEDIN;

/// How every LinkedIn address is stored.
const PREFIX: &str = "https://www.linkedin.com/";

pub(super) fn parse<'a>(cell: Cell<'a>, notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    if let Cell::Text(text) = cell {
        let text = clean_text(text, false, notes)?;
        if let Some(path) = path(&text) {
            let stored = format!("{PREFIX}{path}");
            if stored.chars().count() <= MAX_LINKEDIN {
                if stored != text {
                    notes.push(Note::new(codes::LINKEDIN_NORMALISED, format!("Stored as {stored}."), ""));
                }
                return Some(Typed::Text(stored.into()));
            }
        }
    }
    notes.push(Note::new(
        codes::NOT_LINKEDIN,
        "This is no LinkedIn address; expected one like https://www.linkedin.com/in/ann-lee.",
        "Copy the address from the profile's page, or leave the cell blank.",
    ));
    None
}

/// The path of a LinkedIn address, without the leading and trailing slash, query and fragment.
fn path(address: &str) -> Option<&str> {
    let rest = match address.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => rest,
        Some(_) => return None,
        None => address,
    };
    let rest = rest.split(['?', '#']).next()?;
    let (host, path) = rest.split_once('/')?;
    let path = path.trim_matches('/');
    let odd = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
    (is_host(host) && !path.is_empty() && !path.contains(odd)).then_some(path)
}

/// `linkedin.com`, `www.` or a two-letter country before it.
fn is_host(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    match host.strip_suffix("linkedin.com") {
        Some("" | "www.") => true,
        Some(country) => {
            country.len() == 3 && country.ends_with('.') && country[..2].bytes().all(|byte| byte.is_ascii_lowercase())
        }
        None => false,
    }
}
