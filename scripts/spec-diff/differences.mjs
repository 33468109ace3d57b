import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";

/** @typedef {import("./changes.mjs").Change} Change */
/**
 * A difference between our spec and the vendor's document, on purpose.
 *
 * @typedef {object} Difference
 * @property {string[]} [calls] such as `GET /v1/customers`; every call when absent
 * @property {string} at as `spec:diff` prints it; `*` stands for any text
 * @property {string[]} [change] `added`, `removed`, `key` for another name, or the changed keyword; any when absent
 * @property {string} why
 * @property {string[]} sources tags of provenance.yaml
 */

/**
 * The differences that a vendor's spec lists in `differences.yaml`; none when there is no such file.
 * @param {string} file
 * @returns {Difference[]}
 */
export function readDifferences(file) {
  return existsSync(file) ? parse(readFileSync(file, "utf8")).differences : [];
}

/** @param {Change} change @param {Difference} difference */
export function isKnown({ call, at, kind, property }, { calls, at: pattern, change }) {
  const expression = pattern.split("*").map((text) => text.replace(/[.[\](){}?+^$|\\]/g, "\\$&"));
  return (
    (calls === undefined || (call !== undefined && calls.includes(call))) &&
    (change === undefined || change.includes(property ?? kind)) &&
    new RegExp(`^${expression.join(".*")}$`).test(at)
  );
}
