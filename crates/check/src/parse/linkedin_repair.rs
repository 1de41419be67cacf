//! Looks for LinkedIn addresses in a cell that isn't one: in `LinkedIn: https://…`, `https://https://…`, or two addresses in a cell.
//!
//! An address is offered only where it is clear where it begins and ends: in `…/in/ann lee`, `ann` would be another person.

use super::linkedin_path::{Address, Page, read};
use super::lookalikes::usual_form;
use crate::escapes::percent_decoded;

/// A longer text is prose.
const LONGEST: usize = 2_000;

const SITE: &str = "linkedin.com";

/// Schemes before the host, as people mistype them.
const SCHEMES: [&str; 9] = ["https://", "http://", "https//", "http//", "https:/", "http:/", "https:", "http:", "//"];

/// Prefixes that a form adds to a whole address, or to a path, that was typed where it expects a name.
const TWICE: [&str; 5] = [
    "/in/https://www.linkedin.com/in/",
    "/in/http://www.linkedin.com/in/",
    "/in/www.linkedin.com/in/",
    "/in/linkedin.com/in/",
    "/in/in/",
];

/// Returns the stored forms of the addresses in a text; none where one of them has several readings.
pub(super) fn addresses(text: &str) -> Vec<String> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let text: String = text.chars().map(usual_form).map(|c| if c == '\\' { '/' } else { c }).collect();
    // Inside another address it is encoded.
    let text =
        if text.to_ascii_lowercase().contains("linkedin.com%2f") { percent_decoded(&text, u8::is_ascii) } else { text };
    let text =
        TWICE.iter().fold(text, |text, twice| if text.contains(twice) { text.replace(twice, "/in/") } else { text });
    let Some(found) = all(&text) else { return Vec::new() };
    let people: Vec<String> = found.iter().filter(|found| found.page == Page::Person).map(stored).collect();
    let mut offered = if people.is_empty() { found.iter().map(stored).collect() } else { people };
    offered.dedup();
    offered
}

fn stored(address: &Address) -> String {
    address.stored.clone()
}

/// Every address in a text; nothing where one of them is not certain.
fn all(text: &str) -> Option<Vec<Address>> {
    let lower = text.to_ascii_lowercase();
    if !lower.contains(SITE) {
        let path = lower.strip_prefix('/').unwrap_or(&lower);
        let path = path.starts_with("in/").then(|| &text[text.len() - path.len()..]);
        return Some(path.and_then(|path| read(&format!("{SITE}/{path}")).ok()).into_iter().collect());
    }
    let mut found: Vec<Address> = Vec::new();
    for (at, _) in lower.match_indices(SITE) {
        let start = text[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).len();
        if !begins_here(&lower[..start]) {
            return None;
        }
        let length = ends_after(&lower[start..])?;
        if let Ok(address) = read(&text[start..start + length])
            && !found.contains(&address)
        {
            found.push(address);
        }
    }
    Some(found)
}

/// Returns true if an address can begin after this text.
fn begins_here(before: &str) -> bool {
    let mut before = before;
    while let Some(rest) = SCHEMES.iter().find_map(|scheme| before.strip_suffix(scheme)) {
        before = rest;
        if before.ends_with(':') {
            // Another scheme: the address is no page.
            return before.ends_with("http:") || before.ends_with("https:");
        }
    }
    !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '@' | '.' | '_' | '%' | '&'))
}

