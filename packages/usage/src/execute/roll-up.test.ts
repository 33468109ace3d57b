import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meterOf } from "../fake-provider.test-support.js";
import { hour } from "../model/calendar.js";
import type { Aggregation } from "../model/query.js";
import type { Measurement } from "../provider.js";
import { createRollUp } from "./roll-up.js";
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
    unit: null,
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

const rollUp = (groupBy: string[] = [], report: (rest: Measurement, totals: number) => void = () => {}) =>
  createRollUp({ question: { window: "hour", groupBy }, groupBy, vendor: "fake", report });

function combined(parts: Part[], groupBy?: string[]): RowParts[] {
  const all = rollUp(groupBy);
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
  const all = rollUp();
  all.add(partOf({}));
  expect(() => all.add(partOf({}))).toThrow(expect.objectContaining({ code: "unexpected_response" }));
  all.endOfCall();
  all.add(partOf({}));
  expect(all.flush()).toMatchObject([{ value: "2" }]);
});

test("customers that make a total are two values at one time, not one twice", () => {
  const all = rollUp();
  for (const id of ["c", "d"]) all.add({ ...partOf({ from: id }), customerId: null });
  expect(all.flush()).toMatchObject([{ customerId: null, value: "2" }]);
});

test("what was handed out is not handed out again", () => {
  const all = rollUp();
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

describe("a capped list among the parts", () => {
  const part = (start: number, region: string | null, change: Part = {}): Part => ({
    start,
    groups: { region },
    ...change,
  });
  const flagged = (parts: Part[]) =>
    Object.fromEntries(combined(parts, ["region"]).map(({ groups, truncated }) => [String(groups.region), truncated]));

  test.each<Aggregation>(["sum", "count", "min", "max"])(
    "makes every group of its window doubtful, those that it hides too: %s",
    (kind) => {
      const parts = [part(0, "eu"), part(0, "us"), part(hour, "eu", { truncated: true })];
      expect(flagged(parts.map((each) => ({ ...each, kind })))).toEqual({ eu: true, us: true });
    },
  );

  test("does so for whoever it is part of: other meters, customers and windows are as they were", () => {
    const capped = part(hour, "eu", { truncated: true });
    const others: Part[] = [{ meter: meterOf("n") }, { from: "d" }, { span: 1 }];
    const rows = combined([capped, ...others.map((change) => part(0, "us", change))], ["region"]);
    expect(rows.map(({ truncated }) => truncated)).toEqual([true, false, false, false]);
  });

  test("makes a total of customers doubtful, in the groups of other customers too", () => {
    const all = rollUp(["region"]);
    for (const each of [part(0, "us", { from: "d" }), part(0, "eu", { from: "c", truncated: true })]) {
      all.add({ ...partOf(each), customerId: null });
    }
    expect(all.flush().map(({ truncated }) => truncated)).toEqual([true, true]);
  });

  test("is known even where its values are null", () => {
    expect(flagged([part(0, "us"), part(hour, "eu", { truncated: true, value: null })])).toEqual({
      eu: true,
      us: true,
    });
  });

  test("is of its own window: what is flushed later is as it was", () => {
    const all = rollUp(["region"]);
    all.add(partOf(part(0, "eu", { truncated: true })));
    expect(all.flush()).toMatchObject([{ truncated: true }]);
    all.endOfCall();
    all.add(partOf(part(0, "eu")));
    expect(all.flush()).toMatchObject([{ truncated: false }]);
  });
});

describe("what is left of a total", () => {
  const absent = { region: null };
  const rest = (change: Part & { total?: string | null } = {}): RowParts => {
    const { total = "9", ...part } = { groups: absent, value: "4", ...change };
    const made = partOf(part);
    return { ...made, source: { ...made.source, groups: {}, total, truncated: made.truncated } };
  };
  const settle = (rests: RowParts[], parts: Part[]) => {
    const told: string[] = [];
    const all = rollUp(["region"], ({ value }, totals) => told.push(`${value} of ${totals}`));
    for (const each of parts) all.add(partOf(each));
    for (const each of rests) all.addRest(each);
    return { rows: all.flush(), told };
  };
  const group = { start: hour, groups: absent, value: "2" };

  test("is part of the group without the dimension, where another part of the window has one", () => {
    const { rows, told } = settle(
      [rest({ firstAt: 3, lastAt: 8 })],
      [group, { start: hour, groups: { region: "eu" } }],
    );
    expect(rows).toMatchObject([
      { groups: absent, value: "6", truncated: false, derived: { parts: 2 }, firstAt: 3, lastAt: 8 },
      { groups: { region: "eu" }, value: "1" },
    ]);
    expect(told).toEqual([]);
  });

  test("is reported, and no group of its own, where no part has such a group", () => {
    const { rows, told } = settle([rest(), rest({ start: hour, value: "0.5" })], [{ groups: { region: "eu" } }]);
    expect(rows).toMatchObject([{ groups: { region: "eu" }, value: "1", truncated: false }]);
    expect(told).toEqual(["4.5 of 2"]);
  });

  test.each<[string, RowParts]>([
    ["the list is capped", rest({ truncated: true })],
    ["no total proves it", rest({ total: null })],
  ])("is reported, and the group is flagged, where %s", (_, unproven) => {
    const { rows, told } = settle([unproven], [group]);
    expect(rows).toMatchObject([{ value: "2", truncated: true }]);
    expect(told).toEqual(["4 of 1"]);
  });

  test("of other windows, meters and customers is theirs", () => {
    const others = [rest({ span: 1 }), rest({ meter: meterOf("n") }), rest({ from: "d" })];
    const { rows, told } = settle(others, [group]);
    expect(rows).toMatchObject([{ value: "2", truncated: false }]);
    expect(told).toHaveLength(3);
  });
});

test("a maximum of the group without the dimension is flagged where one list does not name that group", () => {
  const parts = (kind: Aggregation) => {
    const all = rollUp(["region"]);
    all.add(partOf({ kind, groups: { region: "eu" } }), true);
    for (const region of ["eu", null]) all.add(partOf({ kind, start: hour, groups: { region } }));
    return all.flush().map(({ groups, truncated }) => [groups.region, truncated]);
  };
  expect(parts("max")).toEqual([
    ["eu", false],
    [null, true],
  ]);
  // The total of a sum says what the list leaves.
  expect(parts("sum")).toEqual([
    ["eu", false],
    [null, false],
  ]);
});
