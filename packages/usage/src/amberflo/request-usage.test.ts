import { describe, expect, test } from "vitest";
import { createUsage, isMetermuxError, type UsageQuery, type UsageRow } from "../index.js";
import { amberflo, amberfloPortal } from "./index.js";

const day = 86_400;
const now = Date.parse("2026-03-10T15:23:00Z");
const query: UsageQuery = { start: "2026-03-01", end: "2026-03-09", window: "day", customers: ["acme"] };

interface Asked {
  meterApiName: string;
  timeGroupingInterval: string;
  timeRange: { startTimeInSeconds: number; endTimeInSeconds: number };
}

/** An Amberflo of one customer and these meters; each bucket's value is 1. */
function setUp(meterTypes: Record<string, string>, refuses: (asked: Asked) => boolean | number, weekOffset = 0) {
  const asked: Asked[][] = [];
  const answer = ({ meterApiName, timeGroupingInterval, timeRange }: Asked) => {
    const length = timeGroupingInterval === "week" ? 7 * day : timeGroupingInterval === "day" ? day : 3_600;
    const first = timeRange.startTimeInSeconds - (timeGroupingInterval === "week" ? weekOffset : 0);
    const starts: number[] = [];
    for (let start = first; start < timeRange.endTimeInSeconds; start += length) starts.push(start);
    const values = starts.map((secondsSinceEpochUtc) => ({
      secondsSinceEpochUtc,
      value: 1,
      percentageFromPrevious: 0,
    }));
    const group = { group: { groupInfo: { customerId: "acme" } }, groupValue: starts.length, values };
    return { metadata: { meterApiName }, secondsSinceEpochIntervals: starts, clientMeters: [group] };
  };
  const fetch = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname === "/meters") {
      return Response.json(
        Object.entries(meterTypes).map(([id, meterType]) => ({ id, meterApiName: id, label: id, meterType })),
      );
    }
    if (pathname === "/customers/paging") {
      const items = [{ customerId: "acme", customerName: "Acme" }];
      return Response.json({ items, metadata: { page: 1, totalFilteredPages: 1 } });
    }
    const body: Asked[] = JSON.parse(await request.text());
    asked.push(body);
    const refusals = body.map(refuses).filter((refusal) => refusal !== false);
    const [status] = refusals.map((refusal) => (refusal === true ? 400 : refusal));
    if (status !== undefined) return Response.json({ errorMessage: "Invalid request" }, { status });
    return Response.json(body.map(answer));
  };
  const provider = amberflo({ apiKey: "k", fetch, rate: false, retries: 0 });
  const usage = createUsage({ metering: provider }, { clock: { now: () => now } });
  const collect = async (change: Partial<UsageQuery>) => {
    const result = usage.query({ ...query, ...change });
    const rows: UsageRow[] = [];
    for await (const row of result) rows.push(row);
    return { rows, report: result.report };
  };
  return { asked, collect };
}

const days = ({ timeRange }: Asked) => (timeRange.endTimeInSeconds - timeRange.startTimeInSeconds) / day;

describe("a refusal of the range", () => {
  test("that its last window does not meet is one of size: the range is asked for in halves", async () => {
    const { collect, asked } = setUp({ calls: "sum_of_all_usage" }, (each) => days(each) > 2);
    const { rows } = await collect({ meters: ["calls"] });
    expect(rows.map(({ windowStart, value }) => `${windowStart.slice(8, 10)} ${value}`)).toEqual(
      ["01", "02", "03", "04", "05", "06", "07", "08"].map((date) => `${date} 1`),
    );
    expect(rows.every(({ derived }) => derived === undefined)).toBe(true);
    expect(asked.map(([each]) => each && days(each))).toEqual([8, 1, 4, 1, 2, 2, 4, 1, 2, 2]);
  });

  test("for window none is put together from the halves, and says so", async () => {
    const { collect } = setUp({ calls: "sum_of_all_usage" }, (each) => days(each) > 4);
    const { rows } = await collect({ meters: ["calls"], window: "none" });
    expect(rows.map(({ value, derived }) => [value, derived])).toEqual([
      ["8", { from: "none", parts: 2, method: "sum" }],
    ]);
  });

  test("that one window meets too stands as it is, after one more request", async () => {
    const { collect, asked } = setUp({ calls: "sum_of_all_usage" }, () => true);
    await expect(collect({ meters: ["calls"] })).rejects.toMatchObject({ code: "rejected", status: 400 });
    expect(asked).toHaveLength(2);
  });

  test("is not tried again where the query allows no request more", async () => {
    const { collect, asked } = setUp({ calls: "sum_of_all_usage" }, () => true);
    await expect(collect({ meters: ["calls"], maxRequests: 1 })).rejects.toMatchObject({
      code: "invalid_input",
      field: "maxRequests",
      cause: { code: "rejected", status: 400 },
    });
    expect(asked).toHaveLength(1);
  });

  test("of one window, which cannot be less, is left to the query", async () => {
    const { collect, asked } = setUp({ calls: "sum_of_all_usage" }, (each) => days(each) === 1 || days(each) > 4);
    await expect(collect({ meters: ["calls"], end: "2026-03-02" })).rejects.toMatchObject({ code: "rejected" });
    expect(asked).toHaveLength(1);
  });
});

