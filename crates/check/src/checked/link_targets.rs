//! The address behind a cell's link, where the cell itself shows something else, such as a name or "Profile".

use lanegate_sheet::{Cell, Sheet};
use lanegate_wire::Severity;

use super::Checked;
use crate::escapes::percent_decoded;
use crate::parse::Context;
use crate::remark::Remark;
use crate::{Note, Proposal, ValueType, parse};

/// Addresses of one link that are offered.
const OFFERED: usize = 3;

impl Checked {
    /// Puts what the link behind a faulty cell leads to before the other proposals.
    pub(super) fn with_link(&self, sheet: &Sheet, remark: &Remark, place: Option<u32>, note: Note) -> Note {
        let target = place.filter(|_| remark.code.severity == Severity::Error);
        let target = target.and_then(|column| sheet.link_at(remark.row, column));
        let (Some(target), Some(column)) = (target, remark.column) else { return note };
        let mut found: Vec<Proposal> = Vec::new();
        for value in self.values_behind(usize::from(column), target) {
            let proposal = Proposal::Cell(value);
            if !found.contains(&proposal) && found.len() < OFFERED {
                found.push(proposal);
            }
        }
        if found.is_empty() {
            return note;
        }
        let hint = match found.len() {
            1 => "The cell is a link to an address: use that address, or leave the cell blank.",
            _ => "The cell is a link to several addresses: choose one, or leave the cell blank.",
        };
        found.extend(note.proposals);
        Note { hint: hint.into(), proposals: found, ..note }
    }

    /// The values for a column in a link's address.
    fn values_behind(&self, column: usize, target: &str) -> Vec<String> {
        let column = &self.reading.kind.columns[column];
        let candidates: Vec<String> = match column.value {
            ValueType::LinkedIn => vec![target.to_owned()],
            ValueType::Email => addresses(target),
            _ => return Vec::new(),
        };
        let context = Context::on(self.reading.settings.today);
        let value = |candidate: String| {
            let value = parse(column, Cell::Text(&candidate), &context, &mut Vec::new());
            value.map(|value| value.to_text())
        };
        candidates.into_iter().filter_map(value).collect()
    }
}

/// The addresses of a `mailto:` link, without subject and the like.
fn addresses(target: &str) -> Vec<String> {
    let Some((scheme, rest)) = target.split_once(':') else { return Vec::new() };
    if !scheme.trim().eq_ignore_ascii_case("mailto") {
        return Vec::new();
    }
    let listed = rest.split('?').next().unwrap_or_default();
    listed
        .split([',', ';'])
        .map(|address| percent_decoded(address.trim(), |_| true))
        .filter(|address| !address.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn addresses_are_taken_out_of_links() {
        for (target, expected) in [
            ("mailto:ann@pear.example", &["ann@pear.example"][..]),
            ("MailTo:ann@pear.example?subject=Hello%20Ann", &["ann@pear.example"]),
            ("mailto:ann%40pear.example", &["ann@pear.example"]),
            ("mailto:a@x.example, b@x.example", &["a@x.example", "b@x.example"]),
            ("mailto:100%@x.example", &["100%@x.example"]),
            ("mailto:?subject=x", &[]),
            ("https://pear.example", &[]),
            ("ann@pear.example", &[]),
        ] {
            assert_eq!(addresses(target), expected, "{target}");
        }
    }
}
