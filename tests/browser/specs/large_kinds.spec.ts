// 100,000 rows of each partners' kind: checked, scrolled and filtered without the page freezing. (large.spec.ts has the meetings of lane A.)
import { randomUUID } from "node:crypto";

import { expect, test } from "../fixtures";
import { FREEZE, scrollThrough } from "../support/pace";
import { headline, letGo, open, take } from "../support/page";
import { watchTasks } from "../support/tasks";
import { type Cell, workbook } from "../support/xlsx";

const ROWS = 100_000;

// Playwright's trace reads the whole document after every step, in the thread that is measured here.
test.use({ trace: "off" });

type Row = (row: number, faulty: boolean) => Cell[];

const kinds: [string, string[], Row, string, string][] = [
  [
    "partners",
    ["firm_name", "primary_contact_name", "email", "source", "status"],
    (row, faulty) => [`Firm ${row}`, `Ann Lee ${row}`, faulty ? "nobody" : `ann${row}@firm${row}.example.com`, "referral", "prospect"],
    "100,000 rows, 99,000 ready, 1,000 need you",
    "email",
  ],
  [
    "meetings with partners",
    ["fractional_cfo_id", "meeting_date", "meeting_type", "outcome", "notes"],
    (row, faulty) => [randomUUID(), faulty ? "2025-02-30" : new Date(Date.UTC(2024, 0, 1 + (row % 600))), "intro", "warm", null],
    "100,000 rows, 99,000 ready, 1,000 need you",
    "meeting_date",
  ],
];

for (const [name, head, row, words, column] of kinds) {
  test(`100,000 ${name} are checked, scrolled and filtered, and the page stays responsive`, async ({ browser, page }) => {
    test.setTimeout(120_000);
    function* table(): Generator<Cell[]> {
      yield head;
      for (let at = 0; at < ROWS; at += 1) yield row(at, at % 100 === 99);
    }
    await open(page);
    await take(page, { name: `${name}.xlsx`, bytes: workbook("Rows", table()) });
    const heaviest = await watchTasks(browser, page);
    await letGo(page);
    await expect(headline(page)).toHaveText(words, { timeout: 60_000 });
    const grid = page.getByRole("grid");
    await scrollThrough(grid, 40, "100,001");
    await page.locator(".group.error", { hasText: column }).first().click();
    await expect(grid).toHaveAttribute("aria-rowcount", "1001");
    const { worked, lasted } = await heaviest();
    console.log(`100,000 ${name}: the page's heaviest task ${Math.round(worked)} ms of its thread, the longest ${Math.round(lasted)} ms by the clock`);
    expect(worked, "the page's heaviest task, ms of its thread").toBeLessThan(FREEZE);
  });
}
