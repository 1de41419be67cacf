// The whole job by the keyboard alone: a file chosen, a column matched, a cell corrected, a row left out, compared, committed.
import { randomUUID } from "node:crypto";

import { expect, test } from "../fixtures";
import { headline, open, planShown, storedPartner } from "../support/page";
import { tabTo } from "../support/tab";
import { type Cell, workbook } from "../support/xlsx";

/** A file of a kind: column C is called by a name that is one letter off, and the last cells of rows 3 and 4 are wrong. */
type Job = { kind: string; rows: (partner: string) => Cell[][]; wrong: string; typed: string; done?: string };

const meetingsOf = (whose: string, outcome: string) => (partner: string): Cell[][] => {
  const company = whose === "company_id" ? randomUUID() : partner;
  const kind = whose === "company_id" ? "discovery" : "intro";
  return [
    [whose, "meeting_type", "Outcom", "meeting_date"],
    [company, kind, outcome, "2025-05-05"],
    [company, kind, outcome, "2025-02-30"],
    [company, kind, outcome, "soon"],
  ];
};

const JOBS: Job[] = [
  { kind: "appointment history", rows: meetingsOf("company_id", "lost"), wrong: "2025-02-30", typed: "2025-02-28" },
  {
    kind: "partners",
    rows: () => {
      const firm = randomUUID();
      return [
        ["firm_name", "source", "Primary contact nam", "email"],
        [firm, "referral", "Ann Lee", `ann@${firm}.example.com`],
        [firm, "referral", "Ben Ortiz", "nobody"],
        [firm, "referral", "Cleo Park", "nowhere"],
      ];
    },
    wrong: "nobody",
    typed: `${randomUUID()}@example.com`,
    done: "Committed: 2 partners created",
  },
  { kind: "meetings with partners", rows: meetingsOf("fractional_cfo_id", "warm"), wrong: "2025-02-30", typed: "2025-02-28" },
];

for (const { kind, rows, wrong, typed, done = "Committed: 2 added" } of JOBS) {
  test(`${kind}: the whole job, from the file to the receipt, by the keyboard alone`, async ({ page }) => {
    await open(page);
    const whose = kind === "meetings with partners" ? await storedPartner(page) : "";
    const table = rows(whose);
    await open(page);
    const chooser = page.waitForEvent("filechooser");
    await tabTo(page, /^Choose a file/);
    await page.keyboard.press("Enter");
    await (await chooser).setFiles({ name: "keys.xlsx", mimeType: "", buffer: workbook("Rows", table) });

    await expect(headline(page)).toHaveText("What is in this file?");
    await tabTo(page, /^Take column C for|^Import column C/);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toHaveCount(0);
    await tabTo(page, /^On to the rows/);
    await page.keyboard.press("Enter");
    await expect(headline(page)).toHaveText("3 rows, 1 ready, 2 need you");

    // From finding to finding, and into the cell.
    await page.keyboard.press("F8");
    await page.keyboard.press("F8");
    await page.keyboard.press("Shift+F8");
    await tabTo(page, /^Rows of the file/);
    await expect(page.locator(".cell.active")).toHaveText(`Error: ${wrong}`);
    await page.keyboard.press("Enter");
    await page.keyboard.type(typed);
    await page.keyboard.press("Enter");
    await expect(headline(page)).toHaveText("3 rows, 2 ready, 1 needs you");
    await page.keyboard.press("Control+End");
    await expect(page.locator(".cell.active")).toHaveText(`Error: ${table[3]![3]}`);
    await tabTo(page, /^Leave row 4 out/);
    await page.keyboard.press("Enter");
    await expect(headline(page)).toHaveText("3 rows, 2 ready");

    await page.keyboard.press("Control+Home");
    await tabTo(page, /^Compare with the database/);
    await page.keyboard.press("Enter");
    await expect(headline(page)).toHaveText(/^Nothing has left this browser yet/);
    await tabTo(page, /^Compare$/);
    await page.keyboard.press("Enter");
    await expect(headline(page)).toHaveText("What a commit will do");
    await planShown(page);
    await tabTo(page, /^Commit$/);
    await page.keyboard.press("Enter");
    await expect(headline(page)).toHaveText(done);
  });
}

test("the grid follows the pattern that screen readers know", async ({ page }) => {
  await open(page);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  const row = (day: string) => [randomUUID(), day, "discovery", "lost"];
  const table = [["company_id", "meeting_date", "meeting_type", "meeting_outcome"], ...Array.from({ length: 300 }, () => row("2025-05-05"))];
  await (await chooser).setFiles({ name: "grid.xlsx", mimeType: "", buffer: workbook("Appointments", table) });
  const grid = page.getByRole("grid");
  await expect(grid).toHaveAttribute("aria-rowcount", "301");
  await expect(grid).toHaveAttribute("aria-colcount", "5");
  await grid.focus();
  for (const [key, row, column] of [
    ["ArrowRight", "2", "3"], ["ArrowDown", "3", "3"], ["End", "3", "5"], ["Home", "3", "2"],
    ["Control+End", "301", "5"], ["Control+Home", "2", "2"],
  ]) {
    await page.keyboard.press(key);
    await expect(page.locator(".cell.active")).toHaveAttribute("aria-colindex", column);
    await expect(page.locator(".row:has(.cell.active)")).toHaveAttribute("aria-rowindex", row);
    const active = page.locator(`[id="${await grid.getAttribute("aria-activedescendant")}"]`);
    await expect(active).toHaveClass(/active/);
    await expect(active).toBeInViewport();
  }
  // The number of rows is told aloud when a filter changes it.
  await page.getByRole("searchbox", { name: "Search rows" }).fill("nowhere");
  await expect(page.locator(".gridtop [role=status]").last()).toHaveText("0 rows");
});
