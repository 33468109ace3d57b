import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type AmberfloCaller,
  amberfloIds,
  type ClientMeter,
  eventsIn,
  seconds,
  startAmberflo,
  wholeRange,
} from "../../test/amberflo.js";
import { bruteForceSum, NOW } from "../../test/support.js";
import type { UsageEvent } from "../world/event.js";
import { DAY } from "../world/time.js";
import { percentage } from "./usage.js";

let caller: AmberfloCaller;
beforeAll(async () => {
  caller = await startAmberflo();
});
afterAll(() => caller.sandbox.close());

const perCustomer = { ...wholeRange, groupBy: ["customerId"] };

/** Each value of a group with its events, filtered from a flat list, independent of the server's buckets. */
function eventsOf({ group, values }: ClientMeter, events: readonly UsageEvent[]): [string, UsageEvent[]][] {
  const ids = amberfloIds(caller.sandbox);
  const own = events.filter(({ customerId }) => ids.get(customerId) === group.groupInfo.customerId);
  return values.map(({ secondsSinceEpochUtc, value }) => {
    const start = Number(secondsSinceEpochUtc) * 1000;
    return [value, own.filter(({ timestamp }) => timestamp >= start && timestamp < start + DAY)];
  });
}

const all = (type: string): UsageEvent[] => eventsIn(caller.sandbox, type, 0, Number.POSITIVE_INFINITY);

const textOf = (events: readonly UsageEvent[], property: string): string[] =>
  events.map(({ properties }) => properties[property] ?? "");

describe("each meter equals the value computed from the raw events, for every customer by day", () => {
  it.each([
    ["input_tokens", "token_use", "input_tokens"],
    ["output_tokens", "token_use", "output_tokens"],
    ["core_hours", "compute", "core_hours"],
    ["viewing_bytes", "video_view", "bytes"],
    ["viewing_seconds", "video_view", "seconds"],
    ["settled", "settlement", "amount"],
  ])("sums: %s", async (meterApiName, type, property) => {
    const { clientMeters } = await caller.report({ ...perCustomer, meterApiName });
    const events = all(type);
    expect(clientMeters).toHaveLength(new Set(events.map(({ customerId }) => customerId)).size);
    for (const meter of clientMeters) {
      const buckets = eventsOf(meter, events);
      expect(buckets).toHaveLength(91);
      for (const [value, matched] of buckets) expect(value).toBe(bruteForceSum(textOf(matched, property)) ?? "0");
      expect(meter.groupValue).toBe(bruteForceSum(meter.values.map(({ value }) => value)));
    }
    expect(new Set(amberfloIds(caller.sandbox).values())).toContain(clientMeters[0]?.group.groupInfo.customerId);
  });

  it("api_calls count", async () => {
    const { clientMeters } = await caller.report({ ...perCustomer, meterApiName: "api_calls" });
    const events = all("api_call");
    for (const meter of clientMeters) {
      for (const [value, matched] of eventsOf(meter, events)) expect(value).toBe(String(matched.length));
    }
  });

  it("rule unique: distinct users are counted in each bucket and over the range, and do not add up", async () => {
    const { metadata, clientMeters } = await caller.report({ ...perCustomer, meterApiName: "active_users" });
    expect(metadata.aggregation).toBe("sum");
    const events = all("api_call");
    const usersOf = (matched: readonly UsageEvent[]): string => String(new Set(textOf(matched, "user")).size);
    for (const meter of clientMeters) {
      const buckets = eventsOf(meter, events);
      for (const [value, matched] of buckets) expect(value).toBe(usersOf(matched));
      expect(meter.groupValue).toBe(usersOf(buckets.flatMap(([, matched]) => matched)));
      expect(Number(meter.groupValue)).toBeLessThan(meter.values.reduce((sum, { value }) => sum + Number(value), 0));
    }
    const total = await caller.report({ ...wholeRange, meterApiName: "active_users" });
    expect(total.clientMeters[0]?.groupValue).toBe(usersOf(events));
  });
});

it("rule aggregation: COUNT, MIN and MAX aggregate single values, and the default is SUM", async () => {
  const values = textOf(all("token_use"), "input_tokens").map(Number);
  for (const [aggregation, expected] of [
    ["COUNT", values.length],
    ["min", Math.min(...values)],
    ["MAX", Math.max(...values)],
    [undefined, values.reduce((sum, value) => sum + value, 0)],
  ] as const) {
    const body = { ...wholeRange, meterApiName: "input_tokens", aggregation };
    const { metadata, clientMeters } = await caller.report(body);
    expect(metadata.aggregation).toBe(aggregation?.toLowerCase() ?? "sum");
    expect(clientMeters[0]?.groupValue).toBe(String(expected));
  }
  for (const [meterApiName, aggregation] of [
    ["active_users", "max"],
    ["api_calls", "min"],
    ["input_tokens", "avg"],
    ["input_tokens", "max_count"],
  ]) {
    const answer = await caller.usage({ meterApiName, aggregation });
    expect([answer.status, answer.rule]).toEqual([400, "aggregation"]);
  }
});

