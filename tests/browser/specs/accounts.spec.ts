// Accounts for those who look after them, and tokens for everybody.
import { expect, test } from "../fixtures";
import { look } from "../support/look";
import { commit, compare, drop, headline, open } from "../support/page";
import { ACCOUNT, PASSWORD, confirmPassword } from "../support/password";
import { picture } from "../support/picture";
import { workbook } from "../support/xlsx";

test("an administrator makes an account for one lane, whose person sees that lane only, until it is disabled", async ({ page, browser, baseURL, expectedErrors }) => {
  expectedErrors.push(/401/);
  const name = `lena-${Date.now()}`;
  await open(page);
  await confirmPassword(page.request);
  const firm = `Aaa ${name}`;
  const head = ["firm_name", "primary_contact_name", "email", "source", "status"];
  await drop(page, { name: "partners.xlsx", bytes: workbook("Partners", [head, [firm, "Ann Lee", `${name}@example.com`, "referral", "engaged"]]) });
  await compare(page);
  await commit(page);
  await page.getByRole("button", { name: "Accounts" }).click();
  await expect(headline(page)).toHaveText("Accounts");
  await page.getByText("New account …").click();
  await page.getByLabel("Account", { exact: true }).fill(name);
  await page.getByRole("checkbox", { name: "Partners" }).check();
  await page.getByRole("checkbox", { name: "commit and retract" }).uncheck();
  await page.getByRole("button", { name: "Make the account" }).click();
  const once = page.locator(".once");
  await expect(once).toContainText(`The link for ${name}`);
  const link = (await once.locator(".code").innerText()).replace(/^https?:\/\/[^/]+/, "");
  const row = page.locator("tbody tr", { hasText: name });
  await expect(row).toContainText("Partners: look and compare");
  await expect(row).toContainText("has no password yet");
  await picture(page, "accounts-made");

  const theirs = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const their = await theirs.newPage();
  await their.goto(link);
  await their.getByRole("button", { name: "Not now" }).click();
  await their.getByRole("button", { name: "Imports" }).click();
  await expect(headline(their)).toHaveText("Imports into Partners");
  await expect(their.getByRole("group", { name: "Lane" })).toBeHidden();
  await expect(their.getByRole("button", { name: "Accounts" })).toHaveCount(0);
  await their.goto("/#ready-sales");
  await expect(their.getByText(`${name} has no access to the lane Sales`)).toBeVisible();
  await their.goto("/#ready-partners");
  await their.getByLabel("Sorted by").selectOption("name");
  await expect(headline(their)).toHaveText("Partners to turn to");
  await expect(their.locator("tbody tr", { hasText: firm })).toBeVisible();
  await expect(their.getByText(`${name} lacks the right “kill switch”`)).toBeVisible();
  await expect(their.getByRole("button", { name: /^Pause:/ })).toHaveCount(0);

  await row.getByRole("button", { name: "Change" }).click();
  await row.getByRole("checkbox", { name: "Sales" }).check();
  await look(page, "account-changing");
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Sales, Partners: look and compare");
  await row.getByRole("button", { name: "Disable" }).click();
  await expect(row).toContainText("disabled");
  await their.reload();
  await expect(their.getByText("Sign in to see this.")).toBeVisible();
  await theirs.close();
});

test("what lets somebody in asks for the password where it was not entered recently, and goes on with it", async ({ browser, baseURL, sql, expectedErrors }) => {
  expectedErrors.push(/403/);
  const name = `olga-${Date.now()}`;
  // A session of its own: the other tests' sessions keep their password.
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const signedIn = await context.request.post("/api/v1/sign-in", { data: { name: ACCOUNT, password: PASSWORD } });
  expect(signedIn.ok()).toBe(true);
  const sessions: { id: string; current: boolean }[] = await (await context.request.get("/api/v1/sessions")).json();
  const own = sessions.find((session) => session.current)!.id;
  const forget = () => sql("update access.session set confirmed_at = now() - interval '15 minutes' where session_id = $1", [own]);
  const page = await context.newPage();
  await page.goto("/#accounts");
  await expect(headline(page)).toHaveText("Accounts");
  await forget();
  await page.getByText("New account …").click();
  await page.getByLabel("Account", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Make the account" }).click();
  const dialog = page.getByRole("dialog", { name: "Enter your password" });
  await expect(dialog.getByLabel("Password")).toBeFocused();
  await look(page, "password-needed");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("alert")).toContainText("Enter your password to do this.");

  await page.getByRole("button", { name: "Make the account" }).click();
  await dialog.getByLabel("Password").fill("not this one, surely");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog.getByRole("alert")).toContainText("The password is not right.");
  await dialog.getByLabel("Password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator(".once")).toContainText(`The link for ${name}`);
  const row = page.locator("tbody tr", { hasText: name });
  await expect(row).toHaveCount(1);

  // From here on it is not asked for, until it was entered too long ago.
  await row.getByRole("button", { name: "Disable" }).click();
  await expect(row).toContainText("disabled");
  await forget();
  await row.getByRole("button", { name: "Enable" }).click();
  await dialog.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(row).toContainText("has no password yet");
  await context.close();
});

