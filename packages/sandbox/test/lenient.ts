import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../src/index.js";
import { readContract } from "../src/server/contract.js";
import {
  type BodyObject,
  type OpenApiDocument,
  type OperationObject,
  type ParameterObject,
  readSpec,
  resolve,
  type SchemaObject,
} from "../src/server/openapi.js";
import { valuesOf } from "./arbitrary.js";
import { NOW } from "./support.js";

type Vendor = "metronome" | "amberflo" | "wowza-video";

interface LenientRequest {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Tests a lenient sandbox: every request that is valid by a vendor's contract gets a 200 that is valid by the contract. */
export function testLenient(vendor: Vendor, credential: (operation: string) => Readonly<Record<string, string>>): void {
  const document = readSpec(vendor);
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ now: NOW, lenient: true });
  });
  afterAll(() => sandbox.close());

  async function ask(operation: ReturnType<typeof readContract>[number], { path, query, body }: LenientRequest) {
    const place = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(path[name])));
    const search = Object.entries(query).flatMap(([name, value]) =>
      // An empty list cannot be written in a query.
      value === undefined || String(value) === ""
        ? []
        : [`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`],
    );
    const response = await fetch(`${sandbox.connections[vendor].baseUrl}${place}?${search.join("&")}`, {
      method: operation.method,
      headers: { "content-type": "application/json", ...credential(operation.path) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = JSON.parse(await response.text());
    return [response.status, operation.judgeResponse(response.status, answer)];
  }

  describe.each(readContract(vendor).map((operation) => [operation.key, operation] as const))("%s", (_, operation) => {
    // The contract has an Operation Object here.
    const declared = document.paths[operation.path]?.[operation.method.toLowerCase()] as OperationObject;
    const examples = examplesOf(document, declared);

    it.each(examples)("rule lenient: the contract's example %s is answered", async (_name, body) => {
      expect(await ask(operation, { ...anyParameters(document, declared), body })).toEqual([200, null]);
    });

    it("rule lenient: every request that is valid by the contract is answered", async () => {
      await fc.assert(
        fc.asyncProperty(questionsOf(document, declared), async (usageRequest) => {
          expect(await ask(operation, usageRequest)).toEqual([200, null]);
        }),
        { seed: 7, numRuns: 40 },
      );
    });
  });
}

function questionsOf(document: OpenApiDocument, operation: OperationObject): fc.Arbitrary<LenientRequest> {
  const parameters = (operation.parameters ?? []).map((node) => resolve<ParameterObject>(document, node));
  const inPlace = (place: string) => {
    const members = parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name, required, schema }) => {
        const value = valuesOf(document, schema);
        return [name, required === true ? value : fc.option(value, { nil: undefined })] as const;
      });
    return fc.record(Object.fromEntries(members));
  };
  const body = operation.requestBody && resolve<BodyObject>(document, operation.requestBody);
  const schema = body?.content?.["application/json"]?.schema;
  const bodies = schema === undefined ? fc.constant(undefined) : valuesOf(document, schema);
  return fc.record({ path: inPlace("path"), query: inPlace("query"), body: bodies });
}

function anyParameters(document: OpenApiDocument, operation: OperationObject): LenientRequest {
  const [usageRequest] = fc.sample(questionsOf(document, operation), { seed: 7, numRuns: 1 });
  return { path: usageRequest?.path ?? {}, query: {} };
}

function examplesOf(document: OpenApiDocument, operation: OperationObject): [string, unknown][] {
  const body = operation.requestBody && resolve<BodyObject>(document, operation.requestBody);
  const content = body?.content?.["application/json"];
  const examples: unknown = content === undefined ? {} : Reflect.get(content, "examples");
  return Object.entries(Object(examples)).map(([name, node]) => {
    // Under `examples`, a linted document has an Example Object or a reference to one.
    const { value } = resolve<SchemaObject>(document, node as SchemaObject);
    return [name, value];
  });
}
