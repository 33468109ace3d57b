import { describe, expect, it } from "vitest";
import { usageRow } from "../../test/row.js";
import { seriesOf, totalsOf } from "./series.js";

const starts = ["2026-03-01T00:00:00.000Z", "2026-03-02T00:00:00.000Z"] as const;
const [first, second] = starts;

const read = ({ meterId, customerId }: { meterId: string; customerId: string | null }) => ({
  key: meterId,
  name: meterId,
  customerId: customerId ?? "account",
});

describe("seriesOf", () => {
  it("tells connections, meters and customers apart, days in order", () => {
    const rows = [
      usageRow({ windowStart: second, value: "2" }),
      usageRow({ windowStart: first, value: "1" }),
      usageRow({ meterId: "other" }),
      usageRow({ customerId: null }),
      usageRow({ connection: "amberflo" }),
    ];
    const found = seriesOf(rows, read, starts);
    expect(found).toHaveLength(4);
    expect(found[0]).toMatchObject({ key: "meter-1", customerId: "customer-1", days: ["1", "2"], value: "3" });
    expect(found.map(({ connection, key, customerId }) => [connection, key, customerId]).slice(1)).toEqual([
      ["metronome", "other", "customer-1"],
      ["metronome", "meter-1", "account"],
      ["amberflo", "meter-1", "customer-1"],
    ]);
  });

  it("keeps a day without data apart from a day of zero", () => {
    const rows = [usageRow({ windowStart: first, value: null }), usageRow({ windowStart: second, value: "0" })];
    expect(seriesOf(rows, read, starts)[0]).toMatchObject({ value: "0", days: [null, "0"] });
    expect(seriesOf([usageRow({ value: null })], read, starts)[0]).toMatchObject({ value: null, days: [null, null] });
  });

  it.each(["max", "unique", "latest", "average", "unknown"] as const)(
    "never adds %s: its highest day",
    (aggregation) => {
      const days = (...values: (string | null)[]) => {
        const rows = values.map((value, index) => usageRow({ aggregation, windowStart: starts[index] ?? "", value }));
        return seriesOf(rows, read, starts)[0]?.value;
      };
      expect([days("5", "9"), days("10", "9"), days("-1", null), days(null, null)]).toEqual(["9", "10", "-1", null]);
    },
  );

  it("refuses a row outside the days", () => {
    expect(() => seriesOf([usageRow({ windowStart: "2026-03-03T00:00:00.000Z" })], read, starts)).toThrow(RangeError);
  });
});

describe("totalsOf", () => {
  it.each(["sum", "count"] as const)("adds a %s over customers and days, exactly", (aggregation) => {
    const rows = [
      usageRow({ aggregation, customerId: "a", windowStart: first, value: "9007199254740993" }),
      usageRow({ aggregation, customerId: "b", windowStart: first, value: "0.1" }),
      usageRow({ aggregation, customerId: "a", windowStart: second, value: "0.2" }),
      usageRow({ aggregation, customerId: "b", windowStart: second, value: null }),
    ];
    const totals = totalsOf(seriesOf(rows, read, starts));
    expect(totals).toHaveLength(1);
    expect(totals[0]).toMatchObject({ customerId: null, value: "9007199254740993.3" });
    expect(totals[0]?.days).toEqual(["9007199254740993.1", "0.2"]);
  });

  it("has none where customers do not add up", () => {
    expect(totalsOf(seriesOf([usageRow({ aggregation: "unique" })], read, starts))).toEqual([]);
  });
});
