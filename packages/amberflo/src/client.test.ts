import { describe, expect, expectTypeOf, test } from "vitest";
import { createAmberflo, createAmberfloPortal, isMetermuxError, unwrap } from "./index.js";

const query = {
  meterApiName: "api_calls",
  aggregation: "SUM",
  timeGroupingInterval: "Day",
  timeRange: { startTimeInSeconds: 1_772_323_200, endTimeInSeconds: 1_772_409_600 },
  groupBy: ["customerId"],
  filter: { aggregation: ["SUM"] },
} as const;

function report(value: string): string {
  const metadata = `{"meterApiName":"api_calls","aggregation":"sum","timeRange":{"startTimeInSeconds":1},"filter":null,"groupBy":null,"take":null,"timeGroupingInterval":"day"}`;
  const values = `[{"secondsSinceEpochUtc":1772323200,"value":${value},"percentageFromPrevious":0.5}]`;
  return `{"metadata":${metadata},"secondsSinceEpochIntervals":[1772323200],"clientMeters":[{"group":{"groupInfo":{}},"groupValue":${value},"values":${values}}]}`;
}

function setUp(answer: () => Response) {
  const sent: { url: string; key: string | null; body: unknown }[] = [];
  const fetch = async (request: Request) => {
    sent.push({
      url: request.url,
      key: request.headers.get("x-api-key"),
      body: JSON.parse((await request.text()) || "null"),
    });
    return answer();
  };
  return {
    sent,
    client: createAmberflo({ apiKey: "test-key", fetch }),
    portal: createAmberfloPortal({ sessionToken: "test-session", fetch }),
  };
}

const body = { ...query, groupBy: ["customerId"], filter: { aggregation: ["SUM"] } };

describe("on the wire", () => {
  test("enums are sent in lower case, and nothing else is changed", async () => {
    const { client, sent } = setUp(() => new Response(report("1")));
    await unwrap(client.POST("/usage", { body }));
    expect(sent).toEqual([
      {
        url: "https://app.amberflo.io/usage",
        key: "test-key",
        body: { ...body, aggregation: "sum", timeGroupingInterval: "day" },
      },
    ]);
  });

  test("a portal session is sent in the same header after the word Session, and the body is a list", async () => {
    const { portal, sent } = setUp(() => new Response(`[${report("1")}]`));
    await unwrap(portal.POST("/customer-portal/usage-batch", { body: [body] }));
    expect(sent[0]).toMatchObject({
      url: "https://app.amberflo.io/customer-portal/usage-batch",
      key: "Session test-session",
      body: [{ aggregation: "sum", timeGroupingInterval: "day" }],
    });
  });

  test("a time in milliseconds is refused before anything is sent", async () => {
    const { client, sent } = setUp(() => new Response(report("1")));
    const timeRange = { startTimeInSeconds: 1_772_323_200_000 };
    const error = await client
      .POST("/usage/batch", { body: [body, { ...body, timeRange }] })
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "invalid_input", field: "timeRange.startTimeInSeconds" });
    expect(sent).toEqual([]);
  });
});

test("amounts keep every digit; times and percentages are numbers", async () => {
  const { client } = setUp(() => new Response(report("9007199254740993.25")));
  const { clientMeters } = await unwrap(client.POST("/usage", { body }));
  expect(clientMeters[0]?.groupValue).toBe("9007199254740993.25");
  expect(clientMeters[0]?.values).toEqual([
    { secondsSinceEpochUtc: 1_772_323_200, value: "9007199254740993.25", percentageFromPrevious: 0.5 },
  ]);
  expectTypeOf(clientMeters[0]?.groupValue).toEqualTypeOf<string | undefined>();
});

