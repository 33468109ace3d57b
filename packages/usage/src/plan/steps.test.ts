import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { capabilitiesOf, fakeProvider, meterOf, operationOf } from "../fake-provider.test-support.js";
import { day, hour } from "../model/calendar.js";
import { normalizeQuery } from "../model/normalize.js";
import type { UsageQuery } from "../model/query.js";
import { resolveRange } from "../model/range.js";
import type { Capabilities, Customer, Meter, Question } from "../provider.js";
import { needsOf } from "./needs.js";
import { rangeCells } from "./range-cells.js";
import { isRefusal } from "./refusal.js";
import { route } from "./route.js";
import { planSteps, widen } from "./steps.js";

const one: readonly Customer[] = [{ id: "c", name: null }];

function plan(
  change: Partial<UsageQuery>,
  capabilities: Capabilities = capabilitiesOf(),
  meters: readonly Meter[] = [meterOf("m")],
  customers = one,
) {
  const query = normalizeQuery({ start: "2026-06-01", end: "2026-06-15", window: "day", ...change });
  const now = Date.parse("2026-09-01");
  const range = resolveRange(query, { vendor: "fake", ...rangeCells(capabilities) }, now);
  const chosen = meters.map((meter) => {
    const found = route(meter, needsOf(query, range, now), capabilities);
    if (isRefusal(found)) throw new Error(found.why);
    return { meter, route: found };
  });
  return planSteps(chosen, { query, range, customers, provider: fakeProvider({ capabilities }), now });
}

describe("steps", () => {
  test("ask together for the meters that are come by alike, in the order of the first of each", () => {
    const capabilities = capabilitiesOf({ windows: { day: "any", week: ["unique"] } });
    const meters = [meterOf("s1"), meterOf("u1", "unique"), meterOf("s2"), meterOf("u2", "unique")];
    const steps = plan({ window: "week" }, capabilities, meters);
    expect(steps.map((step) => [step.meters.map(({ id }) => id), step.question.window])).toEqual([
      [["s1", "s2"], "day"],
      [["u1", "u2"], "week"],
    ]);
    expect(steps.map(({ question }) => question.meters.map(({ id }) => id))).toEqual([
      ["s1", "s2"],
      ["u1", "u2"],
    ]);
  });

  test("ask for windows of the query's zone where an operation has calendars of any, else of UTC", () => {
    const change = { start: "2026-06-01", end: "2026-06-03", timeZone: "Europe/Berlin" };
    const span = { start: Date.parse("2026-06-01T00:00+02:00"), end: Date.parse("2026-06-03T00:00+02:00") };
    const local = capabilitiesOf({ zones: "any", alignment: "day" });
    expect(plan(change, local)[0]?.question).toMatchObject({ window: "day", timeZone: "Europe/Berlin", ...span });
    expect(plan(change)[0]?.question).toMatchObject({ window: "hour", timeZone: "UTC", ...span });
  });

  test("ask about everybody though nobody is listed: some may not be yet", () => {
    const [step] = plan({}, capabilitiesOf(), [meterOf("m")], []);
    expect(step?.question).toMatchObject({ scope: "every", customers: [] });
    expect(step?.calls).toHaveLength(1);
  });

  test.each<[Partial<UsageQuery>, boolean, Question["scope"]]>([
    [{ customers: ["c"] }, true, "named"],
    [{}, true, "every"],
    [{ customers: "total" }, true, "total"],
    [{ customers: "total" }, false, "every"],
  ])("ask about the right customers: %j, a total native: %s", (change, total, scope) => {
    expect(plan(change, capabilitiesOf({ total }))[0]?.question.scope).toBe(scope);
  });

  test("widen the range to the operation's grid", () => {
    const [step] = plan(
      { start: "2026-06-01T05:00Z", end: "2026-06-02T07:00Z", window: "hour" },
      capabilitiesOf({ alignment: "day" }),
    );
    expect(step?.question).toMatchObject({ start: Date.parse("2026-06-01"), end: Date.parse("2026-06-03") });
  });

  test("ask for each window by itself where any range is answered, and for long ones in parts", () => {
    const ranges = capabilitiesOf({ windows: {}, anyRange: { maxDays: 90 } });
    const [days] = plan({ end: "2026-06-04" }, ranges);
    expect(days?.calls).toHaveLength(3);
    const [range] = plan({ window: "none", start: "2026-01-01", end: "2026-08-01" }, ranges);
    const spans = range?.question.spans ?? [];
    expect(spans.map(({ start, end }) => (end - start) / day)).toEqual([90, 90, 32]);
    expect(spans[0]?.start).toBe(Date.parse("2026-01-01"));
    expect(spans.at(-1)?.end).toBe(Date.parse("2026-08-01"));
  });
});

describe("the running window", () => {
  // It is 2026-09-01T00:00Z: the first hour, day and month of September have just begun, and a week runs.
  const asked = (window: UsageQuery["window"], start: string, change: Parameters<typeof capabilitiesOf>[0] = {}) => {
    const [step] = plan({ window, start, end: "2027-01-01" }, capabilitiesOf(change), [meterOf("m", "unique")]);
    return step && { ...step.question, start: undefined, end: new Date(step.question.end).toISOString() };
  };

  test.each<[UsageQuery["window"], string, Parameters<typeof capabilitiesOf>[0], string]>([
    ["month", "2026-08-01", { windows: { month: "any" } }, "2026-10-01"],
    ["week", "2026-08-31", { windows: { week: "any" } }, "2026-09-07"],
    ["day", "2026-08-31", {}, "2026-09-02"],
    ["hour", "2026-08-31", {}, "2026-09-01T01:00"],
    ["hour", "2026-08-31", { alignment: "day" }, "2026-09-02"],
    ["month", "2026-08-01", { anyRange: {}, alignment: "day" }, "2026-09-02"],
    ["month", "2026-08-01", { windows: {}, anyRange: {} }, "2026-09-01T01:00"],
  ])("of %ss from %s with %j is asked for up to the end of the vendor's own", (window, start, change, end) => {
    expect(asked(window, start, change)?.end.slice(0, end.length)).toBe(end);
  });

  test("is the last of the ranges that are asked for one by one, up to the same end", () => {
    const spans = asked("month", "2026-08-01", { anyRange: {}, alignment: "day" })?.spans;
    expect(
      spans?.map(({ start, end }) => [start, end].map((time) => new Date(time).toISOString().slice(0, 10))),
    ).toEqual([
      ["2026-08-01", "2026-09-01"],
      ["2026-09-01", "2026-09-02"],
    ]);
  });
});

test("a widened range is the smallest on the grid that holds the range", () => {
  const times = fc.tuple(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 1, max: 1e10 }));
  fc.assert(
    fc.property(times, fc.constantFrom("hour" as const, "day" as const), ([start, length], alignment) => {
      const cell = alignment === "day" ? day : hour;
      const wide = widen({ start, end: start + length }, operationOf({ alignment }), "UTC");
      expect([wide.start % cell, wide.end % cell]).toEqual([0, 0]);
      expect(wide.start <= start && start < wide.start + cell).toBe(true);
      expect(wide.end - cell < start + length && start + length <= wide.end).toBe(true);
    }),
  );
});
