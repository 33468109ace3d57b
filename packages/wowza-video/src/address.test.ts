import { describe, expect, test } from "vitest";
import { createWowzaVideo, unwrap } from "./index.js";

const limits = '"limits":{"from":"2021-01-07T00:00:00.000Z","to":"2021-01-08T00:00:00.000Z"}';

function setUp(baseUrl: string | undefined, answers: (() => Response)[]) {
  const sent: string[] = [];
  const fetch = async ({ url }: Request) => {
    sent.push(url);
    const answer = answers[sent.length - 1];
    if (answer === undefined) throw new Error("no response is left");
    return answer();
  };
  return { sent, client: createWowzaVideo({ token: "test-token", baseUrl, fetch, random: () => 0 }) };
}

test.each(["https://api.video.wowza.com/api/v2.0//", " https://api.video.wowza.com/api/v2.0 "])(
  "a base URL of %j loses no digit, no check and no retry",
  async (baseUrl) => {
    const { client, sent } = setUp(baseUrl, [
      () => new Response("", { status: 503 }),
      () => new Response(`{"account":{"viewing_bytes":9007199254740993},${limits}}`),
      () => new Response("{}"),
    ]);
    expect((await unwrap(client.GET("/usage/account"))).account?.viewing_bytes).toBe("9007199254740993");
    await expect(client.GET("/usage/account")).rejects.toMatchObject({ code: "unexpected_response" });
    expect(new Set(sent)).toEqual(new Set(["https://api.video.wowza.com/api/v2.0/usage/account"]));
  },
);

describe("an id never leaves its segment of the path", () => {
  const answer = () => new Response(`{"transcoder":{},${limits}}`);
  test.each([
    ["a/b", "a%2Fb"],
    ["%2e%2e", "%252e%252e"],
    ["../account", "..%2Faccount"],
  ])("%j is encoded", async (id, segment) => {
    const { client, sent } = setUp(undefined, [answer]);
    await client.GET("/usage/transcoders/{id}", { params: { path: { id } } });
    expect(sent).toEqual([`https://api.video.wowza.com/api/v2.0/usage/transcoders/${segment}`]);
  });

  test.each(["..", ".", ""])("%j is refused", async (id) => {
    const { client, sent } = setUp(undefined, [answer]);
    const call = client.GET("/usage/transcoders/{id}", { params: { path: { id } } });
    await expect(call).rejects.toMatchObject({ code: "invalid_input", field: "id", vendor: "wowza-video" });
    expect(sent).toEqual([]);
  });
});
