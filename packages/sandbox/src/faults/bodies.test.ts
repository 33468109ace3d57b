import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, receive, requestTo, startFaulty, vendorNames } from "../../test/faulty.js";
import type { Sandbox } from "../sandbox.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startFaulty();
});
afterAll(() => sandbox.close());

describe.each(vendorNames)("of %s", (vendor) => {
  const faulty = (fault: string) => ask(sandbox, vendor, fault);
  const plain = async () => (await ask(sandbox, vendor)).text();
  const bytesOf = async (fault: string) => Buffer.from(await (await faulty(fault)).arrayBuffer());

  it("truncated-json: half of the JSON in a body that is complete for HTTP", async () => {
    const response = await faulty("truncated-json");
    const text = await response.text();
    expect(response.headers.get("content-length")).toBe(String(Buffer.byteLength(text)));
    expect((await plain()).startsWith(text)).toBe(true);
    expect(() => JSON.parse(text)).toThrow();
  });

  it("gzip: can be decoded; bad-gzip cannot", async () => {
    const response = await faulty("gzip");
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(await response.text()).toBe(await plain());
    await expect(faulty("bad-gzip").then((bad) => bad.text())).rejects.toThrow();
  });

  it.each([
    ["html-200", "text/html", /^<!doctype html>/],
    ["empty-200", "application/json", /^$/],
    ["wrong-shape-200", "application/json", /^\{\}$/],
    ["null-200", "application/json", /^null$/],
  ])("%s", async (fault, type, body) => {
    const response = await faulty(fault);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, type]);
    expect(await response.text()).toMatch(body);
  });

  it("list-for-object-200: a list holds the answer, with every digit", async () => {
    expect(await (await faulty("list-for-object-200")).text()).toBe(`[${await plain()}]`);
  });

  it("invalid-utf8: the body cannot be decoded", async () => {
    const bytes = await bytesOf("invalid-utf8");
    expect(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes)).toThrow();
    expect(Buffer.from(bytes.filter((byte) => byte !== 0xff)).toString()).toBe(await plain());
  });

  it("bom: three bytes precede the JSON", async () => {
    const bytes = await bytesOf("bom");
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.subarray(3).toString()).toBe(await plain());
  });

  it("deep-json: the answer is unchanged apart from one deep member", async () => {
    const text = await (await faulty("deep-json:50000")).text();
    expect(text).toContain(`{"sandbox_deep":${"[".repeat(50_000)}]`);
    expect(text.replace(/"sandbox_deep":\[+\]+,/, "")).toBe(await plain());
  });

  it("oversized-body: the answer follows the requested number of spaces", async () => {
    const response = await faulty("oversized-body:3");
    expect(response.headers.get("content-length")).toBeNull();
    const text = await response.text();
    expect(text.length - text.trimStart().length).toBe(3 * 1024 * 1024);
    expect(text.trimStart()).toBe(await plain());
  });
});

it("object-for-list-200: an object replaces the rows; an answer without lists is unchanged", async () => {
  const metronome = await (await ask(sandbox, "metronome", "object-for-list-200")).text();
  expect(metronome).toMatch(/^\{"data":\{"0":\{"customer_id":/);
  const { apiKey, baseUrl } = sandbox.connections.amberflo;
  const headers = { "x-api-key": apiKey, "x-sandbox-fault": "object-for-list-200" };
  expect(await (await fetch(`${baseUrl}/meters`, { headers })).json()).toMatchObject({ 0: { id: expect.any(String) } });
  const before = sandbox.faultsMet["object-for-list-200"];
  const wowza = await ask(sandbox, "wowza-video", "object-for-list-200");
  expect(await wowza.text()).toBe(await (await ask(sandbox, "wowza-video")).text());
  expect(sandbox.faultsMet["object-for-list-200"]).toBe(before);
});

it("oversized-body: no more bytes are produced than the client reads", async () => {
  const before = process.memoryUsage().rss;
  const response = await ask(sandbox, "metronome", "oversized-body:4096");
  const reader = response.body?.getReader();
  let bytes = 0;
  while (bytes < 64 * 1024 * 1024) bytes += (await reader?.read())?.value?.byteLength ?? Number.NaN;
  await reader?.cancel();
  expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
});

it("applies to the text of a refusal, and keeps its status", async () => {
  const { head, body } = await receive({ ...requestTo(sandbox, "metronome"), headers: {} }, "truncated-json");
  expect(head).toMatch(/^HTTP\/1\.1 401 /);
  expect(() => JSON.parse(body.toString())).toThrow();
});
