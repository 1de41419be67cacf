// Starts the writer, as worker_loader.js starts the worker.
importScripts("./writer.js");
wasm_bindgen({ module_or_path: "./writer_bg.wasm" }).catch((error) => {
  postMessage({ id: 0, body: { broken: String(error) } });
});
