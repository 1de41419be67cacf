// Files with everything in them that Excel may not show: one workbook, one text, of any kind's rows.
import { book, type Cell, row, table } from "./xlsx";

/** What a workbook below holds, as the findings are named; besides, one cell's formula has no result. */
export const HAZARDS = [
  "Rows that Excel hides are imported",
  "Rows that a filter leaves out are imported",
  "A hidden sheet is not imported",
  "Another sheet holds data too",
  "Merged cells",
  "The file counts its dates from 1904",
  "Cells that could not be read as they were meant",
  "The sheet is said to be much larger than it is",
  "Another sheet can't be read",
];

/** A workbook of six rows. The last two lack their last cell: a formula without a result stands there, and a text that the file does not hold. */
export function hazardousWorkbook(head: string[], rows: Cell[][]): Buffer {
  const last = String.fromCharCode(64 + head.length);
  const [first, second, third, fourth, fifth, sixth] = rows as [Cell[], Cell[], Cell[], Cell[], Cell[], Cell[]];
  const hidden = ' hidden="1"';
  const data = [
    row(head, 0), row(first, 1), row(second, 2, hidden), row(third, 3), row(fourth, 4, hidden),
    row(fifth.slice(0, -1), 5, "", `<c r="${last}6"><f>A1&amp;""</f></c>`),
    row(sixth.slice(0, -1), 6, "", `<c r="${last}7" t="s"><v>99</v></c>`),
  ].join("");
  const filter = `<autoFilter ref="A1:${last}4"><filterColumn colId="0"><filters><filter val="1"/></filters></filterColumn></autoFilter>`;
  return book(
    [
      { name: "Rows", before: '<dimension ref="A1:XFD1048576"/>', data, after: `${filter}<mergeCells count="1"><mergeCell ref="${last}2:${last}3"/></mergeCells>` },
      { name: "Summary", data: table([["Quarter", "Count"], ["Q1", 3]]) },
      { name: "Lists", state: "hidden", data: table([["Words"], ["won"]]) },
      { name: "Gone", data: null },
    ],
    '<workbookPr date1904="1"/>',
  );
}

/** What a text below holds. */
export const TEXT_HAZARDS = ["The text's encoding was guessed", "A row that was cut in the wrong places"];

/** A text in the encoding of old Windows programs, with a field too many in its last row, which blocks. */
export function hazardousText(head: string[], rows: Cell[][]): Buffer {
  const lines = [[...head, "Café"], ...rows.map((cells) => [...cells, "é"])].map((cells) => cells.join(","));
  return Buffer.from(`${lines.join("\r\n")},one more\r\n`, "latin1");
}
