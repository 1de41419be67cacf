// The page starts from the server's own binary, and can be used before the checker has come.
import { expect, test } from "../fixtures";
import { drop, headline, sample } from "../support/page";

test("the page starts", async ({ page, sent }) => {
  await page.goto("/");
  await expect(page).toHaveTitle(/Lanegate/);
  // The notice that stands there until the page's program runs.
  await expect(page.locator("#boot")).toHaveCount(0);
  expect(sent.some((request) => request.url().endsWith(".wasm"))).toBe(true);
});

test("a file can be dropped before the checker is there, and is checked when it comes", async ({ page }) => {
  let release = () => {};
  const allowed = new Promise<void>((resolve) => (release = resolve));
  await page.route(/worker-[0-9a-f]+_bg\.wasm$/, async (route) => {
    await allowed;
    await route.continue();
  });
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeVisible();
  await drop(page, sample("appointments.xlsx"));
  await expect(page.getByText("Opening …")).toBeVisible();
  release();
  await expect(headline(page)).toHaveText("6 rows, 6 ready");
});

test("the checker warms up while a person picks a file, and leaves off when there is one", async ({ page }) => {
  await page.addInitScript(() => {
    const asked = ((window as unknown as { asked: unknown[] }).asked = []) as unknown[];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: { body: unknown }, transfer: Transferable[]) {
      asked.push(typeof message.body === "string" ? message.body : Object.keys(message.body as object)[0]);
      return post.call(this, message, transfer);
    } as typeof post;
  });
  const asked = () => page.evaluate(() => (window as unknown as { asked: string[] }).asked);
  await page.goto("/");
  await expect.poll(async () => (await asked()).length).toBeGreaterThan(2);
  await drop(page, sample("appointments-faulty.xlsx"));
  await expect(headline(page)).toHaveText(/13 rows, \d+ ready/);
  const all = await asked();
  const opened = all.indexOf("open");
  expect(new Set(all.slice(0, opened))).toEqual(new Set(["warm_up"]));
  expect(all.slice(opened)).not.toContain("warm_up");
  // The next file's worker warms up, too, until there is that file.
  await page.getByRole("button", { name: "Check another file" }).click();
  await expect.poll(async () => (await asked()).slice(all.length)).toContain("warm_up");
});

test("the server says how it is", async ({ request }) => {
  const answer = await request.get("/health");
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toMatchObject({ status: "ok", database: "ok" });
});
