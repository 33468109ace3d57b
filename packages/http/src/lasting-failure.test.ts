import { describe, expect, test } from "vitest";
import { isLastingFailure } from "./lasting-failure.js";
import { failureOf, ok, setUp, usage } from "./scripted-transport.test-support.js";
import { createTransport } from "./transport.js";

const coded = (code: string, message = code) => Object.assign(new Error(message), { code });
const failed = (cause: unknown) => new TypeError("fetch failed", { cause });

test.each([
  ["a blocked port", failed(new Error("bad port"))],
  ["no such host", failed(coded("ENOTFOUND"))],
  ["no such host, at all of its addresses", failed(new AggregateError([coded("ENOTFOUND"), coded("ENOTFOUND")]))],
  ["no such host, in Deno's words", new TypeError("dns error: failed to lookup address: Name or service not known")],
  ["no URL", new TypeError("Failed to parse URL", { cause: coded("ERR_INVALID_URL", "Invalid URL") })],
  ["a certificate that is not trusted", failed(coded("SELF_SIGNED_CERT_IN_CHAIN"))],
])("%s stays as it is", (_, error) => {
  expect(isLastingFailure(error)).toBe(true);
});

test.each([
  ["a resolver without an answer", failed(coded("EAI_AGAIN"))],
  ["a refused connection", failed(coded("ECONNREFUSED"))],
  ["a host of which one address may answer", failed(new AggregateError([coded("ENOTFOUND"), coded("ECONNREFUSED")]))],
  ["a reset connection", failed(coded("ECONNRESET"))],
  ["no reason", new TypeError("Failed to fetch")],
  ["what is no error", "bad port"],
])("%s may pass", (_, error) => {
  expect(isLastingFailure(error)).toBe(false);
});

describe("a read", () => {
  test.each([
    ["bad port", new Error("bad port")],
    ["ENOTFOUND", coded("ENOTFOUND", "getaddrinfo ENOTFOUND api.example.com")],
  ])("is not sent again after %s, and the error says why", async (reason, cause) => {
    const broken = () => Promise.reject(failed(cause));
    const { clock, sent, transport } = setUp([broken, ok]);
    const error = await failureOf(clock, transport(usage()));
    expect(error).toMatchObject({ code: "connection_failed", retryable: false, attempts: 1 });
    expect(error.message).toContain(reason);
    expect(sent).toHaveLength(1);
  });

  test("is sent again after EAI_AGAIN", async () => {
    const { clock, sent, transport } = setUp([() => Promise.reject(failed(coded("EAI_AGAIN"))), ok]);
    await clock.settle(transport(usage()));
    expect(sent).toHaveLength(2);
  });

  test("to a port that browsers block ends at once, with the runtime's own fetch", async () => {
    const baseUrl = "http://127.0.0.1:22";
    const credential = { value: "long-enough-token", field: "token", header: "authorization" };
    const transport = createTransport({ vendor: "v", baseUrl, operations: { "GET /a": { read: true } }, credential });
    const error = await transport(new Request(`${baseUrl}/a`)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "connection_failed", retryable: false, attempts: 1 });
    expect(String(error)).toContain("bad port");
  });
});
