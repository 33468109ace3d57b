import { isMetermuxError, type UsageQuery, type UsageRow } from "@metermux/usage";
import { describe, expect, test } from "vitest";
import { askTruly, largeCustomer, meterNamed, only } from "./oracle/ask-truly.js";
import { ask, type Scene } from "./oracle/scene.js";
import { stage } from "./oracle/stage.js";
import { addExactly } from "./world-value.js";

// Mistakes of hand-written integrations about numbers.
const now = "2026-04-20T15:23:41.500Z";
const billing = stage("metronome", [{ now }]);
const absent = stage("metronome", [{ now, metronome: { emptyWindows: "absent" } }]);
const zero = stage("metronome", [{ now, metronome: { emptyWindows: "zero" } }]);
const account = stage("amberflo", [{ now }]);
const video = stage("video", [{ now }]);
const month: UsageQuery = { window: "day", start: "2026-03-01", end: "2026-04-01" };

const large = (scenes: readonly Scene[], ...meters: string[]): UsageQuery => ({
  ...month,
  meters: meters.map((meter) => meterNamed(only(scenes), meter).id),
  customers: [largeCustomer(only(scenes))],
});

describe("null and 0", () => {
  test("null, an absent row and zero stay distinct", async () => {
    const valuesOf = async (scenes: readonly Scene[]) => {
      const customers = only(scenes)
        .subject.parties.slice(0, 20)
        .flatMap(({ id }) => id ?? []);
      const { rows } = await askTruly(only(scenes), { ...large(scenes, "Core hours"), customers });
      return new Map(rows.map(({ customerId, windowStart, value }) => [`${customerId} ${windowStart}`, value]));
    };
    const [nulls, nothing, zeros] = [await valuesOf(billing), await valuesOf(absent), await valuesOf(zero)];
    const silent = [...nulls].filter(([, value]) => value === null).map(([cell]) => cell);
    expect(silent.length).toBeGreaterThan(0);
    expect([nulls.size, nothing.size, zeros.size]).toEqual([620, 620 - silent.length, 620]);
    for (const cell of silent) expect([nothing.has(cell), zeros.get(cell)]).toEqual([false, "0"]);
    // Usage that adds up to zero is zero in every variant.
    const usedUp = [...nothing].filter(([, value]) => value === "0").map(([cell]) => cell);
    expect(usedUp.length).toBeGreaterThan(0);
    for (const cell of usedUp) expect(nulls.get(cell)).toBe("0");
  });

  test("a week of days with null is null, and a week without rows has no row", async () => {
    const { sandbox, subject } = only(billing);
    const idle = sandbox.world.customers.find(({ eventTypes }) => eventTypes.length === 0)?.id ?? "";
    expect(subject.parties.map(({ id }) => id)).toContain(idle);
    const week = (scenes: readonly Scene[]): UsageQuery => {
      return {
        ...large(scenes, "Core hours"),
        customers: [idle],
        window: "week",
        start: "2026-03-02",
        end: "2026-03-16",
      };
    };
    expect((await askTruly(only(billing), week(billing))).rows.map(({ value }) => value)).toEqual([null, null]);
    expect((await askTruly(only(absent), week(absent))).rows).toEqual([]);
    expect((await askTruly(only(zero), week(zero))).rows.map(({ value }) => value)).toEqual(["0", "0"]);
  });
});

