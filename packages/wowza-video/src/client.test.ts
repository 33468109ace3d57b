import { describe, expect, test } from "vitest";
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
  test("a range and a filter are written as the vendor's pages write them", async () => {
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

  test("one resource is filtered by eq", () => {
    expect(resourceFilter("vod_streams")).toEqual({ "filter[0][field]": "resource", "filter[0][eq]": "vod_streams" });
  });

  test.each([new Date("2026-03-01T05:00:01Z"), new Date("2026-03-01T05:30:00Z"), new Date(Number.NaN)])(
    "%j is not an hour",
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

test("a 401 keeps the vendor's own code, which tells a billing state from a bad token", async () => {
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
  if (!isMetermuxError(error)) throw new Error("no metermux error");
  expect(error).toMatchObject({ code: "unauthorized", vendorCode: "ERR-401-TrialExceeded", body: { meta } });
  expect(error.message).toContain("ERR-401-TrialExceeded: Over");
});

test("a 200 without limits is no answer", async () => {
  const { client } = setUp(() => new Response('{"account":{}}'));
  await expect(unwrap(client.GET("/usage/account"))).rejects.toMatchObject({ code: "unexpected_response" });
});

test("an expired token is asked for again, a billing state is not", async () => {
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
