// The way to a control without a mouse.
import type { Page } from "@playwright/test";

/** Tabs until what has the focus is called so; the way a person without a mouse gets there. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    const here = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      const labels = [...(element?.labels ?? [])].map((label) => label.textContent ?? "").join(" ");
      return element?.getAttribute("aria-label") || labels || element?.textContent || "";
    });
    if (name.test(here.trim())) return;
    seen.push(here.trim().slice(0, 30));
    await page.keyboard.press("Tab");
  }
  throw new Error(`the focus never came to ${name}: ${seen.join(" | ")}`);
}
