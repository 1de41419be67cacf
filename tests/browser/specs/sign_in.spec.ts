// Signing in, and what the page says to whoever may not: checking needs nobody, comparing an account, committing its right.
import type { APIRequestContext, Browser, Page } from "@playwright/test";

import { SESSION, expect, test } from "../fixtures";
import { compare, drop, headline, open, sample } from "../support/page";
import { confirmPassword } from "../support/password";
import { picture } from "../support/picture";

const PASSWORD = "a password to come back with";

/** Makes an account; the path of its link. */
async function account(request: APIRequestContext, lanes: string[], rights: string[]): Promise<{ name: string; link: string }> {
  const name = `person-${Date.now()}-${Math.floor(Math.random() * 1e6)}`;
  await confirmPassword(request);
  const answer = await request.post("/api/v1/accounts", { data: { name, lanes, rights } });
  expect(answer.status()).toBe(201);
  const { link } = await answer.json();
  return { name, link: link.replace(/^https?:\/\/[^/]+/, "") };
}

/** Makes an account with the session that other tests have. */
async function made(browser: Browser, baseURL: string | undefined, lanes: string[], rights: string[]) {
  const context = await browser.newContext({ baseURL, storageState: SESSION });
  const person = await account(context.request, lanes, rights);
  await context.close();
  return person;
}

async function byLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { level: 1 })).toHaveText("Set a password");
  expect(page.url(), "the secret has left the address").not.toContain("sign-in");
  await expect(dialog.getByLabel("New password")).toBeFocused();
  await dialog.getByLabel("New password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Set a password" }).click();
  await expect(dialog).toBeHidden();
}

async function toConsent(page: Page, file: string): Promise<void> {
  await drop(page, sample(file));
  await page.getByRole("button", { name: "Compare with the database" }).click();
  await expect(headline(page)).toHaveText("Nothing has left this browser yet. Compare with the database?");
}

test.use({ storageState: { cookies: [], origins: [] } });

test("somebody with a link comes in, sets a password, goes, and comes back with it in mid-work", async ({ page, browser, baseURL, expectedErrors }) => {
  expectedErrors.push(/401/);
  const { name, link } = await made(browser, baseURL, ["sales", "partners"], ["compare", "commit"]);
  await byLink(page, link);
  await expect(page.getByText(name)).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await expect(page.getByText("Sign in to see what was committed before.")).toBeVisible();

  // Checking goes on without anybody; the consent asks who it is, and loses nothing.
  await open(page);
  await toConsent(page, "partners.xlsx");
  await expect(page.getByText("Sign in to compare with the database.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Compare", exact: true })).toBeHidden();
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Account")).toBeFocused();
  await dialog.getByLabel("Account").fill(name);
  await dialog.getByLabel("Password").fill("not this one, surely");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Name and password do not fit together.");
  await picture(page, "sign-in");
  await dialog.getByLabel("Password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await expect(headline(page)).toHaveText("What a commit will do");
});

test("people see where they are signed in, and end it there", async ({ page, browser, baseURL, expectedErrors }) => {
  expectedErrors.push(/401/);
  const { name, link } = await made(browser, baseURL, ["sales"], ["compare"]);
  await byLink(page, link);
  const elsewhere = await browser.newContext({ baseURL });
  const signedIn = await elsewhere.request.post("/api/v1/sign-in", { data: { name, password: PASSWORD } });
  expect(signedIn.ok()).toBe(true);
  await page.getByRole("button", { name: "Account" }).click();
  const sessions = page.getByRole("region", { name: "Signed in" }).getByRole("listitem");
  await expect(sessions).toHaveCount(2);
  await picture(page, "account");
  await sessions.getByRole("button", { name: "End" }).click();
  await expect(sessions).toHaveCount(1);
  expect((await (await elsewhere.request.get("/api/v1/me")).json()).account).toBeNull();
  await elsewhere.close();
});

test("a link is good once", async ({ page, browser, baseURL, expectedErrors }) => {
  expectedErrors.push(/401/);
  const { link } = await made(browser, baseURL, [], []);
  await byLink(page, link);
  await page.context().clearCookies();
  await page.goto("about:blank");
  await page.goto(link);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("alert")).toContainText("This link is good no longer.");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("a link followed where the page is open already signs in there, and leaves the address", async ({ page, browser, baseURL }) => {
  const { name, link } = await made(browser, baseURL, ["partners"], ["compare"]);
  await open(page);
  await drop(page, sample("partners.xlsx"));
  await expect(headline(page)).toHaveText(/rows?, \d+ ready/);
  await page.evaluate((hash) => { location.hash = hash; }, link.slice(link.indexOf("#")));
  await expect(page.locator(".account")).toContainText(name);
  expect(page.url()).not.toContain("sign-in");
  await page.getByRole("button", { name: "Not now" }).click();
  await expect(headline(page)).toHaveText(/rows?, \d+ ready/);
});

test("whoever signs out without a server is told that they have not", async ({ page, browser, baseURL, expectedErrors }) => {
  expectedErrors.push(/Failed to load resource/);
  const { name, link } = await made(browser, baseURL, ["partners"], ["compare"]);
  await byLink(page, link);
  await page.route("**/api/v1/sign-out", (route) => route.abort());
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("alert")).toContainText("Not signed out", { timeout: 20_000 });
  await expect(page.locator(".account")).toContainText(name);
  await page.unroute("**/api/v1/sign-out");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  expect((await (await page.request.get("/api/v1/me")).json()).account).toBeNull();
});

test("what somebody may not do is said where it would be done", async ({ page, browser, baseURL }) => {
  const { name, link } = await made(browser, baseURL, ["partners"], ["compare"]);
  await byLink(page, link);
  await open(page);
  await toConsent(page, "appointments.xlsx");
  await expect(page.getByRole("main")).toContainText(`${name} has no access to the lane Sales.`);
  await expect(page.getByRole("button", { name: "Compare", exact: true })).toBeDisabled();
  await picture(page, "may-not");

  await open(page);
  await drop(page, sample("partners.xlsx"));
  await compare(page);
  await expect(page.getByRole("main")).toContainText(`${name} lacks the right “commit and retract”.`);
  await expect(page.getByRole("button", { name: "Commit", exact: true })).toBeDisabled();
});

test("a session that has ended in the meantime costs nothing that was checked", async ({ page, browser, baseURL, expectedErrors }) => {
  expectedErrors.push(/401/);
  const { name, link } = await made(browser, baseURL, ["sales", "partners"], ["compare"]);
  await byLink(page, link);
  await open(page);
  await toConsent(page, "partners.xlsx");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Account").fill(name);
  await dialog.getByLabel("Password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(headline(page)).toHaveText("What a commit will do");
});
