import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runNode } from "./run-node.js";

// The files that a program loads when it imports a built package. Each file costs startup time.
const builtLibrary = /\/packages\/([^/]+\/dist\/.*)$|.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "loading-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Our files and the libraries that a program loads, from the runtime's coverage data. */
async function filesOf(source: string): Promise<string[]> {
  const notes = mkdtempSync(join(folder, "program-"));
  expect(await runNode(source, { NODE_V8_COVERAGE: notes })).toBe("");
  const [note = ""] = readdirSync(notes);
  const { result } = JSON.parse(readFileSync(join(notes, note), "utf8")) as { result: { url: string }[] };
  return result.flatMap(({ url }) => {
    const [, ours, library] = builtLibrary.exec(url) ?? [];
    return ours ?? library ?? [];
  });
}

describe("a program that imports the facade with one adapter", () => {
  const program = `
import { createUsage } from "@metermux/usage";
import { metronome } from "@metermux/usage/metronome";
const fetch = async () => new Response(null, { status: 401 });
const usage = createUsage({ billing: metronome({ token: "secret", fetch }) });
`;

  test("loads only the few files that it needs", async () => {
    const files = await filesOf(program);
    const packages = new Set(files.map((file) => file.replace(/\/dist\/.*/, "")));
    expect([...packages].sort()).toEqual([
      "@date-fns/tz",
      "big.js",
      "http",
      "leven",
      "metronome",
      "openapi-fetch",
      "usage",
    ]);
    expect(files.length).toBeLessThanOrEqual(10);
    for (const part of ["check", "describe", "compare/index"]) expect(files).not.toContain(`usage/dist/${part}.js`);
  });

  test("loads the connection check only when it is called", async () => {
    const files = await filesOf(`${program} await usage.check();`);
    expect(files).toContain("usage/dist/check.js");
  });

  test("does not load the runtime's fetch, which takes longer than all of these", async () => {
    const asked = "process.moduleLoadList.includes('NativeModule internal/deps/undici/undici')";
    const printed = await runNode(`${program} console.log(${asked}); Request; console.log(${asked});`, {});
    expect(printed).toBe("false\ntrue");
  });
});

test.each(["metronome", "amberflo", "wowza-video"])("the adapter %s loads no other vendor", async (vendor) => {
  const files = await filesOf(`import "@metermux/usage/${vendor}";`);
  expect(files.filter((file) => /^(metronome|amberflo|wowza-video)\/|^usage\/dist\/.*\//.test(file)).sort()).toEqual(
    [`${vendor}/dist/index.js`, `usage/dist/${vendor}/index.js`].sort(),
  );
});

test("all subpaths throw the same error class", async () => {
  const program = `
import { MetermuxError } from "@metermux/usage";
import { compare } from "@metermux/usage/compare";
import { wowzaVideo } from "@metermux/usage/wowza-video";
import { MetermuxError as inClient } from "@metermux/amberflo";
try { wowzaVideo({ token: "" }); } catch (error) { console.log(error instanceof MetermuxError); }
console.log(inClient === MetermuxError);
`;
  expect(await runNode(program, {})).toBe("true\ntrue");
});

test("a stack trace names the line in the source", async () => {
  const program = `
import { createMetronome } from "@metermux/metronome";
try { createMetronome({ token: "secret", baseUrl: "nowhere" }); } catch (error) { console.log(error.stack); }
`;
  const stack = await runNode(program, { NODE_OPTIONS: "--enable-source-maps" });
  expect(stack).toMatch(/http\/src\/base-url\.ts:\d+/);
  expect(stack).toMatch(/metronome\/src\/client\.ts:\d+/);
});