it("rule group-value: groupValue is the same aggregation over the whole widened range", async () => {
  const largest = await caller.report({ ...wholeRange, meterApiName: "core_hours", aggregation: "max" });
  const [group] = largest.clientMeters;
  expect(Number(group?.groupValue)).toBe(Math.max(...textOf(all("compute"), "core_hours").map(Number)));
  const { startTimeInSeconds, endTimeInSeconds } = wholeRange.timeRange;
  const inside = { startTimeInSeconds: startTimeInSeconds + 5, endTimeInSeconds: endTimeInSeconds - 5 };
  const widened = await caller.report({ meterApiName: "core_hours", timeRange: inside });
  expect(widened.clientMeters).toEqual(
    (await caller.report({ ...wholeRange, meterApiName: "core_hours" })).clientMeters,
  );
});

it("rule zero-fill: every interval has a value at its time, 0 without usage", async () => {
  const report = await caller.report({ ...perCustomer, meterApiName: "core_hours" });
  expect(report.clientMeters.length).toBeGreaterThan(5);
  for (const { values } of report.clientMeters) {
    expect(values.map((each) => Number(each.secondsSinceEpochUtc))).toEqual(report.secondsSinceEpochIntervals);
  }
  expect(report.clientMeters.flatMap(({ values }) => values).some(({ value }) => value === "0")).toBe(true);
});

it("rule no-data: a report without usage has no element and every interval", async () => {
  const silent = caller.sandbox.world.customers.find(({ eventTypes }) => eventTypes.length === 0);
  const customerId = amberfloIds(caller.sandbox).get(silent?.id ?? "");
  for (const body of [{}, { groupBy: ["customerId"] }, { groupBy: ["region"] }]) {
    const report = await caller.report({ ...body, filter: { customerId: [customerId] } });
    expect(report.clientMeters).toEqual([]);
    expect(report.secondsSinceEpochIntervals).toHaveLength(3);
  }
});

it.each([
  // A sample of the documentation.
  [
    [0, 4040, 19605],
    [0, 100, 385.2722772277228],
  ],
  [
    [0, 2507, 20101],
    [0, 100, 701.7949740725967],
  ],
  [
    [7, 0, 0, -3, 3],
    [0, -100, 0, -100, -200],
  ],
])("rule percentage: %o", (values, expected) => {
  const found = values.map((value, index) => (index === 0 ? 0 : percentage(values[index - 1] ?? 0, value)));
  expect(found).toEqual(expected);
});

it("rule percentage: each value is compared with the previous one", async () => {
  const { clientMeters } = await caller.report({ ...perCustomer, meterApiName: "core_hours" });
  for (const { values } of clientMeters) {
    const numbers = values.map(({ value }) => Number(value));
    const expected = numbers.map((value, index) => (index === 0 ? 0 : percentage(numbers[index - 1] ?? 0, value)));
    expect(values.map((each) => Number(each.percentageFromPrevious))).toEqual(expected);
  }
});

it("rule exact-numbers: sums beyond 2^53 with decimals keep every digit, as bare numbers", async () => {
  const filter = { customerId: "northlight-atlas" };
  const { clientMeters } = await caller.report({ ...wholeRange, filter, meterApiName: "settled" });
  const value = clientMeters[0]?.groupValue ?? "";
  expect(Number(value)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
  expect(value).toMatch(/\.\d{9,12}$/);
  expect(String(Number(value))).not.toBe(value);
  const { text } = await caller.usage({ ...wholeRange, filter, meterApiName: "settled" });
  expect(text).toContain(`"groupValue":${value},`);
});

it("rule late-events: usage is reported from its receipt, in the bucket where it happened", async () => {
  const later = await startAmberflo({ now: Date.parse(NOW) + 10 * DAY });
  // Days and a customer of both worlds.
  const timeRange = { startTimeInSeconds: seconds("2026-01-01"), endTimeInSeconds: seconds("2026-03-15") };
  const body = { timeRange, filter: { customerId: "northlight-atlas" } };
  const [before] = (await caller.report(body)).clientMeters;
  const [after] = (await later.report(body)).clientMeters;
  const added = after?.values.map(({ value }, index) => Number(value) - Number(before?.values[index]?.value)) ?? [];
  expect(added).toHaveLength(73);
  expect(Math.min(...added)).toBe(0);
  expect(Math.max(...added)).toBeGreaterThan(0);
  await later.sandbox.close();
});

it("the same seed and now give the same bytes", async () => {
  const other = await startAmberflo();
  const body = { ...perCustomer, groupBy: ["customerId", "region"] };
  expect((await other.usage(body)).text).toBe((await caller.usage(body)).text);
  for (const path of ["/meters", "/customers/paging?limit=100"]) {
    expect((await other.send("GET", path)).text).toBe((await caller.send("GET", path)).text);
  }
  await other.sandbox.close();
});
