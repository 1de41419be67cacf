// Programs outside of the browser, each measured in a process of its own.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Runs a program and gives what it wrote. `watch`: looks again and again how much memory it takes, which costs it some time. */
function run(program, args, { env = {}, out, watch = false, right = [0] }) {
  return new Promise((resolve, reject) => {
    const file = openSync(out, "w");
    const begun = performance.now();
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", file, "inherit"] });
    closeSync(file);
    let peak = 0;
    const look = async () => {
      const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
      peak = Math.max(peak, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024);
    };
    const timer = watch ? setInterval(look, 2) : undefined;
    child.on("error", reject);
    child.on("exit", (code) => {
      const ms = performance.now() - begun;
      clearInterval(timer);
      if (right.includes(code)) resolve({ ms, peak: peak || undefined, text: readFileSync(out, "utf8") });
      else reject(new Error(`${program} ${args.join(" ")} ended with ${code}`));
    });
  });
}

export class Programs {
  /** `lanegate`: the command line. `exceljs`, `sheetjs`: the folders that hold the packages. `python`: one that has openpyxl. */
  constructor({ lanegate, exceljs, sheetjs, python, folder, today }) {
    Object.assign(this, { lanegate, folders: { EXCELJS_FROM: exceljs, SHEETJS_FROM: sheetjs }, python, today, out: join(folder, "said.json") });
  }

  /** A program of ours that measures itself and says so. */
  async #script(name, args, program = process.execPath) {
    const script = new URL(name, import.meta.url).pathname;
    const { text } = await run(program, [script, ...args], { env: this.folders, out: this.out });
    return text ? JSON.parse(text) : undefined;
  }

  #check(file) {
    return ["check", "--format", "json", "--today", this.today, file];
  }

  /** `lanegate check` with its whole report, from start to end. */
  async native(file, watch = false) {
    // It ends with 1 where rows have faults.
    const { ms, peak, text } = await run(this.lanegate, this.#check(file), { out: this.out, watch, right: [0, 1] });
    const { rows, findings } = JSON.parse(text);
    const groups = {};
    for (const { code, column } of findings) {
      const name = column ? `${code} ${column}` : code;
      groups[name] = (groups[name] ?? 0) + 1;
    }
    return { ms, peak, overview: { rows, groups }, findings };
  }

  /** `way`: `stream`, or `whole` for a workbook in memory. */
  exceljs(file, kind, way) {
    return this.#script("exceljs.mjs", [file, kind, this.today, way]);
  }

  openpyxl(file) {
    return this.#script("openpyxl_read.py", [file], this.python);
  }

  inflate(file) {
    return this.#script("inflate.mjs", [file]);
  }

  convert(from, to) {
    return this.#script("convert.mjs", [from, to]);
  }

  samples(program, args) {
    return run(program, args, { out: this.out });
  }

  /** Instructions that `lanegate check` takes for a file, start and end included. */
  async count(valgrind, file) {
    const counts = `${this.out}.callgrind`;
    await run(valgrind, ["--tool=callgrind", "--quiet", `--callgrind-out-file=${counts}`, this.lanegate, ...this.#check(file)], { out: this.out, right: [0, 1] });
    const instructions = Number(/^(?:totals|summary): (\d+)/m.exec(readFileSync(counts, "utf8"))?.[1]);
    if (!(instructions > 0)) throw new Error("callgrind gave no count");
    return instructions;
  }
}
