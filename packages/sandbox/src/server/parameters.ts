import type { ParameterObject } from "./openapi.js";
import { Refusal } from "./refusal.js";
import type { Check } from "./schemas.js";

export type QueryValue = string | number | boolean | readonly string[];

export interface DeclaredParameter {
  readonly parameter: ParameterObject;
  readonly check: Check;
}

/**
 * Checks the parameters of a path by the contract.
 *
 * @throws Refusal with rule `parameter`, status 400, for a value that breaks its schema.
 */
export function checkPath(declared: readonly DeclaredParameter[], values: Readonly<Record<string, string>>): void {
  for (const { parameter, check } of declared) {
    const problem = check(readValue(parameter, [values[parameter.name] ?? ""]));
    if (problem !== null) throw new Refusal(400, "parameter", `Path parameter '${parameter.name}': ${problem.message}`);
  }
}

/** Keeps only the declared parameters of a query. */
export function declaredOnly(declared: readonly DeclaredParameter[], query: URLSearchParams): URLSearchParams {
  const names = new Set(declared.map(({ parameter }) => parameter.name));
  return new URLSearchParams([...query].filter(([name]) => names.has(name)));
}

/**
 * Reads the query of a request by the contract. An undeclared parameter is refused, as is a repeated one that is not a list,
 * a value that breaks its schema, and a required one that is missing. Defaults are filled in.
 *
 * @throws Refusal with rule `undeclared-parameter` or `parameter`, status 400.
 */
export function readQuery(declared: readonly DeclaredParameter[], query: URLSearchParams): Record<string, QueryValue> {
  for (const name of query.keys()) {
    const known = declared.some(({ parameter }) => parameter.name === name);
    if (!known) throw new Refusal(400, "undeclared-parameter", `Query parameter '${name}' is not allowed`);
  }
  const values: Record<string, QueryValue> = {};
  for (const { parameter, check } of declared) {
    const value = readValue(parameter, query.getAll(parameter.name));
    if (value === undefined) {
      if (parameter.required) throw new Refusal(400, "parameter", `Query parameter '${parameter.name}' is required`);
      continue;
    }
    const problem = check(value);
    if (problem !== null)
      throw new Refusal(400, "parameter", `Query parameter '${parameter.name}': ${problem.message}`);
    values[parameter.name] = value;
  }
  return values;
}

function readValue(parameter: ParameterObject, texts: readonly string[]): QueryValue | undefined {
  const { type, default: fallback } = parameter.schema;
  const [text] = texts;
  if (text === undefined) return isScalar(fallback) ? fallback : undefined;
  if (texts.length > 1 && !(type === "array" && parameter.explode !== false)) {
    throw new Refusal(400, "parameter", `Query parameter '${parameter.name}' is given more than once`);
  }
  if (type === "array") return parameter.explode === false ? text.split(",") : texts;
  // Text that does not fit the type stays text, so that the schema refuses it.
  if (type === "integer" || type === "number") return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (type === "boolean") return text === "true" || (text === "false" ? false : text);
  return text;
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
