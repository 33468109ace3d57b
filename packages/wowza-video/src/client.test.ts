import { describe, expect, expectTypeOf, test } from "vitest";
import { createWowzaVideo, hour, isMetermuxError, resourceFilter, unwrap } from "./index.js";

function setUp(answer: () => Response) {
  const sent: { url: string; authorization: string | null }[] = [];
  const fetch = async (request: Request) => {
    sent.push({ url: request.url, authorization: request.headers.get("authorization") });
    return answer();
  };
  return { sent, client: createWowzaVideo({ token: "test-token", fetch }) };
}

const account =
  '{"account":{"id":"rfP7rDv2","viewing_seconds":44925498,"viewing_bytes":9007199254740993},"limits":{"from":"2021-01-07T00:00:00.000Z","to":"2021-01-08T00:00:00.000Z"}}';

describe("on the wire", () => {
  test("a range and a filter are sent as the vendor's documentation writes them", async () => {
    const { client, sent } = setUp(() => new Response(account));
    const from = hour(new Date("2026-03-01T05:00:00Z"));
    const query = {
      ...resourceFilter("transcoders", "vod_streams"),
      from,
      to: "last_bill_date",
      include: "trend",
    } as const;
    await unwrap(client.GET("/usage/account", { params: { query } }));
    expect(sent).toEqual([
      {
        url: "https://api.video.wowza.com/api/v2.0/usage/account?filter[0][field]=resource&filter[0][in]=transcoders,vod_streams&from=2026-03-01%2005:00:00&to=last_bill_date&include=trend",
        authorization: "Bearer test-token",
      },
    ]);
  });

  test("one resource is filtered with eq", () => {
    expect(resourceFilter("vod_streams")).toEqual({ "filter[0][field]": "resource", "filter[0][eq]": "vod_streams" });
  });

  test.each([new Date("2026-03-01T05:00:01Z"), new Date("2026-03-01T05:30:00Z"), new Date(Number.NaN)])(
    "%j is refused, because it is not a whole hour",
    (instant) => {
      expect(() => hour(instant)).toThrow(expect.objectContaining({ code: "invalid_input" }));
    },
  );
});

test("counters keep every digit", async () => {
  const { client } = setUp(() => new Response(account));
  const answer = await unwrap(client.GET("/usage/account"));
  expect(answer.account).toEqual({ id: "rfP7rDv2", viewing_seconds: "44925498", viewing_bytes: "9007199254740993" });
});

test("a 401 keeps the vendor's code, which distinguishes a billing state from a bad token", async () => {
  const meta = {
    status: 401,
    code: "ERR-401-TrialExceeded",
    title: "Trial",
    message: "Over",
    description: "",
    links: [],
  };
  const { client } = setUp(() => Response.json({ meta }, { status: 401 }));
  const error = await unwrap(client.GET("/usage/account")).catch((caught: unknown) => caught);
  if (!isMetermuxError(error)) throw new Error("not a metermux error");
  expect(error).toMatchObject({ code: "unauthorized", vendorCode: "ERR-401-TrialExceeded", body: { meta } });
  expect(error.message).toContain("ERR-401-TrialExceeded: Over");
});

