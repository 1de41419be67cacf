// Files that are dropped or pasted while another is open: none is silently ignored, and none replaces a review without asking.
import { expect, test } from "../fixtures";
import { look } from "../support/look";
import { KINDS, correct } from "../support/kinds";
import { compare, drop, dropInstead, headline, letGo, open, paste, question, sample, take } from "../support/page";
import { kept, keptReviews } from "../support/storage";

const left = (page: import("@playwright/test").Page) => page.getByRole("region", { name: "Not finished" });

for (const { kind, faulty, begins, corrections: [correction] } of KINDS) {
  test(`${kind}: a second file does not take the place of a corrected one without asking`, async ({ page }) => {
    await open(page);
    await drop(page, sample(faulty));
    await expect(headline(page)).toHaveText(begins);
    await correct(page, correction);
    const bar = page.getByRole("group", { name: "Corrections" });
    await expect(bar).toContainText("1 correction");
    await drop(page, sample("appointments.xlsx"));
    await expect(question(page)).toContainText(`Check appointments.xlsx instead of ${faulty}?`);
    await expect(question(page)).toContainText(`Your work on ${faulty} stays in this browser.`);
    await expect(question(page)).toHaveAccessibleDescription(/^Your work on .* stays in this browser\./);
    if (kind === "partners") await look(page, "asked");
    // Keys reach nothing behind the question.
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Escape");
    await expect(question(page)).toBeHidden();
    await expect(bar).toContainText("1 correction");

    await dropInstead(page, sample("appointments.xlsx"));
    await expect(headline(page)).toHaveText("6 rows, 6 ready");
    await page.getByRole("button", { name: "Drop", exact: true }).click();
    await expect(left(page)).toContainText("1 correction");
    await left(page).getByRole("button", { name: `Go on with ${faulty}` }).click();
    await expect(bar).toContainText("1 correction");
  });
}

test("choosing and pasting ask as well, at every step; by the keyboard alone", async ({ page }) => {
  await open(page);
  await drop(page, sample("appointments-faulty.xlsx"));
  await expect(headline(page)).toHaveText("13 rows, 3 ready, 9 need you");
  await page.getByRole("checkbox", { name: /Leave out the 9 rows/ }).check();
  await page.getByRole("button", { name: "Drop", exact: true }).click();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles(sample("partners.xlsx"));
  await expect(question(page)).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(question(page).getByRole("button", { name: "Stay with appointments-faulty.xlsx" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(question(page)).toBeHidden();

  await page.getByRole("button", { name: "Match", exact: true }).click();
  await expect(headline(page)).toHaveText("What is in this file?");
  await paste(page, "firm_name\tprimary_contact_name\tsource\r\nAcme\tAnn Lee\treferral\r\n");
  await expect(question(page)).toContainText("Check pasted cells.txt instead of appointments-faulty.xlsx?");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Review", exact: true }).click();
  await compare(page);
  await drop(page, sample("partners.xlsx"));
  await question(page).getByRole("button", { name: "Stay with appointments-faulty.xlsx" }).click();
  await expect(headline(page)).toHaveText("What a commit will do");
  await dropInstead(page, sample("partners.xlsx"));
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
});

test("a file on which nothing was done gives way, and is offered again", async ({ page }) => {
  await open(page);
  await drop(page, sample("partners.xlsx"));
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
  await drop(page, sample("appointments.xlsx"));
  await expect(headline(page)).toHaveText("6 rows, 6 ready");
  await page.getByRole("button", { name: "Drop", exact: true }).click();
  await expect(left(page).locator("li .quiet")).not.toHaveText(/^·/);
  await left(page).getByRole("button", { name: "Go on with partners.xlsx" }).click();
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
});

test("of files on which nothing was done, only the last two are kept beside the one in hand", async ({ page }) => {
  await open(page);
  for (let round = 0; round < 2; round++) {
    await drop(page, sample("partners.xlsx"));
    await expect(headline(page)).toHaveText("3 rows, 3 ready");
    await drop(page, sample("appointments.xlsx"));
    await expect(headline(page)).toHaveText("6 rows, 6 ready");
  }
  await keptReviews(page, 3);
  await page.getByRole("button", { name: "Drop", exact: true }).click();
  await expect(left(page).getByRole("listitem")).toHaveCount(2);
});

test("of files that are dropped together the first is checked, and the others are named and can be opened", async ({ page }) => {
  await open(page);
  await drop(page, sample("partners.xlsx"), sample("appointments-faulty.xlsx"), sample("partner-meetings.xlsx"));
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
  const notice = page.getByRole("status").filter({ hasText: "Files are checked one at a time" });
  await expect(notice).toContainText("2 files are not opened yet");
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await look(page, `not-opened-${width}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  // The notice takes its height from the rows, not from the field below them.
  await page.setViewportSize({ width: 1440, height: 900 });
  const [field, footer] = await Promise.all([page.locator(".edit").boundingBox(), page.locator("footer.sent").boundingBox()]);
  expect(field!.y + field!.height).toBeLessThanOrEqual(footer!.y);
  await notice.getByRole("button", { name: "Check appointments-faulty.xlsx" }).click();
  await expect(headline(page)).toHaveText("13 rows, 3 ready, 9 need you");
  await expect(notice).toContainText("1 file is not opened yet");
  await page.getByRole("checkbox", { name: /Leave out the 9 rows/ }).check();
  // Kept on the list until it is opened.
  await notice.getByRole("button", { name: "Check partner-meetings.xlsx" }).click();
  await question(page).getByRole("button", { name: /^Stay with/ }).click();
  await expect(notice).toContainText("1 file is not opened yet");
  await notice.getByRole("button", { name: "Dismiss" }).click();
  await expect(notice).toHaveCount(0);
  await expect(headline(page)).toHaveText("13 rows, 3 ready, 9 need you");
});

test("a file that comes while another one is being read, or while the question is open, is not lost", async ({ page }) => {
  await open(page);
  await take(page, sample("partners.xlsx"));
  await page.evaluate(() => {
    // In one go, so that the first one is still being read.
    const dataTransfer = (window as unknown as { taken: DataTransfer }).taken;
    for (const kind of ["drop", "drop", "drop"]) {
      window.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    }
  });
  await expect(question(page)).toContainText("Check partners.xlsx instead of partners.xlsx?");
  await question(page).getByRole("button", { name: "Stay with partners.xlsx" }).click();
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
  await expect(page.getByText("1 file is not opened yet")).toBeVisible();
  await expect.poll(async () => (await kept(page, "files")).length).toBe(1);
  // Nothing is done to it, so the same file dropped once more needs no question.
  await letGo(page);
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
});
