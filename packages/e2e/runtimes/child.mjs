// Commands, and other work, that must end by themselves.
import { spawn } from "node:child_process";

/** A whole run takes seconds; the first one also fetches the runtime. */
const limitMs = 180_000;

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 * @throws Error with what the command said, when it fails or does not end in time
 */
export async function runCommand(command, args, cwd) {
  // Deno asks for newer versions of itself unless told not to.
  const env = { ...process.env, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
  const shell = process.platform === "win32";
  // A group of its own, so that npx and what it started end together.
  const child = spawn(command, args, { cwd, env, shell, detached: !shell, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const listen = (/** @type {Buffer} */ chunk) => {
    said = (said + chunk).slice(-4_000);
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    if (child.pid !== undefined && !shell) process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  }, limitMs);
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(() => clearTimeout(timer));
  if (late) throw new Error(`did not end within ${limitMs / 1000} s; it said: ${said.trim()}`);
  if (code !== 0) throw new Error(`ended with code ${code}; it said: ${said.trim()}`);
}

/**
 * The same work, or a failure when it takes as long as no run does.
 *
 * @template T
 * @param {Promise<T>} work
 */
export function mustEnd(work) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${limitMs / 1000} s`)), limitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
