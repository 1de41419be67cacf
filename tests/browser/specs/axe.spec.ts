// Every screen, light and dark, wide and narrow, before axe: names, roles, contrast, order. No violation on any.
import { randomUUID } from "node:crypto";

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures";
import { KINDS } from "../support/kinds";
import { picture } from "../support/picture";
import { commit, compare, drop, headline, meeting, meetings, open, sample, storedPartner } from "../support/page";
import { workbook } from "../support/xlsx";

for (const scheme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`every screen at ${width} px, ${scheme}`, async ({ page }) => {
      test.setTimeout(180_000);
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: width === 1440 ? 900 : 844 });
      const wrong: string[] = [];
      const look = async (name: string) => {
        await picture(page, `screenshots/${name}-${width}-${scheme}`);
        const { violations } = await new AxeBuilder({ page }).analyze();
        wrong.push(...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${name}: ${id}: ${node.target} ${node.failureSummary}`)));
        // Nothing is wider than the window.
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) wrong.push(`${name}: ${wide} px wide`);
      };
      await open(page);
      await expect(page.getByRole("heading", { name: "Last imports" })).toBeVisible();
      await look("drop");
      await drop(page, sample("a-pdf.xlsx"));
      await expect(page.getByRole("alert")).toBeVisible();
      await look("refused");
      await drop(page, sample("another-table.xlsx"));
      await expect(headline(page)).toHaveText("What is in this file?");
      await look("what-is-it");
      await drop(page, sample("appointments-messy.xlsx"));
      await expect(headline(page)).toHaveText(/rows/);
      await page.getByRole("button", { name: "Match", exact: true }).click();
      await expect(page.getByRole("heading", { name: "Columns", exact: true })).toBeVisible();
      await look("match");
      await drop(page, sample("appointments-faulty.xlsx"));
      await expect(headline(page)).toHaveText("13 rows, 3 ready, 9 need you");
      await expect(page.locator(".finding")).toHaveCount(17);
      await page.locator(".finding", { hasText: "C5" }).click();
      await expect(page.locator(".cellfacts")).toContainText("Excel shows");
      await look("review");
      await page.getByText("How the file was read").click();
      await look("how-read");
      for (const { kind, faulty, begins } of KINDS.slice(1)) {
        await drop(page, sample(faulty));
        await expect(headline(page)).toHaveText(begins);
        await look(`review-${kind.replaceAll(" ", "-")}`);
        await page.getByRole("button", { name: "Match", exact: true }).click();
        await expect(page.getByRole("heading", { name: "Columns", exact: true })).toBeVisible();
        await look(`match-${kind.replaceAll(" ", "-")}`);
      }
      await clean(page);
      await page.getByRole("button", { name: "Compare with the database" }).click();
      await expect(headline(page)).toHaveText(/^Nothing has left/);
      await expect(page.getByText(/will be sent to your server/)).toBeVisible();
      await look("consent");
      await page.goBack();
      await compare(page);
      await look("plan");
      await commit(page);
      await look("receipt");
      const partner = await storedPartner(page, () => look("plan-partners"));
      await look("receipt-partners");
      const talk = (whose: string) => [whose, new Date(Date.UTC(2025, 4, 5)), "intro", "warm"];
      const talks = [["fractional_cfo_id", "meeting_date", "meeting_type", "outcome"], talk(partner), talk(randomUUID())];
      await drop(page, { name: "partner-meetings.xlsx", bytes: workbook("Meetings", talks) });
      await compare(page);
      await look("plan-meetings-with-partners");
      await page.getByRole("button", { name: "Leave out this row" }).click();
      await commit(page);
      await look("receipt-meetings-with-partners");
      for (const [name, title] of [
        ["imports-sales", "Imports into Sales"],
        ["ready-sales", "Meetings to reactivate"],
        ["ready-partners", "Partners to turn to"],
        ["accounts", "Accounts"],
      ]) {
        await page.goto(`/#${name}`);
        await expect(headline(page)).toHaveText(title!);
        await expect(page.locator("tbody tr:visible").or(page.locator(".sheet > p.quiet:visible", { hasText: "Nobody here now" })).first()).toBeVisible();
        await look(name!);
      }
      await page.goto("/#account");
      await expect(page.getByRole("region", { name: "Signed in" }).getByRole("listitem").first()).toBeVisible();
      await look("account");
      expect(wrong).toEqual([]);
    });
  }
}

async function clean(page: Page): Promise<void> {
  await drop(page, meetings([meeting(randomUUID(), "ghosted"), meeting(randomUUID(), "stalled", "No budget")]));
  await expect(headline(page)).toHaveText("2 rows, 2 ready");
}

test("reduced motion and forced colours leave everything in its place", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "active" });
  await open(page);
  await drop(page, sample("appointments-faulty.xlsx"));
  await expect(headline(page)).toHaveText("13 rows, 3 ready, 9 need you");
  const moving = await page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === "running").length);
  expect(moving).toBe(0);
});

for (const width of [360, 768, 1920, 2560]) {
  test(`the review fits ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await open(page);
    await drop(page, sample("appointments-faulty.xlsx"));
    await expect(headline(page)).toHaveText("13 rows, 3 ready, 9 need you");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const grid = (await page.getByRole("grid").boundingBox())!;
    expect(grid.width).toBeGreaterThan(width * (width > 860 ? 0.55 : 0.9));
    expect(grid.height).toBeGreaterThan(150);
    for (const name of ["Compare with the database …", "Check another file"]) {
      await expect(page.getByRole("button", { name })).toBeInViewport();
    }
  });
}
