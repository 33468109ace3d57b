// `pnpm generate`: generates every client's schema file from its spec.
// `pnpm generate --check`: fails when one of them is out of date, or when a generated file has no spec.
//
// The check runs turbo separately and first: in one graph with `generate` the file would be regenerated before the check.
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { environment, root } from "./environment.mjs";
import { listVendors, marker } from "./generate-client.mjs";

const notOurs = new Set(["node_modules", "dist", "coverage", ".git", ".turbo", ".reports"]);

/**
 * Every file below a folder, relative to the repository.
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : filesBelow(path);
    return entry.isFile() ? [relative(root, path).split(sep).join("/")] : [];
  });
}

/** @param {string} file */
function bearsMarker(file) {
  const start = Buffer.alloc(marker.length);
  const descriptor = openSync(join(root, file), "r");
  try {
    readSync(descriptor, start, 0, start.length, 0);
  } finally {
    closeSync(descriptor);
  }
  return start.toString("utf8") === marker;
}

/** Generated files that no entry of redocly.yaml makes. */
async function leftovers() {
  const expected = new Set((await listVendors()).map(({ output }) => output));
  const suspects = filesBelow(root).filter((file) => !expected.has(file));
  return suspects.filter((file) => /^packages\/[^/]+\/src\/schema\.ts$/.test(file) || bearsMarker(file));
}

/** @param {string} task */
function turbo(task) {
  const { status, error } = spawnSync("turbo", ["run", task, "--output-logs=errors-only"], {
    cwd: root,
    env: environment(),
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) console.error(`turbo did not start (${error.message}): run this as \`pnpm generate\``);
  return status ?? 1;
}

if (process.argv.includes("--check")) {
  const status = turbo("generate:check");
  const extra = await leftovers();
  for (const file of extra) console.error(`${file} is generated but belongs to no spec in redocly.yaml: delete it`);
  process.exitCode = status || (extra.length > 0 ? 1 : 0);
} else {
  process.exitCode = turbo("generate");
}
