import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { OpenApiDocument, SchemaObject } from "./openapi.js";

/** Why a value is invalid, or null. `unknownField` distinguishes a field that the schema does not have from an invalid value. */
export type Check = (value: unknown) => { readonly message: string; readonly unknownField: boolean } | null;

export interface Schemas {
  /** Schemas as the document has them. */
  open(schema: SchemaObject): Check;
  /** The same schemas, in which every object that lists its properties refuses others. */
  closed(schema: SchemaObject): Check;
}

/** Compiles a document's schemas; references into its components work. */
export function compileSchemas(document: OpenApiDocument): Schemas {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  // The specs' format for numbers that are read exactly. Only the type needs a check.
  ajv.addFormat("decimal", true);
  // Compiled on first use: a sandbox starts in milliseconds, and most sandboxes use few operations.
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

/** A deep copy in which an object schema that lists properties and does not mention others refuses them. */
function close<Node>(node: Node): Node {
  if (Array.isArray(node)) {
    // Mapping keeps the list's type, because close returns the type of its argument.
    return node.map(close) as Node;
  }
  if (typeof node !== "object" || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, close(value)]));
  const listsProperties = copy.type === "object" && typeof copy.properties === "object";
  if (listsProperties && copy.additionalProperties === undefined) copy.additionalProperties = false;
  // The copy has the same keys; the one that may be added is optional in JSON Schema.
  return copy as Node;
}
