// `pnpm test:mutants [PACKAGE[/ROOM] ...] [--minutes N] [--goal PERCENT]`: mutates the code of the libraries in one small
// place at a time (StrykerJS) and reports the mutants that a package's own tests do not detect. Nightly.
//
// A room (a folder of a package's src) is one run, and results are kept between runs, so that only what changed is tried
// again. Rooms that do not fit the minutes of their package (60) are named as not run. Exits with 1 below the goal (85).
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./environment.mjs";
import { installStryker } from "./mutants/install.mjs";
import { roomsOf } from "./mutants/rooms.mjs";
import { runRoom } from "./mutants/run-room.mjs";
import { renderScores, renderSurvivors, scoreOf } from "./mutants/score.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: "string", default: "60" }, goal: { type: "string", default: "85" } },
});
const rooms = roomsOf(root).filter(
  ({ name, room }) =>
    positionals.length === 0 || positionals.some((wanted) => [name, `${name}/${room}`].includes(wanted)),
);
if (rooms.length === 0) {
  console.error(
    `no such package or room; there are ${roomsOf(root)
      .map(({ name, room }) => `${name}/${room}`)
      .join(", ")}`,
  );
  process.exit(2);
}
const changed = execFileSync("git", ["status", "--porcelain", "--", "packages"], { cwd: root, encoding: "utf8" });
if (changed !== "") {
  // Files are changed in place and restored, so uncommitted changes could be lost.
  console.error(`commit or stash first:\n${changed}`);
  process.exit(2);
}

const reports = join(root, ".reports", "mutants");
mkdirSync(reports, { recursive: true });
const tools = await installStryker();
/** @type {Map<string, import("./mutants/score.mjs").Score>} */
const scores = new Map();
/** @type {string[]} */
const left = [];
/** @type {Map<string, number>} */
const spent = new Map();
for (const { name, room, folder, files } of rooms) {
  const used = spent.get(name) ?? 0;
  if (used >= Number(values.minutes) * 60_000) {
    left.push(`${name}/${room}`);
    continue;
  }
  const started = performance.now();
  console.log(`\n— ${name}/${room}: ${files.length} files`);
  const report = join(reports, `${name}-${room}.json`);
  const incremental = join(reports, `${name}-${room}.incremental.json`);
  if (!runRoom({ tools, folder, files, report, incremental }) || !existsSync(report)) {
    console.error(`${name}/${room}: the run failed`);
    process.exit(1);
  }
  scores.set(`${name}/${room}`, scoreOf(report));
  spent.set(name, used + performance.now() - started);
}
writeFileSync(join(reports, "survivors.txt"), renderSurvivors(scores));
const { text, lowest } = renderScores(scores);
console.log(`\n${text}\nsurvivors: .reports/mutants/survivors.txt`);
if (left.length > 0) console.log(`not run, out of time: ${left.join(", ")}`);
if (lowest < Number(values.goal)) {
  console.error(`below the goal of ${values.goal} %`);
  process.exit(1);
}
