// The plan: conflicts with both sides, rows left out by choice, and a database that changes between plan and commit.
import { randomUUID } from "node:crypto";

import { expect, test } from "../fixtures";
import { commit, compare, drop, fates, headline, meeting, meetings, open, rowsOf } from "../support/page";
import { picture } from "../support/picture";
import { workbook } from "../support/xlsx";

test("a conflict shows both sides and stays behind when left out", async ({ page }) => {
  const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
  await open(page);
  await drop(page, meetings([meeting(first, "ghosted"), meeting(second, "lost")]));
  await compare(page);
  await commit(page);

  await page.getByRole("button", { name: "Check another file" }).click();
  await drop(page, meetings([meeting(first, "stalled", "No budget"), meeting(second, "lost"), meeting(third, "ghosted")]));
  await compare(page);
  expect(await fates(page)).toEqual(["1 New", "1 Already there", "1 Conflict"]);
  // The rows that need a decision are shown first, the stored value beside the file's.
  const row = page.locator("tbody tr");
  await expect(row).toHaveCount(1);
  await expect(row.locator(".stored").first()).toContainText("ghosted");
  await expect(row.locator(".ours").first()).toContainText("stalled");
  await expect(page.getByRole("button", { name: "Commit", exact: true })).toBeDisabled();

  await page.getByRole("button", { name: "Leave out this row" }).click();
  await expect(page.getByText("1 row is left out by your choice")).toBeVisible();
  const id = await commit(page);
  await expect(page.locator("dl.facts")).toContainText("1 conflict");
  const rows = await rowsOf(page, "sales", id);
  expect(rows.map(({ row, fate, left_out }) => [row, fate, left_out ?? false])).toEqual([
    [2, "conflict", true],
    [3, "duplicate", false],
    [4, "new", false],
  ]);
});

test("of two conflicts one is left out, then both, and one is taken back in", async ({ page }) => {
  const [first, second] = [randomUUID(), randomUUID()];
  await open(page);
  await drop(page, meetings([meeting(first, "ghosted"), meeting(second, "lost")]));
  await compare(page);
  await commit(page);
  await page.getByRole("button", { name: "Check another file" }).click();
  await drop(page, meetings([meeting(first, "lost"), meeting(second, "ghosted")]));
  await compare(page);
  await expect(page.getByText("2 rows hold the commit up")).toBeVisible();
  await page.getByRole("checkbox", { name: "Leave row 2 out" }).check();
  await page.getByRole("button", { name: "Leave 1 marked row out and plan again" }).click();
  await expect(page.getByText("1 row is left out by your choice")).toBeVisible();
  await expect(page.getByRole("button", { name: "Commit", exact: true })).toBeDisabled();
  await expect(page.getByRole("checkbox", { name: "Leave row 2 out" })).toBeChecked();
  await picture(page, "conflicts");
  await page.getByRole("checkbox", { name: "Leave row 3 out" }).check();
  await page.getByRole("checkbox", { name: "Leave row 2 out" }).uncheck();
  await page.getByRole("button", { name: "Leave 1 marked row out and plan again" }).click();
  await expect(page.getByRole("checkbox", { name: "Leave row 3 out" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Leave row 2 out" })).not.toBeChecked();
  await page.getByRole("checkbox", { name: "Leave row 2 out" }).check();
  await page.getByRole("button", { name: "Leave 2 marked rows out and plan again" }).click();
  await expect(page.getByText("2 rows are left out by your choice")).toBeVisible();
});

test("a plan that no longer holds is shown anew before anything is committed", async ({ page, context, expectedErrors }) => {
  expectedErrors.push(/409/);
  const rows = [meeting(randomUUID(), "ghosted"), meeting(randomUUID(), "lost")];
  await open(page);
  await drop(page, meetings(rows));
  await compare(page);
  expect(await fates(page)).toEqual(["2 New"]);

  // Meanwhile somebody else commits one of them.
  const other = await context.newPage();
  await open(other);
  await drop(other, meetings(rows.slice(0, 1)));
  await compare(other);
  await commit(other);
  await other.close();

  await page.getByRole("button", { name: "Commit", exact: true }).click();
  await expect(page.getByText("The database has changed since you looked")).toBeVisible();
  expect(await fates(page)).toEqual(["1 New", "1 Already there"]);
  const id = await commit(page);
  expect((await rowsOf(page, "sales", id)).map((row) => row.fate)).toEqual(["duplicate", "new"]);
});

test("a commit asked for twice is one commit", async ({ page, expectedErrors }) => {
  expectedErrors.push(/Failed to load resource/);
  await open(page);
  await drop(page, meetings([meeting(randomUUID(), "ghosted")]));
  await compare(page);
  // The first answer gets lost on its way back; the page asks again by itself.
  let asked = 0;
  await page.route("**/commit", async (route) => {
    asked += 1;
    const answer = await route.fetch();
    if (asked === 1) await route.abort();
    else await route.fulfill({ response: answer });
  });
  const id = await commit(page);
  expect(asked).toBe(2);
  expect((await rowsOf(page, "sales", id)).map((row) => row.fate)).toEqual(["new"]);
});

test("changed partners stand in the plan and the receipt like all others", async ({ page }) => {
  const firms = [randomUUID(), randomUUID()];
  const partners = (status: string) => ({
    name: "partners.xlsx",
    bytes: workbook("Partners", [
      ["firm_name", "primary_contact_name", "email", "source", "status"],
      ...firms.map((firm) => [firm, "Ann Lee", `ann@${firm}.example.com`, "referral", status]),
    ]),
  });
  const floating = () =>
    page.locator(".fate").evaluateAll((all) => all.filter((one) => getComputedStyle(one).position !== "static").map((one) => one.className));
  await open(page);
  await drop(page, partners("prospect"));
  await compare(page);
  await commit(page);
  await drop(page, partners("engaged"));
  await expect(headline(page)).toHaveText("2 rows, 2 ready");
  await compare(page);
  expect(await fates(page)).toEqual(["2 Changed partner"]);
  await expect(page.locator("tbody tr.update")).toHaveCount(2);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await floating()).toEqual([]);
    await picture(page, `plan-changed-partners-${width}`);
  }
  await commit(page);
  await expect(headline(page)).toHaveText("Committed: 2 partners updated");
  await expect(page.locator("tr.update").first()).toBeVisible();
  expect(await floating()).toEqual([]);
});
