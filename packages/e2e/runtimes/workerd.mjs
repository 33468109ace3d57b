// workerd, the runtime of Cloudflare Workers, through miniflare. The program is a module of a worker, and a request to the
// worker plays the cases.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { mustEnd, runCommand } from "./child.mjs";

// Fetched by this command alone; the newest of its line that runs on Node 20.
const miniflare = "miniflare@4.20260426.0";

const worker = `import { run } from "./program.js";
export default {
  async fetch(request) {
    await run(request.headers.get("x-control"));
    return new Response("played");
  },
};
`;

/**
 * Plays the cases in a worker.
 *
 * @param {string} folder with the program
 * @param {string} control
 */
export async function runInWorkerd(folder, control) {
  await runCommand("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, miniflare], folder);
  const { Miniflare } = createRequire(join(folder, "package.json"))("miniflare");
  const program = readFileSync(join(folder, "program.js"), "utf8");
  const server = new Miniflare({
    modules: [
      { type: "ESModule", path: "worker.js", contents: worker },
      { type: "ESModule", path: "program.js", contents: program },
    ],
    compatibilityDate: "2026-04-01",
    // What a request would tell of where it came from; it would be fetched from the network.
    cf: false,
  });
  try {
    const response = await mustEnd(server.dispatchFetch("http://worker/", { headers: { "x-control": control } }));
    const text = await response.text();
    if (text !== "played") throw new Error(`the worker answered ${response.status}: ${text.slice(0, 2_000)}`);
  } finally {
    await server.dispose();
  }
}
