// The main job for each kind: a real .xlsx dropped, its findings seen, compared, committed, and the rows found in the database.
import { randomUUID } from "node:crypto";

import { expect, test } from "../fixtures";
import { commit, compare, drop, fates, headline, open, rowsOf, sample } from "../support/page";
import { workbook } from "../support/xlsx";

test("appointment history goes from drop to receipt", async ({ page, sql }) => {
  await open(page);
  await drop(page, sample("appointments.xlsx"));
  await expect(headline(page)).toHaveText("6 rows, 6 ready");
  await compare(page);
  expect(await fates(page)).toEqual(["6 New"]);
  const id = await commit(page);
  await expect(headline(page)).toHaveText("Committed: 6 added");
  await expect(page.getByText("6c995c094528cd4f653353d4772b16f11b596e03a2cf015350007ca9167bd82b")).toBeVisible();

  const rows = await rowsOf(page, "sales", id);
  expect(rows.map(({ row, fate }) => `${row} ${fate}`)).toEqual([2, 3, 4, 5, 6, 7].map((row) => `${row} new`));
  expect(rows[0].key).toBe("6f9619ff-8b86-4d01-b42d-00cf4fc964ff|3d2c1b0a-9f8e-4d7c-8b6a-5f4e3d2c1b0a|2025-11-03");
  const stored = await sql(
    `select appointment_uid, meeting_date::text, meeting_type::text, meeting_outcome::text, stalled_reason, source::text
     from sales.appointment_history where appointment_uid = any($1) order by meeting_date desc`,
    [rows.map((row) => row.key)],
  );
  expect(stored).toHaveLength(6);
  expect(stored[0]).toMatchObject({ meeting_date: "2025-11-03", meeting_type: "discovery", meeting_outcome: "stalled", stalled_reason: "Budget frozen", source: "crm" });
  expect(stored[2]).toMatchObject({ meeting_date: "2025-09-01", stalled_reason: "New CFO starts in spring", source: "manual" });
  const ready = await sql("select appointment_uid from bit.v_reactivation_ready where appointment_uid = any($1)", [rows.map((row) => row.key)]);
  expect(ready.length).toBeGreaterThan(0);
  const audit = await sql("select distinct performed_by from shq.audit_log where correlation_id = $1", [id]);
  expect(audit).toEqual([{ performed_by: "tester" }]);
});

test("partners, then meetings with them, go from drop to receipt", async ({ page, sql }) => {
  await open(page);
  await drop(page, sample("partners.xlsx"));
  await expect(headline(page)).toHaveText("3 rows, 3 ready");
  // A firm called 360 and a link without scheme are no faults, but worth a word.
  await expect(page.locator(".finding")).toHaveCount(2);
  await compare(page);
  expect(await fates(page)).toEqual(["3 New partner"]);
  const partners = await commit(page);
  const [ann, ben] = (await rowsOf(page, "partners", partners)).map((row) => row.key);
  expect(ann).toMatch(/^[0-9a-f-]{36}$/);

  await page.getByRole("button", { name: "Check another file" }).click();
  const day = new Date(Date.UTC(2025, 10, 5));
  const meetings = workbook("Meetings", [
    ["fractional_cfo_id", "meeting_date", "meeting_type", "outcome", "notes"],
    [ann, day, "intro", "warm", "Knows two founders in Baltimore"],
    [ann, day, "followup", "warm", "Second talk on the same day"],
    [ben, "2025-10-09", "Intro", "neutral", null],
    [randomUUID(), "2025-10-10", "intro", "cold", "Nobody that is stored"],
  ]);
  await drop(page, { name: "meetings.xlsx", bytes: meetings });
  await expect(headline(page)).toHaveText("4 rows, 4 ready");
  await compare(page);
  // The one partner who is not stored holds the commit up until a person leaves that row out.
  expect(await fates(page)).toEqual(["3 New", "1 Unknown partner"]);
  await expect(page.getByRole("button", { name: "Commit", exact: true })).toBeDisabled();
  await page.getByRole("button", { name: "Leave out this row" }).click();
  await expect(page.getByText("1 row is left out by your choice")).toBeVisible();
  const id = await commit(page);
  await expect(page.locator("dl.facts")).toContainText("1 unknown partner");

  const rows = await rowsOf(page, "partners", id);
  expect(rows.filter((row) => row.fate === "new" && !row.left_out).map((row) => row.key)).toEqual([
    `${ann}|2025-11-05|1`,
    `${ann}|2025-11-05|2`,
    `${ben}|2025-10-09|1`,
  ]);
  const stored = await sql(
    `select partner_appointment_uid, outcome::text, notes from partners.partner_appointments
     where fractional_cfo_id in ($1, $2) order by partner_appointment_uid`,
    [ann, ben],
  );
  expect(stored).toHaveLength(3);
  const ready = await sql("select fractional_cfo_id, total_meetings::int from bit.v_partner_outreach_ready where fractional_cfo_id in ($1, $2)", [ann, ben]);
  expect(ready).toContainEqual({ fractional_cfo_id: ann, total_meetings: 2 });
  await page.getByRole("button", { name: "See the ready queue" }).click();
  await page.getByLabel("Sorted by").selectOption("name");
  await expect(page.locator("tbody tr", { hasText: "5 Nov 2025" }).first()).toContainText("warm");
});
