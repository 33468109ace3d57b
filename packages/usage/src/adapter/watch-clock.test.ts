import { createTransport, type TransportEvent } from "@metermux/http";
import { expect, test } from "vitest";
import { watchClock } from "./watch-clock.js";

const now = Date.parse("2026-06-01T00:00:00Z");
const vendor = { vendor: "vendor", baseUrl: "https://vendor.test", operations: { "GET /": { read: true } } };
const credential = { value: "token", field: "token", header: "authorization" };

/** What is known of the vendor's clock after an answer with this date. */
function watch(date: string | undefined) {
  const events: TransportEvent["type"][] = [];
  const fetch = async () => new Response("{}", date === undefined ? {} : { headers: { date } });
  const clock = { now: () => now, wait: () => new Promise<void>(() => {}) };
  const onEvent = ({ type }: TransportEvent) => events.push(type);
  const { options, skewMs } = watchClock({ fetch, clock, onEvent, retries: 7 });
  const send = createTransport({ ...vendor, credential }, options);
  return { options, skewMs, events, ask: () => send(new Request("https://vendor.test/")) };
}

test("the vendor's time is that of its last answer's Date header", async () => {
  const ahead = watch("Mon, 01 Jun 2026 00:02:00 GMT");
  expect(ahead.skewMs()).toBeUndefined();
  await ahead.ask();
  expect(ahead.skewMs()).toBe(120_000);
  const behind = watch("Sun, 31 May 2026 23:59:30 GMT");
  await behind.ask();
  expect(behind.skewMs()).toBe(-30_000);
});

test.each(["Mon, 01 Jun 2026 00:02:00 GMT", "Monday, 01-Jun-26 00:02:00 GMT", "Mon Jun  1 00:02:00 2026"])(
  "the date %s is UTC, whatever the zone of the machine",
  async (date) => {
    const { TZ } = process.env;
    process.env.TZ = "America/New_York";
    try {
      const { ask, skewMs } = watch(date);
      await ask();
      expect(skewMs()).toBe(120_000);
    } finally {
      if (TZ === undefined) delete process.env.TZ;
      else process.env.TZ = TZ;
    }
  },
);

test.each([undefined, "", "tomorrow", "2026-06-01T00:02:00", "June 1, 2026 00:02:00"])(
  "an answer with the date %j tells no time",
  async (date) => {
    const { ask, skewMs } = watch(date);
    await ask();
    expect(skewMs()).toBeUndefined();
  },
);

test("whoever watches the connection goes on watching, and the other options are left as they are", async () => {
  const { ask, events, options } = watch(undefined);
  await ask();
  expect(events).toEqual(["attempt", "answer", "done"]);
  expect(options).toMatchObject({ retries: 7 });
});

test("a hook of the caller that is async and fails ends no process", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  const onEvent = async () => {
    throw new Error("the hook broke");
  };
  const { options } = watchClock({ fetch: async () => new Response("{}"), onEvent });
  await createTransport({ ...vendor, credential }, options)(new Request("https://vendor.test/"));
  await new Promise((resolve) => setTimeout(resolve));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});
