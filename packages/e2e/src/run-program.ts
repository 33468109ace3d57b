import { spawn } from "node:child_process";

/** The result of a program. */
export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs this Node with arguments in a separate process, with only the given environment. */
export function runProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<Finished> {
  const child = spawn(process.execPath, [...args], {
    cwd,
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
