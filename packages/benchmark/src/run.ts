import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Measured, Task } from "./child.js";

const child = fileURLToPath(new URL("./child.js", import.meta.url));

/** Runs a contender in a process of its own. @throws Error with what it said, when it failed or read too little */
export async function run(task: Task, rows: number, nodeArguments: readonly string[] = []): Promise<Measured> {
  const text = await runNode([...nodeArguments, child, JSON.stringify(task)]);
  const measured: Measured = JSON.parse(text);
  if (measured.rows !== rows) throw new Error(`${task.contender} read ${measured.rows} rows of ${rows}`);
  return measured;
}

/** Runs this Node; gives what it printed. @throws Error with what it said, when it failed */
export function runNode(args: readonly string[]): Promise<string> {
  return runProgram(process.execPath, args);
}

/** Runs a program; gives what it printed. @throws Error with what it said, when it failed */
export function runProgram(program: string, args: readonly string[], cwd?: string): Promise<string> {
  const running = spawn(program, [...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  running.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  running.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    running.on("error", reject);
    running.on("close", (code, signal) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${program} ended with ${code ?? signal}: ${(stderr || stdout).trim().slice(-2000)}`));
    });
  });
}
