// How the page keeps up with a large file: what tests of size do and measure alike.
import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures";
import type { Tasks } from "./tasks";

/** What a task may cost the page's thread before a person notices that scrolling and typing are held up, in milliseconds. */
const FREEZE = 50;
/** What the browser may tell of, by the clock, with the turns of other programs in it on a machine that is busy with worker and server. */
const STALL = 250;

/** Says what was measured, and holds the page's thread to it. */
export function keptUp(what: string, { worked, lasted, long }: Tasks): void {
  const ms = (value: number) => `${Math.round(value)} ms`;
  console.log(`${what}; the page's heaviest task ${ms(worked)} of its thread, the longest ${ms(lasted)} by the clock; long tasks: ${long.map(ms).join(", ") || "none"}`);
  expect(worked, "the page's heaviest task, ms of its thread").toBeLessThan(FREEZE);
  expect(Math.max(0, ...long), "the longest long task, ms by the clock").toBeLessThan(STALL);
}

/** Times steps by the clock: `timed` runs one, `times` has what each took, in words. */
export function stopwatch() {
  const times: string[] = [];
  const timed = async (name: string, step: () => Promise<unknown>) => {
    const begun = Date.now();
    await step();
    times.push(`${name} ${Date.now() - begun} ms`);
  };
  return { timed, times };
}

/** Waits until the grid shows so many rows. Cheaply: an expectation that waits draws up a tree of the whole page in the thread measured. */
export async function rowsShown(page: Page, rows: number, timeout = 10_000): Promise<void> {
  await page.waitForFunction((all) => document.querySelector("[role=grid]")?.getAttribute("aria-rowcount") === all, `${rows + 1}`, { timeout });
}

/** Scrolls a grid to its end, step by step as a person drags, and sees its last row. Only what can be seen is in the document then. */
export async function scrollThrough(grid: Locator, steps: number, last: string): Promise<void> {
  for (let at = 1; at <= steps; at += 1) {
    await grid.evaluate((element, share) => element.scrollTo(0, share * (element.scrollHeight - element.clientHeight)), at / steps);
    await grid.page().waitForTimeout(16);
  }
  await grid.page().waitForFunction((last) => [...document.querySelectorAll("[role=grid] [role=rowheader]")].at(-1)?.textContent === last, last, { timeout: 10_000 });
  expect(await grid.getByRole("row").count()).toBeLessThan(150);
}