test.each<[string, () => Response, string]>([
  ["errorMessage", () => Response.json({ errorMessage: "Invalid request" }, { status: 400 }), "400: Invalid request"],
  ["message", () => Response.json({ message: "Forbidden" }, { status: 403 }), "403: Forbidden"],
  ["error", () => Response.json({ error: "no" }, { status: 400 }), "400: no"],
  ["text", () => new Response("records failed", { status: 400 }), "400: records failed"],
  ["nothing", () => new Response("", { status: 404 }), "404"],
])("an error message in the shape %s is read", async (_, answer, words) => {
  const { client } = setUp(answer);
  const error = await unwrap(client.GET("/meters")).catch((caught: unknown) => caught);
  if (!isMetermuxError(error)) throw new Error("not a metermux error");
  expect(error.message).toContain(`amberflo: GET /meters answered ${words}`);
});

test.each(['{"message":"Endpoint request timed out"}', "{}", "[]"])(
  "a 200 with the body %s is an error, not a report",
  async (text) => {
    const { client } = setUp(() => new Response(text));
    await expect(unwrap(client.POST("/usage", { body }))).rejects.toMatchObject({ code: "unexpected_response" });
    await expect(unwrap(client.GET("/customers/paging"))).rejects.toMatchObject({ code: "unexpected_response" });
  },
);

test("POST /session is not a read, so it is not retried", async () => {
  const { client, sent } = setUp(() => new Response("", { status: 503 }));
  await client.POST("/session", { body: { customerId: "c" } });
  expect(sent).toHaveLength(1);
});

test("a gateway timeout is not retried, and the error says that the request is too large", async () => {
  const { client, sent } = setUp(() => Response.json({ message: "Endpoint request timed out" }, { status: 504 }));
  await expect(unwrap(client.POST("/usage", { body }))).rejects.toMatchObject({ splittable: true, retryable: false });
  expect(sent).toHaveLength(1);
});

test("at the default rate five requests are sent at once, and the sixth a second later", async () => {
  let time = 0;
  const clock = {
    now: () => time,
    // A wait for the rate limit ends at once; a call's timeout never fires.
    wait: async (milliseconds: number) => {
      if (milliseconds > 10_000) return new Promise<void>(() => {});
      time += milliseconds;
    },
  };
  const connections = {
    account: (fetch: (request: Request) => Promise<Response>) => {
      const client = createAmberflo({ apiKey: "k", fetch, clock });
      return () => unwrap(client.GET("/meters"));
    },
    portal: (fetch: (request: Request) => Promise<Response>) => {
      const client = createAmberfloPortal({ sessionToken: "s", fetch, clock });
      return () => unwrap(client.POST("/customer-portal/usage-batch", { body: [] }));
    },
  };
  for (const connect of Object.values(connections)) {
    time = 0;
    const sentAt: number[] = [];
    const ask = connect(async () => {
      sentAt.push(time);
      return Response.json([]);
    });
    for (let call = 0; call < 6; call += 1) await ask();
    expect(sentAt.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(sentAt[5]).toBeGreaterThanOrEqual(1_000);
    expect(sentAt[5]).toBeLessThan(2_000);
  }
});

describe("an expired portal session", () => {
  async function ask(statuses: readonly number[]) {
    const keys: (string | null)[] = [];
    const fetch = async (request: Request) => {
      keys.push(request.headers.get("x-api-key"));
      const status = statuses[keys.length - 1] ?? 200;
      return status === 200 ? Response.json([]) : Response.json({ message: "no" }, { status });
    };
    let made = 0;
    const sessionToken = () => {
      made += 1;
      return `session-number-${made}`;
    };
    const portal = createAmberfloPortal({ sessionToken, fetch, rate: false });
    const { response } = await portal.POST("/customer-portal/usage-batch", { body: [] });
    return { keys, status: response.status };
  }

  test("is replaced once after a 401, and the request is sent again with the fresh token", async () => {
    const first = "Session session-number-1";
    const fresh = "Session session-number-2";
    expect(await ask([401])).toEqual({ status: 200, keys: [first, fresh] });
    expect(await ask([401, 401])).toEqual({ status: 401, keys: [first, fresh] });
  });

  test("is not replaced after a 403", async () => {
    expect(await ask([403])).toEqual({ status: 403, keys: ["Session session-number-1"] });
  });
});