describe("the operations other than the account's", () => {
  const limits = { from: "2026-03-01T00:00:00.000Z", to: "2026-03-02T00:00:00.000Z" };
  /** A body whose counters, written as text, are sent as bare numbers. */
  const bare = (body: object) => new Response(JSON.stringify(body).replaceAll(/"(\d+)"/g, "$1"));
  const digits = "9007199254740993";

  test("a page of transcoders is requested by number", async () => {
    const row = { id: "bbrjj3ml", egress_bytes: digits, egress_seconds: digits };
    const pagination = { total_records: 1, page: 1, per_page: 10, total_pages: 1 };
    const { client, sent } = setUp(() => bare({ transcoders: [row], pagination, limits }));
    const query = { page: 1, per_page: 10 };
    const answer = await unwrap(client.GET("/usage/transcoders", { params: { query } }));
    expect(sent[0]?.url).toBe("https://api.video.wowza.com/api/v2.0/usage/transcoders?page=1&per_page=10");
    expect(answer).toEqual({ transcoders: [row], pagination, limits });
    expectTypeOf(answer.transcoders[0]?.egress_bytes).toEqualTypeOf<string | undefined>();
    expectTypeOf(answer.pagination.total_pages).toEqualTypeOf<number>();
  });

  test("pages of the other resources are requested by the key of the next page", async () => {
    const row = { id: "poatq15", viewing_seconds: digits, viewing_bytes: digits };
    const pagination = { total_records: 150, next_page_key: "1yr9pykn", per_page: 10, total_pages: 15 };
    const { client, sent } = setUp(() => bare({ vod_streams: [row], pagination, limits }));
    const query = { next_page_key: "2jj8syfl", per_page: 10 };
    const answer = await unwrap(client.GET("/usage/vod_streams", { params: { query } }));
    expect(sent[0]?.url).toMatch(/\/usage\/vod_streams\?next_page_key=2jj8syfl&per_page=10$/);
    expect(answer).toEqual({ vod_streams: [row], pagination, limits });
    expectTypeOf(answer.pagination.next_page_key).toEqualTypeOf<string | null | undefined>();
  });

  test("one resource is requested by its id, and the summary by a path that is not an id", async () => {
    const target = { id: "tvctq36g", viewing_seconds: digits, viewing_bytes: digits };
    const one = setUp(() => bare({ stream_target: target, limits }));
    const path = { id: "tvctq36g" };
    const answer = await unwrap(one.client.GET("/usage/stream_targets/{id}", { params: { path } }));
    expect(one.sent[0]?.url).toMatch(/\/usage\/stream_targets\/tvctq36g$/);
    expect(answer.stream_target).toEqual(target);
    // The response to an id has another envelope. That this one is read shows that `summary` was not taken for an id.
    const all = setUp(() => bare({ summary: { bytes_in: digits, bytes_out: digits }, limits }));
    const { summary } = await unwrap(all.client.GET("/usage/real_time_streams/summary"));
    expect(summary).toEqual({ bytes_in: digits, bytes_out: digits });
  });

  test("storage keeps every digit, with limits and without", async () => {
    const peak = setUp(() => bare({ bytes: digits, limits }));
    const query = { from: "2026-03-01 00:00:30" };
    expect((await unwrap(peak.client.GET("/usage/storage/peak", { params: { query } }))).bytes).toBe(digits);
    const stored = { recording_bytes: digits, vod_stream_bytes: digits };
    const current = setUp(() => bare(stored));
    expect(await unwrap(current.client.GET("/usage/storage/current"))).toEqual(stored);
  });

  test("a list sent as an object, as the vendor's schema declares it, is refused", async () => {
    const pagination = { total_records: 0, per_page: 10, total_pages: 0 };
    const { client } = setUp(() => bare({ stream_targets: {}, pagination, limits }));
    await expect(unwrap(client.GET("/usage/stream_targets"))).rejects.toMatchObject({ code: "unexpected_response" });
  });
});

test("a 200 without limits is refused", async () => {
  const { client } = setUp(() => new Response('{"account":{}}'));
  await expect(unwrap(client.GET("/usage/account"))).rejects.toMatchObject({ code: "unexpected_response" });
});

test("an expired token is replaced, and a billing state is not retried", async () => {
  for (const [code, requests] of [
    ["ERR-401-ExpiredToken", 2],
    ["ERR-401-TrialExceeded", 1],
  ] as const) {
    const tokens: (string | null)[] = [];
    const client = createWowzaVideo({
      token: ({ renew }) => (renew ? "fresh" : "stale"),
      fetch: async (request) => {
        tokens.push(request.headers.get("authorization"));
        return tokens.length === 2
          ? new Response(account)
          : Response.json({ meta: { status: 401, code } }, { status: 401 });
      },
    });
    await client.GET("/usage/account");
    expect(tokens).toEqual(["Bearer stale", "Bearer fresh"].slice(0, requests));
  }
});
