// Answers about whole columns by the keyboard alone, on a phone's width and on a desk's: values for what is missing, rows skipped by a
// word, columns joined and split, and the kind of a file that fits two.
import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures";
import { look } from "../support/look";
import { drop, headline, open } from "../support/page";
import { tabTo } from "../support/tab";

const csv = (name: string, ...rows: string[]) => ({ name, bytes: Buffer.from(`${rows.join("\n")}\n`) });
const ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

const columns = (page: Page) => page.getByRole("region", { name: "Columns" });
const undo = (page: Page) => page.keyboard.press("Control+z");

/** Tabs to a control and presses it. */
async function press(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}

/** Tabs to a choice, and types the beginning of what is chosen. */
async function choose(page: Page, name: RegExp, typed: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.type(typed);
}

/** No part of the page is wider than the screen; tables scroll inside their frames. */
async function fits(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
}

for (const width of [390, 1440]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 844 } });

    test("a missing column and blank cells get one value each", async ({ page }) => {
      await open(page);
      const head = "Company,Contact Name,LinkedIn,Email Address";
      await drop(page, csv("june.csv", head, "Harbor,Ann Lee,,ann@harbor.example", ",Ben Ode,,ben@quay.example", ",Cy Fir,,cy@fir.example"));
      await expect(headline(page)).toHaveText("What is in this file?");
      const alert = page.getByRole("alert");
      await tabTo(page, /^source in all rows/);
      await look(page, `answer-set-${width}`);
      await page.keyboard.type("LinkedIn");
      await page.keyboard.press("Enter");
      await expect(alert).toHaveCount(0);
      await tabTo(page, /^firm_name where it is blank/);
      await page.keyboard.type("Independent");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("textbox", { name: "firm_name where it is blank" })).toHaveValue("Independent");
      await fits(page);
      await press(page, /^On to the rows/);
      await expect(headline(page)).toHaveText("3 rows, 3 ready");
      await expect(page.getByRole("gridcell", { name: "Independent" })).toHaveCount(2);
      await undo(page);
      await expect(headline(page)).toHaveText("3 rows, 1 ready, 2 need you");
      await undo(page);
      await expect(headline(page)).toHaveText("3 rows, none ready, 3 need you");
    });

    test("a missing list column gets a value of the list, and rows are skipped by a word and by a cell", async ({ page }) => {
      await open(page);
      const head = "company_id,meeting_date,meeting_type,Active";
      await drop(page, csv("meetings.csv", head, `${ID},2025-05-01,other,no`, `${ID},2025-05-02,Canceled,yes`, `${ID},2025-05-03,other,yes`));
      await expect(headline(page)).toHaveText("What is in this file?");
      await choose(page, /^meeting_outcome in all rows/, "prog");
      await expect(page.getByRole("alert")).toHaveCount(0);
      await expect(page.getByRole("combobox", { name: "meeting_outcome in all rows" })).toHaveValue("progressed");
      await choose(page, /^Canceled in meeting_type stands for/, "skip");
      const word = page.getByRole("combobox", { name: "Canceled in meeting_type stands for" });
      await expect(word).toHaveValue("skip rows");
      await fits(page);
      await word.scrollIntoViewIfNeeded();
      await look(page, `answer-skip-${width}`);
      await press(page, /^On to the rows/);
      await expect(headline(page)).toHaveText("3 rows, 2 ready");
      // In any column, from a cell.
      await tabTo(page, /^Rows of the file/);
      await page.keyboard.press("Control+Home");
      for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowRight");
      await expect(page.locator(".cell.active")).toHaveText("no");
      await press(page, /^Skip all rows like this/);
      await expect(headline(page)).toHaveText("3 rows, 1 ready");
      await undo(page);
      await expect(headline(page)).toHaveText("3 rows, 2 ready");
    });

    test("first and last name are joined as the finding offers, and a name and an address are split by hand", async ({ page }) => {
      await open(page);
      const head = "First Name,Last Name,Company,source,Reach";
      await drop(
        page,
        csv("june.csv", head, "Ann,Lee,Harbor,event,Ann Lee <ann@harbor.example>", "Ben,Ode,Quay,event,Ben Ode <ben@quay.example>"),
      );
      await expect(headline(page)).toHaveText("What is in this file?");
      const added = (parts: string) => columns(page).getByRole("row").filter({ hasText: `made of ${parts}` });
      await press(page, /^Join the columns A and B into primary_contact_name/);
      await expect(added("columns A and B").locator("q")).toHaveText(["Ann Lee", "Ben Ode"]);
      await press(page, /^Combine columns/);
      await choose(page, /^How to combine/, "Use the first e");
      await choose(page, /^Column 1 to combine/, "E");
      const samples = page.locator(".combine .samples q");
      await expect(samples).toHaveText(["ann@harbor.example", "ben@quay.example"]);
      await choose(page, /^Import the result as/, "email");
      await look(page, `answer-join-${width}`);
      await press(page, /^Combine$/);
      await expect(added("column E").getByRole("combobox")).toHaveValue("email");
      await fits(page);
      await press(page, /^On to the rows/);
      await expect(headline(page)).toHaveText("2 rows, 2 ready");
      await expect(page.getByRole("gridcell", { name: "ann@harbor.example", exact: true })).toHaveCount(1);
      await undo(page);
      await expect(page.getByRole("columnheader", { name: /email/ })).toHaveCount(0);
    });

    test("the kind of a file that fits two is asked for in one line", async ({ page }) => {
      await open(page);
      await drop(page, csv("june.csv", "Firm,Contact,Date,Type,Outcome", "Yew Ltd,Ann Yew,2025-06-14,Call,Good", "Fir Ltd,Bo Fir,2025-06-20,Lunch,Bad"));
      await expect(page.getByRole("alert")).toContainText("This file could be");
      await fits(page);
      await look(page, `answer-kind-${width}`);
      await choose(page, /^What it holds/, "Appointment");
      await expect(page.getByRole("combobox", { name: "Call in meeting_type stands for" })).toBeVisible();
      await expect(page.getByRole("combobox", { name: "What it holds" })).toHaveValue("appointment_history");
    });
  });
}
