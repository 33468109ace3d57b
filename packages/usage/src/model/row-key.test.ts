import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RowIdentity, rowKey } from "./row-key.js";

const row: RowIdentity = {
  vendor: "metronome",
  connection: "billing",
  meterId: "api_calls",
  customerId: "c1",
  window: "day",
  windowStart: "2026-03-01T00:00:00.000Z",
  windowEnd: "2026-03-02T00:00:00.000Z",
  aggregation: "count",
  groups: {},
};

describe("a key", () => {
  test("can be read", () => {
    expect(rowKey(row)).toBe(
      "vendor=metronome&connection=billing&meter=api_calls&customer=c1&zone=UTC&window=day&start=2026-03-01T00:00:00.000Z&aggregation=count",
    );
    const scope = { timeZone: "Europe/Berlin", filter: { region: ["us", "eu", "us"], model: ["a=b"] } };
    expect(rowKey({ ...row, customerId: null, groups: { tier: null, app: "50%\n" } }, scope)).toBe(
      "vendor=metronome&connection=billing&meter=api_calls&customer&zone=Europe/Berlin&window=day&start=2026-03-01T00:00:00.000Z&aggregation=count&filter.model=a%3Db&filter.region=eu&filter.region=us&group.app=50%25%0A&group.tier",
    );
  });

  test("names the currency of a cost, and no other unit", () => {
    const [euros, dollars] = ["EUR", "USD"].map((unit) => rowKey({ ...row, measures: "cost", unit }));
    expect(euros).toBe(`${rowKey(row)}&unit=EUR`);
    expect(dollars).not.toBe(euros);
    expect(rowKey({ ...row, measures: "usage", unit: "B" })).toBe(rowKey(row));
  });

  test("is the same however groups, filters and instants are written", () => {
    const groups = { a: "1", b: "2" };
    const filter = { x: ["1", "2"], y: ["3"] };
    const other = { ...row, windowStart: "2026-03-01T01:00:00+01:00", groups: { b: "2", a: "1" } };
    expect(rowKey(other, { filter: { y: ["3"], x: ["2", "1", "2"] } })).toBe(rowKey({ ...row, groups }, { filter }));
  });

  test("of window none tells ranges of one start apart", () => {
    const longer = { ...row, window: "none", windowEnd: "2026-03-09T00:00:00.000Z" } as const;
    expect(rowKey(longer)).not.toBe(rowKey({ ...longer, windowEnd: row.windowEnd }));
  });

  test("needs a start that is an instant", () => {
    expect(() => rowKey({ ...row, windowStart: "2026-03-01T00:00:00" })).toThrow(
      expect.objectContaining({ code: "invalid_input", field: "windowStart" }),
    );
  });
});

/** Everything that a key says, read back. */
function parse(key: string) {
  const unquote = (text: string) => text.replace(/%../g, decodeURIComponent);
  const parts = key.split("&").map((text): [string, string | null] => {
    const at = text.indexOf("=");
    return at < 0 ? [unquote(text), null] : [unquote(text.slice(0, at)), unquote(text.slice(at + 1))];
  });
  const below = (prefix: string) =>
    parts.filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value]);
  return { own: parts.slice(0, 8), filters: below("filter."), groups: below("group.") };
}

test("different identities never have one key: a key can be read back", () => {
  // Short texts of what a key is made of.
  const text = fc.string({ unit: fc.constantFrom("a", "=", "&", "%", ".", "26", "group.", "\n", "é"), maxLength: 4 });
  const identity = fc.record({
    ids: fc.tuple(text, text, text, fc.option(text), text),
    filter: fc.dictionary(text, fc.uniqueArray(text, { minLength: 1, maxLength: 2 }), { maxKeys: 2 }),
    groups: fc.dictionary(text, fc.option(text), { maxKeys: 2 }),
  });
  fc.assert(
    fc.property(identity, ({ ids, filter, groups }) => {
      const [vendor, connection, meterId, customerId, timeZone] = ids;
      const key = rowKey({ ...row, vendor, connection, meterId, customerId, groups }, { timeZone, filter });
      const told = parse(key);
      expect(told.own).toEqual([
        ["vendor", vendor],
        ["connection", connection],
        ["meter", meterId],
        ["customer", customerId],
        ["zone", timeZone],
        ["window", "day"],
        ["start", row.windowStart],
        ["aggregation", "count"],
      ]);
      const filters = Object.entries(filter).flatMap(([dimension, values]) =>
        values.map((value) => [dimension, value]),
      );
      expect(told.filters.sort()).toEqual(filters.sort());
      expect(told.groups.sort()).toEqual(Object.entries(groups).sort());
    }),
    { numRuns: 1_000 },
  );
});
