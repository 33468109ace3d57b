import { createUsage, rowKey, type UsageQuery, type UsageRow } from "@metermux/usage";
import { amberflo } from "@metermux/usage/amberflo";
import { compare } from "@metermux/usage/compare";
import { metronome } from "@metermux/usage/metronome";
import { describe, expect, test } from "vitest";
import { askTruly, largeCustomer, meterNamed, only } from "./oracle/ask-truly.js";
import { ask, type Scene } from "./oracle/scene.js";
import { stage } from "./oracle/stage.js";

// Mistakes of hand-written integrations about the identity of a row: when it is final, its key, and what it equals.
const now = "2026-04-20T15:23:41.500Z";
const billing = stage("metronome", [{ now }]);
const account = stage("amberflo", [{ now }]);
const later = stage("metronome", [{ now: "2026-05-12T04:00:00Z" }]);
const laterAccount = stage("amberflo", [{ now: "2026-05-12T04:00:00Z" }]);
const keyOf = (query: UsageQuery) => (row: UsageRow) => rowKey(row, query);

describe("late events", () => {
  test.each([
    ["metronome", billing, later, 34],
    ["amberflo", account, laterAccount, 60],
  ])("a final row keeps its value, and a row that is not final may change: %s", async (_, before, after, days) => {
    const meters = [meterNamed(only(before), days === 34 ? "API calls" : "api_calls").id];
    const query: UsageQuery = { window: "day", start: "2026-02-12", end: "2026-04-19", meters };
    const [early, late] = [await askTruly(only(before), query), await askTruly(only(after), query)];
    const changed = new Map(late.rows.map((row) => [rowKey(row, query), row.value]));
    // Customers archived long before are no longer listed then.
    const known = early.rows.filter((row) => changed.has(rowKey(row, query)));
    const settled = known.filter(({ final }) => final);
    expect(settled.length).toBeGreaterThan(30);
    expect(settled.filter((row) => changed.get(rowKey(row, query)) !== row.value)).toEqual([]);
    const open = known.filter(({ final }) => !final);
    expect(open.filter((row) => changed.get(rowKey(row, query)) !== row.value).length).toBeGreaterThan(5);
    // A second read as far back as late events can arrive misses nothing.
    const oldest = Math.min(...open.map(({ windowEnd }) => Date.parse(windowEnd)));
    expect(oldest).toBeGreaterThan(Date.parse(now) - days * 86_400_000);
  });
});

