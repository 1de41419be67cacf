// Nothing derived from a file leaves the browser before a person presses Compare.
import { expect, test } from "../fixtures";
import { drop, dropInstead, headline, open, sample, settled } from "../support/page";

/** What the page is made of. Fetched as they are, these say nothing about a file. */
const STATIC = /^\/(boot-[0-9a-f]{16}\.js|style-[0-9a-f]{16}\.css|app-[0-9a-f]{16}(_bg\.wasm|\.js)|connected(_loader-[0-9a-f]{16}\.js|-[0-9a-f]{16}\.wasm)|worker_loader-[0-9a-f]{16}\.js|worker-[0-9a-f]{16}(\.js|_bg\.wasm))?$/;

// With what keeps the page in the browser at work, as people have it.
test.use({ serviceWorkers: "allow" });

test("between drop and Compare only the page's own files are asked for", async ({ page, sent }) => {
  await open(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await settled(page);
  const before = sent.length;

  // Drops, looks around, checks again, drops others, an unreadable one too: all that there is to do before Compare.
  await drop(page, sample("appointments-faulty.xlsx"));
  await expect(headline(page)).toHaveText(/13 rows/);
  await page.locator(".finding").nth(4).click();
  await page.getByRole("button", { name: "with errors" }).click();
  await page.getByText("How the file was read").click();
  await page.getByLabel("Dates written as text").selectOption("mdy");
  await expect(headline(page)).toHaveText(/13 rows, 4 ready/);
  await dropInstead(page, sample("a-pdf.xlsx"));
  await expect(page.getByRole("alert")).toBeVisible();
  await drop(page, sample("another-table.xlsx"));
  await expect(headline(page)).toHaveText("What is in this file?");
  await drop(page, sample("partner-meetings-faulty.xlsx"));
  await expect(headline(page)).toHaveText(/4 rows/);
  // A list of IDs, too, which the browser keeps.
  await drop(page, { name: "meetings.csv", bytes: Buffer.from("Company,meeting_date,meeting_type,meeting_outcome\nHarbor,2025-05-01,other,lost\n") });
  await page.getByRole("button", { name: "Match", exact: true }).click();
  await page.getByRole("button", { name: "Fill company_id from a list" }).click();
  const list = "Company,ID\nHarbor,6f9619ff-8b86-4d01-b42d-00cf4fc964ff\n";
  await page.locator(".lookup input[type=file]").setInputFiles({ name: "companies.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
  await page.getByRole("button", { name: "Fill 1 ID" }).click();
  await expect(page.getByRole("region", { name: "Columns" })).toContainText("looked up in companies.csv by A Company: 1 found");
  await dropInstead(page, sample("partners.xlsx"));
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
  await page.getByRole("button", { name: "Compare with the database" }).click();
  await page.getByText("See exactly what would be sent first").click();
  await expect(page.locator("pre").nth(1)).toContainText("Harbor CFO Group");
  await page.waitForTimeout(500);

  for (const request of sent.slice(before)) {
    const url = new URL(request.url());
    expect(`${request.method()} ${url.pathname}`).toMatch(/^GET /);
    expect(url.pathname, "a static file").toMatch(STATIC);
    expect(url.search, "nothing rides on the address").toBe("");
    expect(request.postData(), "no body").toBeNull();
  }
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored).toBe("{}");

  // And what then leaves is exactly what could be looked at.
  const shown = await page.locator("pre").nth(1).innerText();
  const batch = page.waitForRequest((request) => request.method() === "PUT");
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  expect((await batch).postData()).toBe(shown);
});
