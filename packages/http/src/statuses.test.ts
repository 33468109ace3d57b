import { describe, expect, test } from "vitest";
import { CallRequest } from "./call-request.js";
import { plainFetch } from "./plain-fetch.js";
import { base, failureOf, ok, type Reply, setUp, usage } from "./scripted-transport.test-support.js";

const ingest = () => new Request(`${base}/v1/ingest`, { method: "POST", body: "{}" });
const text = '{"data":[{"value":1}]}';
const answer = (status: number, body: string | null): Reply => {
  return () => new Response(body, { status });
};

describe("a read that is answered with another 2xx than 200 is an error, sent once", () => {
  test.each([
    [201, text],
    [202, text],
    [203, text],
    [204, null],
    [205, null],
    [206, text],
    [207, text],
    [299, text],
  ])("%i", async (status, body) => {
    const { clock, sent, transport } = setUp([answer(status, body), ok]);
    expect(await failureOf(clock, transport(usage()))).toMatchObject({ code: "unexpected_response", status });
    expect(sent).toHaveLength(1);
  });
});

describe("what writes may be answered with any 2xx that has a whole body", () => {
  test.each([200, 201, 202])("%i", async (status) => {
    const { clock, transport } = setUp([answer(status, "{}")]);
    expect((await clock.settle(transport(ingest()))).status).toBe(status);
  });

  test.each([
    [204, null],
    [205, null],
    [206, "{}"],
    [201, ""],
  ])("%i with %j is not one", async (status, body) => {
    const { clock, transport } = setUp([answer(status, body)]);
    expect(await failureOf(clock, transport(ingest()))).toMatchObject({ code: "unexpected_response", status });
  });
});

describe("a status that HTTP does not have is a failure of the vendor, sent once", () => {
  const odd = (status: number, statusText = ""): Response =>
    Object.defineProperties(new Response(text), { status: { value: status }, statusText: { value: statusText } });

  test.each([100, 199, 600, 999, -1])("%i from a fetch", async (status) => {
    const { clock, sent, transport } = setUp([() => odd(status)]);
    expect(await failureOf(clock, transport(usage()))).toMatchObject({ code: "vendor_failure", status });
    expect(sent).toHaveLength(1);
  });

  test("999 from a fetch that is spoken to in plain data", async () => {
    const fetch = Object.assign(async () => new Response(), { [plainFetch]: async () => odd(999) });
    const { clock, transport } = setUp([ok], { fetch });
    const request = new CallRequest(`${base}/v1/usage`, { method: "POST", body: "{}" });
    expect(await failureOf(clock, transport(request))).toMatchObject({ code: "vendor_failure", status: 999 });
  });

  test("a network error in place of an answer is a failure of the connection", async () => {
    const { clock, transport } = setUp([() => Response.error()]);
    expect(await failureOf(clock, transport(usage()))).toMatchObject({ code: "connection_failed" });
  });

  test("the words of a status line that a Response does not take are left out", async () => {
    const { clock, transport } = setUp([() => odd(200, "O\u0001K\u2028")]);
    expect((await clock.settle(transport(usage()))).statusText).toBe("OK");
  });
});

describe("a request that is none of the operations is refused before it is sent", () => {
  test.each([
    ["an unknown path", `${base}/v1/unknown`],
    ["two slashes", `${base}//v1/usage`],
    ["a slash at the end", `${base}/v1/usage/`],
    ["no prefix", "https://api.example.com/v1/usage"],
    ["a longer prefix", "https://api.example.com/prefixed/v1/usage"],
    ["another host", "https://elsewhere.example.com/prefix/v1/usage"],
    ["another port", "https://api.example.com:444/prefix/v1/usage"],
    ["plain http", "http://api.example.com/prefix/v1/usage"],
  ])("%s", async (_, url) => {
    const { clock, sent, transport } = setUp([ok]);
    const error = await failureOf(clock, transport(new Request(url, { method: "POST", body: "{}" })));
    expect(error).toMatchObject({ code: "invalid_input", vendor: "metronome", field: "path" });
    expect(sent).toHaveLength(0);
  });

  test("another verb", async () => {
    const { clock, sent, transport } = setUp([ok]);
    expect(await failureOf(clock, transport(new Request(`${base}/v1/usage`)))).toMatchObject({ field: "path" });
    expect(sent).toHaveLength(0);
  });
});
