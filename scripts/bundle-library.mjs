#!/usr/bin/env node
// metermux-bundle-library: builds the JavaScript of the current package from src/ in few files, because each file
// that an application loads costs time. `tsc` builds the types, one file per module.
//
// package.json decides what is built: `exports` with dist/NAME.js are built from src/NAME.ts and share common code, so that
// nothing is duplicated. `import()` stays a lazy import; other files of src/ that `exports` names are copied. Imports of
// packages stay imports.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { rolldown } from "rolldown";

/** @typedef {string | { default: string }} Target of a subpath */

/** @type {{ exports: Record<string, Target> }} */
const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
const files = Object.values(exports).map((target) => (typeof target === "string" ? target : target.default));
const names = files.map((file) => file.replace(/^\.\/dist\//, ""));

// Old chunks would otherwise still be published.
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
