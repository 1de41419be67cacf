// Starts the worker. Instead of the loader that Trunk writes, which says nothing when the WebAssembly cannot be had.
importScripts("./worker.js");
wasm_bindgen({ module_or_path: "./worker_bg.wasm" }).catch((error) => {
  postMessage({ id: 0, body: { broken: String(error) } });
});