test("a token is shown once, works, and is revoked", async ({ page, playwright, baseURL }) => {
  await open(page);
  await confirmPassword(page.request);
  await page.getByRole("button", { name: "Account", exact: true }).click();
  const tokens = page.getByRole("region", { name: "Tokens" });
  await tokens.getByText("New token …").click();
  const label = `nightly ${Date.now()}`;
  await tokens.getByLabel("What it is for").fill(label);
  // More than most programs need is ticked by whoever wants it.
  await expect(tokens.getByRole("checkbox", { name: "commit and retract" })).toBeChecked();
  await expect(tokens.getByRole("checkbox", { name: "kill switch" })).not.toBeChecked();
  await look(page, "token-new");
  // A double click makes one, and not a second that nobody has seen.
  await tokens.getByRole("button", { name: "Make the token" }).dblclick();
  const secret = await tokens.locator(".once .code").innerText();
  expect(secret).toMatch(/^lanegate_/);
  await picture(page, "token");
  const script = await playwright.request.newContext({ baseURL, storageState: { cookies: [], origins: [] }, extraHTTPHeaders: { Authorization: `Bearer ${secret}` } });
  expect((await script.get("/api/v1/sales/imports")).status()).toBe(200);
  const entry = tokens.getByRole("listitem").filter({ hasText: label });
  await entry.getByRole("button", { name: "Revoke" }).click();
  await expect(entry).toContainText("This can't be undone.");
  await look(page, "token-revoke");
  await entry.getByRole("button", { name: "Cancel" }).click();
  expect((await script.get("/api/v1/sales/imports")).status()).toBe(200);
  for (let n = 0; n < 2; n++) await entry.getByRole("button", { name: "Revoke" }).click();
  await expect(tokens.getByRole("listitem").filter({ hasText: label })).toHaveCount(1);
  await expect(tokens.getByRole("listitem").filter({ hasText: label })).toContainText("revoked");
  expect((await script.get("/api/v1/sales/imports")).status()).toBe(401);
  await script.dispose();
  await page.reload();
  await expect(tokens.getByRole("listitem").filter({ hasText: label })).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);
});

test("an administrator sees somebody else's tokens and revokes one", async ({ page, browser, baseURL, playwright }) => {
  const name = `rita-${Date.now()}`;
  await open(page);
  await confirmPassword(page.request);
  const made = await page.request.post("/api/v1/accounts", { data: { name, lanes: ["sales"], rights: ["compare"] } });
  const { link } = await made.json();
  const theirs = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  await theirs.request.post("/api/v1/sign-in/link", { data: { link: link.split("#sign-in=")[1] } });
  expect((await theirs.request.put("/api/v1/password", { data: { new: "a password for her tokens" } })).status()).toBe(204);
  const secrets: string[] = [];
  for (const label of ["nightly", "weekly"]) {
    const token = await theirs.request.post("/api/v1/tokens", { data: { label, lanes: ["sales"], rights: ["compare"] } });
    expect(token.status()).toBe(201);
    secrets.push((await token.json()).secret);
  }
  await theirs.close();
  const status = async (secret: string) => {
    const script = await playwright.request.newContext({ baseURL, storageState: { cookies: [], origins: [] }, extraHTTPHeaders: { Authorization: `Bearer ${secret}` } });
    const answer = (await script.get("/api/v1/sales/imports")).status();
    await script.dispose();
    return answer;
  };

  await page.getByRole("button", { name: "Accounts" }).click();
  const row = page.locator("tbody tr", { hasText: name });
  await row.getByRole("button", { name: `Tokens: ${name}` }).click();
  const entries = row.getByRole("region", { name: `Tokens of ${name}` }).getByRole("listitem");
  await expect(entries).toHaveCount(2);
  const nightly = entries.filter({ hasText: "nightly" });
  await expect(nightly).toContainText("Sales: look and compare");
  await expect(nightly).toContainText("never used");
  await look(page, "account-tokens");
  await nightly.getByRole("button", { name: "Revoke: nightly" }).click();
  await expect(nightly).toContainText("This can't be undone.");
  await nightly.getByRole("button", { name: "Revoke: nightly" }).click();
  await expect(nightly).toContainText("revoked");
  expect(await Promise.all(secrets.map(status))).toEqual([401, 200]);
});
