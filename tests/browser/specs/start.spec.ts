// The page starts from the server's own binary.
import { expect, test } from "../fixtures";

test("the page starts", async ({ page, sent }) => {
  await page.goto("/");
  await expect(page).toHaveTitle(/Lanegate/);
  // The notice that stands there until the page's program runs.
  await expect(page.locator("#boot")).toHaveCount(0);
  expect(sent.some((request) => request.url().endsWith(".wasm"))).toBe(true);
});

test("the server says how it is", async ({ request }) => {
  const answer = await request.get("/health");
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toMatchObject({ status: "ok", database: "ok" });
});
