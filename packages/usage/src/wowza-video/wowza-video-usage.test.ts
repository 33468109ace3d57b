import { expect, test } from "vitest";
import { createUsage, type UsageQuery, type UsageRow } from "../index.js";
import { wowzaVideo } from "./index.js";

const now = Date.parse("2026-03-10T15:23:00Z");
const range: UsageQuery = { start: "2026-03-01", end: "2026-03-03", window: "day" };

/** A Wowza Video whose answers have these counters, by the resource that is asked for. */
async function ask(change: Partial<UsageQuery>, counters: (resource: string | null, from: string) => object) {
  const asked: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const { searchParams } = new URL(request.url);
    const [from = "", to = ""] = ["from", "to"].map((name) => `${searchParams.get(name)?.replace(" ", "T")}.000Z`);
    const resource = searchParams.get("filter[0][eq]");
    asked.push(`${from.slice(5, 10)} ${resource}`);
    return Response.json({ account: counters(resource, from), limits: { from, to } });
  };
  const usage = createUsage({ video: wowzaVideo({ token: "t", fetch, rate: false }) }, { clock: { now: () => now } });
  const result = usage.query({ ...range, ...change });
  const rows: UsageRow[] = [];
  for await (const row of result) rows.push(row);
  return { asked, rows, report: result.report };
}

const viewing = { viewing_bytes: 1, viewing_seconds: 2 };

test("by resource, each has rows of its own from a filter of its own", async () => {
  const { asked, rows } = await ask({ meters: ["viewing_bytes"], groupBy: ["resource"] }, (resource) => {
    return { ...viewing, viewing_bytes: resource === "transcoders" ? 10 : 20 };
  });
  expect(asked.toSorted()).toEqual([
    "03-01 transcoders",
    "03-01 vod_streams",
    "03-02 transcoders",
    "03-02 vod_streams",
  ]);
  expect(rows.map(({ windowStart, groups, value }) => [windowStart.slice(5, 10), groups, value])).toEqual([
    ["03-01", { resource: "transcoders" }, "10"],
    ["03-01", { resource: "vod_streams" }, "20"],
    ["03-02", { resource: "transcoders" }, "10"],
    ["03-02", { resource: "vod_streams" }, "20"],
  ]);
});

test("a counter that was named and is absent is refused, whichever it is", async () => {
  for (const meter of ["viewing_seconds", "egress_bytes", "avg_viewing_seconds"]) {
    const asking = ask({ meters: ["viewing_bytes", meter] }, () => ({ viewing_bytes: 1 }));
    await expect(asking).rejects.toMatchObject({
      code: "unexpected_response",
      message: expect.stringContaining(meter),
    });
  }
});

test("counters that some versions lack are left out of a query that names none, and named in the report", async () => {
  const { rows, report } = await ask({}, () => ({ ...viewing, egress_bytes: 3 }));
  expect(new Set(rows.map(({ meterId }) => meterId))).toEqual(
    new Set(["viewing_bytes", "viewing_seconds", "egress_bytes"]),
  );
  expect(report.skipped.map(({ meterId }) => meterId)).toEqual([
    "avg_viewing_seconds",
    "egress_seconds",
    "egress_seconds_additional_targets",
  ]);
});

test("a counter that one day has and the next has not is neither given nor left out", async () => {
  const some = (_: string | null, from: string) => ({
    ...viewing,
    ...(from.startsWith("2026-03-01") && { egress_bytes: 3 }),
  });
  await expect(ask({}, some)).rejects.toMatchObject({ code: "unexpected_response" });
});

test("a connection is asked at the rate that its options say, and at the client's default where they say none", () => {
  expect(wowzaVideo({ token: "t" }).rate).toEqual({ requests: 4, windowMs: 1_000 });
  expect(wowzaVideo({ token: "t", rate: false }).rate).toBe(false);
});
