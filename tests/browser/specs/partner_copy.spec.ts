// A dated copy of the partners' ids: a check warns of partners that it does not hold, and comparing says for certain.
import { randomUUID } from "node:crypto";

import { expect, test } from "../fixtures";
import { look } from "../support/look";
import { compare, drop, fates, headline, open, settled, storedPartner } from "../support/page";
import { kept } from "../support/storage";
import { type Cell, workbook } from "../support/xlsx";

const file = (name: string, rows: Cell[][]) => ({ name, bytes: workbook("Rows", rows) });

test("a partner that the copy does not hold is a warning without the server, and an error when compared", async ({ page, sent }) => {
  await open(page);
  const partner = await storedPartner(page);
  await page.getByRole("button", { name: "Check another file" }).click();

  const copied = page.getByRole("region", { name: "Partners, for checks without the server" });
  await copied.getByRole("button", { name: "Copy the partners' ids to this browser" }).click();
  await expect(copied).toContainText(/Partners as of .+, [\d,]+ rows?\./);
  await look(page, "partner-copy");
  const ids: string[] = [];
  for (let after = ""; ; ) {
    const page_ = await (await page.request.get(`/api/v1/partners/reference${after}`)).json();
    ids.push(...page_.partners.map((partner: { fractional_cfo_id: string }) => partner.fractional_cfo_id));
    if (!page_.next) break;
    after = `?after=${page_.next}`;
  }
  expect(ids).toContain(partner);
  await expect(copied).toContainText(`, ${ids.length.toLocaleString("en-GB")} row`);

  // Kept: the next page has it, and checks with it without asking anybody.
  await page.reload();
  await expect(copied).toContainText("Partners as of");
  await settled(page);
  const before = sent.length;
  const talk = (id: string): Cell[] => [id, new Date(Date.UTC(2025, 4, 5)), "intro", "warm"];
  await drop(page, file("talks.xlsx", [["fractional_cfo_id", "meeting_date", "meeting_type", "outcome"], talk(partner), talk(randomUUID())]));
  await expect(headline(page)).toHaveText("2 rows, 2 ready");
  const found = page.locator(".finding", { hasText: "holds none with this id" });
  await expect(found).toHaveCount(1);
  await expect(found).toContainText("A3");
  expect(sent.slice(before).filter((request) => request.url().includes("/api/"))).toEqual([]);
  await compare(page);
  expect(await fates(page)).toEqual(["1 New", "1 Unknown partner"]);

  await page.getByRole("button", { name: "Drop", exact: true }).click();
  await copied.getByRole("button", { name: "Forget" }).click();
  await expect.poll(() => kept(page, "reference")).toEqual([]);
  await page.reload();
  // The kept file comes back into hand first, and its review with it.
  await expect(headline(page)).toHaveText("2 rows, 2 ready");
  await page.getByRole("button", { name: "Drop", exact: true }).click();
  await expect(copied).not.toContainText("Partners as of");
});
