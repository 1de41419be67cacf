// A server that is killed between Compare and Commit costs a second press of a button.
import { randomUUID } from "node:crypto";

import { expect, test } from "../fixtures";
import { commit, compare, drop, headline, meeting, meetings, rowsOf } from "../support/page";
import { OwnServer } from "../support/server";

const server = new OwnServer();

test.use({ baseURL: async ({}, use) => use(server.url), storageState: { cookies: [], origins: [] } });
test.beforeAll(() => server.start());
test.afterAll(() => server.remove());

test("the server is killed between Compare and Commit, comes back, and the file is committed once", async ({ page, expectedErrors }) => {
  expectedErrors.push(/Failed to load resource/);
  await page.goto(server.link);
  await page.getByRole("button", { name: "Not now" }).click();
  await drop(page, meetings([meeting(randomUUID(), "ghosted"), meeting(randomUUID(), "lost")]));
  await compare(page);
  await server.kill();
  await page.getByRole("button", { name: "Commit", exact: true }).click();
  // It is asked for some times before the page gives up and says so.
  await expect(page.getByRole("alert")).toContainText("The server cannot be reached", { timeout: 20_000 });
  await server.start();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(headline(page)).toHaveText("What a commit will do");
  const id = await commit(page);
  expect((await rowsOf(page, "sales", id)).map((row) => row.fate)).toEqual(["new", "new"]);
  const history = await (await page.request.get("/api/v1/sales/imports")).json();
  expect(history.imports.map(({ state }: { state: string }) => state)).toEqual(["committed"]);
});
