// `npm start`: builds the command line without output and runs its demo.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { environment, root } from "./environment.mjs";

const build = spawnSync("turbo", ["run", "build", "--filter=metermux...", "--output-logs=errors-only"], {
  cwd: root,
  env: environment(),
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
  shell: process.platform === "win32",
});
if (build.error) console.error(`turbo did not start (${build.error.message}): run this as \`pnpm demo\``);
if (build.status === 0) {
  const main = join(root, "packages", "cli", "dist", "main.js");
  const { status } = spawnSync(process.execPath, [main, "demo"], { cwd: root, env: environment(), stdio: "inherit" });
  process.exitCode = status ?? 1;
} else {
  process.stderr.write(`${build.stdout ?? ""}${build.stderr ?? ""}`);
  process.exitCode = build.status ?? 1;
}
