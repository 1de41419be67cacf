//! The writer's side: makes the workbooks to take away, a kind's template and the annotated copy of a file. It is a program of its
//! own, fetched when somebody asks for one, since most people never do, and what writes workbooks weighs as much as what checks them.
//! It also takes the worker's place for a file that needs the second reader or a rare encoding, or that is a workbook of Lanegate's own:
//! the worker is linked without what reads those.

use std::sync::Arc;

use js_sys::Uint8Array;
use lanegate_check::{LookupList, ReferenceCopy};
use lanegate_intake::{Intake, open_list};
use lanegate_wire::{CheckOptions, Progress};
use lanegate_workbook::{Unwritable, annotate, template};

use crate::protocol::{Reply, Request};
use crate::worker::line::{Answers, serve};
use crate::worker::session::Session;

/// Listens for requests.
pub fn start() {
    serve(Writer { session: Session::new(Intake::open, open_list) });
}

struct Writer {
    session: Session,
}

impl Answers for Writer {
    fn answer(&mut self, request: Request, bytes: &dyn Fn() -> Vec<u8>, progress: &mut dyn FnMut(Progress)) -> Reply {
        match request {
            Request::Template(kind) => {
                lanegate_kinds::named(&kind).map_or(Reply::Nothing, |kind| reply(template(kind)))
            }
            Request::Annotate { name, options } => {
                let (reference, lists) = (self.session.reference.clone(), &self.session.lists);
                copy(&name, bytes(), (reference, lists), &options, progress)
            }
            other => self.session.answer(other, bytes, progress),
        }
    }
}

/// The file is read and checked once more: the worker that holds it goes on answering meanwhile.
fn copy(
    name: &str,
    bytes: Vec<u8>,
    (reference, lists): (Option<Arc<ReferenceCopy>>, &[Arc<LookupList>]),
    options: &CheckOptions,
    progress: &mut dyn FnMut(Progress),
) -> Reply {
    let checked = Intake::open(name, bytes).and_then(|mut intake| {
        intake.refer_to(reference);
        lists.iter().for_each(|list| intake.add_list(Arc::clone(list)));
        intake.check(options, progress).map(|()| intake)
    });
    let intake = match checked {
        Ok(intake) => intake,
        Err(why) => return Reply::Refused(why),
    };
    if let Some(missing) = intake.missing_list() {
        return Reply::Unwritable(missing.to_string());
    }
    let Some(checked) = intake.checked() else { return Reply::Nothing };
    reply(annotate(checked.sheet(), checked.result(), checked.stamp()))
}

fn reply(written: Result<Vec<u8>, Unwritable>) -> Reply {
    match written {
        Ok(bytes) => Reply::Workbook(Uint8Array::from(bytes.as_slice())),
        Err(why) => Reply::Unwritable(why.to_string()),
    }
}
