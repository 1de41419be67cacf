// 100,000 rows: checked, scrolled, filtered, compared and committed without the page freezing.
import { randomUUID } from "node:crypto";

import { expect, test } from "../fixtures";
import { keptUp, rowsShown, scrollThrough, stopwatch } from "../support/pace";
import { commit, compare, fates, headline, letGo, open, take } from "../support/page";
import { watchTasks } from "../support/tasks";
import { type Cell, workbook } from "../support/xlsx";

const ROWS = 100_000;

// Playwright's trace reads the whole document after every step, in the thread that is measured here.
test.use({ trace: "off" });

function* table(): Generator<Cell[]> {
  yield ["company_id", "people_id", "meeting_date", "meeting_type", "meeting_outcome", "stalled_reason", "source"];
  for (let row = 0; row < ROWS; row += 1) {
    const day = new Date(Date.UTC(2024, 0, 1 + (row % 600)));
    const faulty = row % 100 === 99;
    const outcome = ["stalled", "ghosted", "progressed", "lost"][row % 4];
    yield [randomUUID(), randomUUID(), faulty ? "2025-02-30" : day, "systems", outcome, outcome === "stalled" ? "Waiting for the budget" : null, "crm"];
  }
}

test("100,000 rows go from drop to receipt, and the page stays responsive", async ({ browser, page }) => {
  test.setTimeout(240_000);
  await open(page);
  await take(page, { name: "large.xlsx", bytes: workbook("Appointments", table()) });
  const told = await watchTasks(browser, page);
  const { timed, times } = stopwatch();

  await timed("checked", async () => {
    await letGo(page);
    await expect(headline(page)).toHaveText("100,000 rows, 99,000 ready, 1,000 need you", { timeout: 60_000 });
  });
  const grid = page.getByRole("grid");
  await rowsShown(page, ROWS);
  await timed("scrolled", () => scrollThrough(grid, 40, "100,001"));
  await timed("filtered", async () => {
    await page.locator(".group", { hasText: "A day that does not exist" }).click();
    await rowsShown(page, 1_000);
    await expect(page.locator(".list .pager")).toContainText("1–50 of 1,000");
  });
  await page.locator(".finding").nth(49).click();
  await expect(page.locator(".cellbar")).toContainText("C5001");

  await page.getByRole("checkbox").check();
  await timed("compared", () => compare(page, 60_000));
  expect(await fates(page)).toEqual(["99,000 New"]);
  await timed("committed", () => commit(page, 60_000));
  keptUp(`100,000 rows: ${times.join(", ")}`, await told());
});
