// How the page keeps up with a large file: what tests of size do and measure alike.
import type { Locator } from "@playwright/test";

import { expect } from "../fixtures";

/** What a task may cost the page's thread before a person notices that scrolling and typing are held up, in milliseconds. */
export const FREEZE = 50;

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

/** Scrolls a grid to its end, step by step as a person drags, and sees its last row. Only what can be seen is in the document then. */
export async function scrollThrough(grid: Locator, steps: number, last: string): Promise<void> {
  for (let at = 1; at <= steps; at += 1) {
    await grid.evaluate((element, share) => element.scrollTo(0, share * (element.scrollHeight - element.clientHeight)), at / steps);
    await grid.page().waitForTimeout(16);
  }
  await expect(grid.getByRole("rowheader").last()).toHaveText(last);
  expect(await grid.getByRole("row").count()).toBeLessThan(150);
}
