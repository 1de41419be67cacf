// How long the page's own thread is held up at a time: Chromium's account of every task it ran.
import type { Browser, Page } from "@playwright/test";

/** A task of the page's thread, in milliseconds. */
export type Task = {
  /** What it cost the thread's processor: what the page itself is answerable for. */
  worked: number;
  /** From begin to end by the clock: on a busy machine other programs' turns are in it. */
  lasted: number;
};

type Event = { ph: string; name: string; pid: number; tid: number; dur?: number; tdur?: number; args?: { name?: string } };

/**
 * Begins to watch. What is given back ends it and tells the heaviest task.
 * A test that watches must switch Playwright's trace off: it reads the whole document after every step, in the page's thread.
 */
export async function watchTasks(browser: Browser, page: Page): Promise<() => Promise<Task>> {
  await browser.startTracing(page, { categories: ["toplevel"] });
  return async () => {
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Event[] };
    const thread = ({ pid, tid }: Event) => `${pid}/${tid}`;
    const pages = new Set(
      traceEvents.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain").map(thread),
    );
    const tasks = traceEvents.filter((event) => event.ph === "X" && event.name.endsWith("RunTask") && pages.has(thread(event)));
    if (tasks.length < 100 || tasks.every(({ tdur }) => tdur === undefined)) throw new Error("Chromium gave no account of its tasks");
    const most = (of: (event: Event) => number | undefined) => Math.max(...tasks.map((event) => (of(event) ?? 0) / 1000));
    return { worked: most(({ tdur }) => tdur), lasted: most(({ dur }) => dur) };
  };
}

/** To be run in the page before its own scripts: gathers the tasks over 50 ms that the browser tells of (the long-task API). */
export function watchLongTasks(): void {
  const longTasks: { duration: number; at: number }[] = [];
  Object.assign(window, { longTasks });
  new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries()) longTasks.push({ duration, at: startTime });
  }).observe({ type: "longtask" });
}
