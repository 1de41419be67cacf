// What cannot work is said in words, and the page lives on.
import { randomUUID } from "node:crypto";

import type { Route } from "@playwright/test";

import { expect, test } from "../fixtures";
import { KINDS } from "../support/kinds";
import { commit, compare, drop, dropInstead, fates, headline, meeting, meetings, open, sample } from "../support/page";
import { workbook } from "../support/xlsx";

/** Answers with another worker, under the server's own headers: without them the browser would not start it. */
async function insteadOfTheWorker(route: Route, body: string): Promise<void> {
  const response = await route.fetch();
  await route.fulfill({ response, body });
}

for (const [file, message] of [
  ["a-pdf.xlsx", "This is not a spreadsheet: it is a PDF document."],
  ["empty.xlsx", "This file is empty: it has no content at all."],
  ["truncated.xlsx", "This file is damaged or incomplete"],
]) {
  test(`${file} gets one clear message, and the next file is checked`, async ({ page }) => {
    await open(page);
    await drop(page, sample(file));
    await expect(page.getByRole("alert")).toContainText(message);
    await drop(page, sample("appointments.xlsx"));
    await expect(headline(page)).toHaveText("6 rows, 6 ready");
  });
}

test("a workbook that only the second reader forgives is read by the larger program, and by no other file", async ({ page, sent }) => {
  const programs = () => sent.filter((request) => /(worker|writer)-[0-9a-f]+_bg\.wasm$/.test(request.url())).map((request) => /(worker|writer)-/.exec(request.url())![1]);
  await open(page);
  const rows = [["company_id", "meeting_date", "meeting_type", "meeting_outcome"], [randomUUID(), "2025-05-05", "discovery", "lost"]];
  await drop(page, { name: "leftovers.xlsx", bytes: workbook("Appointments", rows, "</t></si>") });
  await expect(headline(page)).toHaveText("1 row, 1 ready");
  await expect(page.locator(".group", { hasText: "The file is not quite in order" })).toBeVisible();
  expect(programs()).toContain("writer");
  const before = programs().length;
  await drop(page, sample("appointments.xlsx"));
  await expect(headline(page)).toHaveText("6 rows, 6 ready");
  expect(programs().slice(before)).not.toContain("writer");
});

test("a file chosen with the button is checked like a dropped one", async ({ page }) => {
  await open(page);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles(sample("partner-meetings.xlsx"));
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
});

for (const { kind, good, ready } of KINDS) {
  test(`${kind}: a checker that breaks costs the file, not the page`, async ({ page }) => {
    // The first worker comes up and then throws on its file, as WebAssembly does when it runs out of memory.
    const broken = 'postMessage({ id: 0, body: { ready: [{ name: "a", title: "Appointment history", lane: "sales" }] } }); onmessage = ({ data }) => { if (data.body !== "warm_up") throw new Error("unreachable"); postMessage({ id: data.id, body: "warmer" }); };';
    await page.route(/\/worker_loader-[0-9a-f]+\.js$/, (route) => insteadOfTheWorker(route, broken), { times: 1 });
    await open(page);
    await drop(page, sample(good));
    await expect(page.getByRole("alert")).toContainText("The checker stopped on this file");
    await drop(page, sample(good));
    await expect(headline(page)).toHaveText(ready);
  });
}

test("a server that cannot be reached costs nothing that was checked", async ({ page, expectedErrors }) => {
  expectedErrors.push(/Failed to load resource/);
  await open(page);
  await drop(page, meetings([meeting(randomUUID(), "ghosted"), meeting(randomUUID(), "lost")]));
  await expect(headline(page)).toHaveText("2 rows, 2 ready");
  await page.route("**/api/**", (route) => route.abort());
  await page.getByRole("button", { name: "Compare with the database" }).click();
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("The server cannot be reached.", { timeout: 20_000 });
  await page.unroute("**/api/**");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(headline(page)).toHaveText("What a commit will do");
  expect(await fates(page)).toEqual(["2 New"]);
});

test("an upload that was cut off goes on as the same import after a reload", async ({ page, sent, expectedErrors }) => {
  expectedErrors.push(/Failed to load resource/);
  await open(page);
  await drop(page, sample("appointments-windows-1252.csv"));
  await page.route("**/batches/*", (route) => route.abort());
  await page.getByRole("button", { name: "Compare with the database" }).click();
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("The server cannot be reached.", { timeout: 20_000 });
  await page.unroute("**/batches/*");
  await page.reload();
  await expect(headline(page)).toHaveText(/\d ready/);
  await open(page);
  await drop(page, sample("appointments-windows-1252.csv"));
  await compare(page);
  const opened = sent.filter((request) => request.method() === "POST" && request.url().endsWith("/imports"));
  const ids = new Set(opened.map((request) => request.postDataJSON().id));
  expect(opened.length).toBeGreaterThanOrEqual(2);
  expect(ids.size, "one import, opened twice").toBe(1);
});

test("an upload that was cut off goes on as the same import in another tab", async ({ page, context, sent, expectedErrors }) => {
  expectedErrors.push(/Failed to load resource/);
  await open(page);
  const file = meetings([meeting(randomUUID(), "ghosted")]);
  await drop(page, file);
  await page.route("**/batches/*", (route) => route.abort());
  await page.getByRole("button", { name: "Compare with the database" }).click();
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("The server cannot be reached.", { timeout: 20_000 });
  await page.close();
  const other = await context.newPage();
  await open(other);
  await other.getByRole("region", { name: "Not finished" }).getByRole("button", { name: "Go on with meetings.xlsx" }).click();
  await expect(headline(other)).toHaveText("1 row, 1 ready");
  await compare(other);
  await commit(other);
  const opened = sent.filter((request) => request.method() === "POST" && request.url().endsWith("/imports"));
  expect(new Set(opened.map((request) => request.postDataJSON().id)).size, "one import, opened twice").toBe(1);
  expect(opened).toHaveLength(2);
});

test("a file dropped in the midst of another's plan is checked as if it were the first", async ({ page }) => {
  await open(page);
  await drop(page, meetings([meeting(randomUUID(), "ghosted")]));
  await compare(page);
  const abandoned = page.waitForRequest((request) => request.url().endsWith("/abandon"));
  await dropInstead(page, sample("appointments-faulty.xlsx"));
  await expect(headline(page)).toHaveText("13 rows, 3 ready, 9 need you");
  // What was staged of the first file is deleted on the server.
  expect((await (await abandoned).response())?.status()).toBe(204);
});

test("reading can be cancelled, and the next file is checked", async ({ page }) => {
  // A worker that reads for ever.
  const endless = 'postMessage({ id: 0, body: { ready: [{ name: "a", title: "Appointment history", lane: "sales" }] } }); onmessage = ({ data }) => postMessage({ id: data.id, body: { progress: { stage: "reading", done: 1204 } } });';
  await page.route(/\/worker_loader-[0-9a-f]+\.js$/, (route) => insteadOfTheWorker(route, endless), { times: 1 });
  await open(page);
  await drop(page, sample("appointments.xlsx"));
  await expect(page.getByText("Reading · 1,204 rows")).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(headline(page)).toHaveText("Drop a spreadsheet anywhere on this page");
  await drop(page, sample("appointments.xlsx"));
  await expect(headline(page)).toHaveText("6 rows, 6 ready");
});
