// SheetJS in a worker, with the same rules: takes a file's bytes, reads the first sheet, checks it, and answers with what an overview shows.
// What was read stays, as somebody needs it who shows rows afterwards.
"use strict";
importScripts("sheetjs.js", "rules.js", "sheetjs_rows.js");
let held = null;
onmessage = ({ data }) => {
  const workbook = readWorkbook(data.bytes);
  const { findings, ...overview } = checkWorkbook(workbook, data.kind, data.today);
  held = { workbook, findings };
  postMessage({ checked: data.places ? { ...overview, findings } : overview });
};
postMessage("ready");
