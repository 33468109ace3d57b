import { expect, test } from "vitest";
import { CallRequest } from "./call-request.js";
import { type PlainAnswer, type PlainRequest, plainFetch } from "./plain-fetch.js";
import { type Changes, copySender } from "./send-copy.js";

const url = "https://api.example.com/v1/usage";
const changes: Changes = {
  headers: new Headers({ authorization: "Bearer token" }),
  signal: new AbortController().signal,
  redirect: "manual",
};

/** A fetch that can be spoken to in plain data, and what it was told. */
function setUp() {
  const requests: Request[] = [];
  const plain: PlainRequest[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    requests.push(request);
    return new Response();
  };
  const member = async (request: PlainRequest): Promise<PlainAnswer> => {
    plain.push(request);
    return new Response();
  };
  return { requests, plain, send: copySender(Object.assign(fetch, { [plainFetch]: member })) };
}

test("a fetch that can be spoken to in plain data is, as often as a request is sent", async () => {
  const { requests, plain, send } = setUp();
  const request = new CallRequest(url, { method: "POST", body: "{}" });
  await send(request, changes);
  await send(request, changes);
  await send(new CallRequest(url), changes);
  const { headers, signal } = changes;
  expect(plain.map(({ url, method, body }) => [url, method, body])).toEqual([
    [url, "POST", "{}"],
    [url, "POST", "{}"],
    [url, "GET", null],
  ]);
  expect(plain.every((each) => each.headers === headers && each.signal === signal)).toBe(true);
  expect(requests).toEqual([]);
});

test("a request of which only the stream is left is copied", async () => {
  const { requests, plain, send } = setUp();
  const request = new Request(url, { method: "POST", body: "{}" });
  await send(request, changes);
  await send(request, changes);
  expect(plain).toEqual([]);
  expect(await Promise.all(requests.map((each) => each.text()))).toEqual(["{}", "{}"]);
  expect(requests[0]?.headers.get("authorization")).toBe("Bearer token");
});
