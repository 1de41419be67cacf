// Match: which column is which, what words of a list stand for, how dates are read; and all of it remembered for the next such file.
import { expect, test } from "../fixtures";
import { commit, compare, drop, dropInstead, fates, headline, open, paste, sample } from "../support/page";
import { picture } from "../support/picture";
import { kept } from "../support/storage";
import { type Cell, workbook } from "../support/xlsx";

const HEAD: Cell[] = ["company_id", "people_id", "Meting Dat", "meeting_type", "meeting_outcome", "Remark of mine"];
const ids = (row: number) => [`6f9619ff-8b86-4d01-b42d-00cf4fc9${String(row).padStart(4, "0")}`, null];
/** Appointments with a date column that nobody calls so, and words that no list knows. */
const rows: Cell[][] = [
  [...ids(1), "26/06/2025", "discovery", "No show", "a"],
  [...ids(2), "03/04/2025", "discovery", "No show", "b"],
  [...ids(3), "05/04/2025", "systems", "won", null],
];
const file = (name: string, more: Cell[][] = []) => ({ name, bytes: workbook("Appointments", [HEAD, ...rows, ...more]) });

test("a file asks for what it leaves open, once, and the next one with the same headings does not", async ({ page }) => {
  await open(page);
  await drop(page, file("june.xlsx"));
  // No column is called meeting_date, so no row can be ready: the page asks.
  await expect(headline(page)).toHaveText("What is in this file?");
  await expect(page.getByRole("alert")).toContainText("The required column meeting_date is missing. Perhaps it is column C");
  const columns = page.getByRole("region", { name: "Columns" });
  const day = columns.getByRole("row").filter({ hasText: "Meting Dat" });
  await expect(day.locator("q")).toHaveText(["26/06/2025", "03/04/2025", "05/04/2025"]);
  await expect(columns.getByRole("row").filter({ hasText: "Remark of mine" })).toContainText("The template has no such column.");
  await day.getByRole("combobox").selectOption("meeting_date");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(day).toContainText("by your choice");

  // Text dates: one verdict, with the cell that proves it.
  await expect(page.getByText("meeting_date is read as day/month/year, because C2 is 26/06/2025.")).toBeVisible();

  // Words are said once for all rows.
  const words = page.getByRole("region", { name: "Words that no list knows" });
  const noShow = words.getByRole("row").filter({ hasText: "No show" });
  await expect(noShow.locator(".count")).toHaveText("2");
  await noShow.getByRole("button", { name: "Take ghosted" }).click();
  await expect(noShow.getByRole("combobox")).toHaveValue("ghosted");
  await words.getByRole("combobox", { name: "won in meeting_outcome stands for" }).selectOption("progressed");
  await page.getByRole("button", { name: "On to the rows" }).click();
  await expect(headline(page)).toHaveText("3 rows, 3 ready");

  await expect.poll(async () => (await kept(page, "choices")).map(({ choices }) => (choices as unknown[]).length)).toEqual([3]);

  // The next month's file: nothing is asked, and it says why, at both steps.
  await dropInstead(page, file("july.xlsx", [[...ids(4), "07/07/2025", "systems", "no show", null]]));
  await expect(headline(page)).toHaveText("4 rows, 4 ready");
  const applied = page.getByRole("status").filter({ hasText: "were applied" });
  await expect(applied).toContainText(
    "Answers from “june.xlsx” were applied: column C “Meting Dat” is meeting_date; “No show” in meeting_outcome means ghosted; " +
      "“won” in meeting_outcome means progressed.",
  );
  await page.getByRole("button", { name: "Match", exact: true }).click();
  await expect(applied).toContainText("Answers from “june.xlsx” were applied");
  // A choice can be changed, and taken back like any correction.
  await page.getByRole("combobox", { name: "No show in meeting_outcome stands for" }).selectOption("lost");
  await page.getByRole("button", { name: "On to the rows" }).click();
  await expect(page.getByRole("gridcell", { name: "lost" })).toHaveCount(3);
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("gridcell", { name: "ghosted" })).toHaveCount(3);
});

