import { expect, it } from "vitest";
import { bruteForceSum, createCaller } from "./caller.test-support.js";

const caller = createCaller();
const [from, to] = ["2026-03-01 00:00:00", "2026-03-08 00:00:00"] as const;
const [field, eq, among] = ["filter[0][field]", "filter[0][eq]", "filter[0][in]"] as const;

it.each<Record<string, string>>([
  { [field]: "region", [eq]: "transcoders" },
  { [field]: "resource", [eq]: "live_streams" },
  { [field]: "resource", [eq]: "transcoders,vod_streams" },
  { [field]: "resource", [among]: "transcoder,vod_streams" },
])("rule filter-values: %o is 422", async (query) => {
  const { status, rule } = await caller.ask(query);
  expect([status, rule]).toEqual([422, "parameter"]);
});

it.each<Record<string, string>>([
  { [field]: "resource" },
  { [eq]: "transcoders" },
  { [among]: "transcoders,vod_streams" },
  { [field]: "resource", [eq]: "transcoders", [among]: "transcoders,vod_streams" },
])("rule filter-pair: %o is 422", async (query) => {
  const { status, rule } = await caller.ask(query);
  expect([status, rule]).toEqual([422, "filter-pair"]);
});

it("rule filter-totals: every counter covers the filtered resource, and both without a filter", async () => {
  const views = caller.events("video_view", from, to);
  for (const resource of ["transcoders", "vod_streams"]) {
    const only = await caller.usage({ from, to, [field]: "resource", [eq]: resource });
    const matching = views.filter(({ properties }) => properties.resource === resource);
    expect(matching.length).toBeGreaterThan(0);
    expect(only.limits.resources).toEqual([resource]);
    expect(only.account.viewing_bytes).toBe(bruteForceSum(matching, "bytes"));
    expect(only.account.viewing_seconds).toBe(bruteForceSum(matching, "seconds"));
    const egress = caller
      .events("video_egress", from, to)
      .filter(({ properties }) => properties.resource === resource && properties.target === "primary");
    expect(only.account.egress_bytes).toBe(bruteForceSum(egress, "bytes"));
  }
  const both = await caller.usage({ from, to, [field]: "resource", [among]: "transcoders,vod_streams" });
  const none = await caller.usage({ from, to });
  expect(both).toEqual(none);
  expect(none.account.viewing_bytes).toBe(bruteForceSum(views, "bytes"));
});
