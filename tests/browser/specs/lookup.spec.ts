// IDs from a list: a second file that is chosen at the step Match, compared in the browser, and kept there.
import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures";
import { look } from "../support/look";
import { drop, dropInstead, headline, letGo, open, take } from "../support/page";
import { forgotten, kept } from "../support/storage";

const csv = (name: string, ...rows: string[]) => ({ name, bytes: Buffer.from(`${rows.join("\n")}\n`) });
const id = (number: number) => `6f9619ff-8b86-4d01-b42d-00cf4fc9${String(number).padStart(4, "0")}`;
const HEAD = "Company,meeting_date,meeting_type,meeting_outcome";
const meetings = (name: string, ...companies: string[]) =>
  csv(name, HEAD, ...companies.map((company, row) => `${company},2025-05-${String(row + 1).padStart(2, "0")},other,lost`));
const COMPANIES = csv("companies.csv", "Name,City,Record ID", `Acme Inc,Bern,${id(1)}`, `Boreal,Oslo,${id(2)}`, `Quay,Kiel,${id(3)}`, `Quay,Cork,${id(4)}`);

const match = (page: Page) => page.getByRole("button", { name: "Match", exact: true });
const columns = (page: Page) => page.getByRole("region", { name: "Columns" });
const form = (page: Page) => page.locator("details.lookup");
const counts = (page: Page) => form(page).locator(".counts li");
const keptNames = async (page: Page) => (await kept(page, "lists")).map(({ file }) => file as object).length;

/** Chooses a list by the keyboard: the button has the focus. */
async function choose(page: Page, list: { name: string; bytes: Buffer }): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles({ name: list.name, mimeType: "text/csv", buffer: list.bytes });
}

