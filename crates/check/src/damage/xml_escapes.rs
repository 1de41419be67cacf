//! Characters as workbooks write those that XML has no place for: `_x000D_`.

/// Returns the text without such codes: blanks and line ends for those, and nothing for other control characters.
pub(super) fn unescaped(text: &str) -> Option<String> {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((at, c)) = next_code(rest) {
        kept.push_str(&rest[..at]);
        match c {
            '\r' | '\n' => kept.push('\n'),
            c if c.is_whitespace() => kept.push(' '),
            c if c.is_control() => {}
            c => kept.push(c),
        }
        rest = &rest[at + LENGTH..];
    }
    (rest.len() < text.len()).then(|| kept + rest)
}

const LENGTH: usize = "_x000D_".len();

/// The first code of a text: where it is, and the character that it stands for.
fn next_code(text: &str) -> Option<(usize, char)> {
    text.match_indices("_x").find_map(|(at, _)| {
        let code = text.get(at..at + LENGTH)?;
        let digits =
            code[2..].strip_suffix('_').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        Some((at, char::from_u32(u32::from_str_radix(digits, 16).ok()?)?))
    })
}
