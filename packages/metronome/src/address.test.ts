import { describe, expect, test } from "vitest";
import { createMetronome, unwrap } from "./index.js";

const body = {
  window_size: "DAY",
  starting_on: "2021-01-01T00:00:00Z",
  ending_before: "2021-01-03T00:00:00Z",
} as const;

/** A client that receives the same response every time, and the URLs that it requested. */
function setUp(baseUrl: string | undefined, answers: (() => Response)[]) {
  const sent: string[] = [];
  const client = createMetronome({
    token: "test-token",
    baseUrl,
    random: () => 0,
    fetch: async ({ url }) => {
      sent.push(url);
      const answer = answers[sent.length - 1];
      if (answer === undefined) throw new Error("no response is left");
      return answer();
    },
  });
  return { client, sent };
}

const row = '{"data":[{"value":9007199254740993}],"next_page":null}';

test.each(["https://api.metronome.com//", " https://api.metronome.com/ ", "https://api.metronome.com/?", undefined])(
  "a base URL of %j loses no digit, no check and no retry",
  async (baseUrl) => {
    const failed = () => new Response("", { status: 503 });
    const { client, sent } = setUp(baseUrl, [failed, () => new Response(row), () => new Response('{"data":{}}')]);
    const { data } = await unwrap(client.POST("/v1/usage", { body }));
    expect(data[0]?.value).toBe("9007199254740993");
    await expect(client.POST("/v1/usage", { body })).rejects.toMatchObject({ code: "unexpected_response" });
    expect(new Set(sent)).toEqual(new Set(["https://api.metronome.com/v1/usage"]));
  },
);

describe("a customer's id never leaves its segment of the path", () => {
  test.each([
    ["a/b", "a%2Fb"],
    ["%2e%2e", "%252e%252e"],
    ["../billable-metrics?x=", "..%2Fbillable-metrics%3Fx%3D"],
  ])("%j is encoded", async (customer_id, segment) => {
    const { client, sent } = setUp(undefined, [() => new Response('{"data":[],"next_page":null}')]);
    await client.GET("/v1/customers/{customer_id}/billable-metrics", { params: { path: { customer_id } } });
    expect(sent).toEqual([`https://api.metronome.com/v1/customers/${segment}/billable-metrics`]);
  });

  test.each(["..", ".", ""])("%j is refused", async (customer_id) => {
    const { client, sent } = setUp(undefined, []);
    const call = client.GET("/v1/customers/{customer_id}/billable-metrics", { params: { path: { customer_id } } });
    await expect(call).rejects.toMatchObject({ code: "invalid_input", field: "customer_id" });
    expect(sent).toEqual([]);
  });
});
