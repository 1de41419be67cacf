// Measures the check beside what people would use instead, the sides in turn, and writes what came of it: `node measure.mjs SETTINGS.json`.
// `cargo xtask bench check` gets what is measured, writes the settings, and makes tables and charts of the results.
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

import { same, samePlaces } from "./agree.mjs";
import { Chromium } from "./chromium.mjs";
import { Programs } from "./programs.mjs";
import { Server } from "./server.mjs";
import { COUNTED, file, SMALL, TODAY, workloads } from "./workloads.mjs";

const settings = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { folder, samples, rounds } = settings;
const programs = new Programs({ ...settings, today: TODAY });
const server = await Server.start(settings);
const chromium = new Chromium({ ...settings, server });
const get = (workload) => file(workload, { folder, samples, programs });
const asked = (path, { kind }) => ({ name: basename(path), kind, today: TODAY });
const called = ({ kind, rows, faulty, format }) => `${rows.toLocaleString("en")} ${kind} .${format}, ${faulty} % faulty`;

/** Before anything is measured: every side finds the same, at the same places. */
async function agree() {
  let compared = 0;
  for (const workload of SMALL) {
    const { path } = await get(workload);
    const what = asked(path, workload);
    const native = await programs.native(path);
    const sheetjs = await chromium.measure("sheetjs", path, { ...what, places: true });
    compared += samePlaces(called(workload), native.findings, sheetjs.overview.findings);
    const lanegate = await chromium.measure("lanegate", path, what);
    same(called(workload), lanegate.overview, native.overview);
    same(called(workload), lanegate.overview, sheetjs.overview);
    if (workload.format === "xlsx") same(called(workload), lanegate.overview, (await programs.exceljs(path, workload.kind, "stream")).overview);
  }
  console.log(`   every side has the same ${compared.toLocaleString("en")} findings at the same places in ${SMALL.length} small files`);
  return compared;
}

/** One side's turn. */
async function turn(side, path, workload, first) {
  const deep = first && workload.deep;
  const measured = async (more) => {
    const cold = deep && !workload.once ? (await chromium.measure(side, path, asked(path, workload), { cold: true })).ms : undefined;
    return { ...(await chromium.measure(side, path, asked(path, workload), { freed: deep, ...more })), cold };
  };
  switch (side) {
    case "lanegate":
      return measured({ next: workload.deep, cancelled: deep });
    case "sheetjs":
      return measured({ next: workload.deep && !workload.once });
    case "native": {
      const { findings: _, ...measured } = await programs.native(path);
      if (first) measured.peak = (await programs.native(path, true)).peak;
      return measured;
    }
    case "exceljs":
      return programs.exceljs(path, workload.kind, "stream");
    default:
      return programs[side](path);
  }
}

async function measure(workload) {
  const { path, bytes } = await get(workload);
  const sides = workload.sides.filter((side) => side !== "openpyxl" || settings.python);
  const measured = Object.fromEntries(sides.map((side) => [side, []]));
  const broken = new Set();
  const often = workload.once ? 1 : workload.rows <= 10_000 && !settings.quick ? Math.max(rounds, 5) : rounds;
  for (let round = 0; round < often; round += 1) {
    for (const side of sides.filter((side) => !broken.has(side))) {
      try {
        measured[side].push(await turn(side, path, workload, round === 0));
      } catch (error) {
        // A peer that cannot is told of, and the others go on. Lanegate must.
        if (side === "lanegate" || side === "native") throw error;
        broken.add(side);
        results.failed.push(`${side}, ${called(workload)}: ${error.message.split("\n")[0]}`);
        console.log(`   FAILED: ${results.failed.at(-1)}`);
      }
    }
    const overviews = Object.values(measured).flatMap((turns) => turns.flatMap(({ overview }) => overview ?? []));
    overviews.forEach((overview) => same(called(workload), overviews[0], overview));
  }
  for (const side of broken) delete measured[side];
  const median = (turns) => turns.map(({ ms }) => ms).sort((a, b) => a - b)[turns.length >> 1];
  console.log(`   ${called(workload)}: ${Object.keys(measured).map((side) => `${side} ${Math.round(median(measured[side]))} ms`).join(", ")}`);
  const { overview } = measured.lanegate[0];
  const turns = Object.fromEntries(Object.entries(measured).map(([side, turns]) => [side, turns.map(({ overview: _, ...turn }) => turn)]));
  const { kind, rows, faulty, format } = workload;
  return { kind, rows, faulty, format, bytes, findings: Object.values(overview.groups).reduce((a, b) => a + b, 0), blocked: overview.blocked, turns };
}

const results = { chromium: await chromium.version(), node: process.version, agreed: await agree(), failed: [], workloads: [] };
results.instructions = [];
if (settings.valgrind) {
  // Hash maps that are seeded anew at every start move the count a little.
  for (let at = 0; at < 3; at += 1) results.instructions.push(await programs.count(settings.valgrind, (await get(COUNTED)).path));
  console.log(`   instructions of lanegate check, ${called(COUNTED)}: ${results.instructions.map((count) => count.toLocaleString("en")).join(", ")}`);
}
for (const workload of workloads(settings)) {
  results.workloads.push(await measure(workload));
  // What is there stays, should a later one fail.
  writeFileSync(settings.results, JSON.stringify(results, null, 1));
}
server.stop();
