import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ConnectionOptions } from "./connection-options.js";
import { channelName } from "./events.js";
import { flush } from "./manual-clock.test-support.js";
import { ok, setUp, status, usage } from "./scripted-transport.test-support.js";

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", note);
});
afterEach(() => {
  process.off("unhandledRejection", note);
});

/** What a library other than the runtime may take for a promise. */
function promiseOf(then: (resolve: unknown, reject: (reason: unknown) => void) => void): never {
  // `never` fits wherever a hook may return anything.
  return { ["th".concat("en")]: then } as never;
}

const hooks: Record<string, ConnectionOptions["onEvent"]> = {
  throws: () => {
    throw new Error("the hook broke");
  },
  "is async and throws": async () => {
    throw new Error("the hook broke");
  },
  "rejects later": () => new Promise<void>((_, reject) => setTimeout(reject, 1, new Error("the hook broke"))),
  "gives a promise of another library that fails": () => promiseOf((_, reject) => reject(new Error("the hook broke"))),
  "gives what only looks like a promise": () =>
    promiseOf(() => {
      throw new Error("the hook broke");
    }),
};

test.each(Object.keys(hooks))("a hook that %s changes nothing of the call, and ends no process", async (name) => {
  const { clock, transport } = setUp([status(503), ok], { onEvent: hooks[name] });
  expect((await clock.settle(transport(usage()))).status).toBe(200);
  await flush();
  expect(unhandled).toEqual([]);
});

test("a hook is called though a subscriber of the diagnostics channel throws", async () => {
  const types: string[] = [];
  const broken = () => {
    throw new Error("the subscriber broke");
  };
  const { transport, clock } = setUp([ok], { onEvent: ({ type }) => types.push(type) });
  const uncaught = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", () => {});
  subscribe(channelName, broken);
  try {
    await clock.settle(transport(usage()));
  } finally {
    unsubscribe(channelName, broken);
    process.removeAllListeners("uncaughtException");
    for (const listener of uncaught) process.on("uncaughtException", listener);
  }
  expect(types).toEqual(["attempt", "answer", "done"]);
});

test("an answer's date is reported only where it is one: anything else could be what was sent", async () => {
  const dates: (string | null)[] = [];
  const all = [
    "Sun, 01 Mar 2026 09:00:00 GMT",
    "Sunday, 01-Mar-26 09:00:00 GMT",
    "Sun Mar  1 09:00:00 2026",
    "top-secret-token",
    "Sun, 01 Mar 2026 top-secret-token GMT",
  ];
  const answers = all.map((date) => () => new Response('{"data":[]}', { headers: { date } }));
  const onEvent: ConnectionOptions["onEvent"] = (event) => event.type === "answer" && dates.push(event.date);
  const { clock, transport } = setUp(answers, { onEvent });
  for (const _ of all) await clock.settle(transport(usage()));
  expect(dates).toEqual([...all.slice(0, 3), null, null]);
});
