// Workbooks to take away: a template comes back as its kind, and an annotated copy goes on where the review was.
import { readFileSync } from "node:fs";

import type { Download, Page } from "@playwright/test";

import { expect, test } from "../fixtures";
import { correct, KINDS } from "../support/kinds";
import { drop, headline, open, sample } from "../support/page";

/** What is saved by a click. */
async function saved(page: Page, click: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const download: Promise<Download> = page.waitForEvent("download");
  await click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync((await file.path())!) };
}

for (const [title, kind] of [
  ["Appointment history", "appointment_history"],
  ["Partners", "partner_master"],
  ["Partner meetings", "partner_appointments"],
]) {
  test(`the template of ${kind} comes by one click, and is known when it comes back`, async ({ page }) => {
    await open(page);
    const template = page.getByRole("button", { name: `Template to fill in: ${title}`, exact: true });
    const file = await saved(page, () => template.click());
    expect(file.name).toBe(`${kind}.xlsx`);
    expect(file.bytes.subarray(0, 2).toString()).toBe("PK");
    await drop(page, file);
    await expect(headline(page)).toHaveText(/^0 rows/);
    await expect(page.locator(".headline .file")).toContainText(title);
  });
}

for (const { kind, faulty, begins, corrections, corrected, leave, left } of KINDS) {
  test(`${kind}: an annotated copy goes on where the review was, rows left out and corrected cells included`, async ({ page, sent }) => {
    await open(page);
    const before = sent.length;
    await drop(page, sample(faulty));
    await expect(headline(page)).toHaveText(begins);
    for (const correction of corrections) await correct(page, correction);
    await expect(headline(page)).toHaveText(corrected);
    await page.getByRole("gridcell", { name: leave.cell }).click();
    await page.getByRole("button", { name: `Leave row ${leave.row} out` }).click();
    await expect(headline(page)).toHaveText(left);

    const file = await saved(page, () => page.getByRole("button", { name: "Download with remarks" }).click());
    expect(file.name).toBe(faulty.replace(".xlsx", " (annotated).xlsx"));
    expect(sent.slice(before).filter((request) => request.method() !== "GET")).toEqual([]);

    await page.getByRole("button", { name: "Check another file" }).click();
    await drop(page, file);
    await expect(headline(page)).toHaveText(left);
    // The list begins anew, and what the copy itself carries is still a person's to change.
    await expect(page.getByText("1 row is not sent: left out by you")).toBeVisible();
    await page.getByRole("gridcell", { name: leave.cell }).click();
    await page.getByRole("button", { name: `Take row ${leave.row} back in` }).click();
    await expect(headline(page)).toHaveText(corrected);
    await page.getByRole("grid").focus();
    await page.keyboard.press("Control+z");
    await expect(headline(page)).toHaveText(left);
  });
}
