// Writes an .xlsx as .xls, with SheetJS: `node convert.mjs FILE.xlsx FILE.xls`, SHEETJS_FROM naming the folder of the package.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const XLSX = createRequire(`${process.env.SHEETJS_FROM}/`)("xlsx");
const [from, to] = process.argv.slice(2);
const workbook = XLSX.read(readFileSync(from), { dense: true, cellNF: true });
writeFileSync(to, XLSX.write(workbook, { type: "buffer", bookType: "biff8", bookSST: true }));
