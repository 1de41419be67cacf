// What a person does on the page, step by step.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

import type { Page } from "@playwright/test";

import { expect } from "../fixtures";
import { type Cell, workbook } from "./xlsx";

const SAMPLES = new URL("../../samples/files/", import.meta.url).pathname;

/** A sample of the repository. */
export const sample = (name: string): string => SAMPLES + name;

export type Dropped = string | { name: string; bytes: Buffer };

/** Opens the page and waits until the checker is loaded: the kinds are told by it. */
export async function open(page: Page): Promise<void> {
  await page.goto("/");
  await expect(page.getByText("Appointment history")).toBeVisible();
}

/** Waits until the page has asked for all that it asks for by itself. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("region", { name: "Last imports" })).not.toContainText("Asking the server");
  await page.waitForLoadState("networkidle");
}

/** Makes files inside the page, ready to be dropped together. */
export async function take(page: Page, ...files: Dropped[]): Promise<void> {
  const contents = files.map((file) => {
    const { name, bytes } = typeof file === "string" ? { name: basename(file), bytes: readFileSync(file) } : file;
    return { name, base64: bytes.toString("base64") };
  });
  await page.evaluate((contents) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of contents) {
      transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    }
    Object.assign(window, { taken: transfer });
  }, contents);
}

/** Drops what was taken, on the window or on a part of the page. */
export async function letGo(page: Page, part?: string): Promise<void> {
  await page.evaluate((part) => {
    const dataTransfer = (window as unknown as { taken: DataTransfer }).taken;
    const target = part ? document.querySelector(part)! : window;
    for (const kind of ["dragover", "drop"]) {
      target.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, part);
}

export async function drop(page: Page, ...files: Dropped[]): Promise<void> {
  await take(page, ...files);
  await letGo(page);
}

/** The question that is asked before a file takes the place of the one in hand. */
export const question = (page: Page) => page.getByRole("dialog", { name: /^Check .* instead of .*\?$/ });

/** Drops a file in the place of one on which work was done. */
export async function dropInstead(page: Page, file: Dropped): Promise<void> {
  await drop(page, file);
  await question(page).getByRole("button", { name: /^Check / }).click();
}

/** Pastes a text where the focus is, as a spreadsheet copies cells; with a picture of them if need be. */
export async function paste(page: Page, text: string, picture = false): Promise<void> {
  await page.evaluate(
    ({ text, picture }) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      if (picture) clipboardData.items.add(new File(["a picture"], "image.png", { type: "image/png" }));
      const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
      (document.activeElement ?? document.body).dispatchEvent(event);
    },
    { text, picture },
  );
}

/** The one line that says how the check went. */
export const headline = (page: Page) => page.getByRole("heading", { level: 1 });

/** From Review, through the consent, to the plan. */
export async function compare(page: Page, timeout = 10_000): Promise<void> {
  await page.getByRole("button", { name: "Compare with the database" }).click();
  await expect(headline(page)).toHaveText(/^(Nothing has left this browser yet\. Compare with the database|Compare with the database once more)\?$/);
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await expect(headline(page)).toHaveText("What a commit will do", { timeout });
  await planShown(page);
}

/** Waits until the plan's rows have come: once a commit has begun the server refuses to give them, and the browser says so in its console. */
export const planShown = (page: Page) => expect(page.locator(".paged .scroll")).toHaveAttribute("aria-busy", "false");

/** From the plan to the receipt; answers the import's id. */
export async function commit(page: Page, timeout = 10_000): Promise<string> {
  await planShown(page);
  await page.getByRole("button", { name: "Commit", exact: true }).click();
  await expect(headline(page)).toHaveText(/^Committed/, { timeout });
  const id = await page.locator("dl.facts div", { hasText: /^Import/ }).locator("dd").innerText();
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  return id;
}

/** The plan's numbers, as "6 New". */
export async function fates(page: Page): Promise<string[]> {
  const items = await page.locator("ul.fates li").all();
  return Promise.all(
    items.map(async (item) => `${await item.locator(".count").innerText()} ${await item.locator("span").first().innerText()}`),
  );
}

/** Appointments of a company of their own, so that no test meets another's rows. */
export function meetings(rows: Cell[][]): Dropped {
  const head = ["company_id", "people_id", "meeting_date", "meeting_type", "meeting_outcome", "stalled_reason", "source"];
  return { name: "meetings.xlsx", bytes: workbook("Appointments", [head, ...rows]) };
}

export const meeting = (company: string, outcome: string, reason: string | null = null): Cell[] => [
  company, null, new Date(Date.UTC(2025, 4, 5)), "discovery", outcome, reason, "crm",
];

export type ReceiptRow = { row: number; fate: string; key: string; left_out?: boolean };

/** Where an import's rows went, asked of the API. */
export async function rowsOf(page: Page, lane: string, id: string): Promise<ReceiptRow[]> {
  const rows: ReceiptRow[] = [];
  let after: number | undefined = 0;
  while (after !== undefined) {
    const answer = await page.request.get(`/api/v1/${lane}/imports/${id}/rows?after=${after}`);
    expect(answer.ok()).toBe(true);
    const body: { rows: ReceiptRow[]; next?: number } = await answer.json();
    rows.push(...body.rows);
    after = body.next;
  }
  return rows;
}

/** Commits a partner of its own, after a look at the plan if need be; answers the id, by which meetings name it. */
export async function storedPartner(page: Page, planned = async () => {}): Promise<string> {
  const rows = [["firm_name", "primary_contact_name", "source"], [randomUUID(), "Ann Lee", "referral"]];
  await drop(page, { name: "partners.xlsx", bytes: workbook("Partners", rows) });
  await compare(page);
  await planned();
  const id = await commit(page);
  await expect(headline(page)).toHaveText("Committed: 1 partner created");
  const [stored] = await rowsOf(page, "partners", id);
  return stored!.key;
}
