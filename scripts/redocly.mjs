// Runs the linter's command without notices, in the version that lints the specs.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { environment } from "./environment.mjs";

const manifest = createRequire(import.meta.url).resolve("@redocly/cli/package.json");
const program = join(dirname(manifest), createRequire(manifest)(manifest).bin.redocly);

/**
 * Runs `redocly` and returns its output.
 *
 * @param {string[]} parameters
 * @param {string} [folder] where it runs; paths in its messages are relative to it
 */
export function redocly(parameters, folder) {
  const options = { cwd: folder, env: environment(), encoding: /** @type {const} */ ("utf8"), maxBuffer: 2 ** 28 };
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, ...parameters], options);
  if (error) throw error;
  // Without its notice about the end of Node 20.
  return { status, stdout, stderr: stderr.replace(/^\s*[╔║╚].*$\n?/gm, "").trim() };
}
