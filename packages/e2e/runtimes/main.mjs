// `pnpm test:runtimes [runtime...]`: a handful of faults on each runtime, over real sockets; all must end as on Node.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { writeProgram } from "./bundle.mjs";
import { runCommand } from "./child.mjs";
import { findBrowser, runInChromium } from "./chromium.mjs";
import { createDriver, total } from "./driver.mjs";
import { findProblems, renderTable } from "./report.mjs";
import { runInWorkerd } from "./workerd.mjs";

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

const folder = await writeProgram();
const driver = await createDriver();
const start = join(folder, "start.mjs");
const { control, origin } = driver;
const browser = findBrowser();

/** @type {Record<string, (() => Promise<void>) | undefined>} */
const runtimes = {
  node: () => runCommand(process.execPath, [start, control], folder),
  bun: () => runCommand("npx", ["-y", "bun@1.4.5", start, control], folder),
  deno: () =>
    runCommand(
      "npx",
      ["-y", "deno@2.9.6", "run", "--no-config", "--no-lock", "--allow-net=127.0.0.1", start, control],
      folder,
    ),
  workerd: () => runInWorkerd(folder, control),
  chromium: browser === undefined ? undefined : () => runInChromium(browser, folder, origin, control),
};

const asked = process.argv.slice(2).filter((name) => name !== "--");
const unknown = asked.filter((name) => !Object.hasOwn(runtimes, name));
let failures = 0;
/** @type {Map<string, import("./driver.mjs").Result[]>} */
const seen = new Map();
if (unknown.length > 0) {
  say(`there is no ${unknown.join(", ")}; there are ${Object.keys(runtimes).join(", ")}`);
  failures += 1;
}

for (const [name, run] of Object.entries(runtimes)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  if (run === undefined) {
    const required = process.env.BROWSER === "required";
    say(`${name}: ${required ? "FAILED" : "SKIPPED"}, no browser found (install chromium, or set BROWSER_PATH)`);
    if (required) failures += 1;
    continue;
  }
  const started = performance.now();
  const { results, problem } = await driver.play(run);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const problems = findProblems(name, results);
  seen.set(name, results);
  if (problem !== "") problems.push(`the runtime: ${problem}`);
  if (results.length !== total) problems.push(`played ${results.length} of ${total} cases`);
  say(`${name}: ${problems.length === 0 ? "ok" : "FAILED"}, ${results.length} cases in ${seconds} s`);
  for (const line of problems) say(`  ${line}`);
  failures += problems.length;
}

if (seen.size > 0) say(`\n${renderTable(seen)}`);
say(failures === 0 ? "\nevery runtime played ends every case as Node does" : `\nproblems: ${failures}`);
await driver.close();
rmSync(folder, { recursive: true, force: true });
process.exitCode = failures === 0 ? 0 : 1;
