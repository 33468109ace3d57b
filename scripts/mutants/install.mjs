import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../environment.mjs";

const version = "9.6.1";

/**
 * Installs StrykerJS with its vitest runner in a separate folder, because it is large and nothing else needs it. It runs the
 * repository's vitest, so that tests and runner share one.
 *
 * @returns {Promise<{ program: string, plugin: string }>} absolute paths.
 */
export async function installStryker() {
  const folder = join(root, "node_modules", ".cache", "mutants", version);
  const modules = join(folder, "node_modules");
  const program = join(modules, "@stryker-mutator", "core", "bin", "stryker.js");
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
    const packages = [`@stryker-mutator/core@${version}`, `@stryker-mutator/vitest-runner@${version}`];
    const options = ["--no-audit", "--no-fund", "--legacy-peer-deps", "--prefer-offline"];
    execFileSync("npm", ["install", ...options, ...packages], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
  }
  const vitest = join(modules, "vitest");
  rmSync(vitest, { recursive: true, force: true });
  symlinkSync(realpathSync(join(root, "node_modules", "vitest")), vitest, "junction");
  return { program, plugin: join(modules, "@stryker-mutator", "vitest-runner", "dist", "src", "index.js") };
}
