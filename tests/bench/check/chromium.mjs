// One side's check of one file in a Chromium of its own: from the bytes in the page to the worker's answer, the first file after a start and
// the next one, and the memory of the page's process. Both sides' workers have warmed up before, as the page's own does while a person picks
// a file.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";

/** Rounds of warming up, as `web/src/page/warm_up.rs` has them. */
const ROUNDS = 80;

/** How each side's worker is started and asked. Runs in the page. */
function inPage() {
  const sides = {
    lanegate: {
      ready: (data) => data.body?.ready !== undefined,
      warmUp: () => ({ id: 1, body: "warm_up" }),
      warmer: (data) => data.body === "warmer",
      question: ({ name, today }, bytes) => ({ id: 1, body: { open: { name, options: { today, fixes: [] } } }, bytes }),
      answer: (data) => {
        if (data.body.progress !== undefined) return undefined;
        if (data.body.checked === undefined) throw new Error(`Lanegate answered ${JSON.stringify(data.body).slice(0, 500)}`);
        const { rows, clean, blocked, groups } = data.body.checked;
        return { rows, clean, blocked, groups: Object.fromEntries(groups.map(({ code, column, count }) => [column ? `${code} ${column}` : code, count])) };
      },
    },
    sheetjs: {
      ready: (data) => data === "ready",
      warmUp: (bytes) => ({ kind: "appointment_history", today: "2026-01-01", places: false, bytes }),
      warmer: (data) => data.checked,
      question: ({ kind, today, places }, bytes) => ({ kind, today, places, bytes }),
      answer: (data) => data.checked,
    },
  };
  let worker, bytes;
  const told = (wanted) =>
    new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(`the worker failed: ${event.message}`));
      worker.onmessage = ({ data }) => {
        try {
          const found = wanted(data);
          if (found !== undefined && found !== false) resolve(found);
        } catch (error) {
          reject(error);
        }
      };
    });
  window.bench = {
    async start(side, loader) {
      worker = new Worker(loader);
      await told(sides[side].ready);
    },
    async warmUp(side, rounds) {
      const small = await (await fetch("/warm_up")).arrayBuffer();
      for (let round = 0; round < rounds; round += 1) {
        const warmer = told(sides[side].warmer);
        worker.postMessage(sides[side].warmUp(small.slice(0)));
        await warmer;
      }
    },
    async fetch() {
      bytes = await (await fetch("/file")).arrayBuffer();
      return bytes.byteLength;
    },
    async check(side, what) {
      const question = sides[side].question(what, bytes);
      bytes = undefined;
      const begun = performance.now();
      const answer = told(sides[side].answer);
      worker.postMessage(question, [question.bytes]);
      const overview = await answer;
      return { ms: performance.now() - begun, overview };
    },
    stop() {
      worker.terminate();
      worker = undefined;
    },
  };
}

export class Chromium {
  /** `playwright`: the folder whose packages hold it. `program`: Chromium. */
  constructor({ playwright, program, server }) {
    this.playwright = createRequire(`${playwright}/`)("@playwright/test").chromium;
    this.program = program;
    this.server = server;
  }

  async #launch() {
    return this.playwright.launch({
      executablePath: this.program,
      // Memory is read by process: one for the page, and none in reserve.
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-features=SpareRendererForSitePerProcess"],
    });
  }

  async version() {
    const browser = await this.#launch();
    const version = browser.version();
    await browser.close();
    return version;
  }

  /**
   * Measures. `what`: name, kind, today and, for SheetJS, whether places of findings are wanted. `next`: the same file once more, in a new
   * worker of the same page. `freed`, `cancelled`: what is still taken after the worker has ended, and after a check that was ended half way.
   * `cold`: without warming up.
   */
  async measure(side, file, what, { next = false, freed = false, cancelled = false, cold = false } = {}) {
    this.server.file = file;
    const browser = await this.#launch();
    try {
      const page = await browser.newPage();
      await page.goto(this.server.url);
      await page.evaluate(inPage);
      const loader = side === "lanegate" ? this.server.loader : "/peer/sheetjs_worker.js";
      const memory = await pageMemory(browser);
      const start = () => page.evaluate(([side, loader]) => window.bench.start(side, loader), [side, loader]);
      const warm = () => page.evaluate(([side, rounds]) => window.bench.warmUp(side, rounds), [side, cold ? 0 : ROUNDS]);
      const check = () => page.evaluate(([side, what]) => window.bench.check(side, what), [side, what]);
      await start();
      const idle = memory.now();
      await warm();
      await page.evaluate(() => window.bench.fetch());
      memory.reset();
      const { ms, overview } = await check();
      const result = { ms, overview, peak: memory.most() - idle };
      if (side === "lanegate") result.wasm = await page.workers()[0].evaluate(async () => (await wasm_bindgen()).memory.buffer.byteLength);
      await page.evaluate(() => window.bench.stop());
      if (freed) result.after = (await memory.settled()) - idle;
      if (next) {
        await start();
        await warm();
        await page.evaluate(() => window.bench.fetch());
        memory.reset();
        result.next = (await check()).ms;
        result.nextPeak = memory.most() - idle;
        await page.evaluate(() => window.bench.stop());
      }
      if (cancelled) {
        await start();
        await warm();
        await page.evaluate(() => window.bench.fetch());
        void check().catch(() => {});
        await pause(ms / 2);
        result.atCancel = memory.now() - idle;
        await page.evaluate(() => window.bench.stop());
        result.afterCancel = (await memory.settled()) - idle;
      }
      return result;
    } finally {
      await browser.close();
    }
  }
}

/** The memory of the processes that hold pages, as Linux counts it, in bytes: one has the page and its worker, another stands empty. */
async function pageMemory(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const pages = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  const line = (name, id) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${id}/status`, "utf8"))[1]) * 1024;
  const sum = (name) => pages.reduce((all, id) => all + line(name, id), 0);
  const now = () => sum("VmRSS");
  return {
    now,
    most: () => sum("VmHWM"),
    /** From now on the most is counted anew. */
    reset: () => pages.forEach((id) => writeFileSync(`/proc/${id}/clear_refs`, "5")),
    /** The least within some seconds: what has ended is cleared away in its own time. */
    async settled() {
      let least = now();
      for (let at = 0; at < 30; at += 1) {
        await pause(100);
        least = Math.min(least, now());
      }
      return least;
    },
  };
}
