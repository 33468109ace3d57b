import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "./environment.mjs";
import { loadConfiguration } from "./generate-client.mjs";
import { breakages } from "./lint/breakages.test-support.mjs";
import { redocly } from "./redocly.mjs";

// Every rule of redocly.yaml, fired on a copy of a spec that breaks it, by the linter and by the generator's copy of it.

/** @typedef {Record<string, any>} Node of a document */
/** @typedef {{ rule: string, message: string, place: string }} Problem */

const config = join(root, "redocly.yaml");
/** @type {Record<string, any>} */
const settings = parse(readFileSync(config, "utf8"));
const rules = Object.fromEntries(Object.entries(settings.rules).filter(([, rule]) => rule !== "off"));
const generatorsLinter = createRequire(import.meta.resolve("openapi-typescript"))("@redocly/openapi-core");

/** @type {string} */
let folder;
/** @type {Node} */
let spec;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rules-"));
  const output = join(folder, "spec.json");
  redocly(["bundle", join(root, "specs/metronome/openapi.yaml"), "--output", output], root);
  spec = JSON.parse(readFileSync(output, "utf8"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the linter's command has against a document. @param {Node} document @returns {Problem[]} */
function lint(document) {
  const path = join(folder, "openapi.json");
  writeFileSync(path, JSON.stringify(document));
  const { stdout } = redocly(["lint", path, "--config", config, "--format", "json", "--max-problems", "1000"], root);
  return JSON.parse(stdout).problems.map(problemOf);
}

/** What the generator's copy of the linter has against it. @param {Node} document @returns {Promise<Problem[]>} */
async function lintAsGenerator(document) {
  const source = JSON.stringify(document);
  const problems = await generatorsLinter.lintFromString({
    source,
    absoluteRef: join(folder, "openapi.json"),
    config: await loadConfiguration(),
  });
  return problems.map(problemOf);
}

/** @param {Node} problem @returns {Problem} */
const problemOf = ({ ruleId, message, location }) => ({ rule: ruleId, message, place: String(location?.[0]?.pointer) });

/** @param {string} rule */
const messageOf = (rule) => rules[rule]?.message;

describe.each([
  ["the linter", lint],
  ["the generator", lintAsGenerator],
])("%s", (_, problemsOf) => {
  /** @type {Problem[]} */
  let problems;
  beforeAll(async () => {
    const broken = structuredClone(spec);
    for (const { breaks } of Object.values(breakages)) breaks(broken);
    problems = await problemsOf(broken);
  });

  test("has nothing against the spec as it is", async () => {
    expect(await problemsOf(spec)).toEqual([]);
  });

  test.each(Object.keys(rules))("fires %s, with its message", (rule) => {
    const { place = "no breakage is written for this rule" } = breakages[rule] ?? {};
    const fired = problems.filter((problem) => problem.rule === rule && problem.place.startsWith(place));
    expect(fired.length).toBeGreaterThan(0);
    for (const { message } of fired) expect(message).toContain(messageOf(rule) ?? "");
    for (const { message } of fired) expect(message).not.toBe("");
  });
});

test("every rule of the linter is an error, but for those that are off for a reason", () => {
  expect(settings.extends).toEqual(["all"]);
  const severities = Object.values(settings.rules).map((rule) => rule.severity ?? (rule.assertions ? "error" : rule));
  expect(severities.filter((severity) => severity !== "error" && severity !== "off")).toEqual([]);
});

describe("specs/README.md lists, each with its reason,", () => {
  const [, section = ""] = readFileSync(join(root, "specs/README.md"), "utf8").split("\n## Lint rules\n");
  const [on = "", off = ""] = (section.split("\n## ")[0] ?? "").split("These rules of the preset are off:");

  test.each([
    ["the rules", on, Object.keys(rules)],
    ["the rules that are off", off, Object.keys(settings.rules).filter((rule) => !(rule in rules))],
  ])("%s", (_, text, expected) => {
    const rows = text.split("\n").filter((line) => line.startsWith("| `"));
    const listed = rows.flatMap((row) => (row.split("|")[1] ?? "").match(/[^`|, ]+/g) ?? []);
    expect(listed.sort()).toEqual(expected.sort());
    for (const row of rows) expect(row.split("|")[2]?.trim()).not.toBe("");
  });
});
