// From SheetJS to the rules, with the reading options that were found fastest: rows as plain arrays, no formulas, no HTML, no formatted
// texts. Number formats are kept, since they alone tell a date from a number.
"use strict";
const OPTIONS = { type: "array", dense: true, cellFormula: false, cellHTML: false, cellText: false, cellNF: true, raw: true };
const DAY_MS = 86_400_000;
const UNIX_DAY = 25_569;

function readWorkbook(bytes) {
  return XLSX.read(new Uint8Array(bytes), OPTIONS);
}

function checkWorkbook(workbook, kind, today) {
  const rows = workbook.Sheets[workbook.SheetNames[0]];
  const dates = new Map();
  const isDate = (format) => {
    let known = dates.get(format);
    if (known === undefined) dates.set(format, (known = Boolean(XLSX.SSF.is_date(format))));
    return known;
  };
  const value = (cell) => {
    if (cell === undefined || cell === null) return null;
    if (cell.t === "n" && cell.z !== undefined && isDate(cell.z)) return new Date((cell.v - UNIX_DAY) * DAY_MS);
    return cell.v;
  };
  const check = Rules.start(kind, rows[0].map((cell) => cell.v), today);
  const values = [];
  for (let at = 1; at < rows.length; at += 1) {
    const cells = rows[at];
    if (!cells || cells.length === 0) continue;
    values.length = cells.length;
    for (let column = 0; column < cells.length; column += 1) values[column] = value(cells[column]);
    check.row(at + 1, values);
  }
  return check.end();
}