describe("restatement and keys", () => {
  const query = (scenes: readonly Scene[], meter: string): UsageQuery => ({
    window: "day",
    start: "2026-04-06",
    end: "2026-04-20",
    meters: [meterNamed(only(scenes), meter).id],
    customers: [largeCustomer(only(scenes))],
  });

  test("every row of every kind of query has a unique key", async () => {
    const plain = query(account, "input_tokens");
    const shapes: UsageQuery[] = [
      plain,
      { ...plain, groupBy: ["model"] },
      { ...plain, groupBy: ["model", "region"] },
      { ...plain, filter: { model: ["tern-1"] } },
      { ...plain, filter: { model: ["tern-1", "heron-2"] } },
      { ...plain, window: "week" },
      { ...plain, window: "hour", start: "2026-04-19" },
      { ...plain, timeZone: "America/New_York", start: "2026-04-06", end: "2026-04-19" },
      // Its days start when UTC days do, but belong to another time zone.
      { ...plain, timeZone: "Africa/Abidjan" },
      { ...plain, customers: "total" },
      { ...plain, window: "none" },
      { ...plain, window: "none", end: "2026-04-13" },
    ];
    const keys: string[] = [];
    for (const shape of shapes) {
      const { rows } = await askTruly(only(account), shape);
      expect(rows.length).toBeGreaterThan(0);
      keys.push(...rows.map(keyOf(shape)));
    }
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("an event without the dimension is a separate group, neither empty text nor another group", async () => {
    const both = { ...query(account, "input_tokens"), groupBy: ["model", "region"] };
    const { rows } = await askTruly(only(account), both);
    const values = rows.flatMap(({ groups }) => Object.values(groups));
    expect(values).toContain(null);
    expect(values).not.toContain("");
  });

  test("a row queried again has the same key, even if its value changed", async () => {
    const running: UsageQuery = { ...query(billing, "API calls"), start: "2026-04-15", end: "2026-04-21" };
    const [first, again] = [await askTruly(only(billing), running), await askTruly(only(later), running)];
    expect(first.rows.map(keyOf(running))).toEqual(again.rows.map(keyOf(running)));
    expect(first.rows.map(({ value }) => value)).not.toEqual(again.rows.map(({ value }) => value));
  });
});

describe("join by display name", () => {
  test("a meter is identified by id: a name is refused with a suggestion of the id", async () => {
    const { id, name } = meterNamed(only(billing), "API calls");
    const asked = ask(only(billing), { window: "day", start: "2026-04-01", end: "2026-04-02", meters: [name ?? ""] });
    await expect(asked).rejects.toMatchObject({ code: "invalid_input", field: "meters" });
    await expect(asked).rejects.toThrow(id);
  });

  test("two meters with similar names stay separate", async () => {
    const meters = ["API calls", "API calls (before 2024)"].map((name) => meterNamed(only(billing), name).id);
    const customers = [largeCustomer(only(billing))];
    const query: UsageQuery = { window: "none", start: "2026-04-01", end: "2026-04-08", meters, customers };
    const { rows } = await askTruly(only(billing), query);
    expect(rows.map(({ meterId }) => meterId).sort()).toEqual([...meters].sort());
    expect(new Set(rows.map(keyOf(query))).size).toBe(2);
  });
});

describe("false drift", () => {
  /** The same events at two vendors, with maps between their ids. */
  function both() {
    const { sandbox, subject } = only(billing);
    const { metronome: one, amberflo: other } = sandbox.connections;
    const connections = {
      left: metronome({ ...one, rate: false }),
      right: amberflo({ ...other, rate: false }),
    };
    const worldIds = new Map(subject.parties.map(({ id, worldIds: [worldId = ""] }) => [worldId, id ?? ""]));
    const customers = Object.fromEntries(
      only(account).subject.parties.map(({ id, name, worldIds: [worldId = ""] }) => {
        return [name ?? "", { left: worldIds.get(worldId) ?? "", right: id ?? "" }];
      }),
    );
    const tokens = { left: meterNamed(only(billing), "Input tokens").id, right: "input_tokens" };
    return createUsage(connections, {
      clock: { now: () => sandbox.now.getTime() },
      map: { meters: { tokens }, customers },
    });
  }

  test.each<[string, Pick<UsageQuery, "window" | "start" | "end" | "timeZone">]>([
    ["hours off the midnights that one vendor needs", { window: "hour", start: "2026-03-28T05:00:00Z", end: now }],
    ["days up to the running one", { window: "day", start: "2026-04-10", end: now }],
    [
      "days of a zone, over a change of its clocks",
      { window: "day", timeZone: "Europe/Berlin", start: "2026-03-27", end: "2026-04-01" },
    ],
    ["one window off the midnights", { window: "none", start: "2026-04-01T05:00:00Z", end: "2026-04-07T19:00:00Z" }],
  ])("the same query has the same answer at two vendors of the same events: %s", async (_, range) => {
    const usage = both();
    const query: UsageQuery = { ...range, meters: ["tokens"] };
    const sums: Record<string, Map<string, string>> = { left: new Map(), right: new Map() };
    for await (const { connection, mapped, windowStart, windowEnd, value } of usage.query(query)) {
      sums[connection]?.set(`${mapped?.customer} ${windowStart} ${windowEnd}`, value ?? "0");
    }
    // A customer without usage has nulls at one vendor, and no rows at the other.
    const used = (side: Map<string, string> | undefined) =>
      [...(side ?? [])].filter(([, value]) => value !== "0").sort();
    expect(used(sums.left).length).toBeGreaterThan(4);
    expect(used(sums.left)).toEqual(used(sums.right));
  });

  test("compare finds no drift", async () => {
    const usage = both();
    const query: UsageQuery = {
      window: "day",
      start: "2026-04-10",
      end: now,
      meters: ["tokens"],
    };
    const { counts, keys } = await compare(query, {
      left: { usage, connections: ["left"] },
      right: { usage, connections: ["right"] },
    });
    expect(keys.filter(({ verdict }) => verdict === "drift")).toEqual([]);
    expect(counts.match).toBeGreaterThan(30);
  });
});
