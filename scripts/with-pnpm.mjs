// The entry of `npm start` and `npm test`: runs a task with the pnpm that package.json pins, so that a fresh clone
// needs only Node and npm. pnpm installs the workspace first (verifyDepsBeforeRun in pnpm-workspace.yaml).
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { environment, root } from "./environment.mjs";

const [task, ...rest] = process.argv.slice(2);
const { packageManager } = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));
// Without its hash, which is for managers of package managers: npx has no place for one.
const [pinned] = packageManager.split("+");
// The package is named apart from the command: under another npx its own --package would be taken over.
const npxOptions = ["--prefer-offline", "-y", "--package", pinned, "--", "pnpm", "run", "--silent"];
const { status } = spawnSync("npx", [...npxOptions, task ?? "check", ...rest], {
  cwd: root,
  env: environment(),
  stdio: "inherit",
  shell: process.platform === "win32",
});
process.exitCode = status ?? 1;
