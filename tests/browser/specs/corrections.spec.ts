// A faulty file is corrected on the page: by a click on what is offered, by typing, by leaving rows out; undone and redone; then committed.
import { randomUUID } from "node:crypto";

import { expect, test } from "../fixtures";
import { picture } from "../support/picture";
import { commit, compare, drop, fates, headline, open, rowsOf, sample } from "../support/page";
import { type Cell, workbook } from "../support/xlsx";

test("what is offered is taken by a click, and taken back", async ({ page }) => {
  await open(page);
  await drop(page, sample("appointments-faulty.xlsx"));
  await expect(headline(page)).toHaveText("13 rows, 3 ready, 9 need you");
  const finding = page.locator(".list li", { hasText: "E5" });
  await finding.getByRole("button", { name: "Take ghosted for every “no show”" }).click();
  const corrections = page.getByRole("group", { name: "Corrections" });
  await expect(corrections).toContainText("1 correction");
  await expect(page.locator(".list li", { hasText: "E5" })).toHaveCount(0);
  const cell = page.getByRole("row").filter({ hasText: "Acme Inc" }).getByRole("gridcell").nth(4);
  await expect(cell).toHaveText("ghosted");
  await expect(cell).toHaveClass(/corrected/);
  await corrections.getByRole("button", { name: "Undo" }).click();
  await expect(cell).toHaveText("Error: no show");
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+y");
  await expect(cell).toHaveText("ghosted");
  await page.keyboard.press("Control+z");
  await expect(cell).toHaveText("Error: no show");
});

test("a text date's order is said once for the column", async ({ page }) => {
  await open(page);
  await drop(page, sample("appointments-faulty.xlsx"));
  await page.locator(".list li", { hasText: "C6" }).getByRole("button", { name: "Read as day/month/year" }).click();
  await expect(page.locator(".list li", { hasText: "C6" })).toHaveCount(0);
  await expect(headline(page)).toHaveText("13 rows, 4 ready, 8 need you");
});

test("cells are corrected by the keyboard alone, and what is committed is what was typed", async ({ page, sql }) => {
  const [company, person] = [randomUUID(), randomUUID()];
  const bytes = workbook("Meetings", [
    ["company_id", "people_id", "meeting_date", "meeting_type", "meeting_outcome"],
    [company, person, "2025-02-30", "systems", "lost"],
    [company, person, "soon", "systems", "lost"],
    [company, null, new Date(Date.UTC(2025, 4, 5)), "systems", "lost"],
  ]);
  await open(page);
  await drop(page, { name: "typed.xlsx", bytes });
  await expect(headline(page)).toHaveText("3 rows, 1 ready, 2 need you");
  await page.keyboard.press("F8");
  await expect(page.locator(".cell.active")).toHaveText("Error: 2025-02-30");
  await page.getByRole("grid").focus();
  await page.keyboard.press("Enter");
  const field = page.getByLabel("C2", { exact: true });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("2025-02-30");
  await page.keyboard.type("2025-02-28");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid")).toBeFocused();
  await expect(headline(page)).toHaveText("3 rows, 2 ready, 1 needs you");
  await expect(page.locator("#cell-held")).toHaveText("The file holds 2025-02-30");
  // Escape gives up what was typed.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("F2");
  await page.keyboard.type("never mind");
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("C3", { exact: true })).toHaveValue("soon");
  await page.getByRole("button", { name: "Leave row 3 out" }).click();
  await expect(headline(page)).toHaveText("3 rows, 2 ready");
  await expect(page.getByText("1 row is not sent: left out by you")).toBeVisible();
  await picture(page, "corrected");
  await compare(page);
  expect(await fates(page)).toEqual(["2 New"]);
  const id = await commit(page);
  const rows = await rowsOf(page, "sales", id);
  expect(rows).toHaveLength(2);
  const stored = await sql("SELECT meeting_date::text AS day FROM sales.appointment_history WHERE company_id = $1 ORDER BY 1", [company]);
  expect(stored.map(({ day }) => day)).toEqual(["2025-02-28", "2025-05-05"]);
});

