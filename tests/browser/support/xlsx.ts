// Writes real .xlsx files for tests that need their own rows: zipped XML, as Excel has it, with real date cells.
import { deflateRawSync } from "node:zlib";

export type Cell = string | number | Date | null;

const EPOCH = Date.UTC(1899, 11, 30);

/** One sheet of a workbook: its rows as XML, or none where the file names a part that it does not hold; and what stands around them. */
export type Sheet = { name: string; data: string | null; state?: "hidden"; before?: string; after?: string };

/** A workbook with one sheet; `behind` stands behind the end of its main part, where nothing may. */
export const workbook = (sheet: string, rows: Iterable<Cell[]>, behind = ""): Buffer => book([{ name: sheet, data: table(rows) }], "", behind);

/** The rows of a sheet, as XML. */
export const table = (rows: Iterable<Cell[]>): string => [...rows].map((cells, at) => row(cells, at)).join("");

/** A workbook of several sheets. `properties` stands before their list, in its main part. */
export function book(sheets: Sheet[], properties = "", behind = ""): Buffer {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packaged = "http://schemas.openxmlformats.org/package/2006";
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const relation = (id: string, kind: string, target: string) => `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`;
  const each = (of: (sheet: Sheet, number: number) => string) => sheets.map((sheet, at) => of(sheet, at + 1)).join("");
  const parts = {
    "[Content_Types].xml": `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>${each((_, number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${type}.worksheet+xml"/>`)}<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/></Types>`,
    "_rels/.rels": `${head}<Relationships xmlns="${packaged}/relationships">${relation("rId1", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${office}">${properties}<sheets>${each(({ name, state }, number) => `<sheet name="${text(name)}" sheetId="${number}"${state ? ` state="${state}"` : ""} r:id="rId${number}"/>`)}</sheets></workbook>${behind}`,
    "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="${packaged}/relationships">${each((_, number) => relation(`rId${number}`, "worksheet", `worksheets/sheet${number}.xml`))}${relation("styles", "styles", "styles.xml")}</Relationships>`,
    "xl/styles.xml": `${head}<styleSheet xmlns="${main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  };
  const written = sheets.flatMap(({ data, before = "", after = "" }, at): [string, string][] =>
    data === null ? [] : [[`xl/worksheets/sheet${at + 1}.xml`, `${head}<worksheet xmlns="${main}">${before}<sheetData>${data}</sheetData>${after}</worksheet>`]],
  );
  return zip({ ...parts, ...Object.fromEntries(written) });
}

/** A row, as XML; `marks` are attributes of its own, `more` cells behind the others. */
export function row(cells: Cell[], at: number, marks = "", more = ""): string {
  const written = cells.map((cell, column) => {
    const place = `r="${String.fromCharCode(65 + column)}${at + 1}"`;
    if (cell === null || cell === "") return "";
    if (typeof cell === "number") return `<c ${place}><v>${cell}</v></c>`;
    if (cell instanceof Date) return `<c ${place} s="1"><v>${(cell.getTime() - EPOCH) / 86_400_000}</v></c>`;
    return `<c ${place} t="inlineStr"><is><t xml:space="preserve">${text(cell)}</t></is></c>`;
  });
  return `<row r="${at + 1}"${marks}>${written.join("")}${more}</row>`;
}

const text = (value: string) => value.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function zip(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain, { level: 1 });
    // Version, flags, method 8 (deflate), time, date, checksum, sizes, length of the name, no extra field.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(16);
    entry.writeUInt32LE(offset, 12);
    parts.push(Buffer.from("PK\x03\x04"), common, Buffer.from(name), packed);
    directory.push(Buffer.from("PK\x01\x02\x14\x00"), common, entry.subarray(2), Buffer.from(name));
    offset += 4 + common.length + name.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC[(crc ^ byte) & 0xff];
  return (crc ^ 0xffffffff) >>> 0;
}
