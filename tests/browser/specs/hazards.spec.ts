// A file with every hazard: what Excel may not show is said, and every row is taken as it is stored.
import { expect, test } from "../fixtures";
import { HAZARDS, hazardousText, hazardousWorkbook, TEXT_HAZARDS } from "../support/hazards";
import { KINDS } from "../support/kinds";
import { drop, headline, open } from "../support/page";

/** Dates of a workbook that counts from 1904 are numbers smaller by so many days. */
const SINCE_1904 = 1_462;

for (const { kind, head, row, own, fault } of KINDS) {
  const numbers = [1, 2, 3, 4, 5, 6];
  const rows = numbers.map(row);
  const isDated = head[fault.column] === "meeting_date";

  test(`${kind}: a workbook with every hazard says each, and its rows are all there`, async ({ page }) => {
    const dated = numbers.map(row);
    if (isDated) dated[1]![fault.column] = new Date(Date.UTC(2024, 0, 20 - SINCE_1904));
    await open(page);
    await drop(page, { name: "hazards.xlsx", bytes: hazardousWorkbook(head, dated) });
    await expect(headline(page)).toHaveText(/^6 rows, 4 ready, 2 need you$/);
    for (const hazard of [...HAZARDS, "A formula without a result"]) await expect(page.locator(".group", { hasText: hazard })).toHaveCount(1);
    // Hidden rows among them, and the date as Excel shows it.
    for (const number of numbers) await expect(page.getByRole("gridcell", { name: own(number) }).first()).toBeVisible();
    await expect(page.getByRole("gridcell", { name: "2024-01-20" })).toHaveCount(isDated ? 1 : 0);
    await page.getByRole("button", { name: "Match", exact: true }).click();
    const told = page.getByRole("region", { name: "What Excel may not show" });
    await expect(told.getByRole("listitem")).toHaveCount(HAZARDS.length);
    const sheets = page.getByRole("region", { name: "Sheets of the file" });
    await expect(sheets.getByRole("button", { pressed: true })).toHaveText(/Rows/);
  });

  test(`${kind}: a text with every hazard says each, and its rows are all there`, async ({ page }) => {
    await open(page);
    await drop(page, { name: "hazards.csv", bytes: hazardousText(head, rows) });
    await expect(headline(page)).toHaveText("6 rows, 5 ready, 1 needs you");
    for (const hazard of TEXT_HAZARDS) await expect(page.locator(".group", { hasText: hazard })).toHaveCount(1);
    await expect(page.getByRole("columnheader", { name: "Café" })).toHaveCount(1);
    await expect(page.getByRole("gridcell", { name: "é", exact: true })).toHaveCount(6);
  });
}
