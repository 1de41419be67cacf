// Writes the tables with SheetJS and ExcelJS, and prints their versions. write.py runs it in a folder with their packages.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;
const load = createRequire(join(process.cwd(), "package.json"));
const versions = {};
const tables = JSON.parse(readFileSync(join(here, "table.json"), "utf8"));
const FORMATS = { date: "yyyy-mm-dd", moment: "yyyy-mm-dd hh:mm:ss", elapsed: "[h]:mm:ss", time: "hh:mm:ss" };
const ERRORS = { "#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42 };

/** A declared cell as its kind, its value, and a number format. */
function declared(cell) {
  if (cell === null) return { kind: "blank" };
  if (typeof cell !== "object") return { kind: typeof cell, value: cell };
  if (cell.repeat) return { kind: "string", value: cell.repeat[0].repeat(cell.repeat[1]) };
  if (cell.error) return { kind: "error", value: cell.error };
  if (cell.formula) return { kind: "formula", formula: cell.formula, result: "is" in cell ? declared(cell.is) : null, like: cell.like };
  if (cell.date) {
    const [day, time = "00:00:00"] = cell.date.split(" ");
    return { kind: "date", value: new Date(`${day}T${time}Z`), format: cell.date.includes(" ") ? FORMATS.moment : FORMATS.date };
  }
  const kind = cell.elapsed ? "elapsed" : "time";
  const [hours, minutes, seconds] = cell[kind].split(":").map(Number);
  return { kind, value: (hours * 3600 + minutes * 60 + seconds) / 86400, format: FORMATS[kind] };
}

function eachCell(sheet, write) {
  sheet.rows.forEach((row, r) => row.forEach((cell, c) => cell !== null && write(r, c, declared(cell))));
}

/** The sheet as text files have it: without its long texts. */
function shortened(sheet) {
  return { ...sheet, rows: sheet.rows.slice(0, sheet.rows_in_text_files) };
}

// --- SheetJS

function sheetJsCell({ kind, value, format, formula, result, like }) {
  switch (kind) {
    case "string": return { t: "s", v: value };
    case "number": return { t: "n", v: value };
    case "boolean": return { t: "b", v: value };
    case "error": return { t: "e", v: ERRORS[value], w: value };
    case "date": return { t: "d", v: value, z: format };
    case "formula": return { t: "n", ...(result ? sheetJsCell(result) : like && { z: FORMATS[like] }), f: formula };
    default: return { t: "n", v: value, z: format };
  }
}

function sheetJsBook(XLSX, sheets, since1904) {
  const book = XLSX.utils.book_new();
  for (const [name, sheet] of Object.entries(sheets)) {
    const made = {};
    const end = { r: 0, c: 0 };
    eachCell(sheet, (r, c, cell) => {
      made[XLSX.utils.encode_cell({ r, c })] = sheetJsCell(cell);
      [end.r, end.c] = [Math.max(end.r, r), Math.max(end.c, c)];
    });
    made["!ref"] = XLSX.utils.encode_range({ s: { r: 0, c: 0 }, e: end });
    made["!rows"] = [];
    sheet.hidden_rows?.forEach((row) => (made["!rows"][row - 1] = { hidden: true }));
    if (sheet.merged) made["!merges"] = sheet.merged.map(XLSX.utils.decode_range);
    XLSX.utils.book_append_sheet(book, made, name);
  }
  const hidden = Object.values(sheets).map((sheet) => ({ Hidden: sheet.hidden ? 1 : 0 }));
  book.Workbook = { Sheets: hidden, WBProps: { date1904: since1904 } };
  return book;
}

/** Writes each table in the named formats: a name of SheetJS's own, or a pair of it and an extension. */
function sheetJs(writer, XLSX, formats, options = {}) {
  const books = {
    sheets: () => sheetJsBook(XLSX, tables.sheets, false),
    since_1904: () => sheetJsBook(XLSX, tables.since_1904, true),
    values: () => sheetJsBook(XLSX, { Values: shortened(tables.sheets.Values) }, false),
    meetings: () => sheetJsBook(XLSX, { Meetings: tables.sheets.Meetings }, false),
  };
  for (const [table, named] of Object.entries(formats)) {
    for (const format of named) {
      const [bookType, extension] = Array.isArray(format) ? format : [format, format];
      const bytes = XLSX.write(books[table](), { bookType, type: "buffer", compression: true, ...options });
      writeFileSync(join(here, "files", `${table}.${writer}.${extension}`), bytes);
    }
  }
}

const newer = load("@e965/xlsx");
const older = load("xlsx");
const numbers = load("@e965/xlsx/dist/xlsx.zahl");
versions["SheetJS (@e965/xlsx)"] = newer.version;
versions["SheetJS (xlsx)"] = older.version;
const WORKBOOKS = ["xlsx", "xlsb", ["biff8", "xls"], ["biff5", "biff5.xls"], "ods"];
const OTHERS = ["xlml", "fods", "biff4", "biff3", "biff2", "sylk", "html", "dif", "rtf", "prn", "eth", "dbf", "wk1", "wk3"];
sheetJs("sheetjs", newer, {
  sheets: WORKBOOKS,
  since_1904: WORKBOOKS,
  values: ["csv", "txt"],
  meetings: ["csv", "txt", "xlsm", "xla", ...OTHERS],
});
sheetJs("sheetjs", newer, { meetings: ["numbers"] }, { numbers });
sheetJs("sheetjs_iso", newer, { sheets: ["xlsx"] }, { cellDates: true });
sheetJs("sheetjs_shared", newer, { sheets: ["xlsb"] }, { bookSST: true });
sheetJs("sheetjs_0.18", older, { sheets: ["xlsx", ["biff8", "xls"]] });

// --- ExcelJS

function excelJsValue({ kind, value, formula, result }) {
  switch (kind) {
    case "error": return { error: value };
    case "formula": return { formula, ...(result && { result: excelJsValue(result) }) };
    default: return value;
  }
}

const ExcelJS = load("exceljs");
versions.ExcelJS = load("exceljs/package.json").version;

async function excelJs(file, sheets, since1904, streamed) {
  const book = streamed ? new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true }) : new ExcelJS.Workbook();
  if (since1904) book.properties.date1904 = true;
  for (const [name, sheet] of Object.entries(sheets)) {
    const made = book.addWorksheet(name, { state: sheet.hidden ? "hidden" : "visible" });
    eachCell(sheet, (r, c, cell) => {
      const at = made.getCell(r + 1, c + 1);
      at.value = excelJsValue(cell);
      const format = cell.format ?? cell.result?.format ?? FORMATS[cell.like];
      if (format) at.numFmt = format;
    });
    sheet.hidden_rows?.forEach((row) => (made.getRow(row).hidden = true));
    sheet.merged?.forEach((range) => made.mergeCells(range));
    if (streamed) made.commit();
  }
  await (streamed ? book.commit() : book.xlsx.writeFile(file));
}

const file = (name) => join(here, "files", `${name}.xlsx`);
await excelJs(file("sheets.exceljs"), tables.sheets, false, false);
await excelJs(file("sheets.exceljs_stream"), tables.sheets, false, true);
await excelJs(file("since_1904.exceljs"), tables.since_1904, true, false);
console.log(JSON.stringify(versions));