test("answers of an earlier file are undone together, with what came after them kept, and over a reload", async ({ page }) => {
  await open(page);
  const head = ["company_id", "meeting_date", "meeting_type", "meeting_outcome"];
  const month = (name: string, outcome: string) => ({
    name,
    bytes: workbook("Appointments", [head, [ids(1)[0], "03/04/2025", "discovery", outcome], [ids(2)[0], "05/04/2025", "discovery", "lost"]]),
  });
  await drop(page, month("april.xlsx", "gone"));
  await expect(headline(page)).toHaveText("2 rows, none ready, 2 need you");
  await page.getByRole("button", { name: "Match", exact: true }).click();
  await page.getByRole("group", { name: "Dates of meeting_date" }).getByRole("button", { name: "month/day/year" }).click();
  await page.getByRole("combobox", { name: "gone in meeting_outcome stands for" }).selectOption("ghosted");
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await expect(headline(page)).toHaveText("2 rows, 2 ready");
  await expect.poll(async () => (await kept(page, "choices")).map(({ choices }) => (choices as unknown[]).length)).toEqual([2]);
  const applied = page.getByRole("status").filter({ hasText: "were applied" });
  await expect(applied).toHaveCount(0);

  await dropInstead(page, month("may.xlsx", "gone"));
  await expect(headline(page)).toHaveText("2 rows, 2 ready");
  await expect(applied).toContainText(
    "Answers from “april.xlsx” were applied: dates in meeting_date are month/day/year; “gone” in meeting_outcome means ghosted.",
  );
  await picture(page, "answers-applied");
  const corrections = page.getByRole("group", { name: "Corrections" });
  await corrections.getByRole("button", { name: "Undo" }).click();
  await expect(headline(page)).toHaveText("2 rows, none ready, 2 need you");
  await expect(applied).toHaveCount(0);
  await corrections.getByRole("button", { name: "Redo" }).click();
  await expect(applied).toHaveCount(1);
  // A correction of one's own comes after them, and stays.
  await page.getByRole("gridcell", { name: "03/04/2025" }).click();
  await paste(page, "2025-05-05");
  await expect(corrections).toContainText("3 corrections");
  await expect.poll(async () => (await kept(page, "work")).map(({ options }) => (options as { fixes: unknown[] }).fixes.length)).toContain(3);
  await page.reload();
  await expect(headline(page)).toHaveText("2 rows, 2 ready");
  await page.getByRole("button", { name: "Undo these answers" }).click();
  await expect(applied).toHaveCount(0);
  await expect(corrections).toContainText("1 correction");
  await expect(page.getByRole("gridcell", { name: "2025-05-05" })).toHaveCount(1);
  await expect(headline(page)).toHaveText("2 rows, none ready, 2 need you");
});

test("answers that an earlier version remembered are announced as well", async ({ page }) => {
  await open(page);
  const head = ["company_id", "meeting_date", "meeting_type", "meeting_outcome"];
  await page.evaluate(async (key) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open("lanegate");
      [opening.onsuccess, opening.onerror] = [() => resolve(opening.result), () => reject(opening.error)];
    });
    const writing = database.transaction("choices", "readwrite");
    writing.objectStore("choices").put([{ value: { column: "meeting_outcome", from: "gone", to: "ghosted" } }], key);
    await new Promise((resolve) => { writing.oncomplete = resolve; });
    database.close();
  }, ["appointment_history", ...head].join("\n"));
  await drop(page, { name: "may.xlsx", bytes: workbook("Appointments", [head, [ids(1)[0], "2025-05-05", "discovery", "gone"]]) });
  await expect(headline(page)).toHaveText("1 row, 1 ready");
  await expect(page.getByRole("status").filter({ hasText: "were applied" })).toContainText(
    "Answers from an earlier file with the same headers were applied: “gone” in meeting_outcome means ghosted.",
  );
});

test("dates without proof are asked about, and the answer counts for the column", async ({ page }) => {
  await open(page);
  const bytes = workbook("Appointments", [
    ["company_id", "meeting_date", "meeting_type", "meeting_outcome"],
    [ids(1)[0], "03/04/2025", "discovery", "lost"],
    [ids(2)[0], "05/04/2025", "discovery", "lost"],
  ]);
  await drop(page, { name: "open.xlsx", bytes });
  await expect(headline(page)).toHaveText("2 rows, none ready, 2 need you");
  await page.getByRole("button", { name: "Match", exact: true }).click();
  await expect(page.getByText("meeting_date has 2 dates that can be read in two ways")).toBeVisible();
  const dates = page.getByRole("group", { name: "Dates of meeting_date" });
  await dates.getByRole("button", { name: "month/day/year" }).click();
  await expect(page.getByText("meeting_date is read as month/day/year, as you said.")).toBeVisible();
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await expect(headline(page)).toHaveText("2 rows, 2 ready");
  await page.getByRole("gridcell", { name: "03/04/2025" }).click();
  await expect(page.locator(".cellfacts")).toHaveText(/Excel shows03\/04\/2025The file storesthe text 03\/04\/2025Will be committed2025-03-04/);
});

test("what Excel may not show is shown, and sheets say why one is taken", async ({ page }) => {
  await open(page);
  await drop(page, sample("appointments-treacherous.xlsx"));
  await expect(headline(page)).toHaveText(/rows/);
  await page.getByRole("button", { name: "Match", exact: true }).click();
  const hazards = page.getByRole("region", { name: "What Excel may not show" });
  await expect(hazards.getByRole("listitem").nth(2)).toBeVisible();
  await expect(hazards).toContainText("hidden");
  const sheets = page.getByRole("region", { name: "Sheets of the file" });
  await expect(sheets.getByRole("button", { pressed: true })).toHaveCount(1);
  await expect(sheets.getByRole("listitem").filter({ has: page.getByRole("button", { pressed: true }) })).toContainText("headers are known");
  await expect(sheets.getByRole("listitem").first()).toContainText(/\d+ rows?( or more)?, \d+ columns?/);
});

test("cells copied in a spreadsheet are pasted and committed", async ({ page }) => {
  await open(page);
  const text = ["company_id\tmeeting_date\tmeeting_type\tmeeting_outcome", `${ids(9)[0]}\t2025-05-05\tdiscovery\tlost`].join("\r\n");
  await paste(page, text);
  await expect(headline(page)).toHaveText("1 row, 1 ready");
  await compare(page);
  expect((await fates(page)).join()).toMatch(/1 (New|Already there)/);
  await commit(page);
});
