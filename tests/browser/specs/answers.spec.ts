// Answers about whole columns at the step Match: one value for all rows, columns combined into one, rows skipped by a word.
import { expect, test } from "../fixtures";
import { drop, dropInstead, headline, open } from "../support/page";
import { kept } from "../support/storage";

const csv = (name: string, ...rows: string[]) => ({ name, bytes: Buffer.from(`${rows.join("\n")}\n`) });
const HEADERS = "First Name,Last Name,LinkedIn,Email Address,Company,Home Email";
const ANN = "Ann,Lee,https://www.linkedin.com/in/ann-lee,ann@harbor.example,Harbor,";
const BEN = "Ben,Ode,https://www.linkedin.com/in/ben-ode,,Quay,ben@home.example";

test("a missing column gets one value, first and last name are joined, and the next file needs no answer", async ({ page }) => {
  await open(page);
  await drop(page, csv("june.csv", HEADERS, ANN, BEN));
  await expect(headline(page)).toHaveText("What is in this file?");
  const alert = page.getByRole("alert");
  await expect(alert).toContainText('The columns "First Name" and "Last Name" together give it: "Ann Lee", "Ben Ode".');
  await alert.getByRole("button", { name: "Join the columns A and B into primary_contact_name" }).click();
  const columns = page.getByRole("region", { name: "Columns" });
  const added = columns.getByRole("row").filter({ hasText: "made of columns A and B" });
  await expect(added.locator("q")).toHaveText(["Ann Lee", "Ben Ode"]);
  const source = alert.getByRole("textbox", { name: "source in all rows" });
  await source.fill("LinkedIn");
  await source.press("Enter");
  await expect(alert).toHaveCount(0);
  await page.getByRole("button", { name: "On to the rows" }).click();
  await expect(headline(page)).toHaveText("2 rows, 2 ready");
  await expect(page.getByRole("gridcell", { name: "Ann Lee" })).toHaveCount(1);
  await expect.poll(async () => (await kept(page, "choices")).map(({ choices }) => (choices as unknown[]).length)).toEqual([2]);

  await dropInstead(page, csv("july.csv", HEADERS, ANN, BEN, "Cy,Fir,,cy@fir.example,Fir,"));
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
  await expect(page.getByRole("status").filter({ hasText: "were applied" })).toContainText(
    "Answers from “june.csv” were applied: primary_contact_name is “First Name” and “Last Name” joined; blank cells in source mean LinkedIn.",
  );
  await page.getByRole("button", { name: "Undo these answers" }).click();
  await expect(page.getByRole("gridcell", { name: "Ann Lee" })).toHaveCount(0);
});

test("columns are combined by hand, with samples before it applies", async ({ page }) => {
  await open(page);
  await drop(page, csv("june.csv", HEADERS, ANN, BEN));
  await page.getByText("Combine columns", { exact: true }).click();
  await page.getByRole("combobox", { name: "How to combine" }).selectOption("first_filled");
  await page.getByRole("combobox", { name: "Column 1 to combine" }).selectOption("D");
  const apply = page.getByRole("button", { name: "Combine", exact: true });
  await expect(apply).toBeDisabled();
  await page.getByRole("combobox", { name: "Column 2 to combine" }).selectOption("F");
  const samples = page.locator(".combine .samples q");
  await expect(samples).toHaveText(["ann@harbor.example", "ben@home.example"]);
  await page.getByRole("combobox", { name: "Import the result as" }).selectOption("email");
  await apply.click();
  const added = page.getByRole("region", { name: "Columns" }).getByRole("row").filter({ hasText: "made of columns D and F" });
  await expect(added.getByRole("combobox")).toHaveValue("email");
  await page.keyboard.press("Control+z");
  await expect(added).toHaveCount(0);
});

test("a word of a list may mean that its rows are skipped", async ({ page }) => {
  await open(page);
  const id = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
  const head = "company_id,meeting_date,meeting_type,meeting_outcome,Active";
  const rows = [`${id},2025-05-01,other,lost,no`, `${id},2025-05-02,other,Canceled,yes`, `${id},2025-05-03,other,lost,yes`];
  await drop(page, csv("meetings.csv", head, ...rows));
  await expect(headline(page)).toHaveText("3 rows, 2 ready, 1 needs you");
  await page.getByRole("button", { name: "Match", exact: true }).click();
  const word = page.getByRole("combobox", { name: "Canceled in meeting_outcome stands for" });
  await word.selectOption("skip these rows");
  await expect(word).toHaveValue("skip rows");
  await page.getByRole("button", { name: "On to the rows" }).click();
  await expect(headline(page)).toContainText("2 ready");
  // In any column, from a cell.
  await page.getByRole("gridcell", { name: "no", exact: true }).click();
  await page.getByRole("button", { name: "Skip all rows like this" }).click();
  await expect(headline(page)).toContainText("1 ready");
  await page.keyboard.press("Control+z");
  await expect(headline(page)).toContainText("2 ready");
});

test("a file with a list of which most words are unknown is matched first", async ({ page }) => {
  await open(page);
  const head = "meeting_date,meeting_type,meeting_outcome";
  await drop(page, csv("calls.csv", head, "2025-05-01,other,went well", "2025-05-02,other,no answer", "2025-05-03,other,lost"));
  await expect(headline(page)).toHaveText("What is in this file?");
  await page.getByRole("button", { name: "On to the rows" }).click();
  await expect(headline(page)).toHaveText("3 rows, 1 ready, 2 need you");
});
