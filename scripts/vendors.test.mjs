import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "./environment.mjs";
import { filesThatName } from "./vendor-cost.mjs";
import { vendors } from "./vendors.mjs";

const text = (/** @type {string} */ file) => readFileSync(join(root, file), "utf8");
const manifest = (/** @type {string} */ name) => JSON.parse(text(`packages/${name}/package.json`));

test("there are vendors", () => expect(vendors.length).toBeGreaterThanOrEqual(3));

test.each(vendors)("%s is wherever a vendor must be named", (vendor) => {
  const client = `@metermux/${vendor}`;
  const built = `./dist/${vendor}/index`;
  expect(manifest("usage").exports[`./${vendor}`]).toEqual({ types: `${built}.d.ts`, default: `${built}.js` });
  expect(manifest("usage").dependencies).toHaveProperty([client]);
  expect({ ...manifest("sandbox").dependencies, ...manifest("sandbox").devDependencies }).toHaveProperty([
    `@metermux/spec-${vendor}`,
  ]);
  expect(manifest("sandbox").scripts.bundle).toContain(`specs/${vendor}.json`);
  expect(parse(text("redocly.yaml")).apis[vendor]).toEqual({
    root: `specs/${vendor}/openapi.yaml`,
    "x-openapi-ts": { output: `packages/${vendor}/src/schema.ts` },
  });
  for (const registry of ["connections/src/registry.ts", "sandbox/src/vendors.ts"]) {
    expect(text(`packages/${registry}`), registry).toMatch(new RegExp(`["/]?${vendor}["/]?`));
  }
  const readme = text("README.md");
  for (const link of [`specs/${vendor}`, `packages/${vendor}`]) expect(readme).toContain(`](${link})`);
  expect(readme).toContain(`@metermux/usage/${vendor}`);
});

test("an adapter is exported for vendors alone", () => {
  const others = [".", "./adapter", "./compare", "./row.schema.json", "./testing"];
  const adapters = Object.keys(manifest("usage").exports).filter((name) => !others.includes(name));
  expect(adapters.sort()).toEqual(vendors.map((vendor) => `./${vendor}`).sort());
});

// A vendor costs its own folders: what is listed here besides the eight must be derived from them, or be data of theirs.
test("a vendor is named in at most 8 files outside its folders", () => {
  const files = filesThatName("wowza-video");
  expect(files.length, files.join("\n")).toBeLessThanOrEqual(8);
});
