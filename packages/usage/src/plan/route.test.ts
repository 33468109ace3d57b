import { describe, expect, test } from "vitest";
import { capabilitiesOf, meterOf, operationOf } from "../fake-provider.test-support.js";
import { day } from "../model/calendar.js";
import { windowsOf } from "../model/range.js";
import type { Capabilities, Meter } from "../provider.js";
import { isRefusal } from "./refusal.js";
import { type Needs, route } from "./route.js";

const start = Date.parse("2026-06-01");
const range = { start, end: start + 14 * day };

function needs(change: Partial<Needs> = {}): Needs {
  const { window = "day" } = change;
  const spans = window === "none" ? [range] : windowsOf(range, window, "UTC");
  return {
    window,
    timeZone: "UTC",
    range: { ...range, spans, wholeHours: true },
    groupBy: [],
    filter: {},
    aggregation: undefined,
    total: false,
    now: start + 30 * day,
    ...change,
  };
}

function by(change: Partial<Needs>, capabilities: Capabilities, meter: Meter = meterOf("m")) {
  const outcome = route(meter, needs(change), capabilities);
  return isRefusal(outcome)
    ? outcome
    : { ...outcome, operation: outcome.operation.operation, again: outcome.again?.operation };
}

const capped = operationOf({ operation: "capped", groupBy: { maxKeys: 1, maxValues: 200 } });
const whole = operationOf({ operation: "whole" });
const two = capabilitiesOf({}, { operations: [capped, whole] });

describe("operations", () => {
  test("are taken in their order", () => {
    expect(by({}, two)).toMatchObject({ operation: "capped", overTime: false, again: undefined });
  });

  test("that answer natively come before those whose values are put together", () => {
    const weeks = operationOf({ operation: "weeks", windows: { week: "any" } });
    const capabilities = capabilitiesOf({}, { operations: [capped, weeks] });
    expect(by({ window: "week" }, capabilities)).toMatchObject({ operation: "weeks", source: "week", overTime: false });
    expect(by({ window: "day" }, capabilities)).toMatchObject({ operation: "capped" });
  });

  test("that cap their groups are followed by the one that lists them all, if any can", () => {
    expect(by({ groupBy: ["region"] }, two)).toMatchObject({ operation: "capped", again: "whole" });
    expect(by({ groupBy: ["region"] }, capabilitiesOf({}, { operations: [capped] }))).toMatchObject({
      again: undefined,
    });
    const undeclared = { ...whole, groupBy: { maxKeys: 2, declared: true } };
    const declaredOnly = capabilitiesOf({}, { operations: [capped, undeclared] });
    expect(by({ groupBy: ["region"] }, declaredOnly)).toMatchObject({ operation: "capped", again: undefined });
  });

  test("that do not measure a meter are not asked for it", () => {
    const second = meterOf("m", "sum", { operations: ["whole"] });
    expect(by({}, two, second)).toMatchObject({ operation: "whole" });
    expect(by({ groupBy: ["region"] }, two, meterOf("m", "sum", { operations: ["capped"] }))).toMatchObject({
      operation: "capped",
      again: undefined,
    });
  });

  test("that cannot be asked so far back leave it to one that can", () => {
    const recent = operationOf({ operation: "recent", history: { maxDays: 30 } });
    const older = { now: start + 30 * day + 1 };
    const both = capabilitiesOf({}, { operations: [recent, whole] });
    expect(by({}, both)).toMatchObject({ operation: "recent" });
    expect(by(older, both)).toMatchObject({ operation: "whole" });
    expect(by(older, capabilitiesOf({}, { operations: [recent] }))).toMatchObject({
      field: "start",
      why: "can be asked for 30 days back, to 2026-06-01T00:00:00.001Z, and start 2026-06-01T00:00:00.000Z is before that",
    });
  });

  test("that refuse leave it to the next; the last says why none can", () => {
    expect(by({ groupBy: ["region", "tier"] }, two)).toMatchObject({ operation: "whole", again: undefined });
    const hours = operationOf({ operation: "hours", windows: { hour: "any" } });
    const capabilities = capabilitiesOf(
      {},
      { operations: [capped, { ...hours, groupBy: { maxKeys: 5 } }], rollsUpOverTime: [] },
    );
    expect(by({ groupBy: ["a", "b"] }, capabilities, meterOf("m", "sum", { dimensions: ["a", "b"] }))).toMatchObject({
      field: "window",
    });
  });
});

describe("an aggregation", () => {
  test("is the meter's own, or the meter cannot answer", () => {
    expect(by({ aggregation: "sum" }, two)).toMatchObject({ operation: "capped" });
    expect(by({ aggregation: "max" }, two)).toEqual({
      refused: true,
      field: "aggregation",
      why: "is of kind sum, not max, and the meter fixes it",
    });
  });
});

describe("a total", () => {
  const perCustomer = capabilitiesOf({ total: false });

  test("is asked for where the vendor tells it, whatever the kind", () => {
    expect(by({ total: true }, capabilitiesOf(), meterOf("m", "unique"))).toMatchObject({ overCustomers: false });
  });

  test("is put together from every customer where values add up", () => {
    expect(by({ total: true }, perCustomer)).toMatchObject({ overCustomers: true });
    expect(by({ total: false }, perCustomer)).toMatchObject({ overCustomers: false });
  });

  test("of minima and maxima needs the aggregation's name", () => {
    expect(by({ total: true }, perCustomer, meterOf("m", "max"))).toMatchObject({ field: "customers" });
    expect(by({ total: true, aggregation: "max" }, perCustomer, meterOf("m", "max"))).toMatchObject({
      overCustomers: true,
    });
  });

  test("cannot be made of customers that are not listed", () => {
    expect(by({ total: true }, capabilitiesOf({ total: false }, { customers: "self" }))).toMatchObject({
      field: "customers",
    });
  });

  test("of distinct things over customers is refused", () => {
    expect(by({ total: true }, perCustomer, meterOf("m", "unique"))).toMatchObject({ field: "customers" });
  });
});

test("values can be put together over time, groups and customers at once", () => {
  const capabilities = capabilitiesOf({ total: false, filter: "grouped" });
  const found = by({ window: "week", filter: { region: ["eu", "us"] }, total: true }, capabilities);
  expect(found).toMatchObject({
    source: "day",
    overTime: true,
    overGroups: true,
    overCustomers: true,
    groupBy: ["region"],
  });
});
