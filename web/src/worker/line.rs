//! The worker's end of the line to the page: requests come in one by one, each is answered, and progress is told on the way.

use std::cell::RefCell;

use js_sys::{Array, Reflect, Uint8Array};
use lanegate_wire::Progress;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::protocol::{BYTES, KindChoice, Message, Reply, Request};

/// What answers a request: the request, the bytes that travel with it, and whom to tell of progress.
pub trait Answers {
    /// Answers one request. `bytes` is asked for only where a file travels with it.
    fn answer(&mut self, request: Request, bytes: &dyn Fn() -> Vec<u8>, progress: &mut dyn FnMut(Progress)) -> Reply;
}

/// Listens for requests. The page waits for `Ready`, since messages sent earlier would be lost.
pub fn serve(session: impl Answers + 'static) {
    std::panic::set_hook(Box::new(|fault| send(0, Reply::Broken(fault.to_string()))));
    let session = RefCell::new(session);
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        match Message::<Request>::from_js(data.clone()) {
            Ok(Message { id, body }) => {
                let mut progress = Reporter::new(id);
                let reply = session.borrow_mut().answer(body, &|| bytes(&data), &mut |step| progress.report(step));
                send(id, reply);
            }
            Err(fault) => send(0, Reply::Broken(fault.to_string())),
        }
    });
    scope().set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    send(0, Reply::Ready(kinds()));
}

fn kinds() -> Vec<KindChoice> {
    let choice = |kind: &&'static lanegate_check::Kind| KindChoice {
        name: kind.name.to_owned(),
        title: kind.title.to_owned(),
        lane: kind.lane,
    };
    lanegate_kinds::all().iter().map(choice).collect()
}

/// Tells of progress a few times a second: a message for each step would keep the page busy instead of informed.
struct Reporter {
    id: u32,
    last: f64,
}

impl Reporter {
    const EVERY_MS: f64 = 60.0;

    const fn new(id: u32) -> Self {
        Self { id, last: 0.0 }
    }

    fn report(&mut self, step: Progress) {
        let now = js_sys::Date::now();
        if now - self.last >= Self::EVERY_MS {
            self.last = now;
            send(self.id, Reply::Progress(step));
        }
    }
}

fn bytes(message: &JsValue) -> Vec<u8> {
    Reflect::get(message, &BYTES.into()).map(|buffer| Uint8Array::new(&buffer).to_vec()).unwrap_or_default()
}

fn send(id: u32, body: Reply) {
    // A workbook is handed over, not copied.
    let transfer = match &body {
        Reply::Workbook(bytes) => Array::of1(&bytes.buffer()),
        _ => Array::new(),
    };
    // A reply is plain data and the page's end of the line cannot be closed while this runs.
    if let Ok(message) = (Message { id, body }).to_js() {
        let _ = scope().post_message_with_transfer(&message, &transfer);
    }
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
