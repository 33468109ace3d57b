import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";

const program = fileURLToPath(new URL("bundle-library.mjs", import.meta.url));

/** @type {string[]} */
const folders = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/**
 * A package of these files, built.
 * @param {Record<string, unknown>} exports
 * @param {Record<string, string>} files
 */
function build(exports, files) {
  const folder = mkdtempSync(join(tmpdir(), "bundle-library-"));
  folders.push(folder);
  const configuration = '{ "compilerOptions": { "target": "ES2022" } }';
  const manifest = JSON.stringify({ name: "of-the-test", type: "module", exports });
  const all = { "package.json": manifest, "tsconfig.build.json": configuration, ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  execFileSync(process.execPath, [program], { cwd: folder, stdio: "pipe" });
  return folder;
}

/** @param {string} folder */
const built = (folder) =>
  readdirSync(join(folder, "dist"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(js|json|yaml)$/.test(file))
    .map((file) => file.replaceAll("\\", "/"))
    .sort();

const target = (/** @type {string} */ name) => ({ types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` });

test("every export is built, shares common modules, and loads lazy imports on demand", async () => {
  const folder = build(
    { ".": target("index"), "./part": target("part/index"), "./schema.json": "./dist/model/schema.json" },
    {
      "src/index.ts": `export { Thing } from "./thing.js";\nexport const later = async () => (await import("./later.js")).later;`,
      "src/part/index.ts": `import { Thing } from "../thing.js";\nexport const make = (): Thing => new Thing();`,
      "src/thing.ts": "export class Thing {}",
      "src/later.ts": "export const later: number = 1;",
      "src/model/schema.json": "{}",
    },
  );
  expect(built(folder)).toEqual(["index.js", "later.js", "model/schema.json", "part/index.js", "shared.js"]);
  const load = (/** @type {string} */ name) => import(pathToFileURL(join(folder, "dist", name)).href);
  const { Thing, later } = await load("index.js");
  expect((await load("part/index.js")).make()).toBeInstanceOf(Thing);
  expect(readFileSync(join(folder, "dist", "index.js"), "utf8")).not.toMatch(/^import .*later/m);
  expect(await later()).toBe(1);
});

test("imports of packages are not bundled, installed or not", () => {
  const imports = `export { a } from "a";\nexport { b } from "@b/c/d";\nexport { join } from "node:path";`;
  const folder = build({ ".": target("index") }, { "src/index.ts": imports });
  const code = readFileSync(join(folder, "dist", "index.js"), "utf8");
  for (const name of ["a", "@b/c/d", "node:path"]) expect(code).toContain(`from "${name}"`);
});

test("old output is removed, and files of other tools are kept", () => {
  const files = {
    "src/index.ts": "export {};",
    "dist/shared.js": "",
    "dist/shared.js.map": "",
    "dist/openapi.yaml": "",
  };
  const folder = build({ ".": target("index"), "./openapi.yaml": "./dist/openapi.yaml" }, files);
  expect(built(folder)).toEqual(["index.js", "openapi.yaml"]);
  expect(existsSync(join(folder, "dist", "shared.js.map"))).toBe(false);
});

test("an export without its source fails the build", () => {
  expect(() => build({ ".": target("index") }, { "src/other.ts": "export {};" })).toThrow("src/index.ts");
});
