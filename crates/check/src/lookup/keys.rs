//! How a value of the file and a value of a list are compared. The values of the list's column say how: as e-mail addresses, as domains,
//! or as names.

use super::hosts::{is_mailbox_provider, is_shared_host};
use crate::combined::first_address;
use crate::parse::{is_placeholder, stored_profile};
use crate::text::{collapsed, key_text, words};

/// Words for a firm's legal form, at the end of its name and without their dots.
const LEGAL_FORMS: &str = "inc incorporated corp corporation co company llc lc llp lp ltd limited plc pc pllc pty pte gmbh mbh ug ag kg ohg \
    kgaa se ev sa sas sasu sarl srl srls spa sl slu bv nv vof oy oyj ab as asa aps kk ltda cv sab doo zoo sro kft";
/// The longest value that is compared, in bytes. Longer ones are no names or addresses.
const LONGEST: usize = 1_000;

/// How the values of a list's column are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    /// As names: case and spacing don't matter.
    Names,
    /// As e-mail addresses.
    Emails,
    /// As domains: of a web address its host, of an e-mail address what follows the `@`.
    Domains,
}

/// What is looked up for a value of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sought {
    /// What equal values share. Without one, nothing can be equal.
    pub key: Option<String>,
    /// The value as it is shown: an e-mail address without a name around it, a domain alone.
    pub shown: String,
}

impl Comparison {
    /// How values are compared: as most of them ask for.
    pub fn of<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let (mut emails, mut domains, mut all) = (0, 0, 0);
        for value in values {
            all += 1;
            emails += usize::from(email(value).is_some());
            domains += usize::from(web_address(value).is_some());
        }
        match () {
            () if emails * 2 > all => Self::Emails,
            () if domains * 2 > all => Self::Domains,
            () => Self::Names,
        }
    }

    /// What equal values of a list share. `None` for a value that is compared with nothing.
    pub fn key(self, value: &str) -> Option<String> {
        if value.len() > LONGEST {
            return None;
        }
        match self {
            Self::Names => Some(key_text(value)).filter(|key| !key.is_empty() && !is_placeholder(key)),
            Self::Emails => email(value),
            Self::Domains => web_address(value),
        }
    }

    /// What similar values of a list share: names without legal forms.
    pub fn similar_key(self, value: &str) -> Option<String> {
        match self {
            Self::Names if value.len() <= LONGEST => Some(without_legal_form(value)).filter(|key| !key.is_empty()),
            _ => None,
        }
    }

    /// What to look up for a value of the file; `None` if it is blank or says that there is no value.
    pub fn sought(self, value: &str) -> Option<Sought> {
        let text = collapsed(value);
        if text.is_empty() || is_placeholder(&text) {
            return None;
        }
        let whole = || Sought { key: self.key(&text), shown: text.clone().into_owned() };
        Some(match self {
            Self::Names => whole(),
            Self::Emails => email(&text).map_or_else(whole, |email| Sought { key: Some(email.clone()), shown: email }),
            Self::Domains => match email(&text) {
                // A provider's domain says nothing about the firm.
                Some(email) if is_mailbox_provider(domain(&email)) => Sought { key: None, shown: email },
                Some(email) => Sought { key: Some(domain(&email).to_owned()), shown: domain(&email).to_owned() },
                None => web_address(&text).map_or_else(whole, |host| Sought { key: Some(host.clone()), shown: host }),
            },
        })
    }
}

/// The part of an e-mail address after the `@`.
fn domain(email: &str) -> &str {
    let domain = email.rsplit_once('@').map_or(email, |(_, domain)| domain);
    domain.strip_prefix("www.").unwrap_or(domain)
}

/// The provider of mailboxes that an e-mail address is of.
pub(super) fn provider(value: &str) -> Option<&str> {
    value.rsplit_once('@').map(|(_, domain)| domain).filter(|domain| is_mailbox_provider(domain))
}

/// The domains above a domain, the nearest first: `acme.example` of `mail.acme.example`.
pub(super) fn parent_domains(host: &str) -> impl Iterator<Item = &str> {
    let host = if host.contains(['/', '@']) { "" } else { host };
    let parents = std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, parent)| parent));
    parents.skip(1).filter(|parent| parent.contains('.'))
}

/// The first e-mail address in a text, in lower case.
fn email(text: &str) -> Option<String> {
    first_address(text).map(key_text)
}

/// The host of a web address or a domain, in lower case and without `www.`. Where many share a host, the path belongs to it.
fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains(char::is_whitespace) || text.contains('@') {
        return None;
    }
    if let Some(profile) = stored_profile(text) {
        return Some(key_text(profile.trim_start_matches("https://www.")));
    }
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = (key_text(&rest[..end]), &rest[end..]);
    let host = host.split_once(':').map_or(host.as_str(), |(host, _)| host).trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    if !is_domain(host) {
        return None;
    }
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    Some(if is_shared_host(host) { host.to_owned() + &key_text(path) } else { host.to_owned() })
}

/// Labels of letters, digits, and hyphens, the last of letters only.
fn is_domain(text: &str) -> bool {
    let Some((_, top)) = text.rsplit_once('.') else { return false };
    let is_label = |label: &str| {
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        !label.is_empty() && label.chars().all(inside)
    };
    text.split('.').all(is_label)
        && top.chars().count() >= 2
        && (top.starts_with("xn--") || top.chars().all(char::is_alphabetic))
}

/// The words of a name in lower case, without a legal form at the end, the article in front, and a record's number behind it.
fn without_legal_form(name: &str) -> String {
    let key = key_text(name);
    let key = key.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map_or(key.as_str(), |(name, inside)| {
        let is_number = inside.bytes().all(|byte| byte.is_ascii_digit());
        if is_number || inside.starts_with("http") { name } else { &key }
    });
    // `S.A.` and `L.L.C.` are one word.
    let key = key.replace(['.', '\'', '\u{2019}'], "");
    let mut words: Vec<&str> = words(&key).filter(|word| !matches!(*word, "and" | "und" | "et" | "y")).collect();
    while words.len() > 1
        && let Some(last) = words.last()
        && LEGAL_FORMS.split_whitespace().any(|form| form == *last)
    {
        words.pop();
    }
    if words.len() > 1 && words.first() == Some(&"the") {
        words.remove(0);
    }
    words.join(" ")
}
