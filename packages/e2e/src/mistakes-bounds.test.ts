import { isMetermuxError, type UsageQuery, type UsageRow } from "@metermux/usage";
import { describe, expect, test } from "vitest";
import { askTruly, largeCustomer, meterNamed, only } from "./oracle/ask-truly.js";
import { ask } from "./oracle/scene.js";
import { stage } from "./oracle/stage.js";

// Mistakes of hand-written integrations about the bounds of a range. Berlin's clocks change on 29 March.
const now = "2026-04-20T15:23:41.500Z";
const billing = stage("metronome", [{ now }]);
const account = stage("amberflo", [{ now }]);
const video = stage("video", [{ now }]);

function calls(): { meters: string[]; customers: string[] } {
  return { meters: [meterNamed(only(billing), "API calls").id], customers: [largeCustomer(only(billing))] };
}

/** The bounds that were sent to Metronome. */
const sentBounds = (sent: readonly { target: string; body: string }[]) =>
  sent
    .filter(({ target }) => target.startsWith("/v1/usage"))
    .map(({ body }): { starting_on: string; ending_before: string } => JSON.parse(body));

const hours = (from: string, to: string): UsageQuery => ({ ...calls(), window: "hour", start: from, end: to });

test("bounds alignment: a range of hours is sent from midnight to midnight without the caller aligning it", async () => {
  const { sent } = await askTruly(only(billing), hours("2026-04-03T05:00:00Z", "2026-04-03T07:00:00Z"));
  const bounds = sentBounds(sent);
  expect(bounds.length).toBeGreaterThan(0);
  for (const { starting_on: from, ending_before: to } of bounds) {
    expect([Date.parse(from) % 86_400_000, Date.parse(to) % 86_400_000]).toEqual([0, 0]);
    expect(Date.parse(to) - Date.parse(from)).toBeGreaterThanOrEqual(86_400_000);
  }
  // The time of a sync, to the millisecond, is a valid end.
  await askTruly(only(billing), hours("2026-04-20T00:00:00Z", now));
});

describe("trim after widening", () => {
  test("windows of a widened request outside the query's range have no rows", async () => {
    const { rows } = await askTruly(only(billing), hours("2026-04-03T22:00:00Z", "2026-04-04T02:00:00Z"));
    expect(rows.map(({ windowStart }) => windowStart.slice(8, 13))).toEqual(["03T22", "03T23", "04T00", "04T01"]);
  });

  test("one window over a range off the vendor's grid is never the widened window", async () => {
    const query = { ...hours("2026-04-03T05:00:00Z", "2026-04-03T07:00:00Z"), window: "none" } as const;
    await rightOrRefused(query);
    await rightOrRefused({ ...query, meters: [meterNamed(only(billing), "Active users").id] });
  });
});

/** The correct rows, or a typed refusal. */
async function rightOrRefused(query: UsageQuery): Promise<readonly UsageRow[]> {
  try {
    return (await askTruly(only(billing), query)).rows;
  } catch (error) {
    if (!isMetermuxError(error)) throw error;
    expect(error.code).toBe("unsupported");
    return [];
  }
}

describe("inclusive and exclusive end", () => {
  const day = 86_400_000;

  test.each([
    ["metronome", billing, "Video delivered (bytes)"],
    ["amberflo", account, "viewing_bytes"],
    ["wowza video", video, "viewing_bytes"],
  ])("an event on the edge belongs only to the next range: %s", async (_, scenes, meter) => {
    const scene = only(scenes);
    const { world, connections } = scene.sandbox;
    const { customerId } = connections["wowza-video"];
    const views = [...world.events({ customerId, type: "video_view" })];
    const edge = views.find(({ timestamp }) => timestamp % day === 0 && timestamp > world.start + 5 * day)?.timestamp;
    if (edge === undefined) throw new Error("the world has no event on a midnight");
    const customers = scene.subject.parties.flatMap(({ id, worldIds }) =>
      worldIds.includes(customerId) ? (id ?? []) : [],
    );
    const amountOf = async (from: number, to: number) => {
      const { rows } = await askTruly(scene, {
        window: "none",
        meters: [meterNamed(scene, meter).id],
        ...(customers.length > 0 && { customers }),
        start: new Date(edge + from * day),
        end: new Date(edge + to * day),
      });
      return BigInt(rows[0]?.value ?? "0");
    };
    const after = await amountOf(0, 1);
    expect(after).toBeGreaterThan(0n);
    expect((await amountOf(-3, 0)) + after).toBe(await amountOf(-3, 1));
  });
});

