// Prepares an OpenAPI document for comparison: follows every reference, and normalizes equivalent forms.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { redocly } from "../redocly.mjs";
import { follow, pointsOutside } from "./follow.mjs";
import { plainSchema } from "./schema.mjs";

/**
 * A node of an external document, of unknown shape.
 * @typedef {Record<string, any>} Node
 */

const methods = ["get", "put", "post", "delete", "patch", "head", "options"];

/**
 * Reads an OpenAPI 3 document of one file or many, in YAML or JSON, and follows the references of its operations.
 *
 * @param {string} path
 * @param {readonly { path: string }[]} [calls] whose paths are kept; all when not given
 * @returns {Node}
 * @throws when it is no OpenAPI 3 document, with what the bundler said
 */
export function readDocument(path, calls) {
  const { paths, components, ...document } = bundled(path);
  if (!/^3\./.test(document.openapi)) throw new Error(`${path} is not OpenAPI 3: its version is ${document.openapi}`);
  const shapes = calls?.map((call) => shape(call.path));
  const kept = Object.entries(paths ?? {}).filter(([name]) => shapes?.includes(shape(name)) ?? true);
  const whole = { paths, components };
  return {
    ...document,
    paths: Object.fromEntries(kept.map(([name, item]) => [name, follow(item, whole)])),
    components: { securitySchemes: follow(components?.securitySchemes ?? {}, whole, [], true) },
  };
}

/** @param {string} path @returns {Node} the document in one file, with references into itself */
function bundled(path) {
  // The bundler is a separate process and slower than the rest, and most documents are one file.
  const whole = readIfPlain(path);
  if (whole !== undefined && !pointsOutside(whole)) return whole;
  const folder = mkdtempSync(join(tmpdir(), "metermux-diff-"));
  try {
    // In a separate folder, so that no rule or decorator of this repository applies to a vendor's document.
    const [config, output] = [join(folder, "redocly.yaml"), join(folder, "document.json")];
    writeFileSync(config, "rules: {}\n");
    // Forced: a missing reference matters only in one of our operations, and is detected when followed.
    const { stderr } = redocly(["bundle", path, "--force", "--config", config, "--output", output]);
    if (!existsSync(output)) throw new Error(`${path} cannot be read: ${stderr.replaceAll(/\s*\n\s*/g, " ")}`);
    return JSON.parse(readFileSync(output, "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The parsed document, or undefined when the bundler must report its error. @param {string} path @returns {Node | undefined} */
function readIfPlain(path) {
  try {
    const document = parse(readFileSync(path, "utf8"));
    return typeof document === "object" && document !== null ? document : undefined;
  } catch {
    return undefined;
  }
}

/** A path without the names of its parameters, which do not matter for the comparison. @param {string} path */
const shape = (path) => path.replace(/\{[^}]+\}/g, "{}").replace(/\/$/, "");

/**
 * What a document calls, each under method and path as `GET /v1/customers`.
 * @param {Node} document
 */
export function callsOf(document) {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods
      .filter((method) => item[method])
      .map((method) => ({ name: `${method.toUpperCase()} ${path}`, method, path })),
  );
}

/**
 * Reduces the document to some calls in one normalized form: parameters in their operation and sorted, path parameters with
 * the given names, credentials and addresses by content, schemas plain.
 *
 * @param {Node} document
 * @param {readonly { method: string, path: string }[]} calls as the other document names them
 * @returns {Node}
 */
export function comparable(document, calls) {
  /** @type {Node} */
  const paths = {};
  for (const { method, path } of calls) {
    const own = Object.keys(document.paths ?? {}).find((candidate) => shape(candidate) === shape(path));
    const item = own === undefined ? undefined : document.paths[own];
    if (own === undefined || !item?.[method]) continue;
    paths[path] = { ...paths[path], [method]: comparableOperation(document, item, method, renames(own, path)) };
  }
  const { openapi, info } = document;
  return {
    openapi: "3.1.0",
    info: { title: info?.title ?? "", version: info?.version ?? openapi },
    servers: (document.servers ?? []).map((/** @type {Node} */ server) => ({ url: address(server) })),
    paths,
    components: { securitySchemes: credentials(document).schemes },
  };
}

/** @param {string} from @param {string} to */
function renames(from, to) {
  const [names, others] = [from, to].map((path) => [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = ""]) => name));
  return new Map(names?.map((name, index) => [name, others?.[index] ?? name]));
}

/** @param {Node} document @param {Node} item @param {string} method @param {Map<string, string>} names */
function comparableOperation(document, item, method, names) {
  const operation = item[method];
  /** @type {Map<string, Node>} */
  const parameters = new Map();
  for (const parameter of [...(item.parameters ?? []), ...(operation.parameters ?? [])]) {
    const name = parameter.in === "path" ? (names.get(parameter.name) ?? parameter.name) : parameter.name;
    parameters.set(`${parameter.in} ${name}`, { ...parameter, name });
  }
  const { links: _, ...plain } = operation;
  return plainSchema({
    ...plain,
    parameters: [...parameters].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, parameter]) => parameter),
    security: credentials(document).requirements(operation.security ?? document.security ?? []),
  });
}

/** An address with the defaults of its variables. @param {Node} server */
function address({ url = "", variables = {} }) {
  return url
    .replace(/\{([^}]+)\}/g, (/** @type {string} */ all, /** @type {string} */ name) => variables[name]?.default ?? all)
    .replace(/\/$/, "");
}

/** Credentials by content, because each document names its schemes differently. @param {Node} document */
function credentials(document) {
  const schemes = Object.entries(document.components?.securitySchemes ?? {}).map(([name, scheme]) => {
    const { type, in: place, name: key, scheme: kind } = scheme;
    const canonical =
      type === "apiKey" ? `${place} ${String(key).toLowerCase()}` : `${type} ${String(kind).toLowerCase()}`;
    return { name, canonical, scheme };
  });
  return {
    schemes: Object.fromEntries(schemes.map(({ canonical, scheme }) => [canonical, scheme])),
    /** @param {Node[]} security */
    requirements: (security) =>
      security.map((alternative) =>
        Object.fromEntries(
          Object.entries(alternative).map(([name, scopes]) => [
            schemes.find((scheme) => scheme.name === name)?.canonical ?? name,
            scopes,
          ]),
        ),
      ),
  };
}
