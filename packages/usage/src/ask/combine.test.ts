import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meterOf } from "../fake-provider.test-support.js";
import { hour } from "../model/calendar.js";
import type { Aggregation } from "../model/query.js";
import { createCombiner } from "./combine.js";
import type { RowParts } from "./to-row.js";

interface Part extends Partial<RowParts> {
  start?: number;
  from?: string;
  kind?: Aggregation;
}

function partOf({ start = 0, from = "c", kind = "sum", ...change }: Part): RowParts {
  const { value = "1", groups = {} } = change;
  return {
    meter: meterOf("m", kind),
    customerId: from,
    span: 0,
    value,
    groups,
    clipped: false,
    truncated: false,
    source: { meterId: "m", customerId: from, start, end: start + hour, value, groups },
    firstAt: 5,
    lastAt: 5,
    ...change,
  };
}

const combiner = (groupBy: string[] = []) => createCombiner({ window: "hour", groupBy }, groupBy, "fake");

function combined(parts: Part[], groupBy?: string[]): RowParts[] {
  const all = combiner(groupBy);
  for (const part of parts) all.add(partOf(part));
  return all.flush();
}

describe("values of one window", () => {
  test("are put together by the kind of their meter, and say from what", () => {
    const two = [
      { start: 0, value: "2" },
      { start: hour, value: "0.5" },
    ];
    const of = (kind: Aggregation) => combined(two.map((part) => ({ ...part, kind })));
    expect(of("sum")).toMatchObject([{ value: "2.5", derived: { from: "hour", parts: 2, method: "sum" } }]);
    expect(of("count")).toMatchObject([{ value: "2.5", derived: { method: "sum" } }]);
    expect(of("max")).toMatchObject([{ value: "2", derived: { method: "max" } }]);
    expect(of("min")).toMatchObject([{ value: "0.5", derived: { method: "min" } }]);
  });

  test("count no nulls, and are null where there is nothing else", () => {
    expect(combined([{ value: null }, { start: hour, value: "3" }])).toMatchObject([
      { value: "3", derived: { parts: 1 } },
    ]);
    expect(combined([{ value: null }])).toMatchObject([{ value: null, derived: { parts: 0 } }]);
  });

  test("are clipped or truncated where one of them is", () => {
    const whole = { start: 0 };
    expect(combined([whole, { start: hour, clipped: true }])).toMatchObject([{ clipped: true, truncated: false }]);
    expect(combined([{ ...whole, truncated: true }, { start: hour }])).toMatchObject([{ truncated: true }]);
  });

  test("are known from the first answer to the last", () => {
    const parts = [
      { start: 0, firstAt: 7, lastAt: 7 },
      { start: hour, firstAt: 3, lastAt: 3 },
      { start: 2 * hour, firstAt: 5, lastAt: 5 },
    ];
    expect(combined(parts)).toMatchObject([{ firstAt: 3, lastAt: 7 }]);
  });
});

describe("values are kept apart", () => {
  test("by meter, customer, window and group", () => {
    const parts: Part[] = [
      {},
      { meter: meterOf("other") },
      { from: "d" },
      { span: 1 },
      { groups: { region: "us" } },
      { groups: { region: null } },
      { groups: { region: "null" } },
    ];
    const grouped = parts.map((part) => ({ groups: { region: "eu" }, ...part }));
    expect(combined(grouped, ["region"])).toHaveLength(parts.length);
  });

  test("by group, in whatever order an adapter writes them", () => {
    const groupBy = ["a", "b"];
    const same = combined([{ groups: { a: "x", b: "y" } }, { start: hour, groups: { b: "y", a: "x" } }], groupBy);
    expect(same).toMatchObject([{ value: "2" }]);
    expect(
      combined([{ groups: { a: "x", b: "y" } }, { start: hour, groups: { b: "x", a: "y" } }], groupBy),
    ).toHaveLength(2);
  });
});

test("a value that comes twice in one call is refused; in two calls it is two", () => {
  const all = combiner();
  all.add(partOf({}));
  expect(() => all.add(partOf({}))).toThrow(expect.objectContaining({ code: "unexpected_response" }));
  all.endOfCall();
  all.add(partOf({}));
  expect(all.flush()).toMatchObject([{ value: "2" }]);
});

test("customers that make a total are two values at one time, not one twice", () => {
  const all = combiner();
  for (const id of ["c", "d"]) all.add({ ...partOf({ from: id }), customerId: null });
  expect(all.flush()).toMatchObject([{ customerId: null, value: "2" }]);
});

test("what was handed out is not handed out again", () => {
  const all = combiner();
  all.add(partOf({}));
  expect(all.flush()).toHaveLength(1);
  expect(all.flush()).toEqual([]);
});

test("distinct things are never put together", () => {
  expect(() => combined([{ kind: "unique" }])).toThrow(RangeError);
});

test("the order of the parts makes no difference", () => {
  const parts = fc.array(fc.record({ span: fc.nat(3), value: fc.integer().map(String) }), { maxLength: 30 });
  fc.assert(
    fc.property(parts, (some) => {
      const all = some.map((part, index) => ({ ...part, start: index * hour }));
      const values = (rows: RowParts[]) => rows.map(({ span, value }) => `${span} ${value}`).sort();
      expect(values(combined([...all].reverse()))).toEqual(values(combined(all)));
      for (const { span, value } of combined(all)) {
        const own = some.filter((part) => part.span === span);
        expect(value).toBe(String(own.reduce((sum, part) => sum + Number(part.value), 0)));
      }
    }),
  );
});
