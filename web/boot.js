// Starts the page. A file of its own, so that the content security policy needs no exception for inline scripts.
const here = document.querySelector("script[data-wasm]");
const notice = document.getElementById("boot");
const { version } = here.dataset;

// As long as this page lives, the files of its version are kept (service_worker.js).
if (version) navigator.locks?.request(`lanegate-${version}`, { mode: "shared" }, () => new Promise(() => {}));

try {
  const page = await import(here.dataset.js);
  await page.default({ module_or_path: here.dataset.wasm });
  notice?.remove();
} catch (error) {
  console.error(error);
  notice.textContent =
    "Lanegate could not start. Reload the page; if that does not help, use a browser from 2023 or later.";
}

// Browsers have this over HTTPS and on this machine only; without it the page works as long as the server can be reached.
const workers = navigator.serviceWorker;
if (version && workers) {
  const update = document.getElementById("update");
  const [take, later] = update.querySelectorAll("button");
  take.addEventListener("click", () => location.reload());
  later.addEventListener("click", () => (update.hidden = true));
  workers.addEventListener("message", ({ data, source }) => {
    if (data?.version !== version) update.hidden = !data?.version;
    // A keeper that has been replaced may still answer; only the one in charge takes the news back.
    else if (source === workers.controller) update.hidden = true;
  });
  workers.startMessages();
  workers.controller?.postMessage("started");
  try {
    const registration = await workers.register("./service_worker.js", { updateViaCache: "none" });
    // A page that stays open for days hears of a new version, too. Not while a file is in hand: then nothing at all is asked for.
    setInterval(() => history.state?.kept || registration?.update().catch(() => {}), 3_600_000);
  } catch (error) {
    console.warn("The page will not start without a network:", error);
  }
}
