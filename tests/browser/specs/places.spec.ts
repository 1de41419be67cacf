// What stands beside the file in hand: imports with their retraction, the ready queues with the kill switch.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures";
import { type Dropped, commit, compare, drop, headline, meetings, open, sample } from "../support/page";
import { look } from "../support/look";
import { picture } from "../support/picture";
import { workbook } from "../support/xlsx";

const yesterday = new Date(Date.now() - 24 * 3_600_000);

/** Meetings held yesterday: the latest of the queue, whatever else the database holds. */
const held = (...companies: string[]): Dropped =>
  meetings(companies.map((company) => [company, null, yesterday, "discovery", "stalled", "No budget", "crm"]));

async function committed(page: Page, file: Dropped): Promise<string> {
  await open(page);
  await drop(page, file);
  await compare(page);
  return commit(page);
}

const place = (page: Page, name: string) => page.getByRole("navigation", { name: "Lists" }).getByRole("button", { name });

/** The queue of meetings, the latest first, from where its row of a company is found. */
async function queue(page: Page, company: string) {
  await place(page, "Ready queues").click();
  await expect(headline(page)).toHaveText("Meetings to reactivate");
  await page.getByLabel("Sorted by").selectOption("latest");
  // The test of size may have left tens of thousands of rows.
  await expect(page.getByRole("region", { name: "Rows" })).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
  return page.locator("tbody tr", { hasText: company });
}

test("an import is found again, retracted with a reason, and reinstated", async ({ page }) => {
  const [company, other] = [randomUUID(), randomUUID()];
  await committed(page, held(other));
  const id = await committed(page, held(company));
  await place(page, "Imports").click();
  await expect(headline(page)).toHaveText("Imports into Sales");
  await expect(page.getByRole("navigation", { name: "Steps" }).locator("[aria-current]")).toHaveCount(0);
  const newest = page.locator("tbody tr").first();
  await expect(newest).toContainText("1 added");
  await newest.getByRole("button", { name: "meetings.xlsx" }).click();
  await expect(page.locator("dl.facts")).toContainText(id);

  await page.getByRole("button", { name: "Retract this import …" }).click();
  await expect(page.getByLabel("Reason")).toBeFocused();
  await look(page, "retract");
  await page.keyboard.type("sent by mistake");
  await page.getByRole("button", { name: "Retract", exact: true }).click();
  await expect(page.getByText("1 entry changed in the ready queue")).toBeVisible();
  await picture(page, "retracted");
  await expect(page.getByRole("region", { name: "After the commit" })).toBeFocused();
  await expect(await queue(page, other)).toHaveCount(1);
  await expect(page.locator("tbody tr", { hasText: company })).toHaveCount(0);
  await place(page, "Imports").click();
  await expect(newest).toContainText("retracted");
  await expect(newest).toContainText("sent by mistake");

  // Back and Forward, and a reload, know the places, too.
  await page.goBack();
  await expect(headline(page)).toHaveText("Meetings to reactivate");
  await page.goForward();
  await expect(headline(page)).toHaveText("Imports into Sales");
  await page.reload();
  await expect(headline(page)).toHaveText("Imports into Sales");
  await newest.getByRole("button", { name: "meetings.xlsx" }).click();
  await page.getByRole("button", { name: "Reinstate this import" }).click();
  await expect(page.getByText("Reinstated by")).toBeVisible();
  await page.getByRole("button", { name: "See the ready queue" }).click();
  await expect(await queue(page, company)).toHaveCount(1);
});

test("the kill switch takes a meeting out of the queue, and back in", async ({ page }) => {
  const [company, other] = [randomUUID(), randomUUID()];
  await committed(page, held(company, other));
  const row = await queue(page, company);
  await row.getByRole("button", { name: "Exclude" }).click();
  const dialog = page.getByRole("dialog", { name: "Exclude from the queue" });
  await dialog.getByLabel("Reason").fill("asked not to be called");
  await look(page, "exclude");
  await dialog.getByRole("button", { name: "Take out of the queue" }).click();
  await expect(page.getByText("stalled: excluded.")).toBeVisible();
  await expect(row).toHaveCount(0);
  await expect(page.locator("tbody tr", { hasText: other })).toHaveCount(1);
  // The row with the button that was pressed is gone, and the next key is Undo's.
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(row).toHaveCount(1);

  await row.getByRole("button", { name: "Cool off" }).click();
  const day = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString().slice(0, 10);
  await page.getByLabel("Back in the queue on").fill(day);
  await page.getByRole("button", { name: "Take out of the queue" }).click();
  await expect(page.getByText("stalled: cooling off.")).toBeVisible();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Cooling off" }).click();
  await expect(page.locator("tbody tr").first()).toContainText("until");
  await look(page, "held");
  // Those held back are named by their meetings, which other tests have alike: all of them are resumed.
  const resume = page.locator("tbody").getByRole("button", { name: "Resume" });
  while ((await resume.count()) > 0) {
    const before = await resume.count();
    await resume.first().click();
    await expect(resume).toHaveCount(before - 1);
  }
  await expect(page.getByText("back in the queue.")).toBeVisible();
  await page.getByRole("button", { name: "Ready now" }).click();
  await page.getByLabel("Sorted by").selectOption("latest");
  await expect(row).toHaveCount(1);
});

