import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environment, root } from "../environment.mjs";

/**
 * Mutates the files of one room, one place at a time, and runs the tests that cover it.
 *
 * @param {{ tools: { program: string, plugin: string }, folder: string, files: readonly string[], report: string, incremental: string }} run
 *   `report` is where the result goes, `incremental` what is kept for the next run.
 * @returns {boolean} whether it came to an end.
 */
export function runRoom({ tools, folder, files, report, incremental }) {
  const own = mkdtempSync(join(tmpdir(), "mutants-"));
  const settings = join(own, "stryker.json");
  writeFileSync(
    settings,
    JSON.stringify({
      plugins: [tools.plugin],
      testRunner: "vitest",
      vitest: { configFile: "vitest.config.ts", related: true },
      // StrykerJS reads a tsconfig with TypeScript's JavaScript API, which TypeScript 7 lacks; types are not checked here.
      tsconfigFile: "no-tsconfig.json",
      disableTypeChecks: false,
      // The packages find each other by links, which a copy would not have.
      inPlace: true,
      mutate: files,
      coverageAnalysis: "perTest",
      concurrency: 2,
      timeoutMS: 10_000,
      ignoreStatic: true,
      incremental: true,
      incrementalFile: incremental,
      reporters: ["json", "progress-append-only"],
      jsonReporter: { fileName: report },
      tempDirName: join(own, "tmp"),
    }),
  );
  const { status } = spawnSync(process.execPath, [tools.program, "run", settings], {
    cwd: folder,
    env: environment(),
    stdio: "inherit",
  });
  // StrykerJS restores the files itself, unless it was killed.
  spawnSync("git", ["checkout", "--", join(folder, "src")], { cwd: root });
  rmSync(own, { recursive: true, force: true });
  return status === 0;
}
