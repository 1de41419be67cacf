// What is measured: files that `lanegate-samples` makes with a fixed seed, kept between runs, and which sides check each.
import { existsSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

export const TODAY = "2026-06-30";
const KINDS = ["appointment_history", "partner_master", "partner_appointments"];

/** Both sides in Chromium, and the command line. */
const CORE = ["lanegate", "sheetjs", "native"];
const ALL = [...CORE, "exceljs", "openpyxl", "inflate"];

/** Small files on which the sides must agree, finding by finding, before anything is measured. */
export const SMALL = [
  ...KINDS.map((kind) => ({ kind, rows: 3_000, faulty: 30, format: "xlsx" })),
  ...["xls", "ods", "csv"].map((format) => ({ kind: KINDS[0], rows: 3_000, faulty: 30, format })),
];

/** The file whose check is counted in instructions. */
export const COUNTED = { kind: KINDS[0], rows: 10_000, faulty: 1, format: "xlsx" };

/** `quick`: small ones that show whether the measuring works. `large`: the peers check 1,000,000 rows, too. */
export function workloads({ quick, large }) {
  const [kind] = KINDS;
  const xlsx = (rows, faulty, sides, more = {}) => ({ kind, rows, faulty, format: "xlsx", sides, ...more });
  const full = quick ? 10_000 : 100_000;
  const list = [xlsx(1_000, 1, ALL), xlsx(1_000, 30, CORE)];
  if (!quick) list.push(xlsx(10_000, 1, ALL), xlsx(10_000, 30, CORE));
  list.push(xlsx(full, 1, ALL, { deep: true }), xlsx(full, 30, CORE));
  for (const other of KINDS.slice(1)) list.push({ kind: other, rows: full, faulty: 1, format: "xlsx", sides: CORE });
  // A sheet of an .xls ends there.
  list.push({ kind, rows: Math.min(full, 65_535), faulty: 1, format: "xls", sides: CORE });
  list.push({ kind, rows: full, faulty: 1, format: "ods", sides: [...CORE, "inflate"] }, { kind, rows: full, faulty: 1, format: "csv", sides: CORE });
  if (large) list.push(xlsx(1_000_000, 1, ALL, { deep: true, once: true }), xlsx(1_000_000, 30, CORE, { once: true }));
  else if (!quick) list.push(xlsx(1_000_000, 1, ["lanegate", "native", "inflate"], { deep: true }));
  return list;
}

/** The file of a workload, made first if it is not kept yet. */
export async function file({ kind, rows, faulty, format }, { folder, samples, programs }) {
  const path = (ending) => join(folder, `${kind}-${rows}-${faulty}.${ending}`);
  if (!existsSync(path(format))) {
    if (format === "xls") {
      const from = await file({ kind, rows, faulty, format: "xlsx" }, { folder, samples, programs });
      await programs.convert(from.path, path("making.xls"));
    } else {
      await programs.samples(samples, ["--rows", `${rows}`, kind, `${faulty}`, path(`making.${format}`)]);
    }
    renameSync(path(`making.${format}`), path(format));
  }
  return { path: path(format), bytes: statSync(path(format)).size };
}
