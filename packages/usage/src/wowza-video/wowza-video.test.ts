import { describe, expect, test } from "vitest";
import type { Question } from "../provider.js";
import { meters, planCalls } from "./plan.js";

const start = Date.parse("2026-03-01");
const day = 86_400_000;
const spans = [
  { start, end: start + day },
  { start: start + day, end: start + 2 * day },
];
const question: Question = {
  operation: "GET /usage/account",
  spans,
  meters: meters.filter(({ id }) => id === "viewing_bytes" || id === "avg_viewing_seconds"),
  customers: [],
  scope: "every",
  start,
  end: start + 2 * 86_400_000,
  window: "none",
  groupBy: [],
  timeZone: "UTC",
  filter: {},
};

describe("planCalls", () => {
  test("asks for each range by itself, with both bounds", () => {
    expect(planCalls(question).map(({ request }) => request)).toEqual([
      { from: "2026-03-01 00:00:00", to: "2026-03-02 00:00:00" },
      { from: "2026-03-02 00:00:00", to: "2026-03-03 00:00:00" },
    ]);
  });

  test("filters by resource, and refuses one that does not exist", () => {
    const [call] = planCalls({ ...question, filter: { resource: ["vod_streams"] } });
    expect(call?.request).toMatchObject({ "filter[0][field]": "resource", "filter[0][eq]": "vod_streams" });
    expect(() => planCalls({ ...question, filter: { resource: ["live"] } })).toThrow(
      expect.objectContaining({ code: "unsupported" }),
    );
  });

  test("asks by resource with a filter for each, both where none is named", () => {
    const filters = (change: Partial<Question>) =>
      planCalls({ ...question, ...change }).map(({ request, question: part }) => [
        request.from.slice(0, 10),
        request["filter[0][eq]"],
        part.filter.resource,
      ]);
    expect(filters({ groupBy: ["resource"] })).toEqual([
      ["2026-03-01", "transcoders", ["transcoders"]],
      ["2026-03-01", "vod_streams", ["vod_streams"]],
      ["2026-03-02", "transcoders", ["transcoders"]],
      ["2026-03-02", "vod_streams", ["vod_streams"]],
    ]);
    const one = { groupBy: ["resource"], filter: { resource: ["vod_streams", "vod_streams"] } };
    expect(filters(one).map(([, resource]) => resource)).toEqual(["vod_streams", "vod_streams"]);
    expect(() => filters({ groupBy: ["resource"], filter: { resource: ["live"] } })).toThrow(
      expect.objectContaining({ code: "unsupported" }),
    );
  });
});
