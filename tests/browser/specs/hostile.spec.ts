// One file of every hostile class is dropped, one after the other on one page: each ends in words of its own, so that the page
// has lived on after the one before; and every few of them a good file is checked, of each kind by turns.
import { readFileSync } from "node:fs";

import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures";
import { KINDS } from "../support/kinds";
import { drop, headline, open, sample } from "../support/page";

type Class = { name: string; file: string; refused: string | null };

// The trace reads the whole document after every step, of which there are hundreds here.
test.use({ trace: "off" });

const FOLDER = `${process.env.LANEGATE_HOSTILE}/`;
/** Hostile files between two good ones. */
const STRIDE = 5;

/** What the page says once it is done with the file of that name: the message of a refusal, or the line above the rows. */
async function outcome(page: Page, file: string): Promise<string> {
  const said = await page.waitForFunction((file) => {
    const names = [...document.querySelectorAll("main, .file, header, section")].map((part) => part.textContent ?? "");
    if (!names.some((name) => name.includes(file))) return null;
    const alert = document.querySelector('[role="alert"]:not(.gone)')?.textContent?.trim();
    const line = document.querySelector("h1")?.textContent ?? "";
    return alert || (/^[\d,]+ rows?/.test(line) ? line : null);
  }, file, { timeout: 10_000 });
  return `${await said.jsonValue()}`;
}

test("after every hostile file the page takes the next one", async ({ page }) => {
  const classes: Class[] = JSON.parse(readFileSync(`${FOLDER}classes.json`, "utf8"));
  expect(classes.length).toBeGreaterThan(150);
  test.setTimeout(classes.length * 3_000);
  await open(page);
  const wrong: string[] = [];
  for (const [number, { name, file, refused }] of classes.entries()) {
    await drop(page, { name: file, bytes: readFileSync(FOLDER + file) });
    const said = await outcome(page, file).catch(() => "nothing for ten seconds");
    const ended = /The checker stopped|nothing for ten seconds/.test(said);
    if (ended || (refused && /^[\d,]+ row/.test(said))) wrong.push(`${name}: ${said.slice(0, 200)}`);
    if (number % STRIDE === 0 || number === classes.length - 1) {
      const { good, ready } = KINDS[Math.floor(number / STRIDE) % KINDS.length]!;
      await drop(page, sample(good));
      await expect(headline(page), `the good file after ${name}`).toHaveText(ready);
    }
  }
  expect(wrong).toEqual([]);
});
