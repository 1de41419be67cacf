// How the page's programs are sent, and which of them a visit fetches. `cargo xtask bench size` measures their size.
import { get } from "node:http";

import { expect, test } from "../fixtures";
import { drop, headline, open, sample } from "../support/page";

/** A response's size as sent; the browser only tells the size of what it made of it. */
function weigh(url: string): Promise<{ bytes: number; encoding?: string; caching?: string }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": "br" } }, (response) => {
      let bytes = 0;
      response.on("data", (piece: Buffer) => (bytes += piece.length));
      response.on("end", () => resolve({ bytes, encoding: response.headers["content-encoding"], caching: response.headers["cache-control"] }));
    }).on("error", reject);
  });
}

/** Reports the size of programs, and expects them to be compressed and kept. */
async function together(urls: string[]): Promise<void> {
  let total = 0;
  for (const url of urls) {
    const { bytes, encoding, caching } = await weigh(url);
    console.log(`${new URL(url).pathname}: ${bytes} bytes as ${encoding ?? "it is"}, ${caching}`);
    // Only the few lines that name the others are asked for again.
    if (bytes > 1_000) {
      expect(encoding, url).toBe("br");
      expect(caching, url).toContain("immutable");
    }
    total += bytes;
  }
  console.log(`together ${total} bytes`);
}

test("programs are compressed and kept by their content; a check and a comparison fetch only their own", async ({ page, sent }) => {
  const programs = () => [...new Set(sent.map((request) => request.url()).filter((url) => /\.(js|wasm)$/.test(url)))];
  await open(page);
  await drop(page, sample("appointments-faulty.xlsx"));
  await expect(headline(page)).toHaveText(/13 rows/);
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Match" }).click();
  await expect(headline(page)).toBeVisible();
  const checking = programs();
  expect(checking.filter((url) => url.endsWith(".wasm"))).toHaveLength(2);
  await together(checking);

  await page.getByRole("button", { name: "Ready queues" }).click();
  await expect(headline(page)).toHaveText("Meetings to reactivate");
  const more = programs().filter((url) => !checking.includes(url));
  expect(more).toHaveLength(1);
  await together(more);
});
