// Adds up the vitest reports of the packages and prints `N passed, N failed`, the last line of CI. Its argument is
// the exit code of the test command: a failure outside the tests counts as one.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./environment.mjs";

const folders = [...readdirSync(join(root, "packages")).map((name) => join("packages", name)), "scripts"];
let passed = 0;
let failed = 0;
for (const folder of folders) {
  try {
    const report = JSON.parse(readFileSync(join(root, folder, ".reports", "vitest.json"), "utf8"));
    passed += report.numPassedTests;
    failed += report.numFailedTests;
  } catch (error) {
    // A package without tests, or one that did not run.
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}
const exitCode = Number(process.argv[2] ?? 0);
if (exitCode !== 0 && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed`);
