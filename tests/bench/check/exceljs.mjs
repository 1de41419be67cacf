// ExcelJS in Node, with the same rules: `node exceljs.mjs FILE KIND TODAY WHOLE|STREAM`, EXCELJS_FROM naming the folder of the package.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import "./page/rules.js";

const ExcelJS = createRequire(`${process.env.EXCELJS_FROM}/`)("exceljs");
const [file, kind, today, way] = process.argv.slice(2);
const begun = performance.now();
let check;
const take = (row) => {
  // Its rows count their cells from 1.
  const values = row.values.slice(1);
  if (check === undefined) check = Rules.start(kind, values, today);
  else check.row(row.number, values);
};
if (way === "stream") {
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(file, { sharedStrings: "cache", styles: "cache", worksheets: "emit", hyperlinks: "ignore", entries: "emit" });
  for await (const sheet of reader) for await (const row of sheet) take(row);
} else {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(readFileSync(file));
  workbook.worksheets[0].eachRow(take);
}
const { findings, ...overview } = check.end();
const ms = performance.now() - begun;
console.log(JSON.stringify({ ms, overview, peak: process.resourceUsage().maxRSS * 1024 }));
