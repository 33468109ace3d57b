import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { describe, expect, test } from "vitest";
import { channelName, type TransportEvent } from "./events.js";
import { ok, secret, setUp, status, usage } from "./scripted-transport.test-support.js";
import { unwrap } from "./unwrap.js";

// What the calls of one connection share: pace, credential, and who watches them.
describe("Retry-After", () => {
  test("keeps every call of the connection back", async () => {
    const { clock, sent, transport } = setUp([status(429, { "retry-after": "7" }), ok]);
    const first = transport(usage());
    await clock.settle(clock.wait(1));
    await clock.settle(Promise.all([first, transport(usage())]));
    const start = sent[0]?.at ?? 0;
    expect(sent.map(({ at }) => at - start)).toEqual([0, 7_000, 7_000]);
  });
});

describe("429", () => {
  test("slows the connection down", async () => {
    const rate = { requests: 4, windowMs: 1_000 };
    const { clock, sent, transport } = setUp([status(429), ok], { rate, random: () => 0 });
    await clock.settle(transport(usage()));
    await clock.settle(clock.wait(10_000));
    const from = clock.now();
    await clock.settle(Promise.all([transport(usage()), transport(usage()), transport(usage()), transport(usage())]));
    // Two of four left; one answer since is not yet a window's worth.
    expect(sent.slice(2).map(({ at }) => at - from)).toEqual([0, 0, 1_000, 1_000]);
  });
});

describe("a credential that the vendor calls expired", () => {
  const expired = (code: number, body: string) => code === 401 && body.includes("expired");
  const gone = () => new Response('{"message":"expired"}', { status: 401 });
  const credentialScheme = (value: string | (({ renew }: { renew: boolean }) => string)) => ({
    credential: { value, field: "token", header: "authorization", scheme: "Bearer", isExpired: expired },
  });
  const renewing = ({ renew }: { renew: boolean }) => (renew ? "fresh" : "stale");

  test("is asked for again, once, without a wait", async () => {
    const { clock, sent, transport } = setUp([gone, ok], {}, credentialScheme(renewing));
    expect((await clock.settle(transport(usage()))).status).toBe(200);
    expect(sent.map(({ authorization, at }) => [authorization, at])).toEqual([
      ["Bearer stale", sent[0]?.at],
      ["Bearer fresh", sent[0]?.at],
    ]);
  });

  test("and called so again ends the call", async () => {
    const { clock, sent, transport } = setUp([gone], {}, credentialScheme(renewing));
    expect((await clock.settle(transport(usage()))).status).toBe(401);
    expect(sent).toHaveLength(2);
  });

  test.each([
    ["a fixed one", gone, secret],
    ["another refusal", status(401), renewing],
  ])("is not asked for again: %s", async (_, reply, value) => {
    const { clock, sent, transport } = setUp([reply], {}, credentialScheme(value));
    expect((await clock.settle(transport(usage()))).status).toBe(401);
    expect(sent).toHaveLength(1);
  });
});

test("a status that only a smaller question avoids is not sent again, and says so", async () => {
  const operations = { "POST /v1/usage": { read: true, tooMuch: [504] } };
  const { clock, sent, transport } = setUp([status(504)], {}, { operations });
  const response = await clock.settle(transport(usage()));
  const error = await unwrap({ error: {}, response }).catch((caught: unknown) => caught);
  expect(sent).toHaveLength(1);
  expect(error).toMatchObject({ code: "vendor_failure", splittable: true, retryable: false });
  expect(String(error)).toContain("ask for a shorter range");
});

describe("events", () => {
  test("tell of every attempt, answer, wait and end, and of nothing secret", async () => {
    const events: TransportEvent[] = [];
    const { clock, transport } = setUp([status(503), ok], { onEvent: (event) => events.push(event) });
    await clock.settle(transport(usage()));
    expect(events.map(({ type, attempt }) => [type, attempt])).toEqual([
      ["attempt", 1],
      ["answer", 1],
      ["retry", 1],
      ["attempt", 2],
      ["answer", 2],
      ["done", 2],
    ]);
    expect(events[2]).toEqual({
      type: "retry",
      vendor: "metronome",
      operation: "POST /v1/usage",
      attempt: 1,
      delayMs: 500,
      reason: 503,
    });
    expect(events[5]).toMatchObject({ type: "done", status: 200, durationMs: 500 });
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  test("tell of a failure by its code", async () => {
    const events: TransportEvent[] = [];
    const { clock, transport } = setUp([() => new Response("")], { onEvent: (event) => events.push(event) });
    await clock.settle(transport(usage()).catch(() => {}));
    expect(events.at(-1)).toMatchObject({ type: "failed", code: "unexpected_response" });
  });

  test("go to the runtime's diagnostics channel", async () => {
    const events: unknown[] = [];
    const listen = (event: unknown) => events.push(event);
    subscribe(channelName, listen);
    const { clock, transport } = setUp([ok]);
    await clock.settle(transport(usage()));
    unsubscribe(channelName, listen);
    expect(events).toHaveLength(3);
  });

  test("break nothing when a hook throws", async () => {
    const onEvent = () => {
      throw new Error("the hook broke");
    };
    const { clock, transport } = setUp([status(503), ok], { onEvent });
    expect((await clock.settle(transport(usage()))).status).toBe(200);
  });
});
