import { type OpenApiDocument, type OperationObject, readSpec, resolve } from "./openapi.js";
import { checkPath, type DeclaredParameter, declaredOnly, type QueryValue, readQuery } from "./parameters.js";
import { Refusal } from "./refusal.js";
import { type Check, compileSchemas, type Schemas } from "./schemas.js";

/** One operation of a vendor's spec, with the checks of its requests and responses. */
export interface Operation {
  /** Method and path, for example `POST /v1/usage`. */
  readonly key: string;
  readonly method: string;
  /** As in the spec, with `{name}` for a path parameter. */
  readonly path: string;
  /** Checks the parameters of the path by the spec. @throws Refusal `parameter`. */
  checkPath(values: Readonly<Record<string, string>>): void;
  /** Reads the query and checks it by the spec. @throws Refusal `undeclared-parameter` or `parameter`. */
  readQuery(query: URLSearchParams): Record<string, QueryValue>;
  /** The parameters of a query that the spec declares. */
  declaredOf(query: URLSearchParams): URLSearchParams;
  /** Reads the JSON body and checks it by the spec; undefined where the operation has none. @throws Refusal `body` or `unknown-field`. */
  readBody(request: Request, unknownFields: UnknownFields): Promise<unknown>;
  /** Why the spec does not allow an answer, or null. */
  judgeResponse(status: number, body: unknown): string | null;
}

/** How fields of a body that its schema does not list are treated. */
export type UnknownFields = "refused" | "tolerated";

const methods = ["get", "put", "post", "delete", "patch"];

const contracts = new Map<string, readonly Operation[]>();

/** The operations of one of the specs in this package, read once for all sandboxes of the process. */
export function readContract(name: string): readonly Operation[] {
  const known = contracts.get(name) ?? loadContract(name);
  contracts.set(name, known);
  return known;
}

function loadContract(name: string): Operation[] {
  const document = readSpec(name);
  const schemas = compileSchemas(document);
  const operations: Operation[] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (operation === undefined) continue;
      // In a linted document, a method of a path holds an Operation Object.
      operations.push(operationOf(document, schemas, method.toUpperCase(), path, operation as OperationObject));
    }
  }
  return operations;
}

function operationOf(
  document: OpenApiDocument,
  schemas: Schemas,
  method: string,
  path: string,
  operation: OperationObject,
): Operation {
  const parametersIn = (place: string): DeclaredParameter[] =>
    (operation.parameters ?? [])
      .map((node) => resolve(document, node))
      .filter((parameter) => parameter.in === place)
      .map((parameter) => ({ parameter, check: schemas.open(parameter.schema) }));
  const inPath = parametersIn("path");
  const query = parametersIn("query");
  const bodyObject = operation.requestBody && resolve(document, operation.requestBody);
  const bodySchema = bodyObject?.content?.["application/json"]?.schema;
  const body = bodySchema && {
    required: bodyObject?.required === true,
    check: { refused: schemas.closed(bodySchema), tolerated: schemas.open(bodySchema) },
  };
  const responses = new Map<string, Check>();
  for (const [status, node] of Object.entries(operation.responses)) {
    const schema = resolve(document, node).content?.["application/json"]?.schema;
    responses.set(status, schema === undefined ? () => null : schemas.open(schema));
  }
  return {
    key: `${method} ${path}`,
    method,
    path,
    checkPath: (values) => checkPath(inPath, values),
    readQuery: (search) => readQuery(query, search),
    declaredOf: (search) => declaredOnly(query, search),
    readBody: async (request, unknownFields) =>
      body ? readBody(request, body.required, body.check[unknownFields]) : undefined,
    judgeResponse: (status, value) => {
      const check = responses.get(String(status)) ?? responses.get(`${String(status).slice(0, 1)}XX`);
      if (check === undefined) return `status ${status} is not in the spec`;
      return check(value)?.message ?? null;
    },
  };
}

async function readBody(request: Request, required: boolean, check: Check): Promise<unknown> {
  const text = await request.text();
  if (text === "" && !required) return undefined;
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\b/i.test(type)) throw new Refusal(400, "body", "content-type must be application/json");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, "body", "The body is not JSON");
  }
  const problem = check(value);
  if (problem !== null) throw new Refusal(400, problem.unknownField ? "unknown-field" : "body", problem.message);
  return value;
}
