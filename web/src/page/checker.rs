//! The page's handle on a worker: one worker for one file, thrown away with it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use futures::channel::oneshot;
use js_sys::{Array, ArrayBuffer, Reflect};
use lanegate_wire::Progress;
use leptos::prelude::document;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::{Event, MessageEvent, Worker};

use super::pause::pause;
use super::texts;
use crate::protocol::{BYTES, KindChoice, Message, Reply, Request};

/// The program that reads and checks nearly every file.
pub const CHECKER: &str = "worker";
/// The program that reads and checks every file, and makes workbooks; three times as large.
pub const WHOLE: &str = "writer";

/// How long a worker may take to load, in milliseconds. A file that cannot be fetched makes no sound in the page.
const PATIENCE: i32 = 30_000;

/// Why a request got no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The worker was thrown away on purpose.
    Stopped,
    /// The worker broke: a trap, a panic, or it never came up.
    Broken(String),
}

/// What the page wants to hear without having asked.
pub struct Listener {
    /// The worker is up.
    pub ready: Box<dyn Fn(Vec<KindChoice>)>,
    /// A request has come so far.
    pub progress: Box<dyn Fn(Progress)>,
}

type Answer = Result<Reply, Fault>;

#[derive(Default)]
struct Line {
    up: bool,
    fault: Option<Fault>,
    /// Messages from before the worker was up; sent to it then, they would be lost.
    held: Vec<(JsValue, Array)>,
    waiting: HashMap<u32, oneshot::Sender<Answer>>,
}

/// A worker and the requests under way.
pub struct Checker {
    worker: Worker,
    line: Rc<RefCell<Line>>,
    next: Cell<u32>,
    _hear: Closure<dyn Fn(MessageEvent)>,
    _fail: Closure<dyn Fn(Event)>,
}

impl Checker {
    /// Starts a worker with one of the programs. It loads while the person picks a file.
    ///
    /// # Errors
    /// When the browser refuses to start workers.
    pub fn start(program: &str, listener: Listener) -> Result<Self, Fault> {
        let worker = Worker::new(&loader(program)).map_err(|error| Fault::Broken(format!("{error:?}")))?;
        let line = Rc::new(RefCell::new(Line::default()));
        let hear = {
            let (worker, line) = (worker.clone(), line.clone());
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                hear(&worker, &line, &listener, event.data());
            })
        };
        let fail = {
            let line = line.clone();
            Closure::<dyn Fn(Event)>::new(move |event: Event| {
                event.prevent_default();
                // A script that fails has a message; one that could not be loaded has none.
                let message = Reflect::get(&event, &"message".into()).ok().and_then(|message| message.as_string());
                let what = message.unwrap_or_else(|| texts::NOT_LOADED.to_owned());
                line.borrow_mut().break_off(Fault::Broken(what));
            })
        };
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fail.as_ref().unchecked_ref()));
        let impatient = line.clone();
        spawn_local(async move {
            pause(PATIENCE).await;
            if !impatient.borrow().up {
                impatient.borrow_mut().break_off(Fault::Broken(texts::NOT_LOADED.to_owned()));
            }
        });
        Ok(Self { worker, line, next: Cell::new(1), _hear: hear, _fail: fail })
    }

    /// Asks, and waits for the answer. `bytes` are handed over, not copied.
    ///
    /// # Errors
    /// When the worker is stopped or breaks before it answers.
    pub async fn ask(&self, request: Request, bytes: Option<ArrayBuffer>) -> Answer {
        let id = self.next.replace(self.next.get() + 1);
        let broken = |error: JsValue| Fault::Broken(format!("{error:?}"));
        let message = Message { id, body: request }.to_js().map_err(|error| broken(error.into()))?;
        let transfer = Array::new();
        if let Some(bytes) = bytes {
            Reflect::set(&message, &BYTES.into(), &bytes).map_err(broken)?;
            transfer.push(&bytes);
        }
        let (sender, receiver) = oneshot::channel();
        {
            let mut line = self.line.borrow_mut();
            if let Some(fault) = &line.fault {
                return Err(fault.clone());
            }
            line.waiting.insert(id, sender);
            if line.up {
                self.worker.post_message_with_transfer(&message, &transfer).map_err(broken)?;
            } else {
                line.held.push((message, transfer));
            }
        }
        receiver.await.unwrap_or(Err(Fault::Stopped))
    }

    /// Whether it is of no more use.
    pub fn is_broken(&self) -> bool {
        self.line.borrow().fault.is_some()
    }

    /// Ends the worker at once, whatever it is doing.
    pub fn stop(&self) {
        self.worker.terminate();
        self.line.borrow_mut().break_off(Fault::Stopped);
    }
}

/// The address of a program's loader, as the first page has it: a page starts programs of its own version alone.
fn loader(program: &str) -> String {
    let start = document().query_selector("script[data-wasm]").ok().flatten();
    let named = start.and_then(|start| start.get_attribute(&format!("data-{program}")));
    named.unwrap_or_else(|| format!("./{program}_loader.js"))
}

impl Line {
    fn break_off(&mut self, fault: Fault) {
        self.held.clear();
        for (_, sender) in self.waiting.drain() {
            let _ = sender.send(Err(fault.clone()));
        }
        self.fault.get_or_insert(fault);
    }
}

fn hear(worker: &Worker, line: &RefCell<Line>, listener: &Listener, data: JsValue) {
    match Message::<Reply>::from_js(data) {
        Ok(Message { body: Reply::Ready(kinds), .. }) => {
            let held = {
                let mut line = line.borrow_mut();
                line.up = true;
                std::mem::take(&mut line.held)
            };
            for (message, transfer) in held {
                if let Err(error) = worker.post_message_with_transfer(&message, &transfer) {
                    line.borrow_mut().break_off(Fault::Broken(format!("{error:?}")));
                }
            }
            (listener.ready)(kinds);
        }
        Ok(Message { body: Reply::Progress(step), .. }) => (listener.progress)(step),
        Ok(Message { body: Reply::Broken(what), .. }) => line.borrow_mut().break_off(Fault::Broken(what)),
        Ok(Message { id, body }) => {
            let sender = line.borrow_mut().waiting.remove(&id);
            if let Some(sender) = sender {
                let _ = sender.send(Ok(body));
            }
        }
        Err(error) => line.borrow_mut().break_off(Fault::Broken(error.to_string())),
    }
}
