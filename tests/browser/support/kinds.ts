// The three kinds of file, each with samples of its own: what has to hold for a kind is tested on every one of them.
import { expect } from "../fixtures";
import type { Page } from "@playwright/test";
import type { Cell } from "./xlsx";

/** A cell as the grid names it, and what is typed over it; or the cell of a finding, and what it offers. */
type Correction = { was: string; becomes: string } | { at: string; offered: string };

export type OfKind = {
  kind: string;
  /** A sample in order, and what the page says of it. */
  good: string;
  ready: string;
  /** A faulty sample, what the page says of it, of it with both corrections, and of it with the row of a cell left out, too. */
  faulty: string;
  begins: string;
  corrections: [Correction, Correction];
  corrected: string;
  leave: { row: number; cell: string };
  left: string;
  /** The template's headings, and a row in order; rows of different numbers are different facts. */
  head: string[];
  row(number: number): Cell[];
  /** What no other row holds. */
  own(number: number): string;
  /** What makes a row faulty: a column's place and what it holds then, and the name that such findings have. */
  fault: { column: number; holds: string; name: string; becomes: string };
};

const day = (number: number) => new Date(Date.UTC(2024, 0, 1 + (number % 600))).toISOString().slice(0, 10);
const id = (number: number) => `6f9619ff-8b86-4d01-b42d-${number.toString(16).padStart(12, "0")}`;

export const KINDS: OfKind[] = [
  {
    kind: "appointment history",
    good: "appointments.xlsx",
    ready: "6 rows, 6 ready",
    faulty: "appointments-faulty.xlsx",
    begins: "13 rows, 3 ready, 9 need you",
    corrections: [{ at: "E5", offered: "Take ghosted for every “no show”" }, { at: "C6", offered: "Read as day/month/year" }],
    corrected: "13 rows, 4 ready, 8 need you",
    leave: { row: 5, cell: "2025-02-30" },
    left: "13 rows, 4 ready, 7 need you",
    head: ["company_id", "people_id", "meeting_date", "meeting_type", "meeting_outcome", "stalled_reason", "source"],
    row: (number) => [id(number), id(number), day(number), "systems", "lost", null, "crm"],
    own: id,
    fault: { column: 2, holds: "2025-02-30", name: "A day that does not exist", becomes: "2025-02-28" },
  },
  {
    kind: "partners",
    good: "partners.xlsx",
    ready: "3 rows, 3 ready",
    faulty: "partners-faulty.xlsx",
    begins: "5 rows, 1 ready, 3 need you",
    corrections: [{ was: "Error: nobody at example", becomes: "nobody@example.com" }, { was: "partner", becomes: "engaged" }],
    corrected: "5 rows, 2 ready, 1 needs you",
    leave: { row: 6, cell: "https://example.com/nobody" },
    left: "5 rows, 2 ready",
    head: ["firm_name", "primary_contact_name", "email", "geography", "niche_focus", "source", "status"],
    row: (number) => [`Firm ${number}`, `Ann Lee ${number}`, `ann${number}@example.com`, "West", null, "referral", "prospect"],
    own: (number) => `Ann Lee ${number}`,
    fault: { column: 2, holds: "nobody", name: "Not an e-mail address", becomes: "somebody@example.com" },
  },
  {
    kind: "meetings with partners",
    good: "partner-meetings.xlsx",
    ready: "3 rows, 3 ready",
    faulty: "partner-meetings-faulty.xlsx",
    begins: "4 rows, 1 ready, 3 need you",
    corrections: [{ at: "D3", offered: "Take warm for every “hot”" }, { was: "Error: 09.10.2025", becomes: "2025-10-09" }],
    corrected: "4 rows, 2 ready, 2 need you",
    leave: { row: 3, cell: "Ann Lee" },
    left: "4 rows, 2 ready, 1 needs you",
    head: ["fractional_cfo_id", "meeting_date", "meeting_type", "outcome", "notes", "sequence"],
    row: (number) => [id(number), day(number), "intro", "warm", null, null],
    own: id,
    fault: { column: 1, holds: "2025-02-30", name: "A day that does not exist", becomes: "2025-02-28" },
  },
];

/** The rows of a large file: one in so many is faulty, the last among them. */
export function* rowsOfKind({ row, fault }: OfKind, rows: number, faulty: number): Generator<Cell[]> {
  for (let number = 0; number < rows; number += 1) {
    const cells = row(number);
    if (number % faulty === faulty - 1) cells[fault.column] = fault.holds;
    yield cells;
  }
}

/** Types another value over a cell of the grid, or takes what a finding offers. */
export async function correct(page: Page, correction: Correction): Promise<void> {
  if ("offered" in correction) {
    await page.locator(".list li", { hasText: correction.at }).getByRole("button", { name: correction.offered }).click();
    return expect(page.locator(".list li", { hasText: correction.at })).toHaveCount(0);
  }
  const { was, becomes } = correction;
  await page.getByRole("gridcell", { name: was, exact: true }).dblclick();
  const field = page.locator(".cellbar textarea");
  await expect(field).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(becomes);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid")).toBeFocused();
}
