// How the page's own thread is held up: Chromium's account of every task it ran, and what the long-task API tells of.
import type { Browser, Page } from "@playwright/test";

/** What the page's thread went through, in milliseconds. */
export type Tasks = {
  /** What its heaviest task cost the thread's processor: what the page itself is answerable for. */
  worked: number;
  /** The longest from begin to end by the clock: on a busy machine other programs' turns are in it. */
  lasted: number;
  /** The tasks of more than 50 ms by the clock, as the browser tells the page of them (the long-task API). */
  long: number[];
};

type Event = { ph: string; name: string; pid: number; tid: number; dur?: number; tdur?: number; args?: { name?: string } };

/**
 * Begins to watch the page that is open. What is given back ends it and tells.
 * A test that watches must switch Playwright's trace off: it reads the whole document after every step, in the page's thread.
 */
export async function watchTasks(browser: Browser, page: Page): Promise<() => Promise<Tasks>> {
  await page.evaluate(() => {
    const longTasks: number[] = [];
    Object.assign(window, { longTasks });
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
  });
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
    const long = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
    return { worked: most(({ tdur }) => tdur), lasted: most(({ dur }) => dur), long };
  };
}
