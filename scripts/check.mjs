// `npm test`: runs every check of the repository, quick ones first, and stops at the first failure.
import { spawnSync } from "node:child_process";
import { environment, root } from "./environment.mjs";

const turbo = ["turbo", "run", "--output-logs=new-only"];

/** @type {{ name: string, command: string[] }[]} */
const steps = [
  { name: "lint of specs", command: [...turbo, "lint:specs"] },
  // Separately, before a step that could regenerate the files.
  { name: "drift of generated files", command: ["node", "scripts/generate.mjs", "--check"] },
  { name: "lint of code", command: ["biome", "check", "--error-on-warnings"] },
  { name: "arrows", command: ["node", "scripts/arrows.mjs"] },
  { name: "types", command: [...turbo, "typecheck"] },
  { name: "tests and build", command: [...turbo, "test", "build"] },
];

/** What `.github/workflows/nightly.yml` runs and this does not, by its command. @type {[string, string][]} */
const nightly = [
  ["test:faults", "every fault over undici with each client; here with one client"],
  ["test:spec-mutations", "each change that the spec diff must name on a copy of its own; here all on one copy"],
  ["test:oracle", "10,000 random queries for each vendor; here fewer"],
  ["test:formats", "usage written to CSV and Parquet, added up again by DuckDB"],
  ["test:mutants", "each package's tests against small breakages of its code"],
  ["test:runtimes", "the built packages in a browser and other runtimes"],
  ["bench", "every measure of the benchmark at full size"],
];

for (const { name, command } of steps) {
  console.log(`\n— ${name}`);
  const [program = "", ...rest] = command;
  const { status } = spawnSync(program, rest, {
    cwd: root,
    env: environment(),
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error(`\n${name}: failed`);
    process.exit(status ?? 1);
  }
}
console.log("\nevery check passed; these run nightly only:");
for (const [command, what] of nightly) console.log(`  pnpm ${command.padEnd(20)} ${what}`);
