/** @typedef {import("./document.mjs").Node} Node */

/**
 * A place inside an operation in words: `query limit`, `body: billable_metrics[].id`, `answer 200: data[].name`.
 *
 * @param {readonly string[]} segments of a pointer, from the operation on
 * @param {Node | undefined} operation with its parameters in the pointer's order
 */
export function placeOf(segments, operation) {
  const [section, name = "", ...rest] = segments;
  if (section === "parameters") {
    const parameter = operation?.parameters?.[Number(name)];
    const label = parameter === undefined ? "parameters" : `${parameter.in} ${parameter.name}`;
    return join(label, schemaPath(rest));
  }
  if (section === "requestBody" && segments.length === 1) return "the body itself";
  if (section === "requestBody") return join("body", schemaPath(segments.slice(1)));
  if (section === "responses") return join(`answer ${name}`.trim(), schemaPath(rest));
  if (section === "security") return "credentials";
  return section ?? "";
}

/** @param {string} label @param {string} path */
const join = (label, path) => (path === "" ? label : `${label}: ${path}`);

/** The way into a body, by the names of its fields. @param {readonly string[]} segments */
function schemaPath(segments) {
  const [start, media = "", ...inside] = segments;
  if (start === "content" && media !== "application/json") return media;
  const way = start === "content" ? inside : segments;
  let path = "";
  for (let index = 0; index < way.length; index += 1) {
    const segment = way[index] ?? "";
    if (segment === "properties" && index + 1 < way.length) {
      index += 1;
      path += `${path === "" ? "" : "."}${way[index]}`;
    } else if (segment === "items") path += "[]";
    else if (segment === "additionalProperties") path += `${path === "" ? "" : "."}*`;
    else if (["anyOf", "oneOf"].includes(segment) && index + 1 < way.length) {
      index += 1;
      path += `(${Number(way[index]) + 1})`;
    }
  }
  return path;
}