describe("an error that is no refusal of the request", () => {
  test.each([401, 403, 404, 429, 500, 503])(
    "%i stands after one request: its last window is not tried",
    async (status) => {
      const { collect, asked } = setUp({ calls: "sum_of_all_usage" }, (each) => (days(each) > 2 ? status : false));
      await expect(collect({ meters: ["calls"] })).rejects.toMatchObject({ status });
      expect(asked).toHaveLength(1);
    },
  );

  test.each([401, 404, 500])("of the last window (%i) leaves the refusal of the range as it is", async (status) => {
    const { collect, asked } = setUp({ calls: "sum_of_all_usage" }, (each) => (days(each) > 2 ? 400 : status));
    await expect(collect({ meters: ["calls"] })).rejects.toMatchObject({ code: "rejected", status: 400 });
    expect(asked).toHaveLength(2);
  });

  test("of the caller's own, such as one of its credential, is thrown as it is, without a second request", async () => {
    const failure = new Error("the vault is sealed");
    let asked = 0;
    const apiKey = () => {
      asked += 1;
      throw failure;
    };
    const meters = { calls: "sum" } as const;
    const fetch = async () => Response.json([]);
    const portal = amberfloPortal({ sessionToken: apiKey, meters, fetch, rate: false, retries: 0 });
    const usage = createUsage({ portal }, { clock: { now: () => now } });
    const rows = usage.query({ start: query.start, end: query.end, window: "day" })[Symbol.asyncIterator]();
    const error = await rows.next().catch((caught: unknown) => caught);
    expect(error === failure || (isMetermuxError(error) && error.cause === failure)).toBe(true);
    expect(asked).toBe(1);
  });
});

test("a connection is asked at the rate that its options say, and at the client's default where they say none", () => {
  const rate = { requests: 1, windowMs: 50 };
  expect(amberflo({ apiKey: "k" }).rate).toEqual({ requests: 5, windowMs: 1_000 });
  expect(amberfloPortal({ sessionToken: "s" }).rate).toEqual({ requests: 5, windowMs: 1_000 });
  expect(amberflo({ apiKey: "k", rate }).rate).toEqual(rate);
  expect(amberflo({ apiKey: "k", rate: false }).rate).toBe(false);
});

describe("weeks that begin on another day than Monday", () => {
  const meters = { calls: "sum_of_all_usage", users: "active_users" };
  const weeks = { start: "2026-02-23", end: "2026-03-09", window: "week" } as const;

  test("refuse a meter that was named", async () => {
    const { collect } = setUp(meters, () => false, day);
    const error = await collect({ ...weeks, meters: ["users"] }).catch((caught: unknown) => caught);
    expect(isMetermuxError(error) && [error.code, error.field]).toEqual(["unsupported", "window"]);
  });

  test("leave out a meter that was not, with the reason; sums come from days", async () => {
    const { collect } = setUp(meters, () => false, day);
    const { rows, report } = await collect(weeks);
    expect(rows.map(({ meterId, value, derived }) => [meterId, value, derived?.from])).toEqual([
      ["calls", "7", "day"],
      ["calls", "7", "day"],
    ]);
    expect(report.skipped).toMatchObject([
      { meterId: "users", reason: expect.stringContaining("begins at 2026-02-22") },
    ]);
  });

  test("are the vendor's own where they do begin on Monday", async () => {
    const { collect } = setUp(meters, () => false);
    const { rows } = await collect({ ...weeks, meters: ["users"] });
    expect(rows.map(({ windowStart, derived }) => [windowStart.slice(0, 10), derived])).toEqual([
      ["2026-02-23", undefined],
      ["2026-03-02", undefined],
    ]);
  });
});
