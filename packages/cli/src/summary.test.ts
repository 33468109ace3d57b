import { describe, expect, it } from "vitest";
import { usageRow } from "../test/row.js";
import { summarize } from "./summary.js";
import { renderSummary } from "./summary-table.js";

const starts = ["2026-03-01T00:00:00.000Z", "2026-03-02T00:00:00.000Z"] as const;
const [first, second] = starts;

describe("summarize", () => {
  it.each(["sum", "count"] as const)("adds a %s over customers and days, exactly", (aggregation) => {
    const rows = [
      usageRow({ aggregation, customerId: "a", windowStart: first, value: "9007199254740993" }),
      usageRow({ aggregation, customerId: "b", windowStart: first, value: "0.1" }),
      usageRow({ aggregation, customerId: "a", windowStart: second, value: "0.2" }),
      usageRow({ aggregation, customerId: "b", windowStart: second, value: null }),
    ];
    const [line, ...others] = summarize(rows, starts);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ stands: "total", value: "9007199254740993.3", days: ["9007199254740993.1", "0.2"] });
  });

  it("keeps a day without data apart from a day of zero", () => {
    const rows = [usageRow({ windowStart: first, value: null }), usageRow({ windowStart: second, value: "0" })];
    expect(summarize(rows, starts)[0]).toMatchObject({ value: "0", days: [null, "0"] });
    const [nothing] = summarize([usageRow({ value: null })], starts);
    expect(nothing).toMatchObject({ value: null, days: [null, null] });
  });

  it.each(["max", "unique", "latest", "unknown"] as const)(
    "never adds %s: the highest day of the top 3",
    (aggregation) => {
      const of = (customerId: string, ...values: (string | null)[]) =>
        values.map((value, index) => usageRow({ aggregation, customerId, windowStart: starts[index] ?? "", value }));
      const rows = [...of("a", "5", "9"), ...of("b", null, null), ...of("c", "10", "1"), ...of("d", "-1", null)];
      const lines = summarize(rows, starts);
      expect(lines.map(({ customer, value, stands }) => [customer?.id, value, stands])).toEqual([
        ["c", "10", "highest day"],
        ["a", "9", "highest day"],
        ["d", "-1", "highest day"],
      ]);
      expect(lines[2]?.days).toEqual(["-1", null]);
    },
  );
});

it("shows a value that is not there as no data", () => {
  const lines = summarize(
    [usageRow({ aggregation: "max", value: null }), usageRow({ meterId: "m", value: null })],
    starts,
  );
  const table = renderSummary(lines, 2);
  expect(table).toMatch(/│ count │ all 2 +│ +- │ total +│/);
  expect(table).toMatch(/│ max +│ Northlight Atlas │ +- │ highest day │/);
  expect(table).not.toMatch(/\b0\b/);
});
