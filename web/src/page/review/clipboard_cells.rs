//! Cells as spreadsheets copy them: a line for each row, a tab between two cells, quotes around a text with either of them.

/// The cells of a copied text, row by row. Every row has at least one cell.
pub fn cells(text: &str) -> Vec<Vec<String>> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // Spreadsheets end the last row, too.
    let mut rest = text.strip_suffix('\n').unwrap_or(&text);
    let mut rows = vec![Vec::new()];
    loop {
        let (cell, after) = cell(rest);
        if let Some(row) = rows.last_mut() {
            row.push(cell);
        }
        match after.chars().next() {
            Some('\t') => {}
            Some(_) => rows.push(Vec::new()),
            None => return rows,
        }
        rest = &after[1..];
    }
}

/// The first cell of a text, and what comes after it: nothing, or a separator first.
fn cell(text: &str) -> (String, &str) {
    if let Some(quoted) = quoted(text) {
        return quoted;
    }
    let end = text.find(['\t', '\n']).unwrap_or(text.len());
    (text[..end].to_owned(), &text[end..])
}

/// A cell in quotes. Quotes around a text without tabs and lines are the cell's own.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix('"')?;
    let mut cell = String::new();
    let mut rest = inner;
    loop {
        let (before, after) = rest.split_once('"')?;
        cell.push_str(before);
        if let Some(more) = after.strip_prefix('"') {
            cell.push('"');
            rest = more;
        } else {
            let is_end = after.is_empty() || after.starts_with(['\t', '\n']);
            return (is_end && cell.contains(['\t', '\n'])).then_some((cell, after));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn a_block_has_rows_and_columns() {
        assert_eq!(cells("a\tb\r\nc\td\r\n"), [["a", "b"], ["c", "d"]]);
        assert_eq!(cells("a\n\nc"), [["a"], [""], ["c"]]);
        assert_eq!(cells("a\t\nb"), [vec!["a", ""], vec!["b"]]);
        assert_eq!(cells("one"), [["one"]]);
        assert_eq!(cells("\n"), [[""]]);
        assert_eq!(cells(" a b \n"), [[" a b "]]);
    }

    #[test]
    fn quotes_keep_lines_and_tabs_together_and_are_otherwise_text() {
        assert_eq!(cells("\"two\nlines\"\tb\r\n"), [["two\nlines", "b"]]);
        assert_eq!(cells("\"a \"\"b\"\"\nc\""), [["a \"b\"\nc"]]);
        assert_eq!(cells("\"Acme\" Ltd\nb"), [["\"Acme\" Ltd"], ["b"]]);
        assert_eq!(cells("\"Acme\""), [["\"Acme\""]]);
        assert_eq!(cells("\"open\nb"), [["\"open"], ["b"]]);
    }
}
