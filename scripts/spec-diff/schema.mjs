// Schemas in one form, so that two ways to write the same are not a change.

/** Told by their place: these keys of a node hold names, whatever the names are. */
export const maps = new Set(["properties", "schemas", "responses", "content", "headers", "securitySchemes"]);
/** Said beside the contract, and not compared. */
export const unread = /^(x-|example$|examples$|links$|externalDocs$|callbacks$|xml$|discriminator$)/;

/**
 * A copy of a node and everything in it, with each schema plain: `nullable` and a choice between something and null as
 * a type that has null, `const` as an enum of one, `allOf` merged, examples and extensions left out. The house's own
 * `format: decimal` is left out too: it says how a number is read, which no vendor says.
 *
 * @template Node
 * @param {Node} node
 * @returns {Node}
 */
export function plainSchema(node) {
  return /** @type {Node} */ (plain(node, false));
}

/**
 * @param {any} node of a document somebody else wrote
 * @param {boolean} isMap
 * @returns {any}
 */
function plain(node, isMap) {
  if (Array.isArray(node)) return node.map((item) => plain(item, false));
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => isMap || !unread.test(key));
  const copy = Object.fromEntries(entries.map(([key, value]) => [key, plain(value, !isMap && maps.has(key))]));
  return isMap ? copy : inOneForm(merged(copy));
}

/** @param {Record<string, any>} schema */
function inOneForm({ nullable, const: only, ...schema }) {
  const result = only === undefined ? schema : { ...schema, enum: [only] };
  if (result.format === "decimal") delete result.format;
  if (Array.isArray(result.type) && result.type.length === 1) result.type = result.type[0];
  if (nullable !== true || result.type === undefined) return result;
  if (Array.isArray(result.enum)) result.enum = result.enum.filter((/** @type {unknown} */ value) => value !== null);
  return { ...result, type: [...new Set([result.type, "null"].flat())] };
}

/** @param {Record<string, any>} schema */
function merged({ allOf, ...schema }) {
  const whole = [...(Array.isArray(allOf) ? allOf : [])].reduce(mergeTwo, schema);
  for (const key of ["anyOf", "oneOf"]) {
    const choices = whole[key];
    if (!Array.isArray(choices)) continue;
    const others = choices.filter((choice) => choice?.type !== "null");
    if (choices.length !== 2 || others.length !== 1 || others[0].type === undefined) continue;
    const { [key]: _, ...rest } = whole;
    return mergeTwo(
      { ...rest, type: [...new Set([others[0].type, "null"].flat())] },
      { ...others[0], type: undefined },
    );
  }
  return whole;
}

/** What both say; where only one can be kept, what the first says. @param {Record<string, any>} one @param {Record<string, any>} other */
function mergeTwo(one, other) {
  const result = { ...other, ...one };
  if (one.properties && other.properties) result.properties = { ...other.properties, ...one.properties };
  if (one.required && other.required) result.required = [...new Set([...one.required, ...other.required])];
  if (result.type === undefined) delete result.type;
  return result;
}
