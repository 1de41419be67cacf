//! One file's session: what was opened, and the answers about it.

use std::sync::Arc;

use lanegate_check::{LookupList, ReferenceCopy, SuggestedFixes};
use lanegate_intake::{CheckedFile, Intake, list_view, needs_extras};
use lanegate_wire::{CheckOptions, Progress, Unreadable};

use super::line::Answers;
use super::{answers, warm_up};
use crate::protocol::{MOST_SUGGESTED, Question, Reply, Request, Suggesting};

/// How a file is opened.
pub type Opener = fn(&str, Vec<u8>) -> Result<Intake, Unreadable>;
/// How a list of IDs is opened.
pub type ListOpener = fn(&str, Vec<u8>) -> Result<LookupList, Unreadable>;

/// Nothing yet, or an opened file.
pub(crate) struct Session {
    open: Opener,
    open_list: ListOpener,
    intake: Option<Intake>,
    /// What ids are held against.
    pub(crate) reference: Option<Arc<ReferenceCopy>>,
    /// Lists for lookups that came before the file.
    pub(crate) lists: Vec<Arc<LookupList>>,
}

impl Session {
    /// A session that opens files so.
    pub(crate) const fn new(open: Opener, open_list: ListOpener) -> Self {
        Self { open, open_list, intake: None, reference: None, lists: Vec::new() }
    }

    /// Takes a list of IDs for a column of the template, and describes it.
    fn take_list(&mut self, name: &str, column: &str, bytes: Vec<u8>) -> Reply {
        let list = match (self.open_list)(name, bytes) {
            Ok(list) => Arc::new(list),
            Err(why) => return Reply::Refused(why),
        };
        match &mut self.intake {
            Some(intake) => intake.add_list(Arc::clone(&list)),
            None => self.lists.push(Arc::clone(&list)),
        }
        Reply::List(list_view(&list, self.intake.as_ref().and_then(Intake::checked), column))
    }
}

impl Answers for Session {
    fn answer(&mut self, request: Request, bytes: &dyn Fn() -> Vec<u8>, progress: &mut dyn FnMut(Progress)) -> Reply {
        let reply = match (request, &mut self.intake) {
            (Request::Reference(as_of), _) => {
                self.reference = Some(Arc::new(ReferenceCopy::new(as_of, &bytes())));
                return Reply::Taken;
            }
            (Request::WarmUp, _) => {
                warm_up::once(self.open);
                return Reply::Warmer;
            }
            (Request::List { name, column }, _) => self.take_list(&name, &column, bytes()),
            (Request::Open { name, options }, slot) => match (self.open)(&name, bytes()) {
                Ok(mut intake) => {
                    intake.refer_to(self.reference.clone());
                    self.lists.drain(..).for_each(|list| intake.add_list(list));
                    check(slot.insert(intake), &options, progress)
                }
                Err(why) => Reply::Refused(why),
            },
            (Request::Check(options), Some(intake)) => check(intake, &options, progress),
            (Request::ApplyAnswers(kept, options), Some(intake)) => answers::apply(intake, kept, options, progress),
            (request, intake) => return look(request, intake.as_ref()),
        };
        // What was read without the parts that the file needs does not count.
        if needs_extras() { Reply::Elsewhere } else { reply }
    }
}

fn check(intake: &mut Intake, options: &CheckOptions, progress: &mut dyn FnMut(Progress)) -> Reply {
    let why = match intake.check(options, progress) {
        Ok(()) => match intake.checked() {
            Some(checked) => return Reply::Checked(checked.overview()),
            None => return Reply::Broken("a check without a result".to_owned()),
        },
        Err(why) => why,
    };
    Reply::Ask(Question { why, sheets: intake.sheets(), headers: intake.asked_headers().to_vec() })
}

fn look(request: Request, intake: Option<&Intake>) -> Reply {
    // The page may still be looking at the last file when the next one is on its way.
    let Some(checked) = intake.and_then(Intake::checked) else { return Reply::Nothing };
    match request {
        Request::Rows(window) => Reply::Rows(checked.rows(window.from, window.limit, &window.filter)),
        Request::Findings(window) => Reply::Findings(checked.findings(window.from, window.limit, &window.filter)),
        Request::FirstError(filter) => Reply::Place(checked.first_error(&filter).unwrap_or(0)),
        Request::Place(row, filter) => Reply::Place(checked.place_of_row(row, &filter)),
        Request::Matching => Reply::Matching(checked.matching()),
        Request::Combined(parts, how) => Reply::Combined(checked.combined_samples(&parts, how)),
        Request::Answers => Reply::Answers(answers::to_keep(checked)),
        Request::Lookup(fix) => Reply::Lookup(intake.and_then(|intake| intake.lookup_preview(&fix))),
        Request::Cell(row, column) => Reply::Cell(checked.cell_facts(row, column)),
        Request::Alike(row, column) => Reply::Alike(checked.alike(row, column)),
        Request::Suggested(by) => Reply::Suggested(suggested(checked, &by, 0).changes),
        Request::SuggestedFixes(by) => Reply::SuggestedFixes(suggested(checked, &by, MOST_SUGGESTED).fixes),
        Request::Import(id) => Reply::Import(checked.open_import(id)),
        Request::Batch(number) => Reply::Batch(checked.batch(number).map(|batch| batch.to_json())),
        Request::Open { .. }
        | Request::Reference(_)
        | Request::List { .. }
        | Request::Check(_)
        | Request::ApplyAnswers(..)
        | Request::WarmUp
        | Request::Template(_)
        | Request::Annotate { .. } => Reply::Nothing,
    }
}

fn suggested(checked: &CheckedFile, by: &Suggesting, most: usize) -> SuggestedFixes {
    match by {
        Suggesting::Findings(filter) => checked.suggested_fixes(filter, most),
        Suggesting::SameChange { row, column, before } => checked.same_change((*row, *column), before, most),
    }
}
