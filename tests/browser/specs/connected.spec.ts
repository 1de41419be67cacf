// What is of use only with the server is a program of its own: who checks a file is not sent it, and where it can't be had, the page says so.
import { expect, test } from "../fixtures";
import { look } from "../support/look";
import { drop, headline, meetings, open } from "../support/page";

const CONNECTED = /\/connected-[0-9a-f]{16}\.wasm$/;

test("it is fetched when somebody goes there, once", async ({ page, sent }) => {
  const fetched = () => sent.filter((request) => CONNECTED.test(request.url())).length;
  await open(page);
  await drop(page, meetings([["6f1c9a52-3b7e-4d10-8a2f-51c08a2f0001", null, new Date(), "discovery", "stalled", "No budget", "crm"]]));
  await expect(headline(page)).toHaveText("1 row, 1 ready");
  expect(fetched()).toBe(0);
  await page.getByRole("button", { name: "Compare with the database" }).click();
  await expect(headline(page)).toHaveText(/Compare with the database/);
  await expect(page).toHaveURL(/#plan$/);
  await page.getByRole("button", { name: "Ready queues" }).click();
  await expect(headline(page)).toHaveText("Meetings to reactivate");
  await expect(page).toHaveURL(/#ready-sales$/);
  await page.goBack();
  await expect(headline(page)).toHaveText(/Compare with the database/);
  expect(fetched()).toBe(1);
});

test("where it can't be fetched, that is said, the file stays in hand, and trying again goes on", async ({ page, expectedErrors }) => {
  expectedErrors.push(/connected-|Failed to load resource|Failed to fetch/);
  await open(page);
  await page.route(CONNECTED, (route) => route.abort());
  await drop(page, meetings([["6f1c9a52-3b7e-4d10-8a2f-51c08a2f0001", null, new Date(), "discovery", "stalled", "No budget", "crm"]]));
  await page.getByRole("button", { name: "Compare with the database" }).click();
  await expect(page.getByRole("alert")).toContainText("This part of the page could not be fetched.");
  await look(page, "part-missing");
  await page.getByRole("button", { name: "Review" }).click();
  await expect(headline(page)).toHaveText("1 row, 1 ready");
  await page.getByRole("button", { name: "Compare with the database" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.unroute(CONNECTED);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(headline(page)).toHaveText(/Compare with the database/);
});
