// The floor of reading an .xlsx or .ods: unfolding its parts with zlib, one after the other, and nothing else: `node inflate.mjs FILE`.
import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

const bytes = readFileSync(process.argv[2]);
const begun = performance.now();
const end = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
let at = bytes.readUInt32LE(end + 16);
let unfolded = 0;
for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
  const [method, packed, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
  const local = bytes.readUInt32LE(at + 42);
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const part = bytes.subarray(from, from + packed);
  const plain = method === 8 ? inflateRawSync(part) : part;
  if (plain.length !== size) throw new Error("a part has another size than the archive says");
  unfolded += plain.length;
  at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
}
console.log(JSON.stringify({ ms: performance.now() - begun, unfolded, peak: process.resourceUsage().maxRSS * 1024 }));
