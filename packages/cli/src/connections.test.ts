import { describe, expect, it } from "vitest";
import { openConnections, secretsOf } from "./connections.js";
import { UsageError } from "./failure.js";

const token = "token-of-the-test";

/** Opens metronome in an environment and looks at the one request that listing its customers sends. */
async function requestOf(environment: Record<string, string>): Promise<Request> {
  const sent: Request[] = [];
  const fetch = async (request: Request) => {
    sent.push(request);
    return new Response("{}", { status: 404 });
  };
  const { metronome } = await openConnections(undefined, environment, { fetch });
  await metronome?.meters(new AbortController().signal).catch(() => {});
  const [request] = sent;
  if (request === undefined) throw new Error("no request was sent");
  return request;
}

describe("openConnections", () => {
  it("reads the token and the address", async () => {
    const request = await requestOf({ METRONOME_BEARER_TOKEN: token, METRONOME_BASE_URL: "http://127.0.0.1:9/there" });
    expect(request.headers.get("authorization")).toBe(`Bearer ${token}`);
    expect(request.url).toMatch(/^http:\/\/127\.0\.0\.1:9\/there\/v1\//);
  });

  it("asks the public API without an address", async () => {
    const request = await requestOf({ METRONOME_BEARER_TOKEN: token, METRONOME_BASE_URL: "" });
    expect(new URL(request.url).origin).toBe("https://api.metronome.com");
  });

  it.each([{}, { METRONOME_BEARER_TOKEN: "" }])("names the variable that %j lacks", async (environment) => {
    const all = "no connection is configured in the environment; set METRONOME_BEARER_TOKEN for metronome";
    await expect(openConnections(undefined, environment)).rejects.toThrow(new UsageError(all));
    const one = "connection metronome needs METRONOME_BEARER_TOKEN in the environment";
    await expect(openConnections(["metronome"], environment)).rejects.toThrow(new UsageError(one));
  });

  it.each(["metronom", "constructor"])("refuses %s, which is no vendor, naming those that are", async (name) => {
    const refusal = new UsageError(`--connection: "${name}" is not one of metronome`);
    await expect(openConnections([name], { METRONOME_BEARER_TOKEN: token })).rejects.toThrow(refusal);
  });

  it.each([
    ["METRONOME_BASE_URL", { METRONOME_BEARER_TOKEN: token, METRONOME_BASE_URL: "http://example.com" }],
    ["METRONOME_BASE_URL", { METRONOME_BEARER_TOKEN: token, METRONOME_BASE_URL: `https://user:${token}@example.com` }],
    ["METRONOME_BEARER_TOKEN", { METRONOME_BEARER_TOKEN: `${token} ` }],
  ])("names %s when it cannot be used, and holds no credential", async (variable, environment) => {
    const error = await openConnections(undefined, environment).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toContain(variable);
    expect(String(error)).not.toContain(token);
  });
});

describe("secretsOf", () => {
  it("finds the credentials and nothing else", () => {
    expect(secretsOf({ METRONOME_BEARER_TOKEN: token, METRONOME_BASE_URL: "http://127.0.0.1:9" })).toEqual([token]);
    expect(secretsOf({ METRONOME_BEARER_TOKEN: "" })).toEqual([]);
  });
});
