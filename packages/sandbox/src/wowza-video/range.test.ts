import { expect, it } from "vitest";
import { bruteForceSum, createCaller } from "./caller.test-support.js";

const caller = createCaller();

/** The applied range from the echo, with whole hours shortened. */
async function applied(query: Record<string, string>): Promise<string[]> {
  const { limits } = await caller.usage(query);
  return [limits.from, limits.to].map((instant) => instant.replace(":00:00.000Z", "").replace("T", " "));
}

it.each([
  "2026-03-01",
  "2026-03-01T00:00:00Z",
  "2026-03-01 00:00",
  "2026-03-01 24:00:00",
  "2026-03-01 12:60:00",
  "2026-13-01 00:00:00",
  "01/03/2026 00:00:00",
  "1772323200",
  "LAST_BILL_DATE",
  "",
])("rule time-format: '%s' is 422 in either bound", async (bound) => {
  for (const name of ["from", "to"]) {
    const { status, rule } = await caller.ask({ [name]: bound });
    expect([status, rule]).toEqual([422, "parameter"]);
  }
});

it("rule real-date: 30 February is 422", async () => {
  const { status, rule, text } = await caller.ask({ from: "2026-02-30 00:00:00" });
  expect([status, rule]).toEqual([422, "real-date"]);
  expect(text).toContain("from");
});

it("rule hour-rounding: minutes are rounded up, and whole hours are kept", async () => {
  expect(await applied({ from: "2026-03-01 10:01:00", to: "2026-03-01 23:59:00" })).toEqual([
    "2026-03-01 11",
    "2026-03-02 00",
  ]);
  expect(await applied({ from: "2026-03-01 10:00:00", to: "2026-03-01 23:00:00" })).toEqual([
    "2026-03-01 10",
    "2026-03-01 23",
  ]);
});

it("rule second-rounding: one second past the hour is the next hour", async () => {
  expect(await applied({ from: "2026-03-01 10:00:01", to: "2026-03-02 00:00:00" })).toEqual([
    "2026-03-01 11",
    "2026-03-02 00",
  ]);
});

it("rule last-bill-date: last_bill_date is the first of the month, in either bound", async () => {
  expect(await applied({ from: "last_bill_date" })).toEqual(["2026-03-01 00", "2026-03-16 00"]);
  expect(await applied({ from: "2026-02-01 00:00:00", to: "last_bill_date" })).toEqual([
    "2026-02-01 00",
    "2026-03-01 00",
  ]);
});

it("rule default-range: the default range is from the last billing date to the end of the current day", async () => {
  expect(await applied({})).toEqual(["2026-03-01 00", "2026-03-16 00"]);
});

it("rule utc-day: the current day ends at midnight UTC, even a millisecond before it", async () => {
  const late = await createCaller({ now: "2026-03-15T23:59:59.999Z" }).usage({});
  expect(late.limits.to).toBe("2026-03-16T00:00:00.000Z");
  const next = await createCaller({ now: "2026-03-16T00:00:00.000Z" }).usage({});
  expect(next.limits.to).toBe("2026-03-17T00:00:00.000Z");
});

it("rule only-from: without `to` the range is 90 days, or to the end of the current day", async () => {
  expect(await applied({ from: "2025-11-01 05:00:00" })).toEqual(["2025-11-01 05", "2026-01-30 05"]);
  expect(await applied({ from: "2026-03-10 05:00:00" })).toEqual(["2026-03-10 05", "2026-03-16 00"]);
});

it("rule only-to: without `from` the range is 90 days, or since the last invoice date", async () => {
  expect(await applied({ to: "2026-03-10 05:00:00" })).toEqual(["2026-03-01 00", "2026-03-10 05"]);
  expect(await applied({ to: "2026-07-01 05:00:00" })).toEqual(["2026-04-02 05", "2026-07-01 05"]);
});

it.each<Record<string, string>>([
  { from: "2026-03-02 00:00:00", to: "2026-03-01 00:00:00" },
  { from: "2026-03-01 00:00:00", to: "2026-03-01 00:00:00" },
  { from: "2026-03-01 00:10:00", to: "2026-03-01 00:50:00" },
  { from: "2026-03-16 00:00:00" },
  { to: "2026-02-01 00:00:00" },
  { to: "last_bill_date" },
])("rule bounds-order: %o is 422", async (query) => {
  const { status, rule } = await caller.ask(query);
  expect([status, rule]).toEqual([422, "bounds-order"]);
});

it("rule ninety-days: 90 days are accepted, and an hour more is 422", async () => {
  const from = "2025-12-01 00:00:00";
  expect((await caller.ask({ from, to: "2026-03-01 00:00:00" })).status).toBe(200);
  const { status, rule } = await caller.ask({ from, to: "2026-03-01 01:00:00" });
  expect([status, rule]).toEqual([422, "ninety-days"]);
  // Rounding is applied first.
  expect((await caller.ask({ from, to: "2026-03-01 00:30:00" })).rule).toBe("ninety-days");
});

it("rule end-exclusive: consecutive days and hours add up to the range", async () => {
  const total = async (from: string, to: string): Promise<bigint> =>
    BigInt((await caller.usage({ from, to })).account.viewing_bytes);
  const edges = ["2026-03-02 00:00:00", "2026-03-03 00:00:00", "2026-03-05 00:00:00"] as const;
  const [first, second, last] = edges;
  expect((await total(first, second)) + (await total(second, last))).toBe(await total(first, last));
  const hours = Array.from({ length: 25 }, (_, hour) => new Date(Date.UTC(2026, 2, 2, hour)).toISOString());
  const bounds = hours.map((instant) => instant.slice(0, 19).replace("T", " "));
  let sum = 0n;
  for (const [index, from] of bounds.slice(0, -1).entries()) sum += await total(from, bounds[index + 1] ?? "");
  expect(sum).toBe(await total(first, second));
});

it("rule future-end: the end may be in the future, and the totals hold the usage known so far", async () => {
  const [from, to] = ["2026-03-14 00:00:00", "2026-04-01 00:00:00"];
  const { account, limits } = await caller.usage({ from, to });
  expect(limits.to).toBe("2026-04-01T00:00:00.000Z");
  const known = caller.events("video_view", from, to);
  expect(known.length).toBeGreaterThan(0);
  expect(account.viewing_bytes).toBe(bruteForceSum(known, "bytes"));
});

it("rule limits: limits has the applied range in milliseconds, and both resources", async () => {
  const { limits } = await caller.usage({ from: "2026-03-01 00:30:00", to: "2026-03-02 00:00:00" });
  expect(limits).toEqual({
    resources: ["transcoders", "vod_streams"],
    from: "2026-03-01T01:00:00.000Z",
    to: "2026-03-02T00:00:00.000Z",
  });
});
