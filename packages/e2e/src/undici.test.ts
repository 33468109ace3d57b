import type { TransportEvent } from "@metermux/http";
import { createUndiciFetch, undiciFetch } from "@metermux/http/undici";
import { createMetronome, unwrap } from "@metermux/metronome";
import { type Sandbox, startSandbox } from "@metermux/sandbox";
import { MockAgent } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runNode } from "./run-node.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: "2026-03-10T12:00:00Z", requestsPerSecond: false });
});
afterAll(() => sandbox.close());

const run = (source: string) => runNode(source, sandbox.environment);

/** The files of undici that a process has loaded; Node's own fetch is not among them. */
const loaded = `
const { createRequire } = await import("node:module");
const files = Object.keys(createRequire(import.meta.url).cache).filter((file) => /[\\\\/]undici[\\\\/]/.test(file));
console.log(files.length === 0 ? "no undici" : "undici");
process.exit(0);
`;
/** Lists Metronome's customers with the given \`fetch\`. */
const ask = `
const { createMetronome, unwrap } = await import("@metermux/metronome");
const { METRONOME_BEARER_TOKEN: token, METRONOME_BASE_URL: baseUrl } = process.env;
const { data } = await unwrap(createMetronome({ token, baseUrl, retries: 0, ...fetching }).GET("/v1/customers"));
console.log(data.length);
`;

describe("undici is loaded", () => {
  test.each([
    ["@metermux/http", 'await import("@metermux/http");'],
    ["a client", 'await import("@metermux/metronome");'],
    ["a client that is used", `const fetching = {}; ${ask}`],
    [
      "the facade with every adapter",
      'for (const name of ["", "/metronome", "/amberflo", "/wowza-video", "/compare"]) await import("@metermux/usage" + name);',
    ],
  ])("not by importing %s", async (_, source) => {
    expect((await run(source + loaded)).split("\n").at(-1)).toBe("no undici");
  });

  test("by importing its subpath", async () => {
    expect(await run(`await import("@metermux/http/undici");${loaded}`)).toBe("undici");
  });
});

test("undici sends through the global dispatcher that Node's own fetch left", async () => {
  const first = "await fetch(process.env.METRONOME_BASE_URL).catch(() => {});";
  const line =
    'const { undiciFetch } = await import("@metermux/http/undici"); const fetching = { fetch: undiciFetch };';
  expect(await run(`${first}${line}${ask}process.exit(0);`)).toMatch(/^\d+$/);
});

test("a client sends through a given dispatcher", async () => {
  const dispatcher = new MockAgent();
  dispatcher.disableNetConnect();
  const page = '{"data":[{"id":"a"}],"next_page":null}';
  dispatcher
    .get("https://api.metronome.com")
    .intercept({ path: "/v1/customers", method: "GET", headers: { authorization: "Bearer test-token" } })
    .reply(200, page);
  const client = createMetronome({ token: "test-token", fetch: createUndiciFetch({ dispatcher }) });
  expect((await unwrap(client.GET("/v1/customers"))).data).toEqual([{ id: "a" }]);
});

describe("an abort with undici ends a call at once", () => {
  test.each([
    ["during a wait", "retry-after-1", "retry"],
    ["before the headers", "stall-headers", "attempt"],
    ["during a body", "stall-body", "attempt"],
  ] as const)("%s", async (_, fault, on) => {
    const operation = "GET /v1/customers";
    sandbox.inject({ fault, vendor: "metronome", operation, times: "always" });
    const abort = new AbortController();
    const onEvent = ({ type }: TransportEvent) => {
      if (type === on) setTimeout(() => abort.abort(), 100);
    };
    const client = createMetronome({
      ...sandbox.connections.metronome,
      fetch: undiciFetch,
      // Only the signal can end it.
      maxDelayMs: 60_000,
      timeoutMs: 60_000,
      onEvent,
    });
    const call = unwrap(client.GET("/v1/customers", { signal: abort.signal }));
    await expect(call).rejects.toMatchObject({ code: "aborted", attempts: 1 });
    sandbox.clearFaults();
    expect((await unwrap(client.GET("/v1/customers"))).data.length).toBeGreaterThan(0);
  });
});
