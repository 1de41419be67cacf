// Pasting while rows are reviewed goes into the rows; on the first page it opens a table. A review is never given up for it.
import { randomUUID } from "node:crypto";

import { expect, test } from "../fixtures";
import { KINDS } from "../support/kinds";
import { drop, headline, open, paste } from "../support/page";
import { picture } from "../support/picture";
import { kept } from "../support/storage";
import { type Cell, workbook } from "../support/xlsx";

const HEAD: Cell[] = ["company_id", "meeting_date", "meeting_type", "meeting_outcome"];
const row = (day: string, outcome: string): Cell[] => [randomUUID(), day, "systems", outcome];
const file = (...rows: Cell[][]) => ({ name: "meetings.xlsx", bytes: workbook("Meetings", [HEAD, ...rows]) });

for (const { kind, head, row, fault } of KINDS) {
  test(`${kind}: a pasted value corrects the selected cell`, async ({ page }) => {
    const faulty = row(2);
    faulty[fault.column] = fault.holds;
    await open(page);
    await drop(page, { name: "one.xlsx", bytes: workbook("Rows", [head, row(1), faulty]) });
    await expect(headline(page)).toHaveText("2 rows, 1 ready, 1 needs you");
    await page.getByRole("gridcell", { name: `Error: ${fault.holds}` }).click();
    const cell = `${String.fromCharCode(65 + fault.column)}3`;
    await page.getByRole("grid").focus();
    // Spreadsheets end what they copy with a line break.
    await paste(page, `${fault.becomes}\r\n`);
    await expect(headline(page)).toHaveText("2 rows, 2 ready");
    await expect(page.locator(".pasted")).toHaveText(`Pasted into ${cell}. Undo takes it back.`);
    await expect(page.getByLabel(cell, { exact: true })).toHaveValue(fault.becomes);
    await expect(page.getByRole("grid")).toBeFocused();
    await page.keyboard.press("Control+z");
    await expect(headline(page)).toHaveText("2 rows, 1 ready, 1 needs you");
    await expect(page.locator(".pasted")).toBeEmpty();
  });
}

test("a pasted block corrects the cells from the selected one on, and is one step to undo, over a reload, too", async ({ page }) => {
  await open(page);
  await drop(page, file(row("soon", "lost"), row("later", "maybe"), row("2025-05-05", "lost")));
  await expect(headline(page)).toHaveText("3 rows, 1 ready, 2 need you");
  const corrections = page.getByRole("group", { name: "Corrections" });
  await page.getByRole("gridcell", { name: "Error: soon" }).click();
  // Excel puts a picture of the cells next to their text.
  await paste(page, "2025-05-01\tsystems\tlost\r\n2025-05-02\tsystems\tghosted\r\n2025-05-05\tdiscovery\tprogressed\r\n", true);
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
  // What is the same already is no correction.
  await expect(corrections).toContainText("5 corrections");
  await expect(page.locator(".pasted")).toHaveText("Pasted into B2 to D4: 5 cells changed. Undo takes all of it back.");
  await picture(page, "pasted-block");
  await page.keyboard.press("F8");
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+Home");
  await paste(page, randomUUID());
  await expect(corrections).toContainText("6 corrections");
  await expect.poll(async () => (await kept(page, "work")).map(({ options }) => (options as { fixes: unknown[] }).fixes.length)).toEqual([6]);
  await page.reload();
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
  await corrections.getByRole("button", { name: "Undo" }).click();
  await expect(corrections).toContainText("5 corrections");
  await corrections.getByRole("button", { name: "Undo" }).click();
  await expect(headline(page)).toHaveText("3 rows, 1 ready, 2 need you");
  await expect(corrections).not.toContainText("correction");
  await corrections.getByRole("button", { name: "Redo" }).click();
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
  await expect(corrections.getByRole("button", { name: "Redo" })).toBeEnabled();
});

test("a block that doesn't fit changes nothing and says why; a table is not opened over a review", async ({ page }) => {
  await open(page);
  await drop(page, file(row("soon", "lost"), row("2025-05-05", "lost")));
  await expect(headline(page)).toHaveText("2 rows, 1 ready, 1 needs you");
  await page.getByRole("gridcell", { name: "2025-05-05" }).click();
  await paste(page, [HEAD, row("2025-05-01", "lost")].map((cells) => cells.join("\t")).join("\r\n"));
  await expect(page.locator(".pasted")).toHaveText(
    "The copied cells (2 rows and 4 columns) don’t fit: there are only 1 row and 3 columns from the selected cell on. " +
      "Nothing was changed. To check the copied cells as a new table, choose “Check another file”, then paste.",
  );
  await expect(headline(page)).toHaveText("2 rows, 1 ready, 1 needs you");
  await expect(page.getByRole("group", { name: "Corrections" })).not.toContainText("correction");
  await picture(page, "paste-refused");
  await page.keyboard.press("ArrowLeft");
  await expect(page.locator(".pasted")).toBeEmpty();
  // Under a search, a block goes into the rows that are shown.
  await page.getByRole("searchbox", { name: "Search rows" }).fill("nowhere");
  await expect(page.locator(".gridtop [role=status]").last()).toHaveText("0 rows");
  await page.getByRole("grid").focus();
  await paste(page, "lost");
  await expect(page.locator(".pasted")).toContainText("no cell to paste into");
});

test("what is pasted into a field stays the field's, and lines in quotes are one cell's", async ({ page }) => {
  await open(page);
  const head = ["fractional_cfo_id", "meeting_date", "meeting_type", "outcome", "notes"];
  const talk = ["11111111-1111-4111-8111-111111111111", "2025-05-05", "intro", "warm", "brief"];
  await drop(page, { name: "talks.xlsx", bytes: workbook("Meetings", [head, talk]) });
  await expect(headline(page)).toHaveText("1 row, 1 ready");
  await page.getByRole("gridcell", { name: "brief" }).dblclick();
  await expect(page.getByLabel("E2", { exact: true })).toBeFocused();
  await paste(page, "a\tb\nc\td");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("group", { name: "Corrections" })).not.toContainText("correction");
  await page.getByRole("grid").focus();
  await paste(page, '"First line\nsecond line"\r\n');
  await expect(page.getByLabel("E2", { exact: true })).toHaveValue("First line\nsecond line");
  await paste(page, '"First line\nsecond line"\r\n');
  await expect(page.locator(".pasted")).toHaveText("E2 contains this already.");
});

test("cells that Excel copied are a table on the first page, whatever picture comes with them", async ({ page }) => {
  await open(page);
  await paste(page, [HEAD, row("2025-05-01", "lost")].map((cells) => cells.join("\t")).join("\r\n"), true);
  await expect(headline(page)).toHaveText("1 row, 1 ready");
  // They are nowhere else: leaving them keeps them.
  await page.getByRole("button", { name: "Check another file" }).click();
  await page.getByRole("region", { name: "Not finished" }).getByRole("button", { name: "Go on with pasted cells.txt" }).click();
  await expect(headline(page)).toHaveText("1 row, 1 ready");
});
