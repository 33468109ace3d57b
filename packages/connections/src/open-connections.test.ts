import { createUsage, MetermuxError } from "@metermux/usage";
import { describe, expect, it } from "vitest";
import { configuredConnections, secretsOf } from "./connection-list.js";
import { openConnections } from "./open-connections.js";

const token = "token-of-the-test";

/** Opens one connection in an environment and looks at the one request that its first question sends. */
async function requestOf(name: string, environment: Record<string, string>): Promise<Request> {
  const sent: Request[] = [];
  const fetch = async (request: Request) => {
    sent.push(request);
    return new Response("{}", { status: 404 });
  };
  const opened = await openConnections([name], environment, { fetch, retries: 0 });
  const usage = createUsage(opened);
  const rows = usage.query({ start: "2026-03-01", end: "2026-03-02", window: "day", meters: ["viewing_bytes"] });
  await rows[Symbol.asyncIterator]()
    .next()
    .catch(() => {});
  const [request] = sent;
  if (request === undefined) throw new Error("no request was sent");
  return request;
}

describe("openConnections", () => {
  it.each([
    ["metronome", "METRONOME_BEARER_TOKEN", "METRONOME_BASE_URL", "authorization", `Bearer ${token}`],
    ["amberflo", "AMBERFLO_API_KEY", "AMBERFLO_BASE_URL", "x-api-key", token],
    ["amberflo-portal", "AMBERFLO_SESSION_TOKEN", "AMBERFLO_BASE_URL", "x-api-key", `Session ${token}`],
    ["wowza-video", "WOWZA_VIDEO_TOKEN", "WOWZA_VIDEO_BASE_URL", "authorization", `Bearer ${token}`],
  ])("reads the credential and the address of %s", async (name, credential, address, header, value) => {
    const request = await requestOf(name, { [credential]: token, [address]: "http://127.0.0.1:9/there" });
    expect(request.headers.get(header)).toBe(value);
    expect(request.url).toMatch(/^http:\/\/127\.0\.0\.1:9\/there\//);
  });

  it.each([
    ["metronome", "METRONOME_BEARER_TOKEN", "METRONOME_BASE_URL", "https://api.metronome.com/v1/"],
    ["amberflo", "AMBERFLO_API_KEY", "AMBERFLO_BASE_URL", "https://app.amberflo.io/"],
    ["amberflo-portal", "AMBERFLO_SESSION_TOKEN", "AMBERFLO_BASE_URL", "https://app.amberflo.io/"],
    ["wowza-video", "WOWZA_VIDEO_TOKEN", "WOWZA_VIDEO_BASE_URL", "https://api.video.wowza.com/api/v2.0/"],
  ])("asks the public API of %s without an address", async (name, credential, address, url) => {
    const request = await requestOf(name, { [credential]: token, [address]: "" });
    expect(request.url.startsWith(url)).toBe(true);
  });

  it("opens all that the environment configures", async () => {
    const opened = async (environment: Record<string, string>) =>
      Object.keys(await openConnections(undefined, environment));
    expect(await opened({ METRONOME_BEARER_TOKEN: token, WOWZA_VIDEO_TOKEN: token })).toEqual([
      "metronome",
      "wowza-video",
    ]);
    expect(await opened({ AMBERFLO_API_KEY: token, AMBERFLO_SESSION_TOKEN: "" })).toEqual(["amberflo"]);
  });

  it.each([{}, { METRONOME_BEARER_TOKEN: "" }])("names the variables that %j lacks", async (environment) => {
    const all =
      "no connection is configured in the environment; set METRONOME_BEARER_TOKEN for metronome, or AMBERFLO_API_KEY for amberflo, or AMBERFLO_SESSION_TOKEN for amberflo-portal, or WOWZA_VIDEO_TOKEN for wowza-video";
    const invalid = { code: "invalid_input" };
    await expect(openConnections(undefined, environment)).rejects.toMatchObject({ ...invalid, message: all });
    const one = "connection metronome needs METRONOME_BEARER_TOKEN in the environment";
    const refusal = { ...invalid, message: one, field: "METRONOME_BEARER_TOKEN" };
    await expect(openConnections(["metronome"], environment)).rejects.toMatchObject(refusal);
  });

  it.each(["metronom", "constructor"])("refuses %s, which is no vendor, naming those that are", async (name) => {
    const names = "metronome, amberflo, amberflo-portal, wowza-video";
    const message = `connections: "${name}" is not one of ${names}`;
    const refusal = { code: "invalid_input", field: "connections", message };
    await expect(openConnections([name], { METRONOME_BEARER_TOKEN: token })).rejects.toMatchObject(refusal);
  });

  it.each([
    ["METRONOME_BASE_URL", { METRONOME_BEARER_TOKEN: token, METRONOME_BASE_URL: "http://example.com" }],
    ["METRONOME_BASE_URL", { METRONOME_BEARER_TOKEN: token, METRONOME_BASE_URL: `https://user:${token}@example.com` }],
    ["METRONOME_BEARER_TOKEN", { METRONOME_BEARER_TOKEN: `${token} ` }],
    ["AMBERFLO_API_KEY", { AMBERFLO_API_KEY: `${token}\n` }],
    ["AMBERFLO_SESSION_TOKEN", { AMBERFLO_SESSION_TOKEN: `${token} ` }],
    ["WOWZA_VIDEO_TOKEN", { WOWZA_VIDEO_TOKEN: `${token} ` }],
    ["WOWZA_VIDEO_BASE_URL", { WOWZA_VIDEO_TOKEN: token, WOWZA_VIDEO_BASE_URL: "nowhere" }],
  ])("names %s when it cannot be used, and holds no credential", async (variable, environment) => {
    const error = await openConnections(undefined, environment).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(MetermuxError);
    expect(error).toMatchObject({ code: "invalid_input", field: variable });
    expect(String(error)).toContain(variable);
    expect(String(error) + JSON.stringify(error)).not.toContain(token);
  });
});

describe("secretsOf", () => {
  it("finds the credentials and nothing else", () => {
    const addresses = { METRONOME_BASE_URL: "http://127.0.0.1:9", AMBERFLO_BASE_URL: "http://127.0.0.1:9" };
    const credentials = { METRONOME_BEARER_TOKEN: "a", AMBERFLO_API_KEY: "b", AMBERFLO_SESSION_TOKEN: "c" };
    expect(secretsOf({ ...addresses, ...credentials, WOWZA_VIDEO_TOKEN: "d" })).toEqual(["a", "b", "c", "d"]);
    expect(secretsOf({ METRONOME_BEARER_TOKEN: "" })).toEqual([]);
  });
});

describe("configuredConnections", () => {
  it("lists the connections whose required variables are set and not empty", () => {
    expect(configuredConnections({ WOWZA_VIDEO_TOKEN: "d", AMBERFLO_API_KEY: "" })).toEqual(["wowza-video"]);
    expect(configuredConnections({ METRONOME_BASE_URL: "http://127.0.0.1:9" })).toEqual([]);
  });
});
