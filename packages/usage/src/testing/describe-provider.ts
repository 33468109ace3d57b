import { describe, expect, test } from "vitest";
import { addDecimals, type UsageQuery, type UsageRow, type Window } from "../index.js";
import { windowStart } from "../model/calendar.js";
import { parseInstant } from "../model/instant.js";
import { describeCapabilities } from "../plan/capability-table.js";
import { describeMisbehaviour } from "./describe-misbehaviour.js";
import {
  answersAll,
  type Between,
  collect,
  failureOf,
  openScene,
  type ProviderFixture,
  type SceneOptions,
} from "./scene.js";

const lengths = { hour: 3_600_000, day: 86_400_000 };

/** The suite that every adapter passes: what the facade promises of any vendor. Runs under vitest. */
export function describeProvider(name: string, makeFixture: () => ProviderFixture | Promise<ProviderFixture>): void {
  const setUp = (options?: SceneOptions, between?: Between) => openScene(makeFixture, options, between);

  describe(name, () => {
    describeMisbehaviour(makeFixture);

    test.each<Window>(["hour", "day", "none"])("answers window %s with the true values", async (window) => {
      const { fixture, provider, query } = await setUp();
      if (!(await answersAll(provider, fixture, window))) {
        expect(await failureOf(query({ window }))).toMatchObject({ code: "unsupported" });
        return;
      }
      const end =
        window === "hour"
          ? new Date(parseInstant(fixture.days.start, "days.start") + lengths.day).toISOString()
          : fixture.days.end;
      const rows = await collect(query({ window, end }));
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map(({ meterId }) => meterId))).toEqual(new Set(fixture.question.meters));
      for (const row of rows) expect([row.windowStart, row.value]).toEqual([row.windowStart, fixture.truth(row)]);
      expect(rows.every(({ complete }) => complete)).toBe(true);
    });

    test.each<[Exclude<Window, "none">, string]>([
      ["day", "Europe/Berlin"],
      ["week", "UTC"],
      ["week", "America/New_York"],
      ["month", "UTC"],
      ["month", "Asia/Tokyo"],
    ])("answers window %s of %s with the true values, or says that it does not", async (window, timeZone) => {
      const { fixture, provider, query } = await setUp();
      const day = parseInstant(fixture.days.start, "days.start");
      const start = window === "day" ? day : windowStart(day, window, "UTC");
      const range = { start: new Date(start).toISOString().slice(0, 10), end: new Date(fixture.now) };
      const known = await provider.meters(fixture.question.meters, new AbortController().signal);
      const { answers, localAnswers } = describeCapabilities("subject", provider);
      const ways = (timeZone === "UTC" ? answers : localAnswers)[window];
      const meters = known.filter(({ id, aggregation }) => {
        return fixture.question.meters.includes(id) && ways[aggregation] !== "refused";
      });
      if (meters.length === 0) {
        expect(await failureOf(query({ ...range, window, timeZone }))).toMatchObject({ code: "unsupported" });
        return;
      }
      const rows = await collect(query({ ...range, window, timeZone, meters: meters.map(({ id }) => id) }));
      expect(new Set(rows.map(({ meterId }) => meterId))).toEqual(new Set(meters.map(({ id }) => id)));
      for (const row of rows) expect([row.windowStart, row.value]).toEqual([row.windowStart, fixture.truth(row)]);
    });

    test("makes rows of whole windows inside the range, each once, with canonical values", async () => {
      const { fixture, provider, query } = await setUp();
      const window = (await answersAll(provider, fixture, "hour")) ? "hour" : "day";
      const length = lengths[window];
      const start = parseInstant(fixture.days.start, "days.start") + (window === "hour" ? 5 * length : 0);
      const rows = await collect(query({ window, start: new Date(start), end: new Date(start + 3 * length) }));
      const keys = rows.map(({ meterId, customerId, windowStart, unit }) =>
        [meterId, customerId, windowStart, unit].join(),
      );
      expect(new Set(keys).size).toBe(rows.length);
      expect(new Set(rows.map(({ windowStart }) => Date.parse(windowStart)))).toEqual(
        new Set([0, 1, 2].map((index) => start + index * length)),
      );
      for (const row of rows) {
        expect(row).toMatchObject({ connection: "subject", window, complete: true, groups: {} });
        expect(Date.parse(row.windowEnd) - Date.parse(row.windowStart)).toBe(length);
        expect(row.windowStart).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:00:00\.000Z$/);
        expect(row.value ?? "0").toMatch(/^(0|-?(0\.\d*[1-9]|[1-9]\d*(\.\d*[1-9])?))$/);
      }
    });

    test("hands out what a row was read from where it is asked for, and nowhere else", async () => {
      const { query } = await setUp();
      const rows = await collect(query({ raw: true }));
      expect(rows.length).toBeGreaterThan(0);
      for (const { raw = [] } of rows) {
        expect(raw.length).toBeGreaterThan(0);
        for (const read of raw) expect(read).toEqual(expect.any(Object));
      }
      const plain = await collect(query());
      expect(plain.filter((row) => "raw" in row)).toEqual([]);
      expect(rows.map(({ raw: _, observedAt: __, ...row }) => row)).toEqual(
        plain.map(({ observedAt: _, ...row }) => row),
      );
    });

    test("flags the running window as open, and leaves it out when asked", async () => {
      const { fixture, query } = await setUp();
      const today = Math.floor(fixture.now / lengths.day) * lengths.day;
      const running = { start: new Date(today - lengths.day), end: new Date(fixture.now) };
      const rows = await collect(query(running));
      const flags = new Map(
        rows.map((row) => [Date.parse(row.windowStart), [row.complete, row.incompleteReason, row.final]]),
      );
      expect(flags.get(today)).toEqual([false, "open", false]);
      expect(flags.get(today - lengths.day)?.[0]).toBe(true);
      const closed = await collect(query({ ...running, incomplete: "exclude" }));
      expect(closed.map(({ windowStart }) => Date.parse(windowStart))).not.toContain(today);
    });

    test("groups rows by a dimension, and filters by its values, or says that it does not", async () => {
      const { fixture, query } = await setUp();
      const { dimension, question } = fixture;
      const [meter = ""] = question.meters;
      if (dimension === undefined) {
        expect(await failureOf(query({ groupBy: ["region"] }))).toMatchObject({
          code: "unsupported",
          field: "groupBy",
        });
        return;
      }
      const result = query({ meters: [meter], groupBy: [dimension] });
      const grouped = await collect(result);
      expect(grouped.length).toBeGreaterThan(0);
      expect(new Set(grouped.map(({ groups }) => Object.keys(groups).join()))).toEqual(new Set([dimension]));
      const rest = result.report.remainders.map(({ value }) => value ?? "0");
      const whole = await collect(query({ meters: [meter] }));
      expect(addDecimals([...valuesOf(grouped), ...rest])).toBe(addDecimals(valuesOf(whole)));
      const one = grouped.find(({ groups, value }) => groups[dimension] !== null && value !== null && value !== "0");
      const value = one?.groups[dimension] ?? "";
      const filtered = await collect(query({ meters: [meter], filter: { [dimension]: [value] } }));
      expect(filtered.every(({ groups }) => Object.keys(groups).length === 0)).toBe(true);
      const same = grouped.filter(({ groups }) => groups[dimension] === value);
      expect(addDecimals(valuesOf(filtered))).toBe(addDecimals(valuesOf(same)));
    });

    test("answers the account's total, which is that of every customer where values add up", async () => {
      const { fixture, query, provider } = await setUp();
      const known = await provider.meters(fixture.question.meters, new AbortController().signal);
      const additive = ({ id, aggregation }: (typeof known)[number]) =>
        fixture.question.meters.includes(id) && (aggregation === "sum" || aggregation === "count");
      for (const { id } of known.filter(additive)) {
        const total = await collect(query({ meters: [id], customers: "total" }));
        expect(total.length).toBeGreaterThan(0);
        expect(new Set(total.map(({ customerId }) => customerId))).toEqual(new Set([null]));
        expect(new Set(total.map((row) => `${row.windowStart} ${row.unit}`)).size).toBe(total.length);
        const every = await collect(query({ meters: [id], customers: undefined }));
        for (const unit of new Set([...total, ...every].map((row) => row.unit))) {
          const [one, all] = [total, every].map((rows) => valuesOf(rows.filter((row) => row.unit === unit)));
          expect([unit, addDecimals(all ?? [])]).toEqual([unit, addDecimals(one ?? [])]);
        }
      }
    });

    test("plans without asking, and the same for the same question", async () => {
      const { fixture, provider, requests } = await setUp();
      const known = await provider.meters(fixture.question.meters, new AbortController().signal);
      requests.length = 0;
      const start = parseInstant(fixture.days.start, "days.start");
      const question = {
        operation: provider.capabilities.operations[0].operation,
        meters: known.filter(({ id }) => fixture.question.meters.includes(id)),
        customers: (fixture.question.customers ?? []).map((id) => ({ id, name: null })),
        scope: fixture.question.customers ? ("named" as const) : ("every" as const),
        start,
        end: start + 2 * lengths.day,
        window: "day" as const,
        timeZone: "UTC",
        spans: [
          { start, end: start + lengths.day },
          { start: start + lengths.day, end: start + 2 * lengths.day },
        ],
        groupBy: [],
        filter: {},
      };
      const plan = provider.plan(question);
      expect(plan.length).toBeGreaterThan(0);
      expect(JSON.stringify(provider.plan(question))).toBe(JSON.stringify(plan));
      expect(requests).toEqual([]);
    });

    test("answers days of a zone of half hours with the true values, or refuses them before any request", async () => {
      const { fixture, provider, query, requests } = await setUp();
      const { operations } = provider.capabilities;
      const result = query({ timeZone: "Asia/Kathmandu" });
      if (
        operations.some(({ zones, alignment, anyRange }) => zones === "any" || (alignment === "minute" && anyRange))
      ) {
        const rows = await collect(result);
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) expect([row.windowStart, row.value]).toEqual([row.windowStart, fixture.truth(row)]);
        return;
      }
      expect(await failureOf(result)).toMatchObject({ code: "unsupported", field: "timeZone" });
      expect(requests).toEqual([]);
    });

    test.each<[string, Partial<UsageQuery>]>([
      ["a cut day", { start: "2026-01-01T05:00:00Z" }],
      ["a reversed range", { start: "2026-01-02", end: "2026-01-01" }],
    ])("refuses %s before any request", async (_, change) => {
      const { query, requests } = await setUp();
      const error = await failureOf(query(change));
      expect(["unsupported", "invalid_input"]).toContain(error.code);
      expect(error.field).toBeDefined();
      expect(requests).toEqual([]);
    });

    test("says that a credential is not accepted, and never which", async () => {
      const { fixture, query } = await setUp({ wrongCredential: true });
      const error = await failureOf(query());
      expect(error).toMatchObject({ code: "unauthorized" });
      expect(`${JSON.stringify(error)} ${error.stack}`).not.toContain(fixture.secret);
    });

    test.each<[string, () => Response, string]>([
      ["a page of HTML", () => new Response("<html>Sign in</html>"), "unexpected_response"],
      ["an empty body", () => new Response(""), "unexpected_response"],
      ["an error in a 200", () => Response.json({ message: "Endpoint request timed out" }), "unexpected_response"],
      ["an empty object", () => Response.json({}), "unexpected_response"],
      ["a failing vendor", () => new Response("", { status: 500 }), "vendor_failure"],
    ])("never takes %s for no usage", async (_, answer, code) => {
      const { query } = await setUp({ retries: 0 }, async () => answer());
      expect(await failureOf(query())).toMatchObject({ code });
    });

    test("sends a read again when the connection breaks", async () => {
      let sent = 0;
      const { fixture, query } = await setUp({ random: () => 0 }, async (_, vendor) => {
        sent += 1;
        if (sent % 2 === 1) throw new TypeError("fetch failed");
        return vendor();
      });
      for (const row of await collect(query())) expect(row.value).toBe(fixture.truth(row));
    });

    test("ends with its signal", async () => {
      const stop = new AbortController();
      const { query } = await setUp({}, () => {
        stop.abort();
        return new Promise<Response>(() => {});
      });
      expect(await failureOf(query({ signal: stop.signal }))).toMatchObject({ code: "aborted" });
    });
  });
}

function valuesOf(rows: readonly UsageRow[]): string[] {
  return rows.flatMap(({ value }) => value ?? []);
}
