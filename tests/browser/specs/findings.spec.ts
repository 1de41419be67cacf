// Review: what is wrong with a file, where, and what to do about it.
import { randomUUID } from "node:crypto";

import { expect, test } from "../fixtures";
import { picture } from "../support/picture";
import { commit, compare, drop, fates, headline, meeting, meetings, open, sample } from "../support/page";
import { type Cell, workbook } from "../support/xlsx";

test("a faulty file says what is wrong, in which cell, and goes there", async ({ page }) => {
  await open(page);
  await drop(page, sample("appointments-faulty.xlsx"));
  await expect(headline(page)).toHaveText("13 rows, 3 ready, 9 need you");
  await expect(page.locator(".finding")).toHaveCount(17);

  const finding = page.locator(".finding", { hasText: "C5" });
  await expect(finding).toContainText("2025-02-30");
  await finding.click();
  const cell = page.locator(".cell.active");
  await expect(cell).toHaveText("Error: 2025-02-30");
  await expect(page.getByRole("grid")).toHaveAttribute("aria-activedescendant", (await cell.getAttribute("id"))!);
  await expect(page.locator(".cellbar")).toContainText("C5");
  await expect(page.locator(".cellbar")).toContainText("The calendar has no day");

  await picture(page, "review");

  // F8 goes on to the next finding, D5 of the same row.
  await page.keyboard.press("F8");
  await expect(page.locator(".cellbar")).toContainText("D5");
  await expect(cell).toHaveText("Error: lunch");
});

test("findings and rows can be narrowed down to one sort", async ({ page }) => {
  await open(page);
  await drop(page, sample("appointments-faulty.xlsx"));
  const grid = page.getByRole("grid");
  await expect(grid).toHaveAttribute("aria-rowcount", "14");
  await page.locator(".group", { hasText: "A date whose order is not known" }).click();
  await expect(page.locator(".finding")).toHaveCount(1);
  await expect(grid).toHaveAttribute("aria-rowcount", "2");
  await expect(grid.getByRole("rowheader")).toHaveText("6");
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(grid).toHaveAttribute("aria-rowcount", "14");
  await page.getByRole("button", { name: "with errors" }).click();
  await expect(grid).toHaveAttribute("aria-rowcount", "10");
});

test("rows with errors stay behind only when a person says so, and the receipt repeats it", async ({ page }) => {
  await open(page);
  // One in order, and two that contradict each other.
  const company = randomUUID();
  await drop(page, meetings([meeting(randomUUID(), "ghosted"), meeting(company, "lost"), meeting(company, "ghosted")]));
  await expect(headline(page)).toHaveText("3 rows, 1 ready, 2 need you");
  await expect(page.getByRole("button", { name: "Compare with the database" })).toBeDisabled();
  // Under the grid it is offered beside the field, and not a second time with what was found.
  await page.getByRole("gridcell", { name: "ghosted" }).last().click();
  await expect(page.locator(".cellbar li")).toContainText("with other values in meeting_outcome");
  await expect(page.locator(".cellbar").getByRole("button", { name: "Leave row 4 out" })).toHaveCount(1);
  await page.getByRole("checkbox", { name: "Leave out the 2 rows with errors" }).check();
  await compare(page);
  expect(await fates(page)).toEqual(["1 New"]);
  await commit(page);
  await expect(page.locator("dl.facts .wide")).toContainText("2 · Rows that contradict each other");
});

test("a change of how the file is read checks it again", async ({ page }) => {
  await open(page);
  await drop(page, sample("appointments-faulty.xlsx"));
  await page.getByText("How the file was read").click();
  await page.getByLabel("Dates written as text").selectOption("dmy");
  // 03/04/2025 is a date now.
  await expect(headline(page)).toHaveText("13 rows, 4 ready, 8 need you");
  await page.getByText("How the file was read").click();
  await page.getByLabel("Source of all rows").selectOption("calendar");
  // "letter" is no source, but no row's own source counts any more.
  await expect(page.locator(".finding", { hasText: "letter" })).toHaveCount(0);
});

test("a table without known headings asks what it is", async ({ page }) => {
  await open(page);
  await drop(page, sample("another-table.xlsx"));
  await expect(headline(page)).toHaveText("What is in this file?");
  await page.getByLabel("What it holds").selectOption("partner_master");
  await expect(page.locator(".finding").first()).toBeVisible();
});

test("a finding quotes its cell, and calls blank what is blank", async ({ page }) => {
  const rows: Cell[][] = [
    ["company_id", "meeting_date", "meeting_type", "meeting_outcome"],
    [randomUUID(), "26/06/2025", "discovery", "lost"],
    [randomUUID(), "03/04/2025", "discovery", "lost"],
  ];
  await open(page);
  await drop(page, { name: "quoted.xlsx", bytes: workbook("Appointments", rows) });
  await expect(headline(page)).toHaveText("2 rows, 2 ready");
  const finding = (cell: string) => page.locator(".list .finding", { has: page.getByText(cell, { exact: true }) });
  // It says how the dates are read, and names the cell that proves it.
  await expect(finding("B2")).toContainText("The cell contains 26/06/2025");
  // Blanked by a correction: what is said of the cell and of the file differs.
  await page.getByRole("gridcell", { name: "discovery" }).first().click();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Enter");
  await expect(headline(page)).toHaveText("2 rows, 1 ready, 1 needs you");
  await expect(finding("C2")).toContainText("The cell is blank.");
  await expect(page.locator("#cell-held")).toHaveText("The file holds discovery");
  await page.keyboard.type("lunch");
  await page.keyboard.press("Enter");
  await expect(finding("C2")).toContainText("The cell contains lunch");
  await expect(page.getByText("The file holds nothing")).toHaveCount(0);
});

test("where no row is ready, the page says why, and names no cells that are not there", async ({ page }) => {
  const hint = page.locator("#way-hint");
  const head = ["company_id", "meeting_date", "meeting_type", "meeting_outcome"];
  const rows = (...rows: Cell[][]) => ({ name: "none.xlsx", bytes: workbook("Appointments", rows) });
  await open(page);
  await drop(page, rows(["company_id", "Meting Dat", "meeting_type", "meeting_outcome"], [randomUUID(), "2025-05-05", "discovery", "lost"]));
  await expect(headline(page)).toHaveText("What is in this file?");
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await expect(hint).toHaveText("No row is ready until the columns are matched. Match them first.");
  // A finding about a column that is not there has no cell, and quotes none.
  await expect(page.locator(".list .finding", { hasText: "The required column meeting_date is missing" })).not.toContainText("The cell");

  await drop(page, rows(head, [randomUUID(), "2025-05-05", "discovery", "lost"]));
  await expect(headline(page)).toHaveText("1 row, 1 ready");
  await page.getByRole("button", { name: "Leave row 2 out" }).click();
  await expect(hint).toHaveText("No row is ready: every row is skipped. Take at least one row back in.");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(headline(page)).toHaveText("1 row, 1 ready");

  const company = randomUUID();
  await page.getByRole("button", { name: "Check another file" }).click();
  // Two rows that contradict each other: the rows are at fault, and no cell is marked.
  await drop(page, meetings([meeting(company, "lost"), meeting(company, "ghosted")]));
  await expect(headline(page)).toHaveText("2 rows, none ready, 2 need you");
  await expect(hint).toHaveText("No row is ready. Fix the errors listed under “What was found”, or skip those rows.");

  await drop(page, rows(head));
  await expect(headline(page)).toHaveText(/^0 rows/);
  await expect(hint).toHaveText("There are no rows below the header. Choose another sheet or header row, or check another file.");
});
