
import { expect, test } from "../fixtures";
import { drop, headline, open } from "../support/page";
const csv = (name: string, ...rows: string[]) => ({ name, bytes: Buffer.from(`${rows.join("\n")}\n`) });
const ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964";
const MEETINGS = csv("meetings.csv","company_id,meeting_date,meeting_type,meeting_outcome",
  ...["system", "system", "pricing", "breakfast", "other", "numbers", "other", "numbers", "other"].map((type, at) => `${ID}${10 + at},2025-06-0${at + 1},${type},lost`));
const PARTNERS = csv("partners.csv","firm_name,primary_contact_name,linkedin_url,email,source",
  "Alder,Ann Lee,,ann at alder.example,LinkedIn","Birch,Bo Ray,,bo at birch.example,LinkedIn","Cedar,Cy Fir,,cy@cedar.example,LinkedIn","Dogwood,Di Oak,,di at dogwood.example,LinkedIn");
const LINKEDIN = csv("Connections.csv","First Name,Last Name,URL,Email Address,Company,Position,Connected On","Ann,Lee,https://www.linkedin.com/in/ann-lee,ann@harbor.example,Harbor,CFO,01 May 2024","Ben,Ode,https://www.linkedin.com/in/ben-ode,,Quay,CFO,02 May 2024");
for (const width of [1440, 390]) {
  test.describe(`${width}`, () => {
    test.use({ viewport: { width, height: 900 } });
    test("look", async ({ page }) => {
      await open(page);
      await page.screenshot({ path: `/tmp/look/first-${width}.png` });
      await drop(page, MEETINGS);
      await expect(headline(page)).toContainText("9 rows");
      await page.locator("button.group").first().click();
      await page.waitForTimeout(500);
      await page.screenshot({ path: `/tmp/look/group-${width}.png`, fullPage: true });
      await page.locator("details.suggest summary").first().click();
      await page.waitForTimeout(300);
      await page.screenshot({ path: `/tmp/look/preview-${width}.png`, fullPage: true });
    });
    test("look2", async ({ page }) => {
      await open(page);
      await drop(page, PARTNERS);
      await page.getByRole("gridcell", { name: "ann at alder.example" }).click();
      await page.keyboard.press("Enter");
      await page.keyboard.type("ann@alder.example");
      await page.keyboard.press("Enter");
      await page.waitForTimeout(800);
      await page.locator(".cellbar details.suggest summary").click();
      await page.waitForTimeout(300);
      await page.screenshot({ path: `/tmp/look/same-${width}.png`, fullPage: true });
    });
    test("look3", async ({ page }) => {
      await open(page);
      await drop(page, LINKEDIN);
      await page.waitForTimeout(1500);
      await page.screenshot({ path: `/tmp/look/match-${width}.png`, fullPage: true });
    });
  });
}
