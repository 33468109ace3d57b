import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./environment.mjs";
import { loadConfiguration, mistakesOf } from "./generate-client.mjs";

/** @type {string} */
let folder;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "generate-"));
  const source = join(root, "specs/metronome");
  cpSync(source, folder, { recursive: true, filter: (path) => !path.slice(source.length).includes("node_modules") });
});
afterAll(() => rmSync(folder, { recursive: true }));

const mistakes = async () => mistakesOf({ spec: join(folder, "openapi.yaml") }, await loadConfiguration());

test("a mistake in an example is reported with the example's file and line, one in the spec with the spec's", async () => {
  expect(await mistakes()).toEqual([]);
  const example = join(folder, "examples/usage-request-day.yaml");
  const text = readFileSync(example, "utf8");
  writeFileSync(example, text.replace("window_size:", "window_sizes:"));
  const line = text.split("\n").findIndex((each) => each.includes("window_size:")) + 1;
  const told = await mistakes();
  expect(told.length).toBeGreaterThan(0);
  for (const each of told) expect(each).toMatch(/examples\/usage-request-day\.yaml:\d+: Example value must conform/);
  expect(told.join("\n")).toContain(`usage-request-day.yaml:${line}: `);

  writeFileSync(example, text);
  const spec = join(folder, "openapi.yaml");
  const whole = readFileSync(spec, "utf8");
  writeFileSync(spec, whole.replace("operationId: queryUsage\n", "operationId: query_usage\n"));
  expect((await mistakes()).join("\n")).toMatch(/openapi\.yaml:\d+: /);
});