describe("number typing", () => {
  test("every value, whole or fractional, is decimal text in one format with every digit", async () => {
    const values: string[] = [];
    for (const [scenes, ...meters] of [
      [billing, "Settled amount (micro-units)", "Core hours", "API calls"],
      [account, "settled", "core_hours", "api_calls"],
    ] as const) {
      const { rows } = await askTruly(only(scenes), large(scenes, ...meters));
      values.push(...rows.flatMap(({ value }) => value ?? []));
    }
    expect(values.filter((value) => !/^(0|-?(0\.\d*[1-9]|[1-9]\d*(\.\d*[1-9])?))$/.test(value))).toEqual([]);
    expect(values.some((value) => value.includes("."))).toBe(true);
    expect(values.some((value) => !value.includes("."))).toBe(true);
    const beyond = values.filter((value) => Math.abs(Number(value)) > 2 ** 53 && String(Number(value)) !== value);
    expect(beyond.length).toBeGreaterThan(10);
  });

  test("a sum of many values stays exact where doubles lose digits", async () => {
    const days = await askTruly(only(billing), large(billing, "Settled amount (micro-units)"));
    const whole = await askTruly(only(billing), {
      ...large(billing, "Settled amount (micro-units)"),
      window: "month",
    });
    const sum = addExactly(days.rows.flatMap(({ value }) => value ?? []));
    expect(whole.rows.map(({ value }) => value)).toEqual([sum]);
    expect(String(days.rows.reduce((total, { value }) => total + Number(value), 0))).not.toBe(sum);
  });
});

describe("units", () => {
  test("come from the vendor with the number, and are never scaled or guessed from a name", async () => {
    const bytes = await askTruly(only(video), { ...month, window: "month", meters: ["viewing_bytes"] });
    expect(bytes.rows).toMatchObject([{ unit: "B" }]);
    expect(bytes.rows[0]?.value).toMatch(/^\d{13,}$/);
    const named = await askTruly(only(billing), large(billing, "Video delivered (bytes)"));
    expect(new Set(named.rows.map(({ unit }) => unit))).toEqual(new Set([null]));
    const listed = await askTruly(only(account), large(account, "settled"));
    expect(new Set(listed.rows.map(({ unit }) => unit))).toEqual(new Set(["micro-units"]));
  });
});

describe("overlapping meters", () => {
  test("are never added up: each meter has its own total, and there is no total of all", async () => {
    const tokens = ["Input tokens", "Output tokens"];
    const query: UsageQuery = { ...large(billing, ...tokens), customers: "total", window: "none" };
    const { rows } = await askTruly(only(billing), query);
    expect(rows.map(({ meterName }) => meterName).sort()).toEqual(tokens);
    // Weighted tokens contain both. The query does not say that it adds up, so it is never added up.
    const weighted = { ...query, meters: [meterNamed(only(billing), "Weighted tokens").id] };
    await expect(ask(only(billing), weighted)).rejects.toMatchObject({ code: "unsupported" });
  });
});

describe("dropped rows", () => {
  test("negative corrections and zeros are rows like any other", async () => {
    for (const [scenes, meter] of [
      [billing, "Core hours"],
      [account, "core_hours"],
    ] as const) {
      const query: UsageQuery = { ...large(scenes, meter), window: "hour", start: "2026-02-01" };
      const { rows, report } = await askTruly(only(scenes), query);
      expect(rows.filter(({ value }) => value?.startsWith("-")).length).toBeGreaterThan(0);
      expect(rows.filter(({ value }) => value === "0").length).toBeGreaterThan(0);
      expect(report.rows).toBe(rows.length);
    }
  });
});

