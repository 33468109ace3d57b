import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const cli = new URL("../../cli/", import.meta.url);
const manifest: { bin: { metermux: string } } = JSON.parse(readFileSync(new URL("package.json", cli), "utf8"));

/** The built command, as `bin` of its package names it. */
export const bin = fileURLToPath(new URL(manifest.bin.metermux, cli));

/** What a run of the command left behind. */
export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `metermux` as its users do: a process of its own, with nothing in its environment but what is given. */
export function metermux(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const finished: Finished = { code: null, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    finished.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    finished.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...finished, code }));
  });
}
