// Pictures of the page. `LANEGATE_PICTURES=docs cargo xtask test browser` renews those that docs/ shows; the others are made beside the results.
import type { Page } from "@playwright/test";

/** What docs/ shows. */
const SHOWN = [
  "screenshots/drop-1440-light",
  "screenshots/match-1440-light",
  "screenshots/review-1440-light",
  "screenshots/review-1440-dark",
  "screenshots/review-390-light",
  "screenshots/match-390-dark",
  "screenshots/plan-1440-light",
  "screenshots/receipt-1440-dark",
  "screenshots/ready-sales-1440-light",
  "screenshots/imports-sales-1440-dark",
  "screenshots/ready-partners-390-light",
];

/** Takes a picture of the page as it is now. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.LANEGATE_PICTURES === "docs" && SHOWN.includes(name) ? "../../docs" : "test-results";
  await page.screenshot({ path: `${folder}/${name}.png`, animations: "disabled" });
}
