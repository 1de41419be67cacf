// A file with every hazard: what Excel may not show is said, and every row is taken as it is stored.
import { expect, test } from "../fixtures";
import { HAZARDS, hazardousText, hazardousWorkbook, TEXT_HAZARDS } from "../support/hazards";
import { KINDS } from "../support/kinds";
import { drop, headline, open } from "../support/page";

for (const { kind, head, row } of KINDS) {
  const rows = [1, 2, 3, 4, 5, 6].map(row);

  test(`${kind}: a workbook with every hazard says each, and its rows are all there`, async ({ page }) => {
    await open(page);
    await drop(page, { name: "hazards.xlsx", bytes: hazardousWorkbook(head, rows) });
    await expect(headline(page)).toHaveText(/^6 rows, 4 ready, 2 need you$/);
    for (const hazard of [...HAZARDS, "A formula without a result"]) await expect(page.locator(".group", { hasText: hazard })).toHaveCount(1);
    await page.getByRole("button", { name: "Match", exact: true }).click();
    const told = page.getByRole("region", { name: "What Excel may not show" });
    await expect(told.getByRole("listitem")).toHaveCount(HAZARDS.length);
    const sheets = page.getByRole("region", { name: "Sheets of the file" });
    await expect(sheets.getByRole("button", { pressed: true })).toHaveText(/Rows/);
  });

  test(`${kind}: a text with every hazard says each, and its rows are all there`, async ({ page }) => {
    await open(page);
    await drop(page, { name: "hazards.csv", bytes: hazardousText(head, rows) });
    await expect(headline(page)).toHaveText("6 rows, 6 ready");
    for (const hazard of TEXT_HAZARDS) await expect(page.locator(".group", { hasText: hazard })).toHaveCount(1);
  });
}
