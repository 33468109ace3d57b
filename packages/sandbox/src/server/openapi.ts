import { readFileSync } from "node:fs";

/** The parts of an OpenAPI 3.1 document that the sandbox reads. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: Readonly<Record<string, unknown>>;
}

export interface OperationObject {
  readonly operationId?: string;
  readonly parameters?: readonly (ParameterObject | ReferenceObject)[];
  readonly requestBody?: BodyObject | ReferenceObject;
  readonly responses: Readonly<Record<string, BodyObject | ReferenceObject>>;
}

export interface ParameterObject {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema: SchemaObject;
}

export interface BodyObject {
  readonly required?: boolean;
  readonly content?: Readonly<Record<string, { readonly schema?: SchemaObject }>>;
}

export interface ReferenceObject {
  readonly $ref: string;
}

export type SchemaObject = Readonly<Record<string, unknown>>;

/** Reads a bundled contract from this package's `specs` folder, two levels above both src/server and dist/server. */
export function readSpec(name: string): OpenApiDocument {
  const text = readFileSync(new URL(`../../specs/${name}.json`, import.meta.url), "utf8");
  // The file is linted OpenAPI, made by the `bundle` script: its shape is checked there.
  return JSON.parse(text) as OpenApiDocument;
}

/** Resolves a node, following references inside the document. */
export function resolve<Node extends object>(document: OpenApiDocument, node: Node | ReferenceObject): Node {
  if (!("$ref" in node) || typeof node.$ref !== "string") {
    // Not a reference, so it is the other member of the union.
    return node as Node;
  }
  let target: unknown = document;
  for (const part of node.$ref.slice(2).split("/")) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    target = typeof target === "object" && target !== null ? Reflect.get(target, key) : undefined;
  }
  if (typeof target !== "object" || target === null) throw new Error(`${node.$ref} is not in the document`);
  // In a linted document a reference points at the right kind of object.
  return resolve(document, target as Node | ReferenceObject);
}
