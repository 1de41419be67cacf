// 100,000 rows of each partners' kind: checked, scrolled and filtered without the page freezing. (large.spec.ts has the meetings of lane A.)
import { expect, test } from "../fixtures";
import { KINDS, rowsOfKind } from "../support/kinds";
import { keptUp, rowsShown, scrollThrough, stopwatch } from "../support/pace";
import { headline, letGo, open, take } from "../support/page";
import { watchTasks } from "../support/tasks";
import { workbook } from "../support/xlsx";

const ROWS = 100_000;

// Playwright's trace reads the whole document after every step, in the thread that is measured here.
test.use({ trace: "off" });

for (const of of KINDS.slice(1)) {
  test(`100,000 ${of.kind} are checked, scrolled and filtered, and the page stays responsive`, async ({ browser, page }) => {
    test.setTimeout(120_000);
    await open(page);
    await take(page, { name: `${of.kind}.xlsx`, bytes: workbook("Rows", [of.head, ...rowsOfKind(of, ROWS, 100)]) });
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
      await page.locator(".group", { hasText: of.fault.name }).click();
      await rowsShown(page, 1_000);
    });
    keptUp(`100,000 ${of.kind}: ${times.join(", ")}`, await told());
  });
}
