#!/usr/bin/env node
// metermux-bundle-library: makes the JavaScript of the package it runs in from src/, as few files, because each file
// that an application loads costs time. `tsc` makes the types beside it, one file a module.
//
// What is built stands in package.json: `exports` that lead to dist/NAME.js are made from src/NAME.ts, and share what
// they have in common, so that nothing exists twice; what is imported by `import()` is loaded then; other files of src/
// that `exports` names are copied. Everything with a package's name stays an import.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { rolldown } from "rolldown";

/** @typedef {string | { default: string }} Target of a subpath */

/** @type {{ exports: Record<string, Target> }} */
const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
const files = Object.values(exports).map((target) => (typeof target === "string" ? target : target.default));
const names = files.map((file) => file.replace(/^\.\/dist\//, ""));

// Chunks that are made no more would be published all the same.
if (existsSync("dist")) {
  const stale = readdirSync("dist", { recursive: true, encoding: "utf8" }).filter((file) => /\.js(\.map)?$/.test(file));
  for (const file of stale) rmSync(join("dist", file));
}

const entries = names.filter((name) => name.endsWith(".js")).map((name) => name.replace(/\.js$/, ""));
const bundle = await rolldown({
  input: Object.fromEntries(entries.map((name) => [name, `src/${name}.ts`])),
  external: (id) => !id.startsWith(".") && !isAbsolute(id),
  platform: "neutral",
  tsconfig: "tsconfig.build.json",
});
await bundle.write({
  dir: "dist",
  sourcemap: true,
  chunkFileNames: "[name].js",
  codeSplitting: { groups: [{ name: "shared", minShareCount: 2 }] },
  minifyInternalExports: false,
});
await bundle.close();

for (const name of names.filter((name) => !name.endsWith(".js") && existsSync(join("src", name)))) {
  mkdirSync(dirname(join("dist", name)), { recursive: true });
  copyFileSync(join("src", name), join("dist", name));
}
