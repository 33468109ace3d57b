import fc from "fast-check";
import { type OpenApiDocument, resolve, type SchemaObject } from "../src/server/openapi.js";

/** Generates values that are valid by a schema of a contract. Supports the part of JSON Schema that the contracts use. */
export function valuesOf(document: OpenApiDocument, node: SchemaObject): fc.Arbitrary<unknown> {
  const schema = resolve<SchemaObject>(document, node);
  const alternatives = listOf(schema.oneOf ?? schema.anyOf);
  if (alternatives.length > 0) return fc.oneof(...alternatives.map((each) => valuesOf(document, each)));
  const parts = listOf(schema.allOf);
  if (parts.length > 0) {
    const [first = {}, ...others] = parts.map((each) => resolve<SchemaObject>(document, each));
    return valuesOf(document, Object.assign({}, first, ...others));
  }
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const types = [schema.type].flat().map(String);
  return fc.oneof(...types.map((type) => ofType(document, schema, type)));
}

function ofType(document: OpenApiDocument, schema: SchemaObject, type: string): fc.Arbitrary<unknown> {
  if (type === "null") return fc.constant(null);
  if (type === "boolean") return fc.boolean();
  if (type === "integer") return fc.integer({ min: numberOf(schema.minimum, -5), max: numberOf(schema.maximum, 2e9) });
  if (type === "number") return fc.integer({ min: 1, max: 100 });
  if (type === "string") return textOf(schema);
  if (type === "array") {
    const items = valuesOf(document, asSchema(schema.items));
    return fc.array(items, { minLength: numberOf(schema.minItems, 0), maxLength: 3 });
  }
  return objectOf(document, schema);
}

function objectOf(document: OpenApiDocument, schema: SchemaObject): fc.Arbitrary<unknown> {
  const required = new Set([schema.required ?? []].flat().map(String));
  const members = Object.entries(asSchema(schema.properties)).map(([name, each]) => {
    const value = valuesOf(document, asSchema(each));
    return [name, required.has(name) ? value : fc.option(value, { nil: undefined })] as const;
  });
  const others = schema.additionalProperties;
  if (members.length === 0 && typeof others === "object") {
    return fc.dictionary(fc.constantFrom("region", "customerId", "x"), valuesOf(document, asSchema(others)));
  }
  return fc.record(Object.fromEntries(members));
}

/** The only patterns in the contracts are those of Wowza Video's instants. */
function textOf({ format, pattern, minLength, maxLength }: SchemaObject): fc.Arbitrary<string> {
  const instant = fc.date({ min: new Date("2025-01-01"), max: new Date("2027-01-01"), noInvalidDate: true });
  if (format === "uuid") return fc.uuid();
  if (format === "date-time") return instant.map((date) => date.toISOString());
  if (typeof pattern === "string") {
    if (!pattern.startsWith("^\\d{4}") && !pattern.startsWith("^(\\d{4}")) throw new Error(`no values for ${pattern}`);
    return instant.map((date) => date.toISOString().slice(0, 19).replace("T", " "));
  }
  return fc.string({ minLength: numberOf(minLength, 1), maxLength: Math.min(20, numberOf(maxLength, 20)) });
}

function listOf(value: unknown): SchemaObject[] {
  return Array.isArray(value) ? value.map(asSchema) : [];
}

function asSchema(value: unknown): SchemaObject {
  // In a linted document these places hold a Schema Object, or an object of them.
  return (value ?? {}) as SchemaObject;
}

function numberOf(value: unknown, fallback: number): number {
  return typeof value === "number" ? value : fallback;
}
