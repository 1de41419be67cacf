// Search, and corrections of all cells alike.
import { randomUUID } from "node:crypto";

import { expect, test } from "../fixtures";
import { drop, headline, meeting, meetings, open, sample } from "../support/page";

test("a search leaves the rows that hold the text, with their findings, and what was corrected is found, too", async ({ page }) => {
  await open(page);
  await drop(page, sample("appointments-faulty.xlsx"));
  const grid = page.getByRole("grid");
  const search = page.getByRole("searchbox", { name: "Search rows" });
  await expect(grid).toHaveAttribute("aria-rowcount", "14");
  await search.fill("NO SHOW");
  await expect(grid).toHaveAttribute("aria-rowcount", "2");
  await expect(grid.getByRole("rowheader")).toHaveText("5");
  // F8 stays among them.
  for (const _ of [1, 2, 3, 4, 5]) await page.keyboard.press("F8");
  await expect(page.locator(".cellbar label")).toHaveText(/^[A-Z]5$/);
  await search.fill("");
  await expect(grid).toHaveAttribute("aria-rowcount", "14");
  await page.locator(".list li", { hasText: "E5" }).getByRole("button", { name: "Take ghosted for every “no show”" }).click();
  await expect(grid.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "5", exact: true }) }).getByRole("gridcell", { name: "ghosted" })).toHaveCount(1);
  await search.fill("ghosted");
  await expect(grid).toHaveAttribute("aria-rowcount", "8");
  await search.fill("nothing holds this");
  await expect(grid).toHaveAttribute("aria-rowcount", "1");
  // A search and a filter hold together.
  await search.fill("2025");
  await expect(grid).toHaveAttribute("aria-rowcount", "11");
  await page.getByRole("button", { name: "with errors" }).click();
  await expect(grid).toHaveAttribute("aria-rowcount", "7");
  await expect(search).toHaveValue("2025");
});

test("what is typed once counts for all cells alike, and is one step to undo", async ({ page }) => {
  await open(page);
  await drop(page, meetings([1, 2, 3].map(() => meeting(randomUUID(), "lost"))));
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
  const grid = page.getByRole("grid");
  const type = (name: string) => grid.getByRole("gridcell", { name, exact: true });
  await expect(type("discovery")).toHaveCount(3);
  await type("discovery").first().click();
  await grid.focus();
  await page.keyboard.press("F2");
  await expect(page.getByRole("button", { name: "Correct all 3 alike" })).toBeVisible();
  await page.keyboard.type("other");
  await page.keyboard.press("Control+Enter");
  await expect(type("discovery")).toHaveCount(0);
  await expect(page.getByRole("group", { name: "Corrections" })).toContainText("1 correction");
  await page.keyboard.press("Control+z");
  await expect(type("discovery")).toHaveCount(3);
});
