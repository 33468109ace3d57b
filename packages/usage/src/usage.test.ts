import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import {
  clock,
  collect,
  customer,
  day,
  failureOf,
  hour,
  metrics,
  now,
  query,
  rowText,
  setUp,
  type WireRow,
} from "./fake-metronome.test-support.js";
import { createUsage, type UsageQuery } from "./index.js";
import { metronome } from "./metronome/index.js";

describe("rows", () => {
  test("are as the model says", async () => {
    const { usage } = setUp([day("2026-03-01", "9007199254740993.250")]);
    expect(await collect(usage.query(query))).toEqual([
      {
        vendor: "metronome",
        connection: "billing",
        meterId: "m-sum",
        meterName: "CPU hours",
        measures: "usage",
        customerId: "c1",
        customerName: "One",
        window: "day",
        windowStart: "2026-03-01T00:00:00.000Z",
        windowEnd: "2026-03-02T00:00:00.000Z",
        value: "9007199254740993.25",
        unit: null,
        aggregation: "sum",
        groups: {},
        complete: true,
        final: false,
        observedAt: "2026-03-10T15:23:00.000Z",
      },
    ]);
  });

  test("keep null, zero and absent apart", async () => {
    const { usage } = setUp([day("2026-03-01", "null"), day("2026-03-02", "0")]);
    const rows = await collect(usage.query({ ...query, end: "2026-03-05" }));
    expect(rows.map(({ value }) => value)).toEqual([null, "0"]);
  });

  test("come from every page", async () => {
    const { usage, usageRequests } = setUp(
      ["1", "2", "3", "4", "5"].map((value, index) => day(`2026-03-0${index + 1}`, value)),
    );
    const rows = await collect(usage.query({ ...query, end: "2026-03-06" }));
    expect(rows.map(({ value }) => value)).toEqual(["1", "2", "3", "4", "5"]);
    expect(new Set(usageRequests().map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  test("outside the range are cut off after the request was widened to midnights", async () => {
    const starts = ["2026-03-01T04:00:00Z", "2026-03-01T05:00:00Z", "2026-03-01T06:00:00Z", "2026-03-01T07:00:00Z"];
    const { usage, usageRequests } = setUp(starts.map((start, index) => hour(start, String(index))));
    const rows = await collect(
      usage.query({ ...query, start: "2026-03-01T05:00:00Z", end: "2026-03-01T07:00:00Z", window: "hour" }),
    );
    expect(rows.map(({ value }) => value)).toEqual(["1", "2"]);
    expect(usageRequests()[0]?.body).toMatchObject({
      window_size: "HOUR",
      starting_on: "2026-03-01T00:00:00.000Z",
      ending_before: "2026-03-02T00:00:00.000Z",
    });
  });

  test("of the running window are open, and can be left out", async () => {
    const { usage } = setUp([day("2026-03-09", "1"), day("2026-03-10", "2")]);
    const running = { ...query, start: "2026-03-09", end: new Date(now) };
    const rows = await collect(usage.query(running));
    expect(rows.map(({ complete, incompleteReason }) => [complete, incompleteReason])).toEqual([
      [true, undefined],
      [false, "open"],
    ]);
    const closed = await collect(
      setUp([day("2026-03-09", "1"), day("2026-03-10", "2")]).usage.query({ ...running, incomplete: "exclude" }),
    );
    expect(closed.map(({ value }) => value)).toEqual(["1"]);
  });

  test("are final once no late event can change them", async () => {
    const { usage } = setUp([day("2026-02-02", "1"), day("2026-02-03", "2"), day("2026-02-04", "3")]);
    const rows = await collect(usage.query({ ...query, start: "2026-02-02", end: "2026-02-05" }));
    expect(rows.map(({ final }) => final)).toEqual([true, true, false]);
  });

  test("of a window that the vendor answered in part are clipped", async () => {
    const { usage } = setUp([{ ...day("2026-03-01", "1"), end: "2026-03-01T12:00:00Z" }]);
    expect(await collect(usage.query(query))).toMatchObject([{ complete: false, incompleteReason: "clipped" }]);
  });

  test("say each meter's own aggregation, and unknown where it has none to say", async () => {
    const { usage } = setUp([day("2026-03-01", "1", { metric: "m-max" }), day("2026-03-01", "2", { metric: "m-sql" })]);
    const rows = await collect(usage.query({ ...query, meters: ["m-max", "m-sql"] }));
    expect(rows.map(({ aggregation }) => aggregation)).toEqual(["max", "unknown"]);
  });
});

describe("groups", () => {
  const grouped: UsageQuery = { ...query, groupBy: ["region"] };

  test("have a row each; what they leave of the total is reported", async () => {
    const { usage } = setUp([
      day("2026-03-01", "10", { groups: '{"eu":7.5,"us":null}' }),
      day("2026-03-02", "4", { groups: '{"eu":1}' }),
    ]);
    const result = usage.query(grouped);
    const rows = await collect(result);
    expect(rows.map(({ groups, value }) => [groups, value])).toEqual([
      [{ region: "eu" }, "7.5"],
      [{ region: "us" }, null],
      [{ region: "eu" }, "1"],
    ]);
    expect(result.report.remainders).toEqual([
      { connection: "billing", meterId: "m-sum", meterName: "CPU hours", windows: 2, value: "5.5" },
    ]);
  });

  test("at the vendor's cap are asked for again where they are listed whole", async () => {
    const names = Array.from({ length: 201 }, (_, index) => `g${index}`);
    const capped = JSON.stringify(Object.fromEntries(names.slice(1).map((name) => [name, 1])));
    const whole = names.map((name) => ({ group: name, value: "1" }));
    const rows = [day("2026-03-01", "201", { groups: capped }), day("2026-03-02", "1", { groups: '{"g0":1}' })];
    const { usage, asked } = setUp(rows, { "2026-03-01": whole });
    const result = usage.query(grouped);
    const collected = await collect(result);
    expect(collected.map(({ windowStart, groups }) => `${windowStart.slice(0, 10)} ${groups.region}`).sort()).toEqual(
      [...names.map((name) => `2026-03-01 ${name}`), "2026-03-02 g0"].sort(),
    );
    expect(collected.every(({ complete, derived }) => complete && derived === undefined)).toBe(true);
    expect(result.report.remainders).toEqual([]);
    const again = asked.filter(({ path }) => path === "/v1/usage/groups").map(({ body }) => body);
    expect(again).toEqual([
      {
        billable_metric_id: "m-sum",
        customer_id: "c1",
        window_size: "DAY",
        starting_on: "2026-03-01T00:00:00.000Z",
        ending_before: "2026-03-02T00:00:00.000Z",
        group_key: ["region"],
      },
    ]);
  });

  test("that a meter lacks leave it out with its reason, unless it was named", async () => {
    const { usage } = setUp([]);
    const result = usage.query({ ...grouped, meters: undefined });
    await collect(result);
    expect(result.report.skipped.map(({ meterId }) => meterId)).toEqual(["m-max", "m-sql", "m-old"]);
    expect(await failureOf(usage.query({ ...grouped, meters: ["m-max"] }))).toMatchObject({ code: "unsupported" });
  });
});

describe("every customer", () => {
  test("includes the archived, each named in the request", async () => {
    const { usage, usageRequests } = setUp([day("2026-03-01", "1", { customer: "c2" })]);
    const rows = await collect(usage.query({ ...query, customers: undefined }));
    expect(rows.map(({ customerId, customerName }) => [customerId, customerName])).toEqual([["c2", "Gone"]]);
    expect(usageRequests()[0]?.body).toMatchObject({ customer_ids: ["c1", "c2"] });
  });
});

describe("is refused before any usage is asked for", () => {
  test.each<[string, Partial<UsageQuery>, string]>([
    ["a reversed range", { start: "2026-03-03", end: "2026-03-01" }, "must lie after start"],
    [
      "a cut week",
      { window: "week" },
      "use start 2026-02-23T00:00:00.000Z, end 2026-03-09T00:00:00.000Z, or ask for window hour, day or month",
    ],
    ["a cut window", { start: "2026-03-01T05:00:00Z" }, "use 2026-03-01T00:00:00.000Z or 2026-03-02T00:00:00.000Z"],
    ["an unknown connection", { connections: ["other"] }, "configured: billing"],
  ])("%s, with no request at all", async (_, change, message) => {
    const { usage, asked } = setUp([]);
    expect((await failureOf(usage.query({ ...query, ...change }))).message).toContain(message);
    expect(asked).toEqual([]);
  });

  test.each<[string, Partial<UsageQuery>, string]>([
    ["an unknown meter", { meters: ["m-none"] }, "m-sum (CPU hours)"],
    ["an unknown customer", { customers: ["c-none"] }, "known customers: c1 (One)"],
    ["too many requests", { meters: ["m-sum", "m-max"], maxRequests: 1 }, "about 2 requests are needed"],
  ])("%s", async (_, change, message) => {
    const { usage, usageRequests } = setUp([]);
    expect((await failureOf(usage.query({ ...query, ...change }))).message).toContain(message);
    expect(usageRequests()).toEqual([]);
  });
});

describe("an answer that breaks the vendor's promise is an error, never a number", () => {
  test.each<[string, WireRow, string]>([
    ["a meter nobody asked for", day("2026-03-01", "1", { metric: "m-max" }), "not asked for"],
    ["a customer nobody asked for", day("2026-03-01", "1", { customer: "c2" }), "not asked for"],
    [
      "a window that is too long",
      { start: "2026-03-01T00:00:00Z", end: "2026-03-03T00:00:00Z", value: "1" },
      "across a window",
    ],
    [
      "a row across the range's bound",
      { start: "2026-02-28T12:00:00Z", end: "2026-03-01T12:00:00Z", value: "1" },
      "across a window",
    ],
    ["a value that is no number", day("2026-03-01", '"many"'), "not a decimal"],
  ])("%s", async (_, row, message) => {
    const error = await failureOf(setUp([row]).usage.query(query));
    expect(error).toMatchObject({ code: "unexpected_response" });
    expect(error.message).toContain(message);
  });
});

test.each(["null", "1", '"row"', "{}", '{"customer_id":"c1"}'])(
  "a row that is %s is an unexpected response too",
  async (row) => {
    const fetch = async (request: Request) => {
      const { pathname } = new URL(request.url);
      if (pathname === "/v1/usage") return new Response(`{"data":[${row}],"next_page":null}`);
      return Response.json({ data: pathname === "/v1/customers" ? [customer("c1", "One")] : metrics, next_page: null });
    };
    const usage = createUsage({ billing: metronome({ token: "t", fetch, rate: false }) }, { clock });
    expect(await failureOf(usage.query(query))).toMatchObject({ code: "unexpected_response" });
  },
);

test("connections answer in the order of their names in createUsage, or as asked", async () => {
  const provider = () => {
    const fetch = async (request: Request) => {
      const { pathname } = new URL(request.url);
      if (pathname === "/v1/usage")
        return new Response(`{"data":[${rowText(day("2026-03-01", "1"))}],"next_page":null}`);
      return Response.json({ data: pathname === "/v1/customers" ? [customer("c1", "One")] : metrics, next_page: null });
    };
    return metronome({ token: "t", fetch, rate: false });
  };
  const usage = createUsage({ b: provider(), a: provider() }, { clock });
  const names = async (connections?: string[]) =>
    (await collect(usage.query({ ...query, connections }))).map(({ connection }) => connection);
  expect(await names()).toEqual(["b", "a"]);
  expect(await names(["a"])).toEqual(["a"]);
});

test("a refusal by one connection comes before any usage of another", async () => {
  const asked: string[] = [];
  const provider = (name: string, customerId: string) => {
    const fetch = async (request: Request) => {
      const { pathname } = new URL(request.url);
      asked.push(`${name} ${pathname}`);
      if (pathname === "/v1/customers") return Response.json({ data: [customer(customerId, "One")], next_page: null });
      return Response.json({ data: metrics, next_page: null });
    };
    return metronome({ token: "t", fetch, rate: false });
  };
  const usage = createUsage({ a: provider("a", "c1"), b: provider("b", "c9") }, { clock });
  expect(await failureOf(usage.query(query))).toMatchObject({ code: "invalid_input", field: "customers" });
  expect(asked.filter((request) => request.endsWith("/v1/usage"))).toEqual([]);
});

test("many queries on one signal leave no listener on it", async () => {
  const stop = new AbortController();
  for (let time = 0; time < 20; time += 1) {
    await collect(setUp([day("2026-03-01", "1")]).usage.query({ ...query, signal: stop.signal }));
  }
  expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
  expect(await failureOf(setUp([]).usage.query({ ...query, signal: AbortSignal.abort() }))).toMatchObject({
    code: "aborted",
  });
});

test("what a credential's function throws is not taken for an answer", async () => {
  let asked = 0;
  const token = () => {
    asked += 1;
    if (asked > 3) throw new Error("the vault is closed");
    return "t";
  };
  const fetch = async (request: Request) =>
    Response.json({ data: request.url.includes("customers") ? [customer("c1", "One")] : metrics, next_page: null });
  const usage = createUsage({ billing: metronome({ token, fetch, rate: false }) }, { clock });
  await expect(
    collect(usage.query({ ...query, customers: undefined, meters: undefined, end: "2026-03-02" })),
  ).rejects.toThrow("the vault is closed");
});

describe("what a row was read from", () => {
  const rows = [
    day("2026-03-02", "9007199254740993", { groups: '{"eu":7,"us":2}' }),
    day("2026-03-03", "4", { groups: '{"eu":1}' }),
  ];
  const week: UsageQuery = { ...query, start: "2026-03-02", end: "2026-03-09", window: "week" };
  const raw = async (change: Partial<UsageQuery>) =>
    (await collect(setUp(rows).usage.query({ ...week, ...change }))).map((row) => row.raw);
  const wire = rows.map((row) => ({
    ...{ customer_id: "c1", billable_metric_id: "m-sum", billable_metric_name: "x" },
    ...{ start_timestamp: row.start, end_timestamp: row.end, value: row.value },
    groups: Object.fromEntries(Object.entries(JSON.parse(row.groups ?? "{}")).map(([key, value]) => [key, `${value}`])),
  }));
  const [first, second] = wire;

  test("stands beside it on request, with every digit, and is not there otherwise", async () => {
    expect(await raw({ window: "day", raw: true })).toEqual([[first], [second]]);
    expect(await raw({ window: "day" })).toEqual([undefined, undefined]);
  });

  test("is everything that was put together", async () => {
    expect(await raw({ raw: true })).toEqual([[first, second]]);
  });

  test("is one object for all the groups that it lists", async () => {
    expect(await raw({ window: "day", groupBy: ["region"], raw: true })).toEqual([[first], [first], [second]]);
    expect(await raw({ filter: { region: ["eu", "us"] }, raw: true })).toEqual([[first, second]]);
  });
});
