// Starts the page. A file of its own, so that the content security policy needs no exception for inline scripts.
const here = document.querySelector("script[data-wasm]");
const notice = document.getElementById("boot");

try {
  const page = await import(here.dataset.js);
  await page.default({ module_or_path: here.dataset.wasm });
  notice?.remove();
} catch (error) {
  console.error(error);
  notice.textContent =
    "Lanegate could not start. Reload the page; if that does not help, use a browser from 2023 or later.";
}
