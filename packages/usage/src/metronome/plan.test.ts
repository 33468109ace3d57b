import { describe, expect, test } from "vitest";
import { meterOf, questionOf } from "../fake-provider.test-support.js";
import { planCalls } from "./plan.js";

const at = (date: string) => Date.parse(date);
const spans = [
  { start: at("2026-03-01"), end: at("2026-04-01") },
  { start: at("2026-04-01"), end: at("2026-05-01") },
];
const months = questionOf({
  ...{ start: at("2026-03-01"), end: at("2026-05-01"), window: "none", spans },
  ...{ operation: "POST /v1/usage", meters: [meterOf("m", "unique")] },
  customers: ["a", "b"].map((id) => ({ id, name: null })),
});
const bounds = (calls: ReturnType<typeof planCalls>) =>
  calls.map(({ request }) => [request.window_size, request.starting_on, request.ending_before]);

describe("values of whole windows", () => {
  test("are asked for one window at a time, for all customers of a call", () => {
    const calls = planCalls(months);
    expect(bounds(calls)).toEqual([
      ["NONE", "2026-03-01T00:00:00.000Z", "2026-04-01T00:00:00.000Z"],
      ["NONE", "2026-04-01T00:00:00.000Z", "2026-05-01T00:00:00.000Z"],
    ]);
    expect(calls.map(({ requests }) => requests)).toEqual([2, 2]);
    expect(calls.map(({ question: { start, end, spans } }) => [{ start, end }, spans])).toEqual(
      spans.map((span) => [span, [span]]),
    );
  });

  test("by groups too, for each customer", () => {
    const calls = planCalls({ ...months, operation: "POST /v1/usage/groups", groupBy: ["region", "tier"] });
    expect(bounds(calls).map(([, start]) => start?.slice(0, 10))).toEqual([
      "2026-03-01",
      "2026-04-01",
      "2026-03-01",
      "2026-04-01",
    ]);
    expect(new Set(bounds(calls).map(([size]) => size))).toEqual(new Set(["NONE"]));
  });

  test("of no window in particular are asked for over the whole range", () => {
    expect(bounds(planCalls({ ...months, spans: [] }))).toHaveLength(1);
  });
});
