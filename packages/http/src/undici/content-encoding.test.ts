import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { UnreadableBody } from "../read-body.js";
import { undiciFetch } from "./index.js";
import { serve } from "./server.test-support.js";

const page = JSON.stringify({ data: Array.from({ length: 20_000 }, (_, value) => ({ value })) });

const answering = (encoding: string, body: Uint8Array | string) =>
  serve((_, response) => response.writeHead(200, { "content-encoding": encoding }).end(body));
const read = async (url: string, init?: RequestInit) => (await undiciFetch(new Request(url, init))).text();

test.each([
  ["gzip", gzipSync(page)],
  ["x-gzip", gzipSync(page)],
  ["GZIP", gzipSync(page)],
  ["deflate", deflateSync(page)],
  ["deflate", deflateRawSync(page)],
  ["br", brotliCompressSync(page)],
  ["identity", page],
  ["deflate, gzip", gzipSync(deflateSync(page))],
  [
    "gzip, identity, gzip, gzip, gzip, gzip",
    [1, 2, 3, 4, 5].reduce<Buffer>((body) => gzipSync(body), Buffer.from(page)),
  ],
  ["gzip", Buffer.concat([gzipSync(page.slice(0, 1000)), gzipSync(page.slice(1000))])],
])("%s is undone", async (encoding, body) => {
  const { url } = await answering(encoding, body);
  expect((await read(url)) === page).toBe(true);
});

test("an encoded body of nothing is empty", async () => {
  expect(await read((await answering("gzip", "")).url)).toBe("");
});

describe("is asked for", () => {
  const echo = () => serve((request, response) => response.end(request.headers["accept-encoding"]));

  test("as far as it can be undone", async () => {
    expect(await read((await echo()).url)).toBe("gzip, deflate, br");
  });

  test("as the request says, where it does", async () => {
    expect(await read((await echo()).url, { headers: { "accept-encoding": "identity" } })).toBe("identity");
  });
});

test.each([6, 1_000])("%i encodings, one inside the other, are refused, and the connection closed", async (count) => {
  const { url, closed } = await serve((_, response) =>
    response.writeHead(200, { "content-encoding": Array(count).fill("gzip").join() }).write("half of"),
  );
  await expect(read(url)).rejects.toThrow("a body in more than 5 encodings");
  await closed;
});

test.each(["zstd", "gzip, compress", "constructor"])("%s is refused, and its connection closed", async (encoding) => {
  const { url, closed } = await serve((_, response) => {
    response.writeHead(200, { "content-encoding": encoding }).write("half of");
  });
  await expect(read(url)).rejects.toThrow(new UnreadableBody("a body in an encoding that was not asked for"));
  await closed;
});

test.each([
  ["that breaks off", gzipSync(page).subarray(0, -20)],
  ["that is none", "no gzip at all"],
])("a gzip %s is an error", async (_, body) => {
  await expect(read((await answering("gzip", body)).url)).rejects.toThrow();
});

describe("a body on its way", () => {
  const half = gzipSync(page).subarray(0, 1000);
  const stalling = () => serve((_, response) => response.writeHead(200, { "content-encoding": "gzip" }).write(half));

  test("ends with the reason of an abort", async () => {
    const { url, closed } = await stalling();
    const abort = new AbortController();
    const response = await undiciFetch(new Request(url, { signal: abort.signal }));
    const reading = response.text();
    abort.abort("enough");
    await expect(reading).rejects.toBe("enough");
    await closed;
  });

  test("closes its connection when nobody reads on", async () => {
    const { url, closed } = await stalling();
    const response = await undiciFetch(new Request(url));
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await closed;
  });

  test("closes its connection when nobody reads at all", async () => {
    const { url, closed } = await stalling();
    await (await undiciFetch(new Request(url))).body?.cancel();
    await closed;
  });
});
