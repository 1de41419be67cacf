// Exports of common tools on the page: a few answers for the first file, and none for the second one. The files are those of the recipes
// that the command line is tested with.
import { readFileSync } from "node:fs";

import { expect, test } from "../fixtures";
import { drop, dropInstead, headline, open } from "../support/page";
import { kept } from "../support/storage";

const RECIPES = new URL("../../vectors/recipes/", import.meta.url).pathname;
const file = (recipe: string, which: "first" | "second", ending = "csv") => ({
  name: `${which}.${ending}`,
  bytes: readFileSync(`${RECIPES}${recipe}/${which}.${ending}`),
});

test("a report of Salesforce contacts needs three answers, and the next one none", async ({ page }) => {
  await open(page);
  await drop(page, file("salesforce-contacts", "first"));
  await expect(headline(page)).toHaveText("What is in this file?");
  await page.getByRole("alert").getByRole("button", { name: "Join the columns A and B into primary_contact_name" }).click();
  const source = page.getByRole("region", { name: "Blank in some rows" }).getByRole("textbox", { name: "source where it is blank" });
  await source.fill("Salesforce");
  await source.press("Enter");
  await expect(source).toHaveValue("Salesforce");
  await page.getByRole("button", { name: "On to the rows" }).click();
  await expect(headline(page)).toHaveText("11 rows, 8 ready, 3 need you");
  const findings = page.getByRole("region", { name: "What was found" });
  await findings.getByRole("button", { name: /Rows that are no data/ }).first().click();
  await findings.getByRole("button", { name: "Skip all rows that are no data" }).click();
  await expect(headline(page)).toContainText("8 ready");
  await expect(headline(page)).not.toContainText("need you");
  await findings.getByRole("button", { name: "Show all" }).click();
  await expect(page.getByRole("gridcell", { name: "Salesforce", exact: true })).toHaveCount(2);
  await expect.poll(async () => (await kept(page, "choices")).map(({ choices }) => (choices as unknown[]).length)).toEqual([3]);

  await dropInstead(page, file("salesforce-contacts", "second"));
  await expect(headline(page)).toContainText("7 ready");
  await expect(headline(page)).not.toContainText("need you");
  await expect(page.getByRole("status").filter({ hasText: "were applied" })).toContainText("rows that are no data are skipped.");
});

test("dates of Notion are read as suggested, in the next file too", async ({ page }) => {
  await open(page);
  await drop(page, file("notion-partner-meetings", "first"));
  await expect(headline(page)).toHaveText("8 rows, none ready, 8 need you");
  const findings = page.getByRole("region", { name: "What was found" });
  await findings.getByRole("button", { name: /meeting_date/ }).first().click();
  await findings.getByText("Apply all 8 suggestions").click();
  await findings.locator("details.suggest").getByRole("button", { name: "Apply" }).click();
  await expect(headline(page)).toHaveText("8 rows, 8 ready");
  await expect.poll(async () => (await kept(page, "choices")).length).toBe(1);
  await dropInstead(page, file("notion-partner-meetings", "second"));
  await expect(headline(page)).toHaveText("7 rows, 7 ready");
  await expect(page.getByRole("status").filter({ hasText: "were applied" })).toContainText(
    "7 cells of meeting_date with a date in words or another form are read as suggested.",
  );
});

test("the kind is asked for once", async ({ page }) => {
  const meetings = (name: string, ...rows: string[]) => ({ name, bytes: Buffer.from(`Firm,Contact,Date,Type,Outcome\n${rows.join("\n")}\n`) });
  await open(page);
  await drop(page, meetings("june.csv", "Yew Ltd,Ann Yew,2025-06-14,Call,Good", "Fir Ltd,Bo Fir,2025-06-20,Lunch,Bad"));
  await expect(page.getByRole("alert")).toContainText("This file could be");
  const kind = page.getByRole("combobox", { name: "What it holds" });
  await kind.selectOption("appointment_history");
  await expect(page.getByRole("combobox", { name: "Call in meeting_type stands for" })).toBeVisible();
  await expect.poll(async () => (await kept(page, "choices")).length).toBe(1);
  await dropInstead(page, meetings("july.csv", "Elm Ltd,Cy Elm,2025-07-14,Call,Good", "Oak Ltd,Di Oak,2025-07-20,Lunch,Bad"));
  await expect(page.getByRole("combobox", { name: "Call in meeting_type stands for" })).toBeVisible();
  await expect(kind).toHaveValue("appointment_history");
});

test("a kind that a person chose instead of the one that was found is remembered, until it is to be found again", async ({ page }) => {
  const kind = page.getByRole("combobox", { name: "What it holds" });
  const match = page.getByRole("button", { name: "Match", exact: true });
  await open(page);
  await drop(page, file("hubspot-partner-meetings", "first"));
  await match.click();
  await expect(kind).toHaveValue("appointment_history");
  await kind.selectOption("partner_appointments");
  await expect(page.getByRole("alert")).toContainText("The required column fractional_cfo_id is missing.");
  await expect.poll(async () => (await kept(page, "choices")).length).toBe(1);
  await dropInstead(page, file("hubspot-partner-meetings", "second"));
  await expect(page.locator(".headline .file")).toHaveText("second.csv");
  await expect(page.getByRole("alert")).toContainText("The required column fractional_cfo_id is missing.");
  await expect(kind).toHaveValue("partner_appointments");
  await kind.selectOption("find it for me");
  await expect(kind).toHaveValue("appointment_history");
  await expect.poll(async () => (await kept(page, "choices")).length).toBe(0);
});