describe("meters that do not add up", () => {
  const kinds = [
    ["unique", "Active users"],
    ["latest", "Stored data (GB)"],
    ["unknown", "Weighted tokens"],
  ] as const;

  test.each(kinds)("every row of a %s meter has its aggregation", async (kind, meter) => {
    const { rows } = await askTruly(only(billing), large(billing, meter));
    expect(rows.map(({ aggregation, derived }) => [aggregation, derived])).toEqual(Array(31).fill([kind, undefined]));
  });

  test.each(kinds)(
    "%s is the vendor's own value over weeks and months, and refused where it would have to be added up",
    async (_, meter) => {
      const query = large(billing, meter);
      const weeks = { window: "week", start: "2026-03-02", end: "2026-03-16" } as const;
      for (const own of [weeks, { window: "month" }] as const) {
        const { rows } = await askTruly(only(billing), { ...query, ...own });
        expect(rows.length).toBeGreaterThan(0);
        expect(rows.filter(({ derived }) => derived !== undefined)).toEqual([]);
      }
      for (const more of [
        { timeZone: "Europe/Berlin" },
        { window: "none", start: "2026-03-01T05:00:00Z" },
        { customers: "total" },
      ] as const) {
        await expectRefusal(ask(only(billing), { ...query, ...more }));
      }
    },
  );

  test("users and averages of other vendors are the vendor's own values or refused", async () => {
    const users = { ...large(account, "active_users"), window: "none" } as const;
    await expectRefusal(ask(only(account), { ...users, start: "2026-03-02" }));
    // A whole month is the month that the vendor counts.
    const { rows } = await askTruly(only(account), users);
    expect(rows.map(({ derived }) => derived)).toEqual([undefined]);
    await expectRefusal(ask(only(account), { ...large(account, "active_users"), timeZone: "America/New_York" }));
    // The vendor counts the users of all customers together: a user of two customers counts once.
    await askTruly(only(account), { ...month, meters: ["active_users"], customers: "total" });
    const average: UsageQuery = { ...month, meters: ["avg_viewing_seconds"] };
    await askTruly(only(video), { ...average, window: "month" });
    await expectRefusal(
      ask(only(video), { ...average, window: "none", start: "2026-01-20", end: "2026-04-20T10:00:00Z" }),
    );
  });

  test("a max of several values is their max, never their sum", async () => {
    const { rows } = await askTruly(only(billing), { ...large(billing, "Peak latency (ms)"), window: "month" });
    expect(rows).toMatchObject([{ aggregation: "max", derived: { method: "max" } }]);
  });

  async function expectRefusal(answer: Promise<unknown>): Promise<void> {
    const error = await answer.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!isMetermuxError(error)) throw new Error(`answered, or failed otherwise: ${error}`);
    expect(error.code).toBe("unsupported");
    expect(error.message).toMatch(/; \S/);
  }
});

describe("group explosion and caps", () => {
  const grouped = (scenes: readonly Scene[], meter: string): UsageQuery => {
    return { ...large(scenes, meter), window: "none", groupBy: ["api_key"] };
  };

  test("more group values than the vendor lists are all returned, or every row says that they are truncated", async () => {
    const { rows, report } = await askTruly(only(billing), grouped(billing, "API calls"));
    const { events, parties, meters } = only(billing).subject;
    const [party] = parties.filter(({ id }) => id === largeCustomer(only(billing)));
    const keys = new Set(
      events
        .between(party?.worldIds[0] ?? "", meters.find(({ name }) => name === "API calls")?.eventType ?? "", {
          start: Date.parse("2026-03-01"),
          end: Date.parse("2026-04-01"),
        })
        .flatMap(({ properties }) => properties.api_key ?? []),
    );
    expect(keys.size).toBeGreaterThan(200);
    const listed = rows.filter(({ groups }) => groups.api_key !== null);
    if (listed.length < keys.size) {
      expect(new Set(rows.map(({ incompleteReason }: UsageRow) => incompleteReason))).toEqual(new Set(["truncated"]));
      expect(report.remainders).toHaveLength(1);
    } else {
      expect(listed).toHaveLength(keys.size);
    }
  });

  test("Amberflo never receives take", async () => {
    const { rows, sent } = await askTruly(only(account), grouped(account, "api_calls"));
    expect(rows.length).toBeGreaterThan(200);
    expect(sent.filter(({ body }) => body.includes("take"))).toEqual([]);
  });

  test("the usage of events without the dimension is reported, and the groups add up to the total", async () => {
    for (const [scenes, meter] of [
      [billing, "API calls"],
      [account, "api_calls"],
    ] as const) {
      const query: UsageQuery = { ...large(scenes, meter), window: "none" };
      const whole = await askTruly(only(scenes), query);
      const { rows, report } = await askTruly(only(scenes), { ...query, groupBy: ["region"] });
      const parts = [...rows.map(({ value }) => value ?? "0"), ...report.remainders.map(({ value }) => value ?? "0")];
      expect(rows.length).toBeGreaterThan(3);
      expect(addExactly(parts)).toBe(whole.rows[0]?.value);
      expect(addExactly(rows.flatMap(({ groups, value }) => (groups.region === null ? [] : (value ?? []))))).not.toBe(
        whole.rows[0]?.value,
      );
    }
  });
});
