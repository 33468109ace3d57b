import { expect, test } from "vitest";
import { watchClock } from "./vendor-clock.js";

const now = Date.parse("2026-06-01T00:00:00Z");
const request = () => new Request("https://vendor.test/");

function watch(date: string | undefined) {
  const sent: Request[] = [];
  const fetch = async (each: Request) => {
    sent.push(each);
    return new Response("{}", date === undefined ? {} : { headers: { date } });
  };
  const clock = { now: () => now, wait: async () => {} };
  return { ...watchClock({ fetch, clock, retries: 7 }), sent };
}

test("the vendor's time is that of its last answer's Date header", async () => {
  const { options, skewMs, sent } = watch("Mon, 01 Jun 2026 00:02:00 GMT");
  expect(skewMs()).toBeUndefined();
  const asked = request();
  const response = await options.fetch?.(asked);
  expect(await response?.text()).toBe("{}");
  expect(sent).toEqual([asked]);
  expect(skewMs()).toBe(120_000);
  const behind = watch("Sun, 31 May 2026 23:59:30 GMT");
  await behind.options.fetch?.(request());
  expect(behind.skewMs()).toBe(-30_000);
});

test.each([undefined, "", "tomorrow"])("an answer with the date %j tells no time", async (date) => {
  const { options, skewMs } = watch(date);
  await options.fetch?.(request());
  expect(skewMs()).toBeUndefined();
});

test("the other options are left as they are", () => {
  expect(watch("").options).toMatchObject({ retries: 7 });
});
