import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "./environment.mjs";
import { readDifferences } from "./spec-diff/differences.mjs";
import { readDocument } from "./spec-diff/document.mjs";
import { body, customers, mutations, row } from "./spec-diff/mutations.test-support.mjs";
import { reportOf } from "./spec-diff/report.mjs";
import { metronomeDocument, wowzaDocument } from "./spec-diff/vendor-documents.test-support.mjs";

/** @typedef {import("./spec-diff/document.mjs").Node} Node */

const ours = readDocument(join(root, "specs/metronome/openapi.yaml"));
/** @type {string} */
let folder;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "newer-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @param {(document: Node) => unknown} change */
function changed(change) {
  const copy = structuredClone(ours);
  change(copy);
  return copy;
}

// Each starts the linter again; a test below applies all of them to one copy.
const { MODE } = /** @type {ImportMeta & { env: { MODE: string } }} */ (import.meta).env;
const alone = MODE === "nightly" ? mutations : mutations.filter((_, index) => index % 8 === 0);
if (alone.length < mutations.length) {
  const count = `${mutations.length - alone.length} of ${mutations.length}`;
  console.log(`spec diff: ${count} mutations run on a copy of their own nightly only, by pnpm test:spec-mutations`);
}

describe("a change of a vendor's document is reported", () => {
  test.each(alone)("$what", ({ change, says, breaks }) => {
    const { lines, breaking } = reportOf({ ours, older: ours, newer: changed(change) }, []);
    expect(lines.join("\n")).toContain(`\n  ${says}`);
    expect(breaking > 0).toBe(breaks);
  });

  test("in every operation that it affects", () => {
    const narrower = (/** @type {Node} */ schema) => schema.enum.splice(0, 1);
    const newer = changed((document) => {
      for (const path of ["/v1/usage", "/v1/usage/groups"]) {
        narrower(document.paths[path].post.requestBody.content["application/json"].schema.properties.window_size);
      }
    });
    const { lines, breaking } = reportOf({ ours, newer }, []);
    expect(lines.filter((line) => line.startsWith("POST"))).toEqual(["POST /v1/usage", "POST /v1/usage/groups"]);
    expect(breaking).toBe(2);
  });

  test("also a new value of an answer's enum, which breaks no reader", () => {
    const closed = (/** @type {string[]} */ values) =>
      changed((document) => {
        row(document).properties.billable_metric_name = { type: "string", enum: values };
      });
    const { lines, breaking } = reportOf({ ours, older: closed(["a"]), newer: closed(["a", "b"]) }, []);
    expect(lines).toContain(
      "  note      answer 200: data[].billable_metric_name — Enum of `billable_metric_name` gained values: 'b'.",
    );
    expect(breaking).toBe(0);
  });
});

describe("a vendor's own document with known mistakes reports nothing new", () => {
  test.each([
    ["metronome", metronomeDocument, 8],
    ["wowza-video", wowzaDocument, 15],
  ])("%s", (vendor, made, operations) => {
    const spec = readDocument(join(root, "specs", vendor, "openapi.yaml"));
    const differences = readDifferences(join(root, "specs", vendor, "differences.yaml"));
    const { lines } = reportOf({ ours: spec, newer: made(spec) }, differences);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      `0 breaking, 0 to note, 0 of prose; ${operations} of ${operations} operations unchanged; `,
    );
    const tags = Object.keys(parse(readFileSync(join(root, "specs", vendor, "provenance.yaml"), "utf8")).sources);
    expect(differences.flatMap(({ sources }) => sources).filter((tag) => !tags.includes(tag))).toEqual([]);
  });
});

test("two ways to write the same are not a change", () => {
  const newer = changed((document) => {
    document.openapi = "3.0.1";
    row(document).properties.value = {
      type: "number",
      nullable: true,
      description: row(document).properties.value.description,
    };
    const { "/v1/customers/{customer_id}": item, ...paths } = document.paths;
    const { parameters, ...get } = item.get;
    document.paths = { ...paths, "/v1/customers/{id}": { get, parameters: [{ ...parameters[0], name: "id" }] } };
    const { bearerToken } = document.components.securitySchemes;
    document.components.securitySchemes = { token: bearerToken };
    document.security = [{ token: [] }];
    const { schema } = customers(document).responses["200"].content["application/json"];
    customers(document).responses["200"].content["application/json"].schema = { allOf: [schema] };
  });
  expect(reportOf({ ours, newer }, []).lines).toEqual([
    "0 breaking, 0 to note, 0 of prose; 8 of 8 operations unchanged",
  ]);
});

