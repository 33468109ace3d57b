import { describe, expect, test } from "vitest";
import { amberflo } from "./amberflo/index.js";
import { day as dayOf, failureOf, metrics, clock as rightClock, rowText } from "./fake-metronome.test-support.js";
import { capabilitiesOf, collect, type FakeOptions, fakeProvider, meterOf } from "./fake-provider.test-support.js";
import { createUsage, type UsageQuery } from "./index.js";
import { metronome } from "./metronome/index.js";
import { day, hour } from "./model/calendar.js";
import { wowzaVideo } from "./wowza-video/index.js";

const now = Date.parse("2026-06-10T15:00:00Z");
const days: UsageQuery = { start: "2026-06-08", end: "2026-06-12", window: "day" };

async function rowsOf(options: FakeOptions, query: Partial<UsageQuery> = {}, ourNow = now) {
  const usage = createUsage({ here: fakeProvider(options) }, { clock: { now: () => ourNow } });
  return collect(usage.query({ ...days, ...query }));
}

const flags = (rows: Awaited<ReturnType<typeof rowsOf>>) =>
  rows.map(({ windowStart, incompleteReason }) => [windowStart.slice(8, 10), incompleteReason]);

describe("where our clock is a day ahead and the vendor says so", () => {
  const ahead = { skewMs: -day };

  test("the running day is open, and the range ends with it", async () => {
    const rows = await rowsOf(ahead, {}, now + day);
    expect(flags(rows)).toEqual([
      ["08", undefined],
      ["09", undefined],
      ["10", "open"],
    ]);
    const closed = await rowsOf(ahead, { incomplete: "exclude" }, now + day);
    expect(flags(closed).map(([date]) => date)).toEqual(["08", "09"]);
  });

  test("a day is final when late events are over by the vendor's clock", async () => {
    const capabilities = capabilitiesOf({}, { lateHours: 24 });
    const rows = await rowsOf({ ...ahead, capabilities }, {}, now + day);
    expect(rows.map(({ final }) => final)).toEqual([true, false, false]);
  });

  test("a start in the vendor's future is refused", async () => {
    const rows = rowsOf(ahead, { start: "2026-06-11" }, now + day);
    await expect(rows).rejects.toMatchObject({ code: "invalid_input", field: "start" });
  });
});

test("where our clock is a day behind, the vendor's running day is in the range", async () => {
  expect(flags(await rowsOf({ skewMs: day }, {}, now - day))).toEqual([
    ["08", undefined],
    ["09", undefined],
    ["10", "open"],
  ]);
});

describe("at the end of a window", () => {
  const end = Date.parse("2026-06-10");
  const query = { start: "2026-06-09", end: "2026-06-10" };
  const capabilities = capabilitiesOf({}, { lateHours: 24 });
  test.each<[string, number, number | undefined, string | undefined]>([
    ["it is open a moment before", end - 1, 0, "open"],
    ["it is not open at the very instant", end, 0, undefined],
    ["it counts as open for ten minutes where the vendor's time is not known", end + 599_999, undefined, "open"],
    ["and not longer", end + 600_000, undefined, undefined],
  ])("%s", async (_, at, skewMs, reason) => {
    const [row] = await rowsOf(skewMs === undefined ? {} : { skewMs }, query, at);
    expect(row).toMatchObject({ complete: reason === undefined, final: false });
    expect(row?.incompleteReason).toBe(reason);
  });

  test.each<[string, number, number | undefined, boolean]>([
    ["it is not final a moment before late events are over", end + day - 1, 0, false],
    ["it is final at the very instant", end + day, 0, true],
    [
      "it is not final for ten minutes more where the vendor's time is not known",
      end + day + 599_999,
      undefined,
      false,
    ],
    ["and final then", end + day + 600_000, undefined, true],
  ])("%s", async (_, at, skewMs, final) => {
    const [row] = await rowsOf({ capabilities, ...(skewMs !== undefined && { skewMs }) }, query, at);
    expect(row).toMatchObject({ complete: true, final });
  });
});

/** A Metronome of two pages of usage, whose answers bear this date. */
function metronomeAt(date: () => string | undefined, rows: string[]) {
  const asked: { start: string; end: string }[] = [];
  const reply = (body: string) => {
    const told = date();
    return new Response(body, { headers: told === undefined ? {} : { date: told } });
  };
  const fetch = async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/v1/billable-metrics") return reply(JSON.stringify({ data: metrics, next_page: null }));
    if (pathname === "/v1/customers") {
      const data = searchParams.get("only_archived") === "true" ? [] : [{ id: "c1", name: "One", ingest_aliases: [] }];
      return reply(JSON.stringify({ data, next_page: null }));
    }
    const { starting_on: start, ending_before: end } = await request.json();
    asked.push({ start, end });
    const page = Number(searchParams.get("next_page") ?? 0);
    const next = page + 1 < rows.length ? `"${page + 1}"` : "null";
    return reply(`{"data":[${rows[page] ?? ""}],"next_page":${next}}`);
  };
  return { fetch, asked };
}

