import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { bundleSpec } from "./bundle-spec.mjs";
import { root } from "./environment.mjs";
import { listVendors } from "./generate-client.mjs";
import { callsOf } from "./spec-diff/document.mjs";

// A spec and its provenance must stay consistent.

/** @typedef {Record<string, any>} Node of a spec */

const vendors = (await listVendors()).map(({ name }) => {
  const folder = join(root, "specs", name);
  /** @type {Node} */
  const spec = parse(bundleSpec(folder));
  /** @type {Node} */
  const provenance = parse(readFileSync(join(folder, "provenance.yaml"), "utf8"));
  return { name, text: readFileSync(join(folder, "openapi.yaml"), "utf8"), spec, provenance };
});

/** @param {Node} spec */
const operationsOf = (spec) =>
  callsOf(spec).map(({ name, path, method }) => ({ call: name, ...spec.paths[path][method] }));

/** The names of the examples of an operation's request and answers. @param {Node} spec @param {Node} operation */
function examplesOf(spec, operation) {
  const bodies = [operation.requestBody, ...Object.values(operation.responses)].filter((body) => body?.content);
  const media = bodies.flatMap((body) => Object.values(body.content));
  const references = media
    .flatMap(({ examples = {} }) => Object.values(examples))
    .map(({ $ref }) => $ref.split("/").at(-1));
  for (const name of references) expect(spec.components.examples[name], name).toBeDefined();
  return [...new Set(references)];
}

describe.each(vendors)("$name", ({ text, spec, provenance }) => {
  test("has an entry for each operation, under its id and its call", () => {
    const entries = Object.entries(provenance.operations).map(([id, { call }]) => `${id}: ${call}`);
    expect(entries.sort()).toEqual(
      operationsOf(spec)
        .map(({ operationId, call }) => `${operationId}: ${call}`)
        .sort(),
    );
  });

  test("names the source of each example's values", () => {
    for (const operation of operationsOf(spec)) {
      // A name with a star stands for failures that a vendor's operations share.
      const told = Object.keys(provenance.operations[operation.operationId].examples).filter(
        (key) => !key.endsWith("*"),
      );
      expect(told.sort(), operation.operationId).toEqual(examplesOf(spec, operation).sort());
    }
  });

  test("lists what an operation's description marks UNVERIFIED", () => {
    const open = operationsOf(spec).filter(({ description }) => description.includes("UNVERIFIED"));
    const listed = open.filter(({ operationId }) => provenance.operations[operationId].unverified?.length > 0);
    expect(open.map(({ operationId }) => operationId)).toEqual(listed.map(({ operationId }) => operationId));
  });

  test("explains every source that it names", () => {
    const tags = Object.keys(provenance.sources);
    // In prose a bracket begins with tags, before any word; after a colon or a dash it is a list of YAML.
    const brackets = [...text.matchAll(/(?<!: )(?<!- )\[([^\]]*)\]/g)].map(
      ([, inside = ""]) => inside.split(/\b[a-z]/)[0] ?? "",
    );
    const written = new Set(brackets.flatMap((marks) => marks.match(/(?<![-\w])[A-Z]{2,}(?![-\w])/g) ?? []));
    expect(written.size).toBeGreaterThan(2);
    expect([...written].filter((tag) => !tags.includes(tag))).toEqual([]);
    const facts = [provenance.conventions, ...Object.values(provenance.operations)].flatMap(
      (entry) => entry.facts ?? [],
    );
    expect(facts.flatMap(({ sources }) => sources).filter((tag) => !tags.includes(tag))).toEqual([]);
    expect(facts.filter(({ sources, mark }) => sources.length === 0 && mark !== "inferred")).toEqual([]);
  });

  test("has links from every page to a value or to null", () => {
    for (const operation of operationsOf(spec)) {
      for (const link of Object.values(operation.responses["200"].links ?? {})) {
        const pointers = Object.values(link.parameters).flatMap(
          (value) => /^\$response\.body#\/(.*)$/.exec(value)?.[1] ?? [],
        );
        expect(pointers).not.toEqual([]);
        for (const { $ref } of Object.values(operation.responses["200"].content["application/json"].examples)) {
          const { value } = spec.components.examples[$ref.split("/").at(-1)];
          for (const pointer of pointers) {
            const found = pointer.split("/").reduce((/** @type {any} */ node, key) => node?.[key], value);
            expect([null, "string"], `${$ref} ${pointer}`).toContain(found === null ? null : typeof found);
          }
        }
      }
    }
  });
});
