//! The file system as Node gives it to WebAssembly.

use std::path::Path;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

#[wasm_bindgen(module = "fs")]
extern "C" {
    #[wasm_bindgen(js_name = readFileSync, catch)]
    fn read_file_sync(path: &str) -> Result<Uint8Array, JsValue>;
    #[wasm_bindgen(js_name = readdirSync, catch)]
    fn readdir_sync(path: &str) -> Result<Array, JsValue>;
    #[wasm_bindgen(js_name = existsSync)]
    fn exists_sync(path: &str) -> bool;
    #[wasm_bindgen(js_name = writeSync, catch)]
    fn write_sync(file: i32, text: &str) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    type CpuUsage;
    #[wasm_bindgen(js_namespace = process, js_name = cpuUsage)]
    fn cpu_usage() -> CpuUsage;
    #[wasm_bindgen(method, getter)]
    fn user(this: &CpuUsage) -> f64;
    #[wasm_bindgen(method, getter)]
    fn system(this: &CpuUsage) -> f64;
}

/// Seconds that the processor has worked for this program.
pub fn worked() -> f64 {
    let usage = cpu_usage();
    (usage.user() + usage.system()) / 1_000_000.0
}

/// Prints a text past the console, which the test program captures.
pub fn print(text: &str) {
    drop(write_sync(1, text));
}

/// A file's bytes.
pub fn read(path: &Path) -> Option<Vec<u8>> {
    read_file_sync(path.to_str()?).ok().map(|bytes| bytes.to_vec())
}

/// The names in a folder.
pub fn list(path: &Path) -> Option<Vec<String>> {
    let names = readdir_sync(path.to_str()?).ok()?;
    names.iter().map(|name| name.dyn_into::<js_sys::JsString>().ok().map(String::from)).collect()
}

/// Whether there is such a file.
pub fn exists(path: &Path) -> bool {
    path.to_str().is_some_and(exists_sync)
}
