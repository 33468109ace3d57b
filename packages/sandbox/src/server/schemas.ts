import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { OpenApiDocument, SchemaObject } from "./openapi.js";

/** What is wrong with a value, or null. `unknownField` tells a field the schema does not have from a wrong one. */
export type Check = (value: unknown) => { readonly message: string; readonly unknownField: boolean } | null;

export interface Schemas {
  /** Schemas as written. */
  open(schema: SchemaObject): Check;
  /** The same, with every object that lists its properties closed to others. */
  closed(schema: SchemaObject): Check;
}

/** Compiles a document's schemas; references into its components work. */
export function compileSchemas(document: OpenApiDocument): Schemas {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  // The house's format for numbers that are read exactly; the type says all there is to check.
  ajv.addFormat("decimal", true);
  // Compiled when first asked: a sandbox starts in milliseconds, and most of them use few operations.
  const check = (sources: () => { schema: SchemaObject; components: unknown }): Check => {
    let validate: ValidateFunction | undefined;
    return (value) => {
      if (validate === undefined) {
        const { schema, components } = sources();
        validate = ajv.compile({ ...schema, components });
      }
      return validate(value) ? null : describe(validate);
    };
  };
  const { components } = document;
  return {
    open: (schema) => check(() => ({ schema, components })),
    closed: (schema) => check(() => close({ schema, components })),
  };
}

function describe(validate: ValidateFunction): { message: string; unknownField: boolean } {
  const error: ErrorObject | undefined = validate.errors?.[0];
  const place = (error?.instancePath ?? "").slice(1).replaceAll("/", ".");
  const unknownField = error?.keyword === "additionalProperties";
  if (unknownField) {
    const field = String(error?.params.additionalProperty);
    return { message: `${place === "" ? field : `${place}.${field}`} is not a known field`, unknownField };
  }
  const allowed = error?.keyword === "enum" ? `: ${error.params.allowedValues.join(", ")}` : "";
  return { message: `${place === "" ? "value" : place} ${error?.message ?? "is not valid"}${allowed}`, unknownField };
}

/** A deep copy in which an object schema that lists properties and says nothing of others refuses others. */
function close<Node>(node: Node): Node {
  if (Array.isArray(node)) {
    // Mapping keeps the list's type: close returns what it is given.
    return node.map(close) as Node;
  }
  if (typeof node !== "object" || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, close(value)]));
  const listsProperties = copy.type === "object" && typeof copy.properties === "object";
  if (listsProperties && copy.additionalProperties === undefined) copy.additionalProperties = false;
  // The copy has the same keys; the one that may be added is optional in JSON Schema.
  return copy as Node;
}
