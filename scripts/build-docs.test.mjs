import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildReference } from "./build-docs.mjs";
import { root } from "./environment.mjs";
import { listVendors } from "./generate-client.mjs";
import { callsOf, readDocument } from "./spec-diff/document.mjs";

/** @type {string} */
let output;
beforeAll(async () => {
  output = mkdtempSync(join(tmpdir(), "reference-"));
  await buildReference(output);
}, 120_000);
afterAll(() => rmSync(output, { recursive: true }));

/** The text of a page from its markup and its embedded data. @param {string} name */
const page = (name) => readFileSync(join(output, `${name}.html`), "utf8");

test.each((await listVendors()).map(({ name }) => name))("the page of %s", (name) => {
  const html = page(name);
  const document = readDocument(join(root, "specs", name, "openapi.yaml"));
  const calls = callsOf(document);
  expect(calls.length).toBeGreaterThan(7);
  for (const { path, method } of calls) {
    const { operationId, summary } = document.paths[path][method];
    for (const text of [path, operationId, summary]) expect([text, html.includes(text)]).toEqual([text, true]);
  }
  const examples = join(root, "specs", name, "examples");
  const exact = readdirSync(examples).filter((file) => file.endsWith("-exact.json"));
  const long = exact.flatMap((file) => readFileSync(join(examples, file), "utf8").match(/\d{16,}(\.\d+)?/g) ?? []);
  // Compared as booleans, because a page is too long to print.
  const says = {
    "where the facts come from": html.includes("Where the facts come from"),
    "every digit": long.length > 0 && long.every((number) => html.includes(`"${number}"`)),
    "what it would have to fetch":
      /<(script|link|img)\b[^>]*\b(src|href)="?https?:/.test(html) || html.includes("cdn.redoc.ly"),
  };
  expect(says).toEqual({
    "where the facts come from": true,
    "every digit": true,
    "what it would have to fetch": false,
  });
  expect(page("index")).toContain(`href="${name}.html"`);
});
