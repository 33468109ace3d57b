// The entry of `npm start` and `npm test`: runs a task with the pnpm that package.json pins, so that a fresh clone
// needs only Node and npm. pnpm installs the workspace first (verifyDepsBeforeRun in pnpm-workspace.yaml).
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { environment, root } from "./environment.mjs";

const [task, ...rest] = process.argv.slice(2);
const { packageManager } = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));
const arguments_ = ["--prefer-offline", "-y", packageManager, "run", "--silent", task ?? "check", ...rest];
const { status } = spawnSync("npx", arguments_, {
  cwd: root,
  env: environment(),
  stdio: "inherit",
  shell: process.platform === "win32",
});
process.exitCode = status ?? 1;
