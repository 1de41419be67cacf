// Without a network: the page starts, checks, writes an annotated copy, and keeps a finished check until the server can be reached.
// And a newer version of the page takes over when a person says so, never in the midst of their work.
import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { expect, test as base } from "../fixtures";
import { look } from "../support/look";
import { commit, drop, fates, headline, meeting, meetings, open, sample } from "../support/page";
import { NEWER, Relay } from "../support/relay";
import { keptReviews } from "../support/storage";

const test = base.extend<{ relay: Relay }>({
  relay: async ({}, use) => {
    const relay = await Relay.to(process.env.LANEGATE_URL!);
    await use(relay);
    await relay.cut();
  },
  baseURL: async ({ relay }, use) => use(relay.url),
});

test.use({ serviceWorkers: "allow" });

/** The versions that this browser keeps. */
const versions = (page: Page) => page.evaluate(() => caches.keys());

/** Opens the page and waits until the browser has all of it. */
async function installed(page: Page): Promise<void> {
  await open(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

const sentLine = (page: Page) => page.locator("footer.sent");

test("with no network the page starts, checks and writes; what is checked waits, and is compared and committed later", async ({ page, context, relay, sent, expectedErrors }) => {
  test.setTimeout(120_000);
  expectedErrors.push(/Failed to load resource/, /ERR_CONNECTION_REFUSED/);
  await installed(page);
  await page.close();
  await relay.cut();

  // From nothing but what the browser keeps: the page, the checker and the writer.
  const cold = await context.newPage();
  await open(cold);
  await expect(cold.locator(".account")).toContainText("server");
  await drop(cold, sample("appointments-faulty.xlsx"));
  await expect(headline(cold)).toHaveText("13 rows, 3 ready, 9 need you");
  await expect(sentLine(cold)).toHaveText("0 bytes of this file have left this browser.");
  const download = cold.waitForEvent("download");
  await cold.getByRole("button", { name: "Download with remarks" }).click();
  expect((await stat(await (await download).path())).size).toBeGreaterThan(5_000);

  await drop(cold, meetings([meeting(randomUUID(), "ghosted"), meeting(randomUUID(), "lost")]));
  await expect(headline(cold)).toHaveText("2 rows, 2 ready");
  await cold.getByRole("button", { name: "Compare with the database" }).click();
  const keep = cold.getByRole("button", { name: "Keep it here until the server can be reached" });
  await expect(keep).toBeVisible();
  await look(cold, "consent-unreachable");
  await keep.click();
  const left = cold.getByRole("region", { name: "Not finished" });
  await expect(left).toContainText("checked, waiting to be compared · 2 rows");
  await cold.reload();
  await expect(left).toContainText("checked, waiting to be compared · 2 rows");
  await look(cold, "waiting");

  await relay.mend();
  await cold.evaluate(() => dispatchEvent(new Event("online")));
  await expect(cold.getByText("The server answers. 1 checked file waits to be compared.")).toBeVisible();
  await look(cold, "waiting-answered");
  const before = sent.length;
  await left.getByRole("button", { name: "Compare meetings.xlsx" }).click();
  await expect(headline(cold)).toHaveText("Nothing has left this browser yet. Compare with the database?");
  await expect(sentLine(cold)).toHaveText("0 bytes of this file have left this browser.");
  expect(sent.slice(before).filter((request) => request.url().includes("/api/")), "opening it again sends nothing").toEqual([]);
  // Opened and left, it waits on.
  await cold.getByRole("button", { name: "Review", exact: true }).click();
  await cold.getByRole("button", { name: "Check another file" }).click();
  await expect(left).toContainText("checked, waiting to be compared · 2 rows");
  await left.getByRole("button", { name: "Compare meetings.xlsx" }).click();
  await expect(headline(cold)).toHaveText("Nothing has left this browser yet. Compare with the database?");
  await cold.getByRole("button", { name: "Compare", exact: true }).click();
  await expect(headline(cold)).toHaveText("What a commit will do");
  expect(await fates(cold)).toEqual(["2 New"]);
  // What the line says is what was sent: the request that opened the import, and the one batch.
  const told = sent.slice(before).filter((request) => /\/imports$|\/batches\/\d+$/.test(request.url()) && request.postData());
  expect(told).toHaveLength(2);
  const bytes = told.reduce((sum, request) => sum + Buffer.byteLength(request.postData()!), 0);
  await expect(sentLine(cold)).toHaveText(`${bytes.toLocaleString("en-GB")} bytes of this file have left this browser.`);
  await commit(cold);
  await expect(sentLine(cold)).toContainText(bytes.toLocaleString("en-GB"));
  await cold.getByRole("button", { name: "Check another file" }).click();
  // The committed file is gone; the one that was checked before it is still there.
  await expect(left).toContainText("appointments-faulty.xlsx");
  await expect(left).not.toContainText("meetings.xlsx");
});

test("a new version comes in the background; the work goes on in the old one until a person takes it, and then in the new one", async ({ page, context, relay, sent }) => {
  test.setTimeout(90_000);
  await installed(page);
  await drop(page, sample("appointments-faulty.xlsx"));
  await page.locator(".list li", { hasText: "C6" }).getByRole("button", { name: "Read as day/month/year" }).click();
  await expect(headline(page)).toHaveText("13 rows, 4 ready, 8 need you");
  const [old] = await versions(page);
  const notice = page.getByText("A new version of Lanegate is ready.");
  await expect(notice).toBeHidden();

  // A second tab finds it; it has started as what the browser kept.
  relay.newer = true;
  const other = await context.newPage();
  await open(other);
  await expect(notice).toBeVisible();
  await expect(other.getByText("A new version of Lanegate is ready.")).toBeVisible();
  await expect(other).toHaveTitle("Lanegate");
  expect(await versions(page)).toEqual([old, `lanegate-${NEWER}`]);
  await look(page, "new-version");
  // It can be put off without a loss.
  await page.getByRole("button", { name: "Later" }).click();
  await expect(notice).toBeHidden();

  // The server has the old programs no more; the page that is open has them still, all of its own version.
  const before = sent.length;
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download with remarks" }).click();
  await download;
  const programs = sent.slice(before).map((request) => new URL(request.url()).pathname).filter((path) => /(worker|writer)_loader/.test(path));
  expect(programs.length).toBeGreaterThan(0);
  expect(programs.filter((path) => path.includes(NEWER))).toEqual([]);

  const taken = sent.length;
  // Reloading takes it as well.
  await page.reload();
  await expect(page).toHaveTitle("Lanegate, newer");
  await expect(headline(page)).toHaveText("13 rows, 4 ready, 8 need you");
  await expect(notice).toBeHidden();
  const loaders = sent.slice(taken).map((request) => new URL(request.url()).pathname).filter((path) => /(worker|writer)_loader/.test(path));
  expect(new Set(loaders)).toEqual(new Set([`/worker_loader-${NEWER}.js`]));
  // The other tab goes on as before; when it has taken the new version, too, the old one goes.
  expect(await versions(page)).toContain(old);
  await drop(other, sample("appointments.xlsx"));
  await expect(headline(other)).toHaveText("6 rows, 6 ready");
  await keptReviews(other, 2);
  await other.getByRole("button", { name: "Take the new version" }).click();
  await expect(other).toHaveTitle("Lanegate, newer");
  await expect(headline(other)).toHaveText("6 rows, 6 ready");
  await expect.poll(() => versions(page)).toEqual([`lanegate-${NEWER}`]);
});

test("where a file of the new version is not what its list says, the old version stays whole", async ({ page, relay, expectedErrors }) => {
  expectedErrors.push(/is not the file that belongs to version/);
  await installed(page);
  const [old] = await versions(page);
  // As when the server is replaced in that very moment.
  relay.newer = relay.mixed = true;
  const ended = await page.evaluate(async () => {
    const registration = (await navigator.serviceWorker.getRegistration())!;
    const coming = await new Promise<ServiceWorker>((resolve) => {
      registration.addEventListener("updatefound", () => resolve(registration.installing!));
      registration.update().catch(() => undefined);
    });
    return new Promise((resolve) => coming.addEventListener("statechange", () => resolve(coming.state)));
  });
  expect(ended).toBe("redundant");
  await page.reload();
  await expect(page.getByText("Appointment history")).toBeVisible();
  await drop(page, sample("appointments.xlsx"));
  await expect(headline(page)).toHaveText("6 rows, 6 ready");
  await expect(page).toHaveTitle("Lanegate");
  expect(await versions(page)).toContain(old);
});

test("the page can be installed", async ({ page, request }) => {
  await open(page);
  const address = await page.locator("link[rel=manifest]").getAttribute("href");
  const manifest = await (await request.get(address!)).json();
  expect(manifest).toMatchObject({ name: "Lanegate", start_url: "/", display: "standalone" });
  for (const { src, type, sizes } of manifest.icons) {
    const icon = await request.get(src);
    expect(icon.headers()["content-type"], src).toBe(type);
    const drawn = await page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    if (sizes !== "any") expect(drawn, src).toBe(sizes);
  }
  for (const path of ["/service_worker.js", address!]) {
    expect((await request.get(path)).headers()["cache-control"], path).toBe("no-cache");
  }
});
