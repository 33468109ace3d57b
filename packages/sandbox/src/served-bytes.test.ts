import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { usageRequest, wholeRange } from "../test/amberflo.js";
import { NOW } from "../test/support.js";
import { type Connections, startSandbox } from "./index.js";

// Fixed hashes, so that every Node version must serve the same bytes.
const seed = 7;

type Ask = (url: string, body?: object) => Promise<string>;

async function digestOf(use: (connections: Connections, ask: (headers: object) => Ask) => Promise<string[]>) {
  const sandbox = await startSandbox({ seed, now: NOW, requestsPerSecond: false });
  const ask =
    (headers: object): Ask =>
    async (url, body) => {
      const answer = await fetch(url, {
        method: body === undefined ? "GET" : "POST",
        headers: { "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(answer.status).toBe(200);
      return answer.text();
    };
  const texts = await use(sandbox.connections, ask);
  await sandbox.close();
  return createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 16);
}

/** The answers of each vendor whose bytes are fixed. */
const served = {
  metronome: (
    { metronome: { baseUrl, token }, "wowza-video": { customerId } }: Connections,
    asking: (headers: object) => Ask,
  ) => walk(asking({ authorization: `Bearer ${token}` }), baseUrl, customerId),
  amberflo: async ({ amberflo: { baseUrl, apiKey } }: Connections, asking: (headers: object) => Ask) => {
    const ask = asking({ "x-api-key": apiKey });
    const meters = ["api_calls", "settled", "active_users"];
    const queries = meters.map((meterApiName) => ({
      ...usageRequest,
      ...wholeRange,
      meterApiName,
      groupBy: ["customerId"],
    }));
    return [
      await ask(`${baseUrl}/usage/batch`, queries),
      await ask(`${baseUrl}/usage/sparse/batch`, queries),
      await ask(`${baseUrl}/meters`),
      await ask(`${baseUrl}/customers/paging?limit=100`),
    ];
  },
  "wowza-video": async ({ "wowza-video": { baseUrl, token } }: Connections, asking: (headers: object) => Ask) => {
    const ask = asking({ authorization: `Bearer ${token}` });
    const lists = ["transcoders", "stream_targets", "real_time_streams", "vod_streams"];
    const paths = ["account?include=trend", "storage/peak", "storage/current", ...lists];
    return Promise.all(paths.map((path) => ask(`${baseUrl}/usage/${path}`)));
  },
};

async function walk(ask: Ask, baseUrl: string, customerId: string): Promise<string[]> {
  const bounds = { starting_on: "2026-02-01T00:00:00Z", ending_before: "2026-03-16T00:00:00Z" };
  const body = { window_size: "DAY", ...bounds, customer_ids: [customerId] };
  const texts = [await ask(`${baseUrl}/v1/billable-metrics?limit=100`), await ask(`${baseUrl}/v1/customers?limit=100`)];
  for (let cursor = ""; ; ) {
    const text = await ask(`${baseUrl}/v1/usage${cursor}`, body);
    texts.push(text);
    const { next_page } = JSON.parse(text);
    if (next_page === null) return texts;
    cursor = `?next_page=${next_page}`;
  }
}

it("the same seed and now give the same bytes on every machine: metronome", async () => {
  expect(await digestOf(served.metronome)).toMatchInlineSnapshot(`"1205e5c0fb48258a"`);
});

it("the same seed and now give the same bytes on every machine: amberflo", async () => {
  expect(await digestOf(served.amberflo)).toMatchInlineSnapshot(`"8f12f0a97b55559b"`);
});

it("the same seed and now give the same bytes on every machine: wowza-video", async () => {
  expect(await digestOf(served["wowza-video"])).toMatchInlineSnapshot(`"9d48e16e6e152931"`);
});