describe("a difference on purpose", () => {
  const differences = [
    { calls: ["POST /v1/usage"], at: "body: window_size", change: ["enum"], why: "nine spellings", sources: ["LIVE"] },
  ];
  const vendor = changed((document) => {
    body(document).properties.window_size.enum = ["HOUR", "DAY", "NONE"];
  });

  test("is left out, and counted", () => {
    expect(reportOf({ ours, newer: vendor }, differences).lines).toEqual([
      "0 breaking, 0 to note, 0 of prose; 8 of 8 operations unchanged; 1 known differences left out",
    ]);
  });

  test("is reported once it no longer differs", () => {
    expect(reportOf({ ours, newer: ours }, differences).lines[0]).toBe(
      "no longer another than ours: body: window_size — nine spellings",
    );
  });

  test("hides nothing between two of the vendor's documents", () => {
    expect(reportOf({ ours, older: ours, newer: vendor }, differences).breaking).toBe(1);
  });
});

describe("the command", () => {
  /** @param {string} name @param {Node} document */
  const write = (name, document) => {
    writeFileSync(join(folder, name), JSON.stringify(document));
    return join(folder, name);
  };
  /** @param {string[]} args */
  const run = (...args) =>
    spawnSync(process.execPath, [join(root, "scripts/spec-diff.mjs"), ...args], { encoding: "utf8" });

  test("reports every mutation of one copy and fails", () => {
    const newer = changed((document) => {
      for (const { change } of mutations) change(document);
    });
    const { status, stdout } = run("metronome", write("mutated.json", newer), "--since", write("older.json", ours));
    expect(mutations.length).toBeGreaterThanOrEqual(10);
    for (const { says } of mutations) expect(stdout).toContain(says);
    expect(status).toBe(1);
  });

  test("passes for an unchanged copy, and for one that breaks no reader", () => {
    const clean = write("clean.json", ours);
    expect(run("metronome", clean, "--all")).toMatchObject({ status: 0, stderr: "" });
    const harmless = changed((document) => {
      for (const { breaks, change } of mutations) if (!breaks) change(document);
    });
    const { status, stdout } = run("metronome", write("harmless.json", harmless), "--since", clean);
    expect([status, stdout.split("\n").at(-2)]).toEqual([
      0,
      "0 breaking, 7 to note, 2 of prose; 5 of 8 operations unchanged",
    ]);
  });

  test("reads a document with circular references, and fails for a missing reference of our operations", () => {
    const customer = (/** @type {string} */ reference) =>
      changed((document) => {
        customers(document).responses["200"].content["application/json"].schema.properties.data.items = {
          $ref: reference,
        };
        document.paths["/v1/elsewhere"] = { get: { responses: { 200: { $ref: "#/components/responses/None" } } } };
        const properties = { parent: { $ref: "#/components/schemas/Customer" } };
        document.components.schemas = { Customer: { type: "object", properties } };
      });
    const circle = run("metronome", write("circle.json", customer("#/components/schemas/Customer")), "--all");
    expect(circle.stdout).toContain("note      answer 200: data[].parent — Is new.");
    const lacking = run("metronome", write("lacking.json", customer("#/components/schemas/None")), "--all");
    expect([lacking.status, lacking.stderr.trim()]).toEqual([2, "#/components/schemas/None points at nothing"]);
  });

  test("reads an old copy of a spec outside its folder, without its examples and its provenance", () => {
    const copy = join(folder, "copied.yaml");
    copyFileSync(join(root, "specs/metronome/openapi.yaml"), copy);
    expect(run("metronome", copy, "--since", copy)).toMatchObject({
      status: 0,
      stdout: "0 breaking, 0 to note, 0 of prose; 8 of 8 operations unchanged\n",
      stderr: "",
    });
  });

  test.each(["--help", "-h"])("explains itself on %s", (flag) => {
    const { status, stdout, stderr } = run(flag);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^usage: spec:diff VENDOR NEWER .*--since OLDER .*--all .*The exit code is 1 /s);
  });

  test.each([
    [["metronome"], "usage: "],
    [["nobody", "x.yaml"], "usage: "],
    [["metronome", "nowhere.yaml"], "nowhere.yaml cannot be read: "],
  ])("reports the mistake in the arguments %j", (args, message) => {
    const { status, stderr } = run(...args);
    expect([status, stderr.slice(0, message.length)]).toEqual([2, message]);
  });
});
