// Keeps the page in this browser, so that it starts without a network and an open page keeps its own version.
//
// Every file but the first page and what installing needs has the digest of its content in its name, and the first page names the
// others: versions can't mix. Each version is a cache of its own, filled whole or not at all, and kept until no page of it is open.
// `cargo xtask` writes the next two lines when it has built the page.
const VERSION = "";
const FILES = {};

const PREFIX = "lanegate-";
const OWN = PREFIX + VERSION;
const HASHED = /-[0-9a-f]{16}(_bg)?\.(js|wasm|css)$/;
const HOME = new URL("./", location).pathname;
// What a server varies is the encoding; here everything lies decoded.
const LOOSELY = { ignoreVary: true };

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => event.waitUntil(greet(event.source)));

// The API, receipts to print and all that changes anything go to the server as if this were not here.
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  const name = pathname.slice(HOME.length);
  const first = name === "" || name === "index.html";
  if (first ? mode === "navigate" : HASHED.test(name) || name in FILES) {
    event.respondWith(answer(event.request, first ? "./" : name, HASHED.test(name)));
  }
});

async function answer(request, name, hashed) {
  // What is named by its content is the same in whichever version it lies; the rest is this version's.
  const own = await (await caches.open(OWN)).match(name, LOOSELY);
  return own ?? (hashed ? await caches.match(name, LOOSELY) : undefined) ?? fetch(request);
}

async function install() {
  const cache = await caches.open(OWN);
  await Promise.all(Object.entries(FILES).map(([name, digest]) => keep(cache, name, digest)));
  // No page is disturbed: those that are open find their own files still, and the next one to be opened is of this version.
  await skipWaiting();
}

/** Puts a file into the cache: from another version or the network, and only if it is the very file that was built. */
async function keep(cache, name, digest) {
  const ways = [() => caches.match(name, LOOSELY), () => fetch(name, { priority: "low" }), () => fetch(name, { cache: "reload" })];
  for (const way of ways) {
    const response = await way();
    if (response?.ok && (await sha256(response.clone())) === digest) return cache.put(name, response);
  }
  throw new Error(`${name} is not the file that belongs to version ${VERSION}`);
}

async function sha256(response) {
  const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function activate() {
  await clients.claim();
  for (const page of await clients.matchAll()) page.postMessage({ version: VERSION });
  await tidy();
}

/** A page says that it has started: it hears which version it would be if it were opened now. */
async function greet(page) {
  page.postMessage({ version: VERSION });
  await tidy();
  // The page that it has taken the place of may not have been gone yet.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await tidy();
}

/** Deletes the versions of which no page is open. Every page holds a lock with its version's name for as long as it lives. */
async function tidy() {
  // A version that is only coming is nobody's yet, and whoever has been replaced has nothing to tidy any more.
  if (registration.installing || registration.waiting || self.serviceWorker?.state === "redundant") return;
  const held = (await navigator.locks.query()).held.map((lock) => lock.name).filter((name) => name.startsWith(PREFIX));
  const pages = (await clients.matchAll({ includeUncontrolled: true })).filter(({ url }) => new URL(url).pathname === HOME);
  // A page that is only just starting holds no lock yet, and may be of any version: the next one to start tidies up.
  if (pages.length > held.length) return;
  const open = new Set([OWN, ...held]);
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && !open.has(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}
