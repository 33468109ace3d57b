import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Finished, runProgram } from "./run-program.js";

const cli = new URL("../../cli/", import.meta.url);
const manifest: { bin: { metermux: string } } = JSON.parse(readFileSync(new URL("package.json", cli), "utf8"));

/** The built command, as `bin` of its package names it. */
export const bin = fileURLToPath(new URL(manifest.bin.metermux, cli));

/** Runs `metermux` as users do. */
export function metermux(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  return runProgram([bin, ...args], env);
}
