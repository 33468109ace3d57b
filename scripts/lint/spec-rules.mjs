// Rules that no assertion can express, because they read several places at once. A plugin of redocly.yaml:
// the linter and the generator, which carry two versions of the same core, both load it.

/**
 * The parts of the linter's context that are used here; both of its versions have them.
 *
 * @typedef {{ child(keys: string | (string | number)[]): Location, source: { absoluteRef: string } }} Location
 * @typedef {Record<string, any>} Node of a spec: nothing is known of it before it is looked at
 * @typedef {object} Context
 * @property {(problem: { message: string, location: Location }) => void} report
 * @property {Location} location
 * @property {(node: Node, from?: string) => { node?: Node, location?: Location }} resolve
 */

/**
 * Visits a schema and its subschemas through references, each once. The linter itself visits a schema once per document, and
 * would miss one that is in requests and answers.
 *
 * @param {Node | undefined} node
 * @param {Location} location
 * @param {Context["resolve"]} resolve
 * @param {(schema: Node, location: Location) => void} look
 * @param {Set<Node>} [seen]
 */
function everySchema(node, location, resolve, look, seen = new Set()) {
  if (typeof node !== "object" || node === null || seen.has(node)) return;
  seen.add(node);
  if (typeof node.$ref === "string") {
    const target = resolve(node, location.source.absoluteRef);
    if (target.location) everySchema(target.node, target.location, resolve, look, seen);
  }
  look(node, location);
  for (const key of ["items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"]) {
    everySchema(node[key], location.child([key]), resolve, look, seen);
  }
  for (const key of ["properties", "patternProperties", "allOf", "anyOf", "oneOf", "prefixItems"]) {
    for (const [name, schema] of Object.entries(node[key] ?? {})) {
      everySchema(schema, location.child([key, name]), resolve, look, seen);
    }
  }
}

/**
 * A visitor function for the schemas of a parameter, a request body or a response.
 * @param {(report: Context["report"]) => (schema: Node, location: Location) => void} look
 */
const schemasOf =
  (look) =>
  (/** @type {Node} */ node, /** @type {Context} */ { report, location, resolve }) => {
    everySchema(node.schema, location.child(["schema"]), resolve, look(report));
    for (const [type, media] of Object.entries(node.content ?? {})) {
      everySchema(media.schema, location.child(["content", type, "schema"]), resolve, look(report));
    }
  };

const decimalOnlyInAnswers = () => {
  const message =
    "format: decimal is for answers only: it types a number as a string, and a request would send it as one.";
  const look = schemasOf((report) => (schema, location) => {
    if (schema.format === "decimal") report({ message, location: location.child(["format"]) });
  });
  return { Parameter: look, RequestBody: look };
};

const answerStaysOpen = () => {
  const message =
    "An answer stays open: the vendor may add a value or a field. Name the known ones in the description.";
  const look = schemasOf((report) => (schema, location) => {
    const closed = ["enum", "const"].filter((keyword) => schema[keyword] !== undefined);
    if (schema.additionalProperties === false) closed.push("additionalProperties");
    for (const keyword of closed) report({ message, location: location.child([keyword]) });
  });
  return { Response: look };
};

/** Names of parameters for a cursor from an answer. A page number is counted, and a link cannot count. */
const cursor = /^(next_page|cursor|page_token)/i;

const cursorHasLink = () => ({
  Operation(/** @type {Node} */ operation, /** @type {Context} */ { report, location, resolve }) {
    /** @param {Node} node @returns {Node} */
    const read = (node) => (typeof node?.$ref === "string" ? (resolve(node).node ?? {}) : (node ?? {}));
    const links = Object.entries(operation.responses ?? {})
      .filter(([status]) => status.startsWith("2"))
      .flatMap(([, response]) => Object.values(read(response).links ?? {}).map(read));
    for (const { name, in: place } of (operation.parameters ?? []).map(read)) {
      const leads = links.some(
        ({ operationId, parameters = {} }) => operationId === operation.operationId && name in parameters,
      );
      if (place !== "query" || !cursor.test(name) || leads) continue;
      const message = `A success response needs a link to this operation with ${name}: describe how pages follow in OpenAPI, not only in prose.`;
      report({ message, location: location.child(["responses"]) });
    }
  },
});

export default () => ({
  id: "house",
  rules: {
    oas3: {
      "decimal-only-in-answers": decimalOnlyInAnswers,
      "answer-stays-open": answerStaysOpen,
      "cursor-has-link": cursorHasLink,
    },
  },
});
