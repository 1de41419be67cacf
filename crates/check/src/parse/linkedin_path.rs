//! What a LinkedIn address names, and the one form in which it is stored. The address is taken apart by hand: a full URL library
//! would weigh more than the rest of the check.

use super::email_repair::without_look_alikes;
use super::lookalikes::{is_wide, with_hyphens};
use crate::damage::{Marks, damage};
use crate::escapes;
use crate::text::collapsed;

/// The beginning of every stored LinkedIn address.
const PREFIX: &str = "https://www.linkedin.com/";

/// Names that programs and forms write where they don't know the profile; `me` and `edit` mean the person who looks.
const PLACEHOLDERS: [&str; 20] = [
    "me",
    "edit",
    "unavailable",
    "unknown",
    "undefined",
    "null",
    "nan",
    "none",
    "na",
    "n-a",
    "n.a",
    // `in/n/a`
    "n",
    "tbd",
    "username",
    "user-name",
    "your-name",
    "yourname",
    "your-profile",
    "yourprofile",
    "firstname-lastname",
];

/// An address that is stored.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub page: Page,
    pub stored: String,
}

/// The subject of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Person,
    Organization,
}

/// The reason for which an address is not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    OtherSite,
    NoPerson,
    ShortLink,
    Damaged,
}

/// Returns true for the usual form of most cells, which is stored as it is.
pub(super) fn is_plain_profile(address: &str) -> bool {
    let Some(slug) = address.strip_prefix(PREFIX).and_then(|path| path.strip_prefix("in/")) else { return false };
    slug.len() <= 100
        && slug.starts_with(|c: char| c.is_ascii_lowercase())
        && slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !PLACEHOLDERS.iter().any(|placeholder| placeholder.eq_ignore_ascii_case(slug))
}

