// 1,000,000 rows of each kind: loaded, scrolled, filtered, searched and corrected, and no task of the page's own thread over 50 ms.
import { createWriteStream } from "node:fs";
import { once } from "node:events";

import { expect, test } from "../fixtures";
import { correct, KINDS, type OfKind, rowsOfKind } from "../support/kinds";
import { keptUp, rowsShown, scrollThrough, stopwatch } from "../support/pace";
import { headline, open } from "../support/page";
import { watchTasks } from "../support/tasks";

const ROWS = 1_000_000;

// Playwright's trace reads the whole document after every step, in the thread that is measured here.
test.use({ trace: "off" });

/** A text file, since a string in this process could not hold a workbook of that size. */
async function write(path: string, of: OfKind): Promise<void> {
  const file = createWriteStream(path);
  let lines = [of.head.join(",")];
  for (const cells of rowsOfKind(of, ROWS, 1_000)) {
    lines.push(cells.join(","));
    if (lines.length < 10_000) continue;
    if (!file.write(`${lines.join("\n")}\n`)) await once(file, "drain");
    lines = [];
  }
  file.end(`${lines.join("\n")}\n`);
  await once(file, "finish");
}

for (const of of KINDS) {
  test(`${of.kind}: 1,000,000 rows are loaded, scrolled, filtered, searched and corrected without the page freezing`, async ({ browser, page }, info) => {
    test.setTimeout(240_000);
    const path = info.outputPath("million.csv");
    await write(path, of);
    await open(page);
    const told = await watchTasks(browser, page);
    const { timed, times } = stopwatch();
    await timed("checked", async () => {
      await page.locator('input[type="file"]').setInputFiles(path);
      await expect(page.getByRole("progressbar").or(headline(page))).not.toHaveCount(0);
      await expect(headline(page)).toHaveText("1,000,000 rows, 999,000 ready, 1,000 need you", { timeout: 120_000 });
    });
    const grid = page.getByRole("grid");
    await rowsShown(page, ROWS);
    await timed("scrolled", () => scrollThrough(grid, 60, "1,000,001"));
    await timed("filtered", async () => {
      await page.locator(".group", { hasText: of.fault.name }).click();
      await rowsShown(page, 1_000);
    });
    await page.getByRole("button", { name: "Show all" }).click();
    await timed("searched", async () => {
      await page.getByRole("searchbox", { name: "Search rows" }).fill(of.own(ROWS - 1));
      await rowsShown(page, 1, 30_000);
    });
    await expect(grid.getByRole("rowheader")).toHaveText("1,000,001");
    await timed("corrected", async () => {
      await correct(page, { was: `Error: ${of.fault.holds}`, becomes: of.fault.becomes });
      await expect(headline(page)).toHaveText("1,000,000 rows, 999,001 ready, 999 need you", { timeout: 30_000 });
    });
    keptUp(`1,000,000 ${of.kind}: ${times.join(", ")}`, await told());
  });
}

test("Cancel gives a million rows' memory back", async ({ page }, info) => {
  test.setTimeout(120_000);
  const path = info.outputPath("million.csv");
  await write(path, KINDS[0]!);
  await open(page);
  await page.locator('input[type="file"]').setInputFiles(path);
  await expect(page.getByText(/^(Reading|Checking) · [\d,]{6,}/)).toBeVisible({ timeout: 60_000 });
  expect(page.workers()).toHaveLength(1);
  const ended = page.workers()[0]!.waitForEvent("close");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(headline(page)).toHaveText("Drop a spreadsheet anywhere on this page");
  // The worker that held the file is gone, and with it its memory; another one waits for the next file.
  await ended;
  await expect.poll(() => page.workers().length).toBe(1);
});
