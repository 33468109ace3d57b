#!/usr/bin/env node
// metermux-bundle-spec NAME OUTPUT: bundles a spec with its examples and provenance into the one file that its vendor's
// package includes. NAME is a folder of specs/; OUTPUT is relative to the folder the command runs in.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./environment.mjs";
import { redocly } from "./redocly.mjs";

/**
 * Returns a spec bundled into one file.
 *
 * An example that a double would round is in a separate file (`externalValue`). The bundler would parse it and round its
 * numbers, so a placeholder is bundled in its place and then replaced by the text of the file: JSON is YAML too.
 *
 * @param {string} folder with `openapi.yaml`, examples and provenance
 * @throws when the linter's bundler refuses the spec; the message is what it printed
 */
export function bundleSpec(folder) {
  const copy = mkdtempSync(join(tmpdir(), "metermux-spec-"));
  try {
    /** @type {Map<string, string>} */
    const texts = new Map();
    const source = realpathSync(folder);
    cpSync(source, copy, { recursive: true, filter: (path) => !path.slice(source.length).includes("node_modules") });
    const names = readdirSync(copy, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml"));
    for (const path of names.map((name) => join(copy, name))) {
      const marked = readFileSync(path, "utf8").replace(/^( *)externalValue: (\S+)$/gm, (_, indent, file) => {
        const mark = `@@${texts.size}@@`;
        texts.set(
          mark,
          readFileSync(join(dirname(path), file), "utf8")
            .replace(/\s*\n\s*/g, " ")
            .trim(),
        );
        return `${indent}value: "${mark}"`;
      });
      writeFileSync(path, marked);
    }
    const output = join(copy, "bundled.yaml");
    const { status, stderr } = redocly(["bundle", join(copy, "openapi.yaml"), "--output", output], copy);
    if (status !== 0) throw new Error(stderr);
    return readFileSync(output, "utf8").replace(/(["'])(@@\d+@@)\1/g, (_, _quote, mark) => texts.get(mark) ?? mark);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/**
 * Runs the command. Returns its exit code.
 * @param {string[]} parameters
 */
function main([name, output, ...more]) {
  if (!name || !output || more.length > 0) {
    console.error("usage: metermux-bundle-spec NAME OUTPUT");
    return 2;
  }
  const header = `# The ${name} spec of metermux as one file, made from specs/${name}. To change it, change that.\n`;
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, header + bundleSpec(join(root, "specs", name)));
  return 0;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = main(process.argv.slice(2));
}