/// Returns the length of the address at the beginning of a text in lower case, if that is certain.
fn ends_after(text: &str) -> Option<usize> {
    let is_list = text.contains("/sales/") || text.contains("/recruiter/");
    let stops = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | ';' | '“' | '”' | '„' | '«' | '»'
            )
            || (c == ',' && !is_list)
    };
    let end = text.find(stops).unwrap_or(text.len());
    let address = text[..end].trim_end_matches(['.', ',', ':', '!', '*', '\'', '’']);
    let after = text[end..].strip_prefix(',').unwrap_or(&text[end..]);
    let (blank, next) = (after.trim_start().len() < after.len(), after.trim_start());
    let is_word = next.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let is_address = next.starts_with("http") || next.split(stops).next().unwrap_or_default().contains(SITE);
    let comma = text[end..].starts_with(',');
    // A blank in a name, or a comma for a hyphen: more of the name may follow.
    let goes_on = is_word && !is_address && comma != blank && !address.ends_with('/');
    let is_cut = address.ends_with('…') || text[address.len()..end].contains("..") || address.ends_with('-');
    (!goes_on && !is_cut).then_some(address.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_one_reading_is_offered() {
        for text in [
            "LinkedIn: https://www.linkedin.com/in/ann-lee",
            "LinkedIn:linkedin.com/in/ann-lee",
            "<https://www.linkedin.com/in/ann-lee>",
            "(https://www.linkedin.com/in/ann-lee)",
            "[Ann](https://www.linkedin.com/in/ann-lee)",
            "<a href=\"https://www.linkedin.com/in/ann-lee/\">Ann</a>",
            "=HYPERLINK(\"https://www.linkedin.com/in/ann-lee\",\"Ann\")",
            "https://www.linkedin.com/in/ann-lee.",
            "https://www.linkedin.com/in/ann-lee,",
            "https://www.linkedin.com/in/ann-lee;",
            "https://www.linkedin.com/in/ann-lee (Ann Lee)",
            "https://www.linkedin.com/in/ann-lee - Ann Lee",
            "https://www.linkedin.com/in/ann-lee, Boston",
            "Ann Lee https://www.linkedin.com/in/ann-lee",
            "https://https://www.linkedin.com/in/ann-lee",
            "http:https://www.linkedin.com/in/ann-lee",
            "https//www.linkedin.com/in/ann-lee",
            "https:/www.linkedin.com/in/ann-lee",
            "linkedin.com\\in\\ann-lee",
            "https：//www.linkedin.com/in/ann-lee",
            "/in/ann-lee",
            "in/ann-lee/",
            "https://www.linkedin.com/in/ann-lee https://www.linkedin.com/in/ann-lee/de",
            "https://www.linkedin.com/company/harbor https://www.linkedin.com/in/ann-lee",
            "https://www.linkedin.com/authwall?sessionRedirect=https%3A%2F%2Fwww.linkedin.com%2Fin%2Fann-lee",
            "https://www.linkedin.com/in/www.linkedin.com/in/ann-lee",
            "https://www.linkedin.com/in/linkedin.com/in/ann-lee/",
            "https://www.linkedin.com/in/https://www.linkedin.com/in/ann-lee",
            "https://www.linkedin.com/in/in/ann-lee",
            "https://www.google.com/url?q=https://www.linkedin.com/in/ann-lee",
        ] {
            assert_eq!(addresses(text), ["https://www.linkedin.com/in/ann-lee"], "{text}");
        }
    }

    #[test]
    fn every_one_of_several_is_offered() {
        let two = ["https://www.linkedin.com/in/ann", "https://www.linkedin.com/in/bo"];
        for text in [
            "https://www.linkedin.com/in/ann, https://www.linkedin.com/in/bo",
            "https://www.linkedin.com/in/ann,https://www.linkedin.com/in/bo",
            "https://www.linkedin.com/in/ann linkedin.com/in/bo",
            "linkedin.com/in/ann; www.linkedin.com/in/bo/",
            "linkedin.com/in/ann | linkedin.com/in/bo",
        ] {
            assert_eq!(addresses(text), two, "{text}");
        }
    }

    #[test]
    fn a_part_of_an_address_is_never_offered() {
        for text in [
            "",
            "ann-lee",
            "@ann-lee",
            "https://www.linkedin.com/in/ann lee",
            "https://www.linkedin.com/in/ann,lee",
            "https://www.linkedin.com/in/ann…",
            "https://www.linkedin.com/in/ann...",
            "https://www.linkedin.com/in/ann- lee",
            "https://www.linkedin.com.evil.example/in/ann",
            "https://evil.example/linkedin.com/in/ann",
            "https://evil-linkedin.com/in/ann",
            "https://ann@linkedin.com/in/ann",
            "https://www.linkedin.com@evil.example/in/ann",
            "https://www.linkedin.com/feed/",
            "LinkedIn: https://www.linkedin.com/in/jos?",
            "LinkedIn: https://www.linkedin.com/in/m?ller",
            "https://www.linkedin.com/in/\u{FFFD}ann",
            "https://www.linkedin.com/in/",
            "javascript://www.linkedin.com/in/ann",
        ] {
            assert_eq!(addresses(text), [""; 0], "{text}");
        }
    }
}
