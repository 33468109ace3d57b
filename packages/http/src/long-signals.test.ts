import { getEventListeners } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CallRequest } from "./call-request.js";
import { createTransport } from "./transport.js";

// Over real sockets, as only the runtime's own fetch lets go of what it does not need.
let base = "";
let closed = 0;
const server = createServer((request) => {
  request.socket.once("close", () => {
    closed += 1;
  });
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

const fetches = {
  "the runtime's fetch": undefined,
  "a fetch of one line": (request: Request) => fetch(request),
  "a fetch that reads the request's parts": (request: Request) => fetch(request.url, request),
};

function connect(name: keyof typeof fetches, timeoutMs?: number) {
  const operations = { "POST /v1/usage": { read: true } };
  const credential = { value: "token", field: "token", header: "authorization" };
  const description = { vendor: "vendor", baseUrl: base, operations, credential };
  return createTransport(description, { fetch: fetches[name], timeoutMs, retries: 0 });
}

const ask = (signal?: AbortSignal) =>
  new CallRequest(`${base}/v1/usage`, { method: "POST", body: "{}", ...(signal && { signal }) });

async function open(calls: number): Promise<void> {
  await expect
    .poll(() => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count))), {
      timeout: 10_000,
    })
    .toBe(calls);
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    collect();
  }
}

for (const name of Object.keys(fetches) as (keyof typeof fetches)[]) {
  test(`an abort closes every request of ${name} after a garbage collection`, async () => {
    closed = 0;
    const stop = new AbortController();
    const transport = connect(name);
    const calls = Array.from({ length: 8 }, () => transport(ask(stop.signal)).catch((error: unknown) => error));
    await open(8);
    stop.abort();
    expect(await Promise.all(calls)).toMatchObject(Array(8).fill({ code: "aborted" }));
    await expect.poll(() => closed).toBe(8);
    expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
  });

  test(`a time limit closes every request of ${name} after a garbage collection`, async () => {
    closed = 0;
    const transport = connect(name, 1_500);
    const calls = Array.from({ length: 8 }, () => transport(ask()).catch((error: unknown) => error));
    await open(8);
    expect(await Promise.all(calls)).toMatchObject(Array(8).fill({ code: "timed_out" }));
    await expect.poll(() => closed).toBe(8);
  });
}

test("thirty calls at once on one signal have one listener on it, warn of nothing, and leave none", async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on("warning", note);
  const stop = new AbortController();
  const transport = connect("a fetch of one line");
  const calls = Array.from({ length: 30 }, () => transport(ask(stop.signal)).catch((error: unknown) => error));
  expect(getEventListeners(stop.signal, "abort")).toHaveLength(1);
  await open(30);
  stop.abort(new Error("enough"));
  expect(await Promise.all(calls)).toMatchObject(Array(30).fill({ code: "aborted", cause: new Error("enough") }));
  await new Promise((resolve) => setTimeout(resolve));
  process.off("warning", note);
  expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
  expect(warnings).toEqual([]);
});
