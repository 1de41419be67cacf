//! How the answers of an earlier file become corrections of another one.

use lanegate_wire::{
    AppliedAnswers, CheckOptions, ColumnMatch, Filter, Fix, HowMatched, ListColumns, Progress, Unreadable,
};

use super::{Answers, Choice, words};
use crate::{CheckedFile, Intake};

impl Intake {
    /// Applies answers of an earlier file, and checks the file with them. They come before the corrections in `options`. What the file
    /// itself says differently is not overruled, and what it lacks is left out.
    ///
    /// # Errors
    /// As [`Intake::check`].
    pub fn apply_answers(
        &mut self,
        answers: &Answers,
        options: &mut CheckOptions,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<AppliedAnswers, Unreadable> {
        let mut applied = AppliedAnswers { from: answers.file.clone(), ..AppliedAnswers::default() };
        let own = std::mem::take(&mut options.fixes);
        self.check(options, progress)?;
        let Some(checked) = self.checked() else { return Ok(applied) };
        let columns = checked.overview().columns;
        for choice in &answers.choices {
            match checked.fix(choice, &columns) {
                Fitting::Fix(fix) => {
                    applied.said.push(words::answer(&fix, &columns));
                    applied.fixes.push(fix);
                }
                Fitting::Needless => {}
                Fitting::Unfit => applied.unfit += 1,
            }
        }
        // What is suggested depends on which columns are matched.
        for choice in &answers.choices {
            let Choice::Suggested { code, column } = choice else { continue };
            options.fixes.clone_from(&applied.fixes);
            self.check(options, progress)?;
            let filter = Filter { code: Some(code.clone()), column: Some(column.clone()), ..Filter::default() };
            let Some(found) = self.checked().map(|checked| checked.suggested_fixes(&filter, usize::MAX)) else { break };
            if found.changes.suggested > 0 {
                applied.said.push(words::suggested(code, column, found.changes.suggested));
                applied.fixes.extend(found.fixes);
            }
        }
        options.fixes.clone_from(&applied.fixes);
        options.fixes.extend(own);
        self.check(options, progress)?;
        Ok(applied)
    }
}

/// What an answer says of a file.
enum Fitting {
    Fix(Fix),
    /// The file says it itself.
    Needless,
    /// The file lacks what the answer names.
    Unfit,
}

impl From<Option<Fix>> for Fitting {
    fn from(fix: Option<Fix>) -> Self {
        fix.map_or(Self::Unfit, Self::Fix)
    }
}

impl CheckedFile {
    fn fix(&self, choice: &Choice, columns: &[ColumnMatch]) -> Fitting {
        // The only column with a header.
        let headed = |header: &String| {
            let mut same = columns.iter().filter(|file| file.header == *header && file.parts.is_empty());
            same.next().filter(|_| same.next().is_none())
        };
        let exists = |name: &String| self.checked.kind().column(name).is_some();
        match choice {
            Choice::Column { header, column } => {
                let Some(file) = headed(header).filter(|_| column.iter().all(exists)) else { return Fitting::Unfit };
                let differs = file.column != *column && (column.is_some() || file.how != HowMatched::Ignored);
                let fix = Fix::MapColumn { letters: file.letters.clone(), column: column.clone() };
                if differs { Fitting::Fix(fix) } else { Fitting::Needless }
            }
            // The headers of this file may be in their places.
            Choice::Columns { columns } => {
                let fix = Fix::MapColumns { columns: columns.clone() };
                let is_offered = self.checked.of_file().iter().any(|finding| finding.fixes.contains(&fix));
                if is_offered { Fitting::Fix(fix) } else { Fitting::Needless }
            }
            Choice::Combine { column, headers, how } => {
                let parts = headers.iter().map(|header| Some(headed(header)?.letters.clone())).collect::<Option<_>>();
                let parts = parts.filter(|_| exists(column));
                parts.map(|parts| Fix::Combine { column: column.clone(), parts, how: *how }).into()
            }
            Choice::Lookup { column, headers, keep, list } => {
                let letters = |header: &String| Some(headed(header)?.letters.clone());
                let parts = headers.iter().map(letters).collect::<Option<_>>();
                // The list that was given last.
                let known = self.lists.iter().rev().find(|known| known.file() == list.file);
                let list = ListColumns { sha256: known.map(|known| known.sha256().to_owned()), ..list.clone() };
                let keep = keep.as_ref().and_then(letters);
                let parts = parts.filter(|_| exists(column));
                parts.map(|parts| Fix::Lookup { column: column.clone(), parts, keep, list }).into()
            }
            Choice::Skip { header, value } => {
                let letters = headed(header).map(|file| file.letters.clone());
                letters.map(|letters| Fix::LeaveOutWhere { letters, value: value.clone() }).into()
            }
            // Other words may stand in the columns that are matched only now.
            Choice::Value { column, from, to } => {
                let fix = || Fix::MapValue { column: column.clone(), from: from.clone(), to: to.clone() };
                exists(column).then(fix).into()
            }
            // What the file itself proves is not overruled.
            Choice::Order { column, order } => {
                let dates = self.matching().dates;
                if dates.iter().any(|dates| dates.column == *column && dates.proof.is_some()) {
                    return Fitting::Needless;
                }
                exists(column).then(|| Fix::DateOrder { column: column.clone(), order: *order }).into()
            }
            Choice::Suggested { .. } => Fitting::Needless,
            Choice::NonData {} => Fitting::Fix(Fix::LeaveOutNonData {}),
        }
    }
}
