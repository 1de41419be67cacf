// Many corrections at once: all suggestions of a group, and the same change to the other cells of a column.
import { expect, test } from "../fixtures";
import { drop, headline, open } from "../support/page";

const csv = (name: string, ...rows: string[]) => ({ name, bytes: Buffer.from(`${rows.join("\n")}\n`) });
const ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964";
const MEETINGS = csv(
  "meetings.csv",
  "company_id,meeting_date,meeting_type,meeting_outcome",
  ...["system", "system", "pricing", "breakfast", "other", "numbers", "other", "numbers", "other"].map((type, at) => `${ID}${10 + at},2025-06-0${at + 1},${type},lost`),
);
const PARTNERS = csv(
  "partners.csv",
  "firm_name,primary_contact_name,linkedin_url,email,source",
  "Alder,Ann Lee,,ann at alder.example,LinkedIn",
  "Birch,Bo Ray,,bo at birch.example,LinkedIn",
  "Cedar,Cy Fir,,cy@cedar.example,LinkedIn",
  "Dogwood,Di Oak,,di at dogwood.example,LinkedIn",
);

for (const width of [1440, 390]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 844 } });

    test("all suggestions of a group are shown and applied by keyboard, and undone in one step", async ({ page }) => {
      await open(page);
      await drop(page, MEETINGS);
      await expect(headline(page)).toHaveText("9 rows, 5 ready, 4 need you");
      const findings = page.getByRole("region", { name: "What was found" });
      const offer = findings.getByText("Apply all 3 suggestions");
      await expect(offer).toHaveCount(0);
      await findings.getByRole("button", { name: /meeting_type/ }).first().press("Enter");
      await offer.press("Enter");
      const preview = findings.locator("details.suggest");
      await expect(preview.getByRole("listitem")).toHaveText(["system → systems2 times", "pricing → numbers"]);
      await expect(preview).toContainText("1 finding has no single suggestion, and stays: row 5");
      await preview.getByRole("button", { name: "row 5" }).press("Enter");
      await expect(page.locator(".cellbar label")).toHaveText("A5");
      await preview.getByRole("button", { name: "Apply" }).press("Enter");
      await expect(headline(page)).toHaveText("9 rows, 8 ready, 1 needs you");
      await expect(findings.getByRole("heading", { name: "What was found" })).toBeFocused();
      await expect(preview).toHaveCount(0);
      await page.keyboard.press("Control+z");
      await expect(headline(page)).toHaveText("9 rows, 5 ready, 4 need you");
      await page.keyboard.press("Control+y");
      await expect(headline(page)).toHaveText("9 rows, 8 ready, 1 needs you");
    });

    test("after a correction the same change is offered for the rest of the column", async ({ page }) => {
      await open(page);
      await drop(page, PARTNERS);
      await expect(headline(page)).toHaveText("4 rows, 1 ready, 3 need you");
      await page.getByRole("gridcell", { name: "ann at alder.example" }).click();
      await page.keyboard.press("Enter");
      await page.keyboard.type("ann@alder.example");
      await page.keyboard.press("Enter");
      await expect(headline(page)).toHaveText("4 rows, 2 ready, 2 need you");
      const offer = page.locator(".cellbar").getByText("Change 2 other cells of email the same way");
      await offer.press("Enter");
      const preview = page.locator(".cellbar details.suggest");
      await expect(preview.getByRole("listitem")).toHaveText([
        "bo at birch.example → bo@birch.example",
        "di at dogwood.example → di@dogwood.example",
      ]);
      await preview.getByRole("button", { name: "Apply" }).press("Enter");
      await expect(headline(page)).toHaveText("4 rows, 4 ready");
      await page.keyboard.press("Control+z");
      await expect(headline(page)).toHaveText("4 rows, 2 ready, 2 need you");
      await page.keyboard.press("Control+z");
      await expect(headline(page)).toHaveText("4 rows, 1 ready, 3 need you");
      await expect(offer).toHaveCount(0);
    });
  });
}
