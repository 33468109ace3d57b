import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { brokenArrows } from "./arrows.mjs";

/** @type {string[]} */
const folders = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/**
 * Writes a tree of files and returns the rules that it breaks.
 * @param {Record<string, string>} files
 */
async function check(files) {
  const folder = mkdtempSync(join(tmpdir(), "arrows-"));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const lines = await brokenArrows(folder);
  return lines.map((line) => /\(([^()]+)\): /.exec(line)?.[1]);
}

describe("a disallowed import is found", () => {
  test.each([
    ["packages/http/src/a.ts", "@metermux/metronome", "http-knows-nobody"],
    ["packages/http/src/a.ts", "@metermux/usage", "http-knows-nobody"],
    ["packages/metronome/src/a.ts", "@metermux/usage", "metronome-stands-alone"],
    ["packages/metronome/src/a.ts", "@metermux/amberflo", "metronome-stands-alone"],
    ["packages/usage/src/a.ts", "@metermux/metronome", "core-knows-no-adapter"],
    ["packages/usage/src/metronome/a.ts", "@metermux/amberflo", "metronome-adapter-knows-its-vendor"],
    ["packages/usage/src/a.ts", "@metermux/sandbox", "usage-is-a-library"],
    ["packages/connections/src/a.ts", "@metermux/metronome", "connections-know-the-facade-alone"],
    ["packages/connections/src/a.ts", "@metermux/sandbox", "connections-know-the-facade-alone"],
    ["packages/usage/src/a.ts", "@metermux/connections", "usage-is-a-library"],
    ["packages/sandbox/src/a.ts", "@metermux/http", "sandbox-shares-only-the-specs"],
    ["packages/sandbox/src/a.ts", "@metermux/metronome", "sandbox-shares-only-the-specs"],
    ["packages/usage/src/a.ts", "openapi-fetch", "openapi-fetch-in-clients-alone"],
    ["packages/cli/src/a.ts", "openapi-fetch", "openapi-fetch-in-clients-alone"],
    ["packages/http/src/a.ts", "node:fs", "libraries-are-web-standard"],
    ["packages/http/src/a.ts", "undici", "undici-by-its-own-import-alone"],
    ["packages/usage/src/a.ts", "@metermux/http/undici", "undici-by-its-own-import-alone"],
  ])("%s → %s", async (file, target, rule) => {
    expect(await check({ [file]: `import * as x from "${target}";\nconsole.log(x);\n` })).toEqual([rule]);
    expect(await check({ [file]: `import type * as x from "${target}";\nexport type Y = typeof x;\n` })).toEqual([
      rule,
    ]);
  });

  test("between files of the facade", async () => {
    const core = "packages/usage/src/usage.ts";
    const adapter = "packages/usage/src/metronome/index.ts";
    expect(await check({ [core]: 'import "./metronome/index.js";\n', [adapter]: "export {};\n" })).toEqual([
      "core-knows-no-adapter",
    ]);
    const model = "packages/usage/src/model/a.ts";
    const kit = "packages/usage/src/adapter/index.ts";
    expect(await check({ [kit]: "export {};\n", [adapter]: 'import "../adapter/index.js";\n' })).toEqual([]);
    expect(await check({ [model]: "export {};\n", [kit]: 'import "../model/a.js";\n' })).toEqual([]);
    for (const deeper of [core, model, "packages/usage/src/provider.ts", "packages/usage/src/adapter/chunks.ts"]) {
      const path = deeper.replace("packages/usage/src/", "../").replace(".ts", ".js");
      const files = { [deeper]: "export {};\n", [adapter]: `import "${path}";\n` };
      expect(await check(files), deeper).toEqual(["adapters-use-the-adapter-subpath"]);
      const inTests = { [deeper]: "export {};\n", [adapter.replace(".ts", ".test.ts")]: `import "${path}";\n` };
      expect(await check(inTests), deeper).toEqual([]);
    }
    expect(await check({ [core]: "export {};\n", [kit]: 'import "../usage.js";\n' })).toEqual([
      "adapter-subpath-knows-the-model-alone",
    ]);
    expect(await check({ [kit]: "export {};\n", [model]: 'import "../adapter/index.js";\n' })).toEqual([
      "usage-model-looks-inwards",
    ]);
  });

  test("between the rooms of the facade's core", async () => {
    const rooms = ["model", "catalog", "plan", "execute"];
    const fileOf = (/** @type {string} */ room) => `packages/usage/src/${room}/a.ts`;
    for (const [index, inner] of rooms.entries()) {
      for (const outer of rooms.slice(index + 1)) {
        const outwards = { [fileOf(inner)]: `import "../${outer}/a.js";\n`, [fileOf(outer)]: "export {};\n" };
        expect(await check(outwards)).toEqual([`usage-${inner}-looks-inwards`]);
        const inwards = { [fileOf(inner)]: "export {};\n", [fileOf(outer)]: `import "../${inner}/a.js";\n` };
        expect(await check(inwards)).toEqual([]);
      }
      const top = { [fileOf(inner)]: 'import "../usage.js";\n', "packages/usage/src/usage.ts": "export {};\n" };
      expect(await check(top)).toEqual([`usage-${inner}-looks-inwards`]);
    }
  });

  test("in a cycle", async () => {
    const files = { "packages/http/src/a.ts": 'import "./b.js";\n', "packages/http/src/b.ts": 'import "./a.js";\n' };
    expect(new Set(await check(files))).toEqual(new Set(["no-circles"]));
  });
});

test("allowed imports pass", async () => {
  const allowed = [
    ["packages/metronome/src/a.ts", "@metermux/http"],
    ["packages/metronome/src/b.ts", "openapi-fetch"],
    ["packages/usage/src/a.ts", "@metermux/http"],
    ["packages/usage/src/metronome/a.ts", "@metermux/metronome"],
    ["packages/cli/src/a.ts", "@metermux/usage"],
    ["packages/cli/src/c.ts", "@metermux/connections"],
    ["packages/connections/src/a.ts", "@metermux/usage/metronome"],
    ["packages/connections/src/b.ts", "node:fs"],
    ["packages/cli/src/b.ts", "@metermux/sandbox"],
    ["packages/e2e/src/a.ts", "metermux"],
    ["packages/sandbox/src/a.ts", "node:http"],
    ["packages/http/src/undici/a.ts", "undici"],
    ["packages/http/src/undici/b.ts", "node:zlib"],
    ["packages/e2e/src/b.ts", "@metermux/http/undici"],
  ];
  expect(
    await check(Object.fromEntries(allowed.map(([file = "", target]) => [file, `import "${target}";\n`]))),
  ).toEqual([]);
});