/// Reads an address.
pub(super) fn read(address: &str) -> Result<Address, Refusal> {
    let (host, rest) = host_and_rest(address).ok_or(Refusal::OtherSite)?;
    if host.eq_ignore_ascii_case("lnkd.in") {
        return Err(Refusal::ShortLink);
    }
    if !is_host(host) {
        return Err(Refusal::OtherSite);
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    if rest.len() > path.len() && !path.ends_with('/') && !is_query(query) {
        return Err(Refusal::Damaged);
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let (page, path) = page(&parts, query).ok_or_else(|| match decoded(path) {
        Some(path) if is_damaged(&path) => Refusal::Damaged,
        _ => Refusal::NoPerson,
    })?;
    Ok(Address { page, stored: format!("{PREFIX}{path}") })
}

/// Returns true if a text is a query, such as `trk=hp`. After a name without one, the question mark replaces a letter: `m?ller`, `jos?`.
fn is_query(text: &str) -> bool {
    let first = text.split('&').next().and_then(|pair| pair.split_once('='));
    first.is_some_and(|(key, _)| !key.is_empty() && !key.contains('?'))
}

fn host_and_rest(address: &str) -> Option<(&str, &str)> {
    let rest = match address.split_once("//") {
        Some((scheme, rest)) if ["http:", "https:", ""].iter().any(|known| scheme.eq_ignore_ascii_case(known)) => rest,
        Some((before, _)) if !before.contains('/') => return None,
        _ => address,
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    Some((&rest[..end], &rest[end..]))
}

/// `linkedin.com`, with `www.`, the site for phones, or a country before it, and perhaps with the usual port.
fn is_host(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let host = host.strip_suffix(":443").or(host.strip_suffix(":80")).unwrap_or(&host);
    match host.strip_suffix("linkedin.com") {
        Some("" | "www." | "m." | "touch." | "mobile.") => true,
        Some(country) => {
            country.len() == 3 && country.ends_with('.') && country[..2].bytes().all(|byte| byte.is_ascii_lowercase())
        }
        None => false,
    }
}

/// The page that a path names, and the path in its stored form.
fn page(parts: &[&str], query: &str) -> Option<(Page, String)> {
    let (first, rest) = parts.split_first()?;
    let second = || rest.first().copied();
    let third = || rest.get(1).copied();
    let path = match first.to_ascii_lowercase().as_str() {
        // The site for phones, and links in mails of LinkedIn's.
        "mwlite" | "comm" => return page(rest, query),
        "company" | "school" | "showcase" => {
            return Some((Page::Organization, format!("{}/{}", first.to_ascii_lowercase(), name(second()?)?)));
        }
        // A path after a path.
        "in" if second()?.eq_ignore_ascii_case("in") => return None,
        // What follows is a language, or a part of the profile.
        "in" => format!("in/{}", person(second()?)?),
        // The numbers tell people of one name apart.
        "pub" => {
            let numbers = rest.get(1..4)?;
            let is_number = |number: &&str| number.len() <= 4 && number.bytes().all(|byte| byte.is_ascii_hexdigit());
            numbers.iter().all(is_number).then_some(())?;
            format!("pub/{}/{}", person(second()?)?, numbers.join("/"))
        }
        "profile" if second()?.eq_ignore_ascii_case("view") => format!("profile/view?id={}", id_in(query)?),
        "sales" => {
            let kind = second()?.to_ascii_lowercase();
            ["lead", "people", "profile"]
                .contains(&kind.as_str())
                .then(|| id(third()?).map(|id| format!("sales/{kind}/{id}")))??
        }
        "recruiter" if second()?.eq_ignore_ascii_case("profile") => format!("recruiter/profile/{}", id(third()?)?),
        "talent" => {
            let at = rest.iter().position(|part| part.eq_ignore_ascii_case("profile"))?;
            format!("talent/profile/{}", id(rest.get(at + 1)?)?)
        }
        _ => return None,
    };
    Some((Page::Person, path))
}

/// A person's name in a path.
fn person(part: &str) -> Option<String> {
    name(part).filter(|name| {
        let name = name.to_lowercase();
        !PLACEHOLDERS.contains(&name.as_str()) && !name.ends_with("linkedin.com")
    })
}

/// Returns true if letters of a name are lost, were read in the wrong encoding, or only look like those meant.
fn is_damaged(name: &str) -> bool {
    damage(name, Marks::Asking).is_some() || (!name.is_ascii() && without_look_alikes(name).is_some())
}

/// A name in a path, decoded: letters, digits, hyphens and characters beyond ASCII. Every dash is a hyphen.
fn name(part: &str) -> Option<String> {
    let decoded = decoded(part)?;
    let name = collapsed(&decoded);
    if is_damaged(&name) {
        return None;
    }
    let name = with_hyphens(&name);
    let is_sign = |c: char| is_wide(c) || matches!(c, '…' | '“' | '”' | '„' | '«' | '»');
    let inside = |c: char| match c.is_ascii() {
        true => c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '\''),
        false => !c.is_whitespace() && !c.is_control() && !is_sign(c),
    };
    let says_something = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric();
    (name.chars().all(inside) && name.contains(says_something) && !name.ends_with(['.', '\'', '’', '、', '。']))
        .then_some(name)
}

/// A part of a path without percent-encoding; nothing where that is damaged.
pub(super) fn decoded(part: &str) -> Option<String> {
    if !part.contains('%') {
        return Some(part.to_owned());
    }
    String::from_utf8(escapes::decoded(part, b'%')?).ok()
}

/// An id, with what LinkedIn writes after it: `ACwAAA…,NAME_SEARCH,x1`.
fn id(part: &str) -> Option<String> {
    let whole = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let id = part.split(',').next().unwrap_or_default();
    let is_id = id.contains(|c: char| c.is_ascii_alphanumeric()) && id.chars().all(whole);
    (is_id && part.chars().all(|c| whole(c) || c == ',')).then(|| part.trim_end_matches(',').to_owned())
}

/// The id in a query such as `trk=hp&id=12345`.
fn id_in(query: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("id="))?;
    id(value).filter(|id| !id.contains(','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_profiles_are_those_that_are_stored_as_they_are() {
        for slug in
            ["ann-lee", "a1", "Ann", "ann-Lee", "me", "null", "ann.lee", "", "-", "ann/de", "josé", "ann%20", "ann-"]
        {
            let address = format!("{PREFIX}in/{slug}");
            let is_stored = read(&address) == Ok(Address { page: Page::Person, stored: address.clone() });
            assert!(!is_plain_profile(&address) || is_stored, "{address}");
        }
        assert!(is_plain_profile("https://www.linkedin.com/in/ann-lee"));
    }
}
