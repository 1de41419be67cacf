// The pictures in docs/: `LANEGATE_PICTURES=docs cargo xtask test browser` renews them; otherwise they are made beside the results.
import type { Page } from "@playwright/test";

/** Takes a picture of the page as it is now. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.LANEGATE_PICTURES === "docs" ? "../../docs" : "test-results";
  await page.screenshot({ path: `${folder}/${name}.png`, animations: "disabled" });
}
