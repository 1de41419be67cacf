//! The keys by which partners are recognized, made from values in their stored form.
//!
//! **If you change what these functions return, or what the check stores in these columns, raise [`KEY_RULES`]**: databases keep
//! the keys of stored partners, and a server makes them again when the number in its database is lower.
//!
//! **Raise `RULES` in `crates/check/src/declaration.rs` with it**: rows that a server of earlier rules has staged keep their keys,
//! and only the number in the declaration keeps them from being committed. A test below fails until both are raised.

use lanegate_check::key_text;

/// The version of the rules that make keys.
pub const KEY_RULES: u32 = 2;

/// The key of firm and contact.
pub(crate) fn name_key(firm: &str, contact: &str) -> String {
    format!("{}\u{1f}{}", key_text(firm), key_text(contact))
}

/// The key of an e-mail address: the address, with the letters of its domain as people write them. Other programs write the same
/// domain in ASCII (`xn--…`).
pub(crate) fn email_key(address: String) -> String {
    if !address.contains("xn--") {
        return address;
    }
    let Some((local, domain)) = address.split_once('@') else { return address };
    let labels: Vec<String> = domain.split('.').map(label_in_letters).collect();
    format!("{local}@{}", labels.join("."))
}

/// The key of a LinkedIn address that names a person: its path. Names are compared in lower case; ids are kept as they are.
pub(crate) fn linkedin_key(address: &str) -> Option<String> {
    let path = address.strip_prefix("https://www.linkedin.com/")?;
    let without_suffix = || path.split(',').next().unwrap_or_default();
    match path.split('/').next()? {
        "in" | "pub" => Some(key_text(path)),
        "profile" | "talent" => Some(path.to_owned()),
        // A lead's page has had two addresses.
        "sales" => Some(without_suffix().replacen("sales/people/", "sales/lead/", 1)),
        "recruiter" => Some(without_suffix().to_owned()),
        _ => None,
    }
}

/// A domain's label with the letters that `xn--…` encodes; unchanged if it encodes none.
fn label_in_letters(label: &str) -> String {
    let letters = label.strip_prefix("xn--").and_then(punycode_decoded);
    letters.map_or_else(|| label.to_owned(), |letters| key_text(&letters))
}

/// Decodes Punycode as RFC 3492, 6.2 says.
fn punycode_decoded(encoded: &str) -> Option<String> {
    let (plain, digits) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    let mut letters: Vec<char> = plain.chars().collect();
    let (mut code, mut at, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut digits = digits.bytes().peekable();
    while digits.peek().is_some() {
        let before = at;
        let mut weight = 1_u32;
        for k in (36_u32..).step_by(36) {
            let digit = match digits.next()? {
                letter @ b'a'..=b'z' => u32::from(letter - b'a'),
                number @ b'0'..=b'9' => u32::from(number - b'0') + 26,
                _ => return None,
            };
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(36 - threshold)?;
        }
        let count = u32::try_from(letters.len()).ok()? + 1;
        bias = adapted(at - before, count, before == 0);
        code = code.checked_add(at / count)?;
        at %= count;
        letters.insert(at as usize, char::from_u32(code)?);
        at += 1;
    }
    (!letters.is_empty()).then(|| letters.into_iter().collect())
}

fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PARTNER_APPOINTMENTS, PARTNER_MASTER};

    /// The current rules for keys, and the first number of the check's rules that went with them.
    const RAISED_TOGETHER: (u32, u32) = (2, 2);

    #[test]
    fn whoever_raises_the_rules_for_keys_raises_the_checks_rules() {
        let (keys, first) = RAISED_TOGETHER;
        assert_eq!(KEY_RULES, keys, "raise RULES in crates/check/src/declaration.rs, too, and note both numbers here");
        for kind in [&PARTNER_MASTER, &PARTNER_APPOINTMENTS] {
            let declaration = kind.declaration();
            let rules = declaration.split_once('-').and_then(|(rules, _)| rules.parse::<u32>().ok());
            assert!(rules.is_some_and(|rules| rules >= first), "{declaration}");
        }
    }

    #[test]
    fn domains_are_compared_in_letters() {
        for (address, key) in [
            ("a@gull.example.com", "a@gull.example.com"),
            ("a@xn--gll-qla.example.com", "a@gäll.example.com"),
            ("a@bücher.example", "a@bücher.example"),
            ("a@xn--bcher-kva.example", "a@bücher.example"),
            ("a@xn--80a1acny.xn--p1ai", "a@почта.рф"),
            ("a@xn--fiqs8s", "a@中国"),
            ("a@xn--egbpdaj6bu4bxfgehfvwxn.example", "a@ليهمابتكلموشعربي؟.example"),
            ("a@xn--.example", "a@xn--.example"),
            ("a@xn--999999999.example", "a@xn--999999999.example"),
        ] {
            assert_eq!(email_key(address.to_owned()), key);
        }
    }

    #[test]
    fn profiles_have_one_key_and_other_pages_none() {
        let key = |path: &str| linkedin_key(&format!("https://www.linkedin.com/{path}"));
        assert_eq!(key("in/José-Lee").as_deref(), Some("in/josé-lee"));
        assert_eq!(key("pub/Ann-Lee/1/2b/333").as_deref(), Some("pub/ann-lee/1/2b/333"));
        assert_eq!(key("profile/view?id=AbC").as_deref(), Some("profile/view?id=AbC"));
        assert_eq!(key("sales/people/AbC,NAME_SEARCH,x"), key("sales/lead/AbC"));
        assert_eq!(key("recruiter/profile/12,ab,CAP").as_deref(), Some("recruiter/profile/12"));
        assert_eq!(key("company/harbor"), None);
        assert_eq!(key("school/harbor"), None);
    }
}
