import { maps, unread } from "./schema.mjs";

/** @typedef {import("./document.mjs").Node} Node */

/**
 * A copy of a node with every reference followed. Members next to a reference override its target. A schema
 * that contains itself ends where it comes again: as an empty one, which both sides of a comparison have there. What is not
 * compared is left out, examples and extensions among it: they may lie in other files, which a copy does not have beside it.
 *
 * @param {any} node of a document in one file
 * @param {Node} document
 * @param {readonly string[]} [inside] the references that led here
 * @param {boolean} [isMap] whether the node's keys are names, whatever the names are
 * @returns {any}
 * @throws when a reference points at nothing
 */
export function follow(node, document, inside = [], isMap = false) {
  if (Array.isArray(node)) return node.map((item) => follow(item, document, inside));
  if (typeof node !== "object" || node === null) return node;
  const { $ref: reference, ...beside } = node;
  if (typeof reference !== "string") {
    const read = Object.entries(node).filter(([key]) => isMap || !unread.test(key));
    const inner = (/** @type {string} */ key) => !isMap && maps.has(key);
    return Object.fromEntries(read.map(([key, value]) => [key, follow(value, document, inside, inner(key))]));
  }
  if (inside.includes(reference)) return {};
  const target = targetOf(reference, document);
  return { ...follow(target, document, [...inside, reference]), ...follow(beside, document, inside) };
}

/** @param {string} reference @param {Node} document */
function targetOf(reference, document) {
  const keys = reference.slice(2).split("/");
  const names = keys.map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"));
  const target = names.reduce((/** @type {any} */ node, name) => node?.[name], document);
  if (!reference.startsWith("#/") || target === undefined) throw new Error(`${reference} points at nothing`);
  return target;
}

/**
 * Whether something that is compared lies in another file.
 *
 * @param {any} node of a document
 * @param {boolean} [isMap] whether the node's keys are names, whatever the names are
 * @returns {boolean}
 */
export function pointsOutside(node, isMap = false) {
  if (Array.isArray(node)) return node.some((item) => pointsOutside(item));
  if (typeof node !== "object" || node === null) return false;
  return Object.entries(node).some(([key, value]) => {
    if (!isMap && unread.test(key)) return false;
    if (!isMap && key === "$ref" && typeof value === "string" && !value.startsWith("#/")) return true;
    return pointsOutside(value, !isMap && maps.has(key));
  });
}
