//! The generated pages.

pub mod exports;
pub mod findings;
pub mod kind;
pub mod schema;

/// Said at the top of every page.
const NOTICE: &str = "<!-- Made by `cargo xtask generate` from the declarations. Change those instead. -->";

/// A text as code in a line of Markdown, with characters that can't be seen written out.
fn code(text: &str) -> String {
    let shown: String = text
        .chars()
        .map(|c| match c {
            '\n' => " ⏎ ".to_owned(),
            c if c.is_control() || (c.is_whitespace() && c != ' ') || ('\u{200B}'..='\u{200F}').contains(&c) => {
                format!("⟨U+{:04X}⟩", u32::from(c))
            }
            c => c.to_string(),
        })
        .collect();
    let cut = match shown.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown,
    };
    // A text with a backtick needs two around it.
    if cut.contains('`') { format!("`` {cut} ``") } else { format!("`{cut}`") }
}
