//! What a cell's comment says: its findings, and what the file held where a correction stands.

use lanegate_check::explain;
use lanegate_wire::Finding;
use rust_xlsxwriter::Note;

/// Characters of one comment; more is no comment.
const MAX: usize = 4_000;
/// Characters of the file's own text that a comment quotes.
const QUOTED: usize = 300;
/// Characters of a line, about, at the width below.
const LINE: usize = 48;
const WIDTH: u32 = 320;
const LINE_HEIGHT: u32 = 15;

/// A cell's comment. `held` is what the file holds, where the cell shows something else.
pub(crate) fn comment(findings: &[Finding], held: Option<&str>) -> Note {
    let held = held.map(|held| match held {
        "" => "Corrected. The file's cell is blank.".to_owned(),
        text => format!("Corrected. The file holds: {}", shortened(text, QUOTED)),
    });
    let said = findings.iter().map(|finding| {
        let title = explain(&finding.code).map_or(finding.code.as_str(), |code| code.title);
        let hint = if finding.hint.is_empty() { String::new() } else { format!("\n→ {}", finding.hint) };
        format!("{title} ({})\n{}{hint}", finding.severity.as_str(), finding.message)
    });
    let text = held.into_iter().chain(said).collect::<Vec<_>>().join("\n\n");
    of(&shortened(&text, MAX))
}

/// A comment with this text, as large as it needs.
pub(crate) fn of(text: &str) -> Note {
    let lines: usize = text.lines().map(|line| 1 + line.chars().count() / LINE).sum();
    let height = LINE_HEIGHT * (lines.clamp(2, 30) as u32 + 1);
    Note::new(text).set_author("Lanegate").add_author_prefix(false).set_width(WIDTH).set_height(height)
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
