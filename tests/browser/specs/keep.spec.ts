// A review outlives a reload, and one that was left can be gone on with; Back and Forward lose nothing.
import { randomUUID } from "node:crypto";

import { expect, test } from "../fixtures";
import { correct, KINDS } from "../support/kinds";
import { commit, compare, drop, headline, meeting, meetings, open, sample } from "../support/page";
import { forgotten, kept, keptReviews } from "../support/storage";

for (const { kind, faulty, begins, corrections, corrected } of KINDS) {
  test(`${kind}: a reload in mid-review goes on where it was, with corrections, undo and redo`, async ({ page, sent }) => {
    await open(page);
    await drop(page, sample(faulty));
    await expect(headline(page)).toHaveText(begins);
    for (const correction of corrections) await correct(page, correction);
    await expect(headline(page)).toHaveText(corrected);
    const bar = page.getByRole("group", { name: "Corrections" });
    await bar.getByRole("button", { name: "Undo" }).click();
    await expect(headline(page)).toHaveText(begins);
    const consent = page.getByRole("checkbox", { name: /Leave out the \d rows with errors/ });
    await consent.check();
    await expect.poll(async () => (await kept(page, "work")).map(({ without_blocked }) => without_blocked)).toEqual([true]);

    const before = sent.length;
    await page.reload();
    await expect(headline(page)).toHaveText(begins);
    await expect(bar).toContainText("1 correction");
    await expect(consent).toBeChecked();
    await bar.getByRole("button", { name: "Redo" }).click();
    await expect(headline(page)).toHaveText(corrected);
    // Kept in the browser: nothing of the file went anywhere.
    expect(sent.slice(before).filter((request) => request.method() !== "GET")).toEqual([]);
  });

  test(`${kind}: the browser's Back and Forward lose nothing`, async ({ page }) => {
    await open(page);
    await drop(page, sample(faulty));
    await expect(headline(page)).toHaveText(begins);
    for (const correction of corrections) await correct(page, correction);
    await expect(headline(page)).toHaveText(corrected);
    const consent = page.getByRole("checkbox", { name: /Leave out the/ });
    await consent.check();
    await page.getByRole("button", { name: "Compare with the database" }).click();
    await expect(headline(page)).toHaveText(/^Nothing has left this browser yet/);
    await expect(page).toHaveURL(/#plan$/);
    await page.goBack();
    await expect(headline(page)).toHaveText(corrected);
    await expect(consent).toBeChecked();
    await page.goBack();
    await expect(headline(page)).toHaveText("Drop a spreadsheet anywhere on this page");
    await expect(page.getByRole("button", { name: `Go on with ${faulty}` })).toBeVisible();
    await page.goForward();
    await page.goForward();
    await expect(headline(page)).toHaveText(/^Nothing has left this browser yet/);
    // A reload after going back and forth still finds the file, and what was corrected in it.
    await page.goBack();
    await page.reload();
    await expect(headline(page)).toHaveText(corrected);
  });
}

test("skipping to the content leaves a person where they are", async ({ page }) => {
  await open(page);
  await drop(page, sample("appointments-faulty.xlsx"));
  await expect(headline(page)).toHaveText("13 rows, 3 ready, 9 need you");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await skip.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await expect(headline(page)).toHaveText("13 rows, 3 ready, 9 need you");
  // What is no mark of the page's changes nothing either.
  await page.evaluate(() => { location.hash = "#nothing-of-ours"; });
  await expect(headline(page)).toHaveText("13 rows, 3 ready, 9 need you");
});

test("a review that was left is offered, gone on with, or forgotten; a committed one is not kept", async ({ page, context }) => {
  await open(page);
  await drop(page, sample("appointments-faulty.xlsx"));
  await page.locator(".list li", { hasText: "C6" }).getByRole("button", { name: "Read as day/month/year" }).click();
  await expect(headline(page)).toHaveText("13 rows, 4 ready, 8 need you");
  await expect.poll(async () => (await kept(page, "work")).map(({ options }) => (options as { fixes: unknown[] }).fixes.length)).toEqual([1]);
  await page.close();

  const later = await context.newPage();
  await open(later);
  const left = later.getByRole("region", { name: "Not finished" });
  await expect(left).toContainText("1 correction");
  await left.getByRole("button", { name: "Go on with appointments-faulty.xlsx" }).click();
  await expect(headline(later)).toHaveText("13 rows, 4 ready, 8 need you");
  await later.getByRole("button", { name: "Check another file" }).click();
  await left.getByRole("button", { name: "Forget appointments-faulty.xlsx" }).click();
  await expect(left).toHaveCount(0);

  await drop(later, meetings([meeting(randomUUID(), "ghosted")]));
  await compare(later);
  await commit(later);
  await keptReviews(later, 0);
  await later.close();
  const last = await context.newPage();
  await open(last);
  await expect(last.getByRole("heading", { name: "Last imports" })).toBeVisible();
  await expect(last.getByRole("region", { name: "Not finished" })).toHaveCount(0);
});

test("a review whose file the browser no longer has is not offered a second time", async ({ page }) => {
  await open(page);
  await drop(page, sample("appointments-faulty.xlsx"));
  await page.locator(".list li", { hasText: "C6" }).getByRole("button", { name: "Read as day/month/year" }).click();
  await expect(headline(page)).toHaveText("13 rows, 4 ready, 8 need you");
  await page.getByRole("button", { name: "Check another file" }).click();
  const left = page.getByRole("region", { name: "Not finished" });
  await expect(left).toContainText("1 correction");
  await forgotten(page, "files");
  await left.getByRole("button", { name: "Go on with appointments-faulty.xlsx" }).click();
  await expect(left).toHaveCount(0);
  await keptReviews(page, 0);
});
