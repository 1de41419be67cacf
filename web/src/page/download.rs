//! Workbooks to take away: templates and annotated copies. Made by a worker of their own, which is fetched when it is asked for and
//! ends with its work.

use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use lanegate_wire::Fix;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::checker::{Checker, Fault, Listener, WHOLE};
use super::desk::Desk;
use super::pause::pause;
use super::{id_lists, partner_copy, texts};
use crate::protocol::{Reply, Request};

/// What Excel's workbooks are called among the web's types.
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// How long a browser may take to begin a download, in milliseconds.
const PATIENCE: i32 = 60_000;

/// How a workbook is getting on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Writing {
    /// None is asked for.
    Idle,
    /// On its way; how far, in words.
    Busy(String),
    /// It did not work out; why, in words.
    Failed(String),
}

/// A place for one workbook at a time, with how it is getting on.
#[derive(Clone, Copy)]
pub struct Writer {
    /// How it is getting on.
    pub writing: RwSignal<Writing>,
    checker: StoredValue<Option<Rc<Checker>>, LocalStorage>,
}

impl Writer {
    /// With nothing to do.
    pub fn new() -> Self {
        let writer = Self { writing: RwSignal::new(Writing::Idle), checker: StoredValue::new_local(None) };
        on_cleanup(move || writer.stop());
        writer
    }

    /// Makes a kind's template and saves it.
    pub fn template(self, kind: String) {
        let name = format!("{kind}.xlsx");
        self.write(name, Vec::new(), async move { Some((Request::Template(kind), None)) });
    }

    /// Makes the annotated copy of the file in hand and saves it.
    pub fn annotated(self, desk: Desk) {
        let (Some(file), options) = (desk.file.get_value(), desk.options.get_untracked()) else { return };
        let name = file.name();
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
        self.write(texts::annotated_name(&stem), options.fixes.clone(), async move {
            let bytes = JsFuture::from(file.array_buffer()).await.ok()?.dyn_into::<ArrayBuffer>().ok()?;
            Some((Request::Annotate { name, options }, Some(bytes)))
        });
    }

    /// Gives up what is being made.
    pub fn cancel(self) {
        self.stop();
        self.writing.set(Writing::Idle);
    }

    fn stop(self) {
        if let Some(Some(checker)) = self.checker.try_update_value(Option::take) {
            checker.stop();
        }
    }

    /// Makes a workbook and saves it. The corrections say which lists it needs.
    fn write(
        self,
        name: String,
        fixes: Vec<Fix>,
        request: impl Future<Output = Option<(Request, Option<ArrayBuffer>)>> + 'static,
    ) {
        self.stop();
        self.writing.set(Writing::Busy(texts::WRITING.to_owned()));
        let told = move |step| {
            let _ = self.writing.try_update(|writing| *writing = Writing::Busy(texts::progress(Some(step))));
        };
        let listener = Listener { ready: Box::new(|_| {}), progress: Box::new(told) };
        let Ok(checker) = Checker::start(WHOLE, listener).map(Rc::new) else {
            return self.writing.set(Writing::Failed(texts::no_worker().message));
        };
        self.checker.set_value(Some(checker.clone()));
        spawn_local(async move {
            partner_copy::give(&checker).await;
            id_lists::give(&checker, &fixes).await;
            let answer = match request.await {
                Some((request, bytes)) => checker.ask(request, bytes).await,
                None => Ok(Reply::Refused(texts::not_a_file())),
            };
            checker.stop();
            let ended = match answer {
                Ok(Reply::Workbook(bytes)) => {
                    save(&name, &bytes);
                    Writing::Idle
                }
                Ok(Reply::Unwritable(why)) => Writing::Failed(why),
                Ok(Reply::Refused(why)) => Writing::Failed(why.message),
                Err(Fault::Stopped) => return,
                Err(Fault::Broken(what)) => Writing::Failed(texts::not_written(&what)),
                Ok(_) => Writing::Failed(texts::not_written("")),
            };
            let _ = self.writing.try_update(|writing| *writing = ended);
        });
    }
}

/// Gives a workbook to the browser to save.
fn save(name: &str, bytes: &Uint8Array) {
    let style = BlobPropertyBag::new();
    style.set_type(TYPE);
    if let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&Array::of1(bytes), &style) {
        save_blob(name, &blob);
    }
}

/// Gives a file to the browser to save.
pub fn save_blob(name: &str, blob: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    spawn_local(async move {
        pause(PATIENCE).await;
        let _ = Url::revoke_object_url(&address);
    });
}
