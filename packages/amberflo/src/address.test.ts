import { expect, test } from "vitest";
import { createAmberflo, createAmberfloPortal, unwrap } from "./index.js";

const body = { meterApiName: "api_calls", timeRange: { startTimeInSeconds: 1_772_323_200 } };
const report =
  '{"metadata":{},"secondsSinceEpochIntervals":[1772323200],"clientMeters":[{"group":{},"groupValue":9007199254740993,"values":[]}]}';

function setUp(answers: string[]) {
  const sent: string[] = [];
  const fetch = async ({ url }: Request) => {
    sent.push(url);
    const text = answers[sent.length - 1];
    if (text === undefined) return new Response("", { status: 503 });
    return new Response(text);
  };
  return { sent, fetch };
}

test.each(["https://app.amberflo.io//", " https://app.amberflo.io ", undefined])(
  "a base URL of %j loses no digit and no check, with the account's key and with a portal session",
  async (baseUrl) => {
    const { sent, fetch } = setUp([report, '{"message":"Endpoint request timed out"}', `[${report}]`]);
    const client = createAmberflo({ apiKey: "test-key", baseUrl, fetch });
    const { clientMeters } = await unwrap(client.POST("/usage", { body: { ...body, aggregation: "SUM" } as never }));
    expect(clientMeters[0]?.groupValue).toBe("9007199254740993");
    const odd = client.POST("/usage", { body: { ...body, aggregation: "SUM" } as never });
    await expect(odd).rejects.toMatchObject({ code: "unexpected_response" });
    const portal = createAmberfloPortal({ sessionToken: "test-session", baseUrl, fetch });
    const [share] = await unwrap(portal.POST("/customer-portal/usage-batch", { body: [body] as never }));
    expect(share?.clientMeters[0]?.groupValue).toBe("9007199254740993");
    expect(sent.map((url) => new URL(url).pathname)).toEqual(["/usage", "/usage", "/customer-portal/usage-batch"]);
  },
);

test("a call waiting for a session token ends by its signal and by its timeout", async () => {
  const sessionToken = () => new Promise<string>(() => {});
  const ask = (signal: AbortSignal, timeoutMs?: number) =>
    createAmberfloPortal({ sessionToken, timeoutMs, fetch: async () => new Response("[]") }).POST(
      "/customer-portal/usage-batch",
      { body: [body] as never, signal },
    );
  const stop = new AbortController();
  const aborted = ask(stop.signal);
  stop.abort(new Error("enough"));
  await expect(aborted).rejects.toMatchObject({ code: "aborted", cause: new Error("enough") });
  await expect(ask(new AbortController().signal, 5)).rejects.toMatchObject({ code: "timed_out", vendor: "amberflo" });
});