test("a text of several lines is corrected as it is", async ({ page }) => {
  const long = "word ".repeat(1_000).trim();
  const note = `First line\nsecond line\n\n${long}`;
  const head = ["fractional_cfo_id", "meeting_date", "meeting_type", "outcome", "notes"];
  const row = ["11111111-1111-4111-8111-111111111111", "2025-05-05", "intro", "warm", note];
  await open(page);
  await drop(page, { name: "notes.xlsx", bytes: workbook("Meetings", [head, row]) });
  await expect(headline(page)).toHaveText("1 row, 1 ready");
  const cell = page.getByRole("gridcell", { name: "First line" });
  const field = page.getByLabel("E2", { exact: true });
  const corrections = page.getByRole("group", { name: "Corrections" });
  // Looked at, and left as it is.
  await cell.dblclick();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(note);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid")).toBeFocused();
  await expect(corrections).not.toContainText("1 correction");
  // A line more at its end.
  await page.keyboard.press("F2");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Alt+Enter");
  await page.keyboard.type("and a third");
  await picture(page, "several-lines");
  await page.keyboard.press("Enter");
  await expect(corrections).toContainText("1 correction");
  await page.getByRole("button", { name: "Compare with the database" }).click();
  await page.getByText("See exactly what would be sent first").click();
  await expect(page.locator("pre").nth(1)).toContainText(JSON.stringify(`${note}\nand a third`));
});

test("typing into the grid corrects the cell, as in a spreadsheet", async ({ page }) => {
  await open(page);
  await drop(page, sample("partner-meetings-faulty.xlsx"));
  await expect(headline(page)).toHaveText("4 rows, 1 ready, 3 need you");
  await page.getByRole("gridcell", { name: "Error: 09.10.2025" }).click();
  await page.keyboard.type("2025-10-09");
  await expect(page.getByLabel("B4", { exact: true })).toHaveValue("2025-10-09");
  await page.keyboard.press("Enter");
  await expect(headline(page)).toHaveText("4 rows, 2 ready, 2 need you");
  // Keys with Control are the page's and the browser's, not text.
  await page.keyboard.press("Control+z");
  await expect(headline(page)).toHaveText("4 rows, 1 ready, 3 need you");
});

test("what was typed and not taken stays behind with its cell", async ({ page }) => {
  const row = (company: string): Cell[] => [company, "2025-05-05", "systems", "lost"];
  const table = [["company_id", "meeting_date", "meeting_type", "meeting_outcome"], row(randomUUID()), row(randomUUID())];
  await open(page);
  await drop(page, { name: "alike.xlsx", bytes: workbook("Meetings", table) });
  await expect(headline(page)).toHaveText("2 rows, 2 ready");
  const outcomes = page.getByRole("gridcell", { name: "lost" });
  await outcomes.first().click();
  await page.keyboard.type("ghosted");
  await expect(page.getByLabel("D2", { exact: true })).toHaveValue("ghosted");
  // The next cell holds the same as the first.
  await outcomes.last().click();
  await expect(page.getByLabel("D3", { exact: true })).toHaveValue("lost");
  await page.keyboard.press("F2");
  await page.keyboard.press("Enter");
  // The first correction is the next one, of this cell alone.
  await page.keyboard.type("ghosted");
  await page.keyboard.press("Enter");
  await expect(outcomes).toHaveCount(1);
  await expect(page.getByRole("group", { name: "Corrections" })).toContainText("1 correction");
  await expect(page.getByRole("gridcell", { name: "ghosted" })).toHaveCount(1);
});

test("a text longer than any cell may be is not corrected in part", async ({ page }) => {
  const note = "x".repeat(40_000);
  const row = ["11111111-1111-4111-8111-111111111111", "2025-05-05", "intro", "warm", note];
  const text = [["fractional_cfo_id", "meeting_date", "meeting_type", "outcome", "notes"], row].map((cells) => cells.join(",")).join("\n");
  await open(page);
  await drop(page, { name: "long.csv", bytes: Buffer.from(text) });
  await expect(headline(page)).toHaveText("1 row, none ready, 1 needs you");
  await page.getByRole("gridcell", { name: "Error: xxx" }).dblclick();
  await expect(page.locator(".cellbar [role=status]")).toHaveText(/^This text is too long to be corrected here/);
  await expect(page.getByLabel("E2", { exact: true })).not.toBeEditable();
  await page.getByRole("button", { name: "Leave row 2 out" }).click();
  await expect(headline(page)).toHaveText(/^1 row, 0 ready/);
});