describe("the vendor's time is the `Date` of its answers", () => {
  const wait = () => new Promise<void>(() => {});
  const query: UsageQuery = { start: "2026-03-09", end: "2026-03-12", window: "day", meters: ["m-sum"] };
  const rows = [rowText(dayOf("2026-03-09", "1")), rowText(dayOf("2026-03-10", "2"))];
  const ahead = { now: () => rightClock.now() + day, wait };

  test("where every clock of the program is a day ahead", async () => {
    const { fetch, asked } = metronomeAt(() => new Date(rightClock.now()).toUTCString(), rows);
    const billing = metronome({ token: "t", fetch, rate: false, clock: ahead });
    const found = await collect(createUsage({ billing }, { clock: ahead }).query(query));
    expect(flags(found)).toEqual([
      ["09", undefined],
      ["10", "open"],
    ]);
    expect(asked[0]?.end).toBe("2026-03-11T00:00:00.000Z");
  });

  test("where the facade's clock alone is", async () => {
    const { fetch } = metronomeAt(() => new Date(rightClock.now()).toUTCString(), rows);
    const found = await collect(
      createUsage({ billing: metronome({ token: "t", fetch, rate: false }) }, { clock: ahead }).query(query),
    );
    expect(flags(found)).toEqual([
      ["09", undefined],
      ["10", "open"],
    ]);
  });

  test("but not one without its zone, which the machine's zone would shift", async () => {
    const { fetch } = metronomeAt(() => "2026-03-10T15:23:00", rows);
    const billing = metronome({ token: "t", fetch, rate: false, clock: ahead });
    await collect(createUsage({ billing }, { clock: ahead }).query(query));
    expect(billing.skewMs()).toBeUndefined();
  });
});

describe("a consumer that is slow", () => {
  const midnight = Date.parse("2026-03-11");
  const query: UsageQuery = { start: "2026-03-09", end: "2026-03-11", window: "day", meters: ["m-sum"] };

  test("gets rows that bear the time when their page arrived", async () => {
    let time = midnight - 2000;
    const pages = Array.from({ length: 12 }, (_, page) =>
      rowText({ ...dayOf("2026-03-09", String(page), {}), start: hourOf(page), end: hourOf(page + 1) }),
    );
    const { fetch } = metronomeAt(() => new Date(time).toUTCString(), pages);
    const clock = { now: () => time, wait: () => new Promise<void>(() => {}) };
    const usage = createUsage({ billing: metronome({ token: "t", fetch, rate: false, clock }) }, { clock });
    const rows = usage.query({ ...query, window: "hour", start: "2026-03-10" })[Symbol.asyncIterator]();
    const first = await rows.next();
    // The pages that are read ahead have come: eight that wait, the one that is held, and one of the adapter's own.
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    time = midnight + hour;
    const found = [first.value];
    for (let next = await rows.next(); !next.done; next = await rows.next()) found.push(next.value);
    const early = found.filter((row) => row?.observedAt === "2026-03-10T23:59:58.000Z");
    expect(early).toHaveLength(10);
    expect(new Set(found.map((row) => row?.observedAt)).size).toBe(2);
  });
});

const hourOf = (index: number) => new Date(Date.parse("2026-03-10") + index * hour).toISOString();

describe("a window that runs is asked for no further than the vendor's cell that holds now", () => {
  const second = Date.parse("2026-03-02T10:30:00Z");
  const clock = { now: () => second };
  const month = { start: "2026-02-01", end: "2026-04-01", window: "month" } as const;

  test("by any adapter, and the row is the month's", async () => {
    const provider = fakeProvider({ meters: [meterOf("m")], skewMs: 0 });
    const rows = await collect(createUsage({ here: provider }, { clock }).query(month));
    expect(provider.asked.map(({ question: { start, end } }) => [start, end])).toEqual([
      [Date.parse("2026-02-01"), Date.parse("2026-03-03")],
    ]);
    expect(rows.map(({ windowEnd, incompleteReason }) => [windowEnd, incompleteReason])).toEqual([
      ["2026-03-01T00:00:00.000Z", undefined],
      ["2026-04-01T00:00:00.000Z", "open"],
    ]);
  });

  test("by Metronome: the end of today", async () => {
    const { fetch } = metronomeAt(() => undefined, []);
    const usage = createUsage({ billing: metronome({ token: "t", fetch, rate: false }) }, { clock });
    const plan = await usage.plan({ ...month, meters: ["m-sum"] });
    expect(plan.connections[0]).toMatchObject({ end: "2026-04-01T00:00:00.000Z" });
    expect(JSON.stringify(plan.connections[0]?.steps)).toContain('"ending_before":"2026-03-03T00:00:00.000Z"');
  });

  test("by Wowza Video: the end of this hour", async () => {
    const usage = createUsage({ video: wowzaVideo({ token: "t", rate: false }) }, { clock });
    const plan = await usage.plan({ ...month, meters: ["viewing_bytes"] });
    expect(plan.connections[0]?.steps[0]?.calls.map(({ request }) => request)).toMatchObject([
      { from: "2026-02-01 00:00:00", to: "2026-03-01 00:00:00" },
      { from: "2026-03-01 00:00:00", to: "2026-03-02 11:00:00" },
    ]);
  });

  test("by Amberflo: the end of today", async () => {
    const meters = [{ meterApiName: "m", meterType: "sum_of_all_usage" }];
    const fetch = async (request: Request) =>
      Response.json(
        new URL(request.url).pathname === "/meters"
          ? meters
          : { items: [], metadata: { page: 1, totalFilteredPages: 1, totalFilteredItems: 0 } },
      );
    const usage = createUsage({ metering: amberflo({ apiKey: "k", fetch, rate: false }) }, { clock });
    const plan = await usage.plan({ ...month, meters: ["m"], customers: "total" });
    expect(plan.connections[0]?.steps[0]?.calls[0]?.request).toMatchObject([
      { timeRange: { endTimeInSeconds: Date.parse("2026-03-03") / 1000 } },
    ]);
  });
});

test("a query that starts in the future is refused", async () => {
  const usage = createUsage({ here: fakeProvider() }, { clock: rightClock });
  const error = await failureOf(usage.query({ start: "2026-03-11", end: "2026-03-12", window: "day" }));
  expect(error).toMatchObject({ code: "invalid_input", field: "start" });
});
