// The program as one file of web standards, the same for every runtime: what an application ships.
import { copyFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));

/** @returns a temporary folder with `program.js` and, for runtimes with a command line, `start.mjs` */
export async function writeProgram() {
  const folder = mkdtempSync(join(tmpdir(), "metermux-runtimes-"));
  const output = await build({
    root: here,
    configFile: false,
    logLevel: "silent",
    build: {
      write: false,
      minify: false,
      lib: { entry: join(here, "program.mjs"), formats: ["es"], fileName: "program" },
    },
  });
  const [result] = Array.isArray(output) ? output : [output];
  if (result === undefined || !("output" in result)) throw new Error("nothing was built");
  const [chunk, ...more] = result.output;
  if (more.length > 0) throw new Error(`one file was expected; there is also ${more.map((file) => file.fileName)}`);
  writeFileSync(join(folder, "program.js"), chunk.code);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  copyFileSync(join(here, "start.mjs"), join(folder, "start.mjs"));
  return folder;
}
