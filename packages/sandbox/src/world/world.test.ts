import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { bruteForceSum } from "../../test/support.js";
import { DAY, HOUR } from "./time.js";
import { createWorld, HISTORY_DAYS, type World } from "./world.js";

const now = Date.UTC(2026, 2, 15, 13, 37);
const world = createWorld({ seed: 7, now });
const all = [...world.events()];

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}

/** The events of three customers in 60 days that were received by `now`. */
function receivedBy(source: World, moment: number): string[] {
  const customers = world.customers.filter(({ size }) => size === "medium").slice(0, 3);
  return customers
    .flatMap(({ id }) => [...source.events({ customerId: id, start: now - 60 * DAY, end: now + 1 })])
    .filter((event) => event.receivedAt <= moment)
    .map((event) => JSON.stringify(event));
}

describe("determinism", () => {
  it("the same seed and now give the same bytes on every machine", () => {
    expect(digest([...createWorld({ seed: 7, now }).events()])).toBe(digest(all));
    expect(digest([world.customers, all])).toMatchInlineSnapshot(`"12bdd1cde76604da"`);
  });

  it("another seed gives another world", () => {
    const [customer] = createWorld({ seed: 8, now }).customers;
    expect(world.customers.map(({ id }) => id)).not.toContain(customer?.id);
  });

  it.each([1, DAY, 9 * DAY + 5 * HOUR])("past days change only by late events when now moves by %i ms", (move) => {
    const later = createWorld({ seed: 7, now: now + move });
    expect(receivedBy(world, now).length).toBeGreaterThan(1000);
    expect(receivedBy(later, now)).toEqual(receivedBy(world, now));
  });

  it("a day read alone equals the day read with all others", () => {
    const customer = all[0]?.customerId ?? "";
    const filter = { customerId: customer, type: "api_call", start: now - 3 * DAY, end: now - DAY };
    const walked = all.filter(
      ({ customerId, type, timestamp }) =>
        customerId === customer && type === filter.type && timestamp >= filter.start && timestamp < filter.end,
    );
    expect(walked.length).toBeGreaterThan(0);
    expect([...createWorld({ seed: 7, now }).events(filter)]).toEqual(walked);
  });

  it("a seed and a now that are not whole numbers are refused", () => {
    expect(() => createWorld({ seed: 0.5, now })).toThrow(RangeError);
    expect(() => createWorld({ seed: 1, now: Number.NaN })).toThrow(RangeError);
  });
});

describe("contents", () => {
  it("holds dozens of customers over 90 days and hundreds of thousands of events", () => {
    expect(world.customers.length).toBeGreaterThan(30);
    expect(world.start).toBe(Date.UTC(2026, 2, 15) - HISTORY_DAYS * DAY);
    expect(all.length).toBeGreaterThan(100_000);
    expect(all.length).toBeLessThan(1_000_000);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it("an event is reported from its receipt, and some events are late", () => {
    expect(all.every((event) => event.receivedAt <= now && event.receivedAt >= event.timestamp)).toBe(true);
    expect(all.some((event) => event.receivedAt - event.timestamp > 7 * DAY)).toBe(true);
    const later = createWorld({ seed: 7, now: now + 34 * DAY });
    const added = [...later.events({ end: now })].filter((event) => event.receivedAt > now);
    expect(added.length).toBeGreaterThan(100);
  });

  it("ends a customer's usage at its archive date", () => {
    const archived = world.customers.filter(({ archivedAt }) => archivedAt !== null);
    expect(archived.length).toBeGreaterThanOrEqual(3);
    for (const { id, archivedAt } of archived) {
      expect(archivedAt).toBeLessThanOrEqual(now);
      const latest = Math.max(...[...world.events({ customerId: id })].map(({ timestamp }) => timestamp));
      expect(latest).toBeGreaterThan(0);
      expect(latest).toBeLessThan(archivedAt ?? 0);
    }
  });

  it("has customers without any usage", () => {
    const used = new Set(all.map(({ customerId }) => customerId));
    expect(world.customers.filter(({ id }) => !used.has(id)).length).toBeGreaterThanOrEqual(2);
  });

  it("has days and hours without events for a busy customer", () => {
    const [busiest] = world.customers.filter(({ apiKeys }) => apiKeys > 200);
    const events = [...world.events({ customerId: busiest?.id ?? "", type: "api_call" })];
    const days = new Set(events.map(({ timestamp }) => Math.floor(timestamp / DAY)));
    const hours = new Set(events.map(({ timestamp }) => Math.floor(timestamp / HOUR)));
    expect(days.size).toBeLessThan(90);
    expect(days.size).toBeGreaterThan(60);
    expect(hours.size).toBeLessThan(days.size * 24);
    expect(new Set(events.map(({ properties }) => properties.api_key)).size).toBeGreaterThan(200);
    expect(new Set(events.map(({ properties }) => properties.region)).size).toBeLessThan(10);
    expect(events.some(({ properties }) => properties.api_key === undefined)).toBe(true);
  });

  it("has zeros, negative corrections and twelve decimal places", () => {
    const hours = all.filter(({ type }) => type === "compute").map(({ properties }) => properties.core_hours ?? "");
    expect(hours).toContain("0");
    expect(hours.some((value) => value.startsWith("-"))).toBe(true);
    expect(hours.some((value) => /\.\d{11}[1-9]$/.test(value))).toBe(true);
    expect(hours.every((value) => /^-?\d+(\.\d{1,12})?$/.test(value))).toBe(true);
  });

  it("has events on midnight, on the hour, and one millisecond before them", () => {
    expect(all.some(({ timestamp }) => timestamp % DAY === 0)).toBe(true);
    expect(all.some(({ timestamp }) => timestamp % DAY === DAY - 1)).toBe(true);
    expect(all.some(({ timestamp }) => timestamp % HOUR === 0 && timestamp % DAY !== 0)).toBe(true);
    expect(all.some(({ timestamp }) => timestamp % HOUR === HOUR - 1 && timestamp % DAY !== DAY - 1)).toBe(true);
  });

  it("has a day whose sum is beyond 2^53 and cannot be written as a double", () => {
    const amounts = all.filter(({ type, timestamp }) => type === "settlement" && timestamp >= now - 20 * DAY);
    const sum = bruteForceSum(amounts.map(({ properties }) => properties.amount ?? "0")) ?? "";
    expect(Math.abs(Number(sum))).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    expect(sum).toMatch(/\.\d{9,12}$/);
    expect(String(Number(sum))).not.toBe(sum);
  });

  it("has usage that the other vendors measure: tokens, storage, video bytes and seconds", () => {
    const types = new Set(all.map(({ type }) => type));
    for (const type of ["api_call", "token_use", "compute", "storage_sample", "video_view", "video_egress"]) {
      expect(types).toContain(type);
    }
  });
});
