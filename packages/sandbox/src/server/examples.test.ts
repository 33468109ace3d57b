import { describe, expect, it } from "vitest";
import { readContract } from "./contract.js";
import { type BodyObject, type OperationObject, readSpec, resolve } from "./openapi.js";

// The sandbox checks requests by the specs, so the specs' own examples must pass.
interface Example {
  name: string;
  value: unknown;
}

function examplesOf(vendor: string) {
  const document = readSpec(vendor);
  const named = (body: BodyObject, mediaType: string): Example[] => {
    // The sandbox does not read examples, so its type of a body does not have them.
    const media = body.content?.[mediaType] as { examples?: Record<string, { $ref: string } | Example> } | undefined;
    return Object.entries(media?.examples ?? {}).map(([name, example]) => {
      const { value } = resolve(document, example) as Example;
      return { name, value };
    });
  };
  return readContract(vendor).map((operation) => {
    const node = document.paths[operation.path]?.[operation.method.toLowerCase()] as OperationObject;
    const requests =
      node.requestBody === undefined ? [] : named(resolve(document, node.requestBody), "application/json");
    const answers = Object.entries(node.responses).flatMap(([status, response]) => {
      const body = resolve(document, response);
      const code = Number(status.replace("XX", "00"));
      const other = Object.keys(body.content ?? {}).filter((type) => type !== "application/json");
      return [
        ...named(body, "application/json").map((example) => ({ ...example, status: code, isText: false })),
        ...other.flatMap((type) => named(body, type)).map((example) => ({ ...example, status: code, isText: true })),
      ];
    });
    return { operation, requests, answers };
  });
}

describe.each(["metronome", "amberflo", "wowza-video"])("every example of %s", (vendor) => {
  it.each(examplesOf(vendor))("passes: $operation.key", async ({ operation, requests, answers }) => {
    for (const { name, value } of requests) {
      const headers = { "content-type": "application/json" };
      const request = new Request("http://x", { method: "POST", headers, body: JSON.stringify(value) });
      await expect(operation.readBody(request, "refused"), name).resolves.toEqual(value);
    }
    expect(answers.filter(({ status }) => status === 200)).not.toEqual([]);
    for (const { name, status, value, isText } of answers) {
      if (isText) expect(value, name).toBeTypeOf("string");
      else expect([name, operation.judgeResponse(status, value)]).toEqual([name, null]);
    }
    // A body that is not among the examples does not pass.
    expect(operation.judgeResponse(200, "no answer")).not.toBeNull();
  });
});