for (const width of [390, 1440]) {
  test(`IDs are filled by the keyboard, with counts before it applies, ${width} pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await open(page);
    await drop(page, meetings("june.csv", "boreal", "Acme", "Quay", "Elm", "Boreal", "Elm"));
    await expect(headline(page)).toHaveText("6 rows, 6 ready");
    await match(page).press("Enter");
    await page.getByRole("button", { name: "Fill company_id from a list" }).press("Enter");
    // The form has the focus.
    await page.keyboard.press("Tab");
    await expect(form(page).getByRole("combobox", { name: "Column to fill" })).toBeFocused();
    await expect(form(page).getByRole("combobox", { name: "Column to fill" })).toHaveValue("company_id");
    await page.keyboard.press("Tab");
    await expect(form(page).getByRole("button", { name: "Choose a list" })).toBeFocused();
    await choose(page, COMPANIES);
    await expect(form(page).getByRole("status").first()).toHaveText("companies.csv, 4 rows");
    // What belongs together is found; the only column with IDs needs no choice.
    const fields = ["Column in your file", "Same column in the list"].map((name) => form(page).getByRole("combobox", { name }));
    await expect(fields[0]!).toHaveValue("A");
    await expect(fields[1]!).toHaveValue("Name");
    await expect(form(page).getByRole("combobox", { name: "IDs in the list" })).toBeHidden();
    await expect(counts(page)).toHaveText(["2 rows found", "2 rows not found Elm", "2 rows ambiguous AcmeQuay"]);
    await form(page).getByRole("button", { name: "Fill 2 IDs" }).scrollIntoViewIfNeeded();
    await look(page, `lookup-${width}`);
    // Another column of the list has nothing of the file.
    await fields[1]!.focus();
    await page.keyboard.press("ArrowDown");
    await expect(fields[1]!).toHaveValue("City");
    await expect(counts(page).first()).toHaveText("0 rows found");
    await expect(form(page).getByRole("button", { name: "Fill 0 IDs" })).toBeDisabled();
    await page.keyboard.press("ArrowUp");
    const apply = form(page).getByRole("button", { name: "Fill 2 IDs" });
    await apply.press("Enter");

    const filled = columns(page).getByRole("row").filter({ hasText: "looked up in companies.csv by A Company: 2 found, 2 not found, 2 ambiguous" });
    await expect(filled.getByRole("combobox")).toHaveValue("company_id");
    await expect(columns(page).getByRole("row", { name: /^A Company/ })).toContainText("goes into company_id");
    await page.getByRole("button", { name: "On to the rows" }).press("Enter");
    await expect(headline(page)).toHaveText("6 rows, 2 ready, 4 need you");
    // Each value is answered once: one of two IDs, a similar name, none.
    const finding = (words: string) => page.locator(".list li", { hasText: words });
    await finding('2 IDs for "Quay"').getByRole("button", { name: `Take ${id(4)} for every “Quay”` }).press("Enter");
    await expect(headline(page)).toHaveText("6 rows, 3 ready, 3 need you");
    await finding('"Acme" isn\'t in the list').getByRole("button", { name: `Take ${id(1)} for every “Acme”` }).press("Enter");
    await finding('"Elm" isn\'t in the list').first().getByRole("button", { name: "Leave company_id blank for every “Elm”" }).press("Enter");
    await expect(headline(page)).toHaveText("6 rows, 6 ready");
    // All of it is undone step by step, the lookup last.
    for (let step = 0; step < 4; step += 1) await page.keyboard.press("Control+z");
    await expect(page.getByRole("columnheader", { name: /company_id/ })).toHaveCount(0);
    await expect(headline(page)).toHaveText("6 rows, 6 ready");
  });
}

test("a list is kept for a reload and for the next file, and can be forgotten", async ({ page, sent }) => {
  await open(page);
  await drop(page, meetings("june.csv", "Boreal", "boreal"));
  await match(page).click();
  await page.getByRole("button", { name: "Fill company_id from a list" }).click();
  // Dropped onto the form, a file is a list; elsewhere it would be the next file.
  await take(page, COMPANIES);
  await letGo(page, ".lookup .target");
  await form(page).getByRole("button", { name: "Fill 2 IDs" }).click();
  await expect(columns(page)).toContainText("looked up in companies.csv");
  await expect.poll(() => keptNames(page)).toBe(1);
  await page.getByRole("button", { name: "On to the rows" }).click();
  await expect(page.getByRole("gridcell", { name: id(2) })).toHaveCount(2);

  await page.reload();
  await expect(page.getByRole("gridcell", { name: id(2) })).toHaveCount(2);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download with remarks" }).click();
  expect((await download).suggestedFilename()).toBe("june (annotated).xlsx");

  await expect.poll(async () => (await kept(page, "choices")).length).toBe(1);
  await dropInstead(page, meetings("july.csv", "Boreal", "Elm"));
  await expect(headline(page)).toHaveText("2 rows, 1 ready, 1 needs you");
  await expect(page.getByRole("status").filter({ hasText: "were applied" })).toContainText(
    "Answers from “june.csv” were applied: company_id is looked up in companies.csv by “Company”.",
  );

  // Forgotten, the list is asked for, and nothing is imported without it.
  await match(page).click();
  await form(page).locator("summary").click();
  await form(page).getByRole("button", { name: "Forget the list companies.csv" }).click();
  await expect.poll(() => keptNames(page)).toBe(0);
  await page.reload();
  await expect(headline(page)).toHaveText("What is in this file?");
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("The IDs of company_id are looked up in the list companies.csv, which isn't available here. Choose companies.csv again, or undo the lookup.");
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await expect(headline(page)).toHaveText("2 rows, none ready, 2 need you");
  await page.getByRole("button", { name: "Download with remarks" }).click();
  await expect(page.getByText("which isn't available here").first()).toBeVisible();
  await match(page).click();
  await alert.getByRole("button", { name: "Fill company_id from a list" }).click();
  await form(page).locator("input[type=file]").setInputFiles({ name: COMPANIES.name, mimeType: "text/csv", buffer: COMPANIES.bytes });
  await expect(alert).toHaveCount(0);
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await expect(headline(page)).toHaveText("2 rows, 1 ready, 1 needs you");
  expect(sent.filter((request) => request.method() !== "GET")).toEqual([]);
});

test("the ID that was chosen for a value is remembered with the lookup", async ({ page }) => {
  await open(page);
  await drop(page, meetings("june.csv", "Quay", "Acme"));
  await match(page).click();
  await page.getByRole("button", { name: "Fill company_id from a list" }).click();
  await form(page).locator("input[type=file]").setInputFiles({ name: COMPANIES.name, mimeType: "text/csv", buffer: COMPANIES.bytes });
  // Nothing is found for certain, but there is something to choose.
  await form(page).getByRole("button", { name: "Choose the IDs of 2 rows" }).click();
  await page.getByRole("button", { name: "On to the rows" }).click();
  await page.getByRole("button", { name: `Take ${id(4)} for every “Quay”` }).click();
  await page.getByRole("button", { name: `Take ${id(1)} for every “Acme”` }).click();
  await expect(headline(page)).toHaveText("2 rows, 2 ready");
  await expect.poll(async () => (await kept(page, "choices")).map(({ choices }) => (choices as unknown[]).length)).toEqual([3]);
  await dropInstead(page, meetings("july.csv", "Acme", "Quay", "Boreal"));
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
  await expect(page.getByRole("gridcell", { name: id(4) })).toHaveCount(1);
});

test("what is no list is told, and another one can be chosen", async ({ page }) => {
  await open(page);
  await drop(page, meetings("june.csv", "Boreal"));
  await match(page).click();
  await form(page).locator("summary").click();
  const give = (list: { name: string; bytes: Buffer }) =>
    form(page).locator("input[type=file]").setInputFiles({ name: list.name, mimeType: "text/csv", buffer: list.bytes });
  await give(csv("crm.csv", "Name,Record ID", "Boreal,12345"));
  const status = form(page).getByRole("status").first();
  await expect(status).toContainText("The list crm.csv has no column of IDs.");
  // Several columns of IDs are a question; an old encoding is read by the larger program.
  const several = csv("several.csv", "Firm,One,Two", `Boreal,${id(1)},${id(2)}`, `Caf\u00e9,${id(3)},${id(4)}`);
  await give(several);
  await expect(status).toHaveText("several.csv, 2 rows");
  await form(page).getByRole("combobox", { name: "IDs in the list" }).selectOption("Two");
  await form(page).getByRole("button", { name: "Fill 1 ID" }).click();
  await page.getByRole("button", { name: "On to the rows" }).click();
  await expect(page.getByRole("gridcell", { name: id(2) })).toHaveCount(1);
  await forgotten(page, "lists");
});

test("a list of partners fills the column that every row needs", async ({ page }) => {
  await open(page);
  const rows = ["Firm,meeting_date,meeting_type,outcome", "Harbor,2025-05-01,Intro,warm", "Quay,2025-05-02,Intro,warm"];
  await drop(page, csv("talks.csv", ...rows));
  await expect(headline(page)).toHaveText("What is in this file?");
  await expect(page.getByRole("alert")).toContainText("look the IDs up in a list");
  await page.getByRole("alert").getByRole("button", { name: "Fill fractional_cfo_id from a list" }).click();
  await form(page).locator("input[type=file]").setInputFiles({
    name: "partners.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`firm_name,email,fractional_cfo_id\nHarbor,ann@harbor.example,${id(1)}\nQuay,ben@quay.example,${id(2)}\n`),
  });
  await form(page).getByRole("button", { name: "Fill 2 IDs" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.getByRole("button", { name: "On to the rows" }).click();
  await expect(headline(page)).toHaveText("2 rows, 2 ready");
});