test("a look at another import's receipt leaves the file in hand, its corrections and their keeping", async ({ page }) => {
  await open(page);
  const file = sample("appointments-faulty.xlsx");
  await drop(page, file);
  await expect(headline(page)).toHaveText("13 rows, 3 ready, 9 need you");
  await page.getByRole("checkbox", { name: /Leave out the 9 rows/ }).check();
  await compare(page);
  await commit(page);
  await page.getByRole("button", { name: "Check another file" }).click();
  await drop(page, file);
  await page.locator(".list li", { hasText: "C6" }).getByRole("button", { name: "Read as day/month/year" }).click();
  await expect(headline(page)).toHaveText("13 rows, 4 ready, 8 need you");
  await place(page, "Imports").click();
  await page.locator("tbody tr").first().getByRole("button", { name: "appointments-faulty.xlsx" }).click();
  await expect(headline(page)).toHaveText(/^Committed/);
  await page.getByRole("button", { name: "Go on with appointments-faulty.xlsx" }).click();
  await expect(headline(page)).toHaveText("13 rows, 4 ready, 8 need you");
  await page.reload();
  await expect(headline(page)).toHaveText("13 rows, 4 ready, 8 need you");
});

test("where the session has ended, a place offers to sign in, and goes on", async ({ page, expectedErrors }) => {
  expectedErrors.push(/401/);
  await open(page);
  await place(page, "Ready queues").click();
  await expect(headline(page)).toHaveText("Meetings to reactivate");
  await page.context().clearCookies();
  await page.getByLabel("Sorted by").selectOption("latest");
  await page.getByRole("alert").getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
});

test("a queue is narrowed down and saved as it is shown", async ({ page }) => {
  const company = randomUUID();
  await committed(page, held(company));
  const row = await queue(page, company);
  await expect(row).toHaveCount(1);
  await page.getByLabel("Outcome").selectOption("ghosted");
  await expect(row).toHaveCount(0);
  await page.getByLabel("Outcome").selectOption("stalled");
  await expect(row).toHaveCount(1);
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe("reactivation-1.csv");
  const lines = readFileSync(await saved.path(), "utf8").trim().split("\r\n");
  expect(lines[0]).toContain("reactivation_tier,bit_score,meeting_date");
  expect(lines.slice(1).filter((line) => line.includes(company))).toHaveLength(1);
  expect(lines.slice(1).every((line) => line.includes(",stalled,"))).toBe(true);
});

test("a partner is paused, completed and resumed in the queue of their lane", async ({ page }) => {
  const firm = `Aaa ${randomUUID()}`;
  const head = ["firm_name", "primary_contact_name", "email", "source", "status"];
  const mail = `${randomUUID()}@firm.example.com`;
  await committed(page, { name: "partners.xlsx", bytes: workbook("Partners", [head, [firm, "Ann Lee", mail, "referral", "engaged"]]) });
  await page.getByRole("button", { name: "See the ready queue" }).click();
  await expect(headline(page)).toHaveText("Partners to turn to");
  const row = page.locator("tbody tr", { hasText: firm });
  const rows = page.getByRole("region", { name: "Rows" });
  await expect(rows).toHaveAttribute("aria-busy", "false");
  // While other rows are on their way, those that are there take no click.
  let release = () => {};
  const allowed = new Promise<void>((resolve) => (release = resolve));
  await page.route(/sort=name/, async (route) => {
    await allowed;
    await route.continue();
  });
  await page.getByLabel("Sorted by").selectOption("name");
  await expect(rows).toHaveAttribute("aria-busy", "true");
  const pause = page.locator("tbody").getByRole("button", { name: "Pause" }).first();
  await expect(pause.click({ timeout: 3_000 })).rejects.toThrow("intercepts pointer events");
  const before = await pause.elementHandle();
  release();
  await expect(rows).toHaveAttribute("aria-busy", "false");
  expect(await before?.evaluate((element) => element.isConnected), "the rows are other elements now").toBe(false);
  await page.unroute(/sort=name/);
  await expect(row).toContainText("engaged");
  await row.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText(`${firm}, Ann Lee: paused.`)).toBeVisible();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Paused" }).click();
  await expect(row).toHaveCount(1);
  await row.getByRole("button", { name: "Resume" }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Ready now" }).click();
  await page.getByLabel("Sorted by").selectOption("name");
  await row.getByRole("button", { name: "Complete" }).click();
  await expect(page.getByText(`${firm}, Ann Lee: completed.`)).toBeVisible();
  await page.getByRole("group", { name: "Lane" }).getByRole("button", { name: "Sales" }).click();
  await expect(headline(page)).toHaveText("Meetings to reactivate");
});
