//! Accounts' names.

/// The name as it is kept: trimmed and in lower case. Nothing where it is no name (`docs/contract.md`).
#[must_use]
pub fn account_name(given: &str) -> Option<String> {
    let name = given.trim_matches([' ', '\t', '\r', '\n']).to_ascii_lowercase();
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._@+-".contains(&byte);
    let begins = name.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    (begins && name.len() <= 64 && name.bytes().all(known)).then_some(name)
}