describe("time zones", () => {
  test("the machine's time zone changes nothing", async () => {
    const before = process.env.TZ;
    try {
      for (const zone of ["Pacific/Kiritimati", "America/St_Johns"]) {
        process.env.TZ = zone;
        expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
        const query: UsageQuery = { ...calls(), window: "day", start: "2026-03-27", end: "2026-04-02" };
        const { rows } = await askTruly(only(billing), query);
        expect(rows.map(({ windowStart }) => windowStart.slice(10))).toEqual(Array(6).fill("T00:00:00.000Z"));
        const months = await askTruly(only(billing), {
          ...query,
          window: "month",
          start: "2026-01-01",
          end: "2026-04-01",
        });
        expect(months.rows.map(({ windowStart }) => windowStart.slice(5, 16))).toEqual([
          "01-01T00:00",
          "02-01T00:00",
          "03-01T00:00",
        ]);
        await askTruly(only(account), { window: "hour", start: "2026-04-01", end: "2026-04-02", meters: ["settled"] });
        await askTruly(only(video), { window: "day", start: "2026-03-28", end: "2026-03-31" });
      }
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  test.each(["2026-04-01T00:00:00", "2026-04-01 00:00", "04/01/2026"])(
    "a local time such as %s is refused as a bound",
    async (start) => {
      const query: UsageQuery = { ...calls(), window: "day", start, end: "2026-04-03" };
      await expect(ask(only(billing), query)).rejects.toMatchObject({ code: "invalid_input", field: "start" });
    },
  );

  test("days of a time zone have 23 hours where its clocks change, and are never UTC days", async () => {
    const query: UsageQuery = {
      ...calls(),
      window: "day",
      timeZone: "Europe/Berlin",
      start: "2026-03-28",
      end: "2026-03-31",
    };
    const rows = await rightOrRefused(query);
    for (const { windowStart, windowEnd } of rows) {
      const length = (Date.parse(windowEnd) - Date.parse(windowStart)) / 3_600_000;
      expect(length).toBe(windowStart.startsWith("2026-03-28T23") ? 23 : 24);
    }
    // No vendor's hours start where Kathmandu's days do.
    await expect(ask(only(billing), { ...query, timeZone: "Asia/Kathmandu" })).rejects.toMatchObject({
      code: "unsupported",
    });
  });
});

describe("the partial current window", () => {
  const today = (): UsageQuery => ({ ...calls(), window: "day", start: "2026-04-18", end: now });

  test("is returned, and marked open", async () => {
    const { rows } = await askTruly(only(billing), today());
    expect(rows.map(({ windowStart, complete }) => [windowStart.slice(0, 10), complete])).toEqual([
      ["2026-04-18", true],
      ["2026-04-19", true],
      ["2026-04-20", false],
    ]);
    expect(rows.at(-1)).toMatchObject({
      incompleteReason: "open",
      final: false,
      windowEnd: "2026-04-21T00:00:00.000Z",
    });
  });

  test("is left out on request, for a sync that writes only complete windows", async () => {
    const { rows } = await askTruly(only(billing), { ...today(), incomplete: "exclude" });
    expect(rows.map(({ windowStart }) => windowStart.slice(0, 10))).toEqual(["2026-04-18", "2026-04-19"]);
  });

  test("is complete however far in the future the end is, and no row follows it", async () => {
    for (const end of ["2026-04-21T00:00:00Z", "2026-04-25T07:30:00Z"]) {
      const { rows } = await askTruly(only(billing), { ...today(), end });
      expect(rows).toHaveLength(3);
    }
  });
});

describe("a partial edge window as a second row", () => {
  test.each([
    ["start", "2026-04-01T05:00:00Z", "2026-04-03"],
    ["end", "2026-04-01", "2026-04-03T05:00:00Z"],
  ])("a day that the %s cuts is refused, with the nearest bound that works", async (field, start, end) => {
    for (const [scenes, question] of [
      [billing, calls()],
      [account, { meters: ["api_calls"] }],
      [video, {}],
    ] as const) {
      const refused = ask(only(scenes), { ...question, window: "day", start, end });
      await expect(refused).rejects.toMatchObject({ code: "unsupported", field });
      await expect(refused).rejects.toThrow(/use 2026-04-0\dT00:00:00.000Z or 2026-04-0\dT00:00:00.000Z/);
    }
  });

  test("a window has one row and one start, whatever the range of the query", async () => {
    const wide = await askTruly(only(billing), hours("2026-04-03T00:00:00Z", "2026-04-04T00:00:00Z"));
    const narrow = await askTruly(only(billing), hours("2026-04-03T05:00:00Z", "2026-04-03T07:00:00Z"));
    const plain = ({ observedAt: _, ...row }: UsageRow) => row;
    expect(wide.rows.map(plain)).toEqual(expect.arrayContaining(narrow.rows.map(plain)));
    // The current window, queried twice: the same row.
    const [early, late] = [hours("2026-04-20T15:00:00Z", "2026-04-20T15:10:00Z"), hours("2026-04-20T15:00:00Z", now)];
    expect((await askTruly(only(billing), early)).rows.map(plain)).toEqual(
      (await askTruly(only(billing), late)).rows.map(plain),
    );
  });
});
