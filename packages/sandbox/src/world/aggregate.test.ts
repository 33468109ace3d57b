import { describe, expect, it } from "vitest";
import { aggregate } from "./aggregate.js";
import type { UsageEvent } from "./event.js";
import type { Measure } from "./meters.js";

function eventsWith(...properties: Record<string, string>[]): UsageEvent[] {
  return properties.map((each, index) => {
    const id = String(index);
    return { id, customerId: "c", type: "t", timestamp: index, receivedAt: index, properties: each };
  });
}

const events = eventsWith({ v: "9007199254740993.000000000001" }, { v: "-0.5", w: "3" }, { w: "2" }, { v: "0.25" });

describe("aggregate", () => {
  it.each<[string, Measure, string]>([
    ["counts every event", { kind: "count" }, "4"],
    ["sums exactly", { kind: "sum", property: "v" }, "9007199254740992.750000000001"],
    ["returns the smallest value", { kind: "min", property: "v" }, "-0.5"],
    ["returns the largest value", { kind: "max", property: "v" }, "9007199254740993.000000000001"],
    ["returns the latest value", { kind: "latest", property: "v" }, "0.25"],
    ["counts distinct values", { kind: "unique", property: "w" }, "2"],
    ["weighs properties", { kind: "weighted-sum", weights: { v: "1", w: "4" } }, "9007199254741012.750000000001"],
  ])("%s", (_, measure, expected) => {
    expect(aggregate(events, measure)?.toFixed()).toBe(expected);
  });

  it.each<Measure>([
    { kind: "count" },
    { kind: "sum", property: "v" },
    { kind: "min", property: "v" },
    { kind: "max", property: "v" },
    { kind: "latest", property: "v" },
    { kind: "unique", property: "v" },
    { kind: "weighted-sum", weights: { v: "1" } },
  ])("is null, not zero, where nothing matched: $kind", (measure) => {
    const unmatched = measure.kind === "count" ? [] : eventsWith({ other: "1" });
    expect(aggregate(unmatched, measure)).toBeNull();
  });

  it("is zero where the matching events add up to zero", () => {
    expect(aggregate(eventsWith({ v: "1.5" }, { v: "-1.5" }), { kind: "sum", property: "v" })?.toFixed()).toBe("0");
  });

  it("returns the largest of negative values", () => {
    expect(aggregate(eventsWith({ v: "-2" }, { v: "-10" }), { kind: "max", property: "v" })?.toFixed()).toBe("-2");
  });

  it("never writes an exponent", () => {
    const tiny = aggregate(eventsWith({ v: "0.000000000001" }), { kind: "sum", property: "v" });
    const huge = aggregate(eventsWith({ v: `1${"0".repeat(40)}` }), { kind: "sum", property: "v" });
    expect(`${tiny} ${huge}`).toBe(`0.000000000001 1${"0".repeat(40)}`);
  });
});
