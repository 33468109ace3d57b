import { describe, expect, test } from "vitest";
import { day, daySeconds, type GroupOf, meter, read, report, start } from "./reports.test-support.js";

const acme = { customerId: "acme" };
const unexpected = (problem: string) =>
  expect.objectContaining({ code: "unexpected_response", message: expect.stringContaining(problem) });

describe("a report", () => {
  test("gives each group's buckets", () => {
    expect(read([report([[acme, "3", ["1", "2"]]])]).measurements).toEqual([
      { meterId: "api_calls", customerId: "acme", groups: {}, start, end: start + day, value: "1" },
      { meterId: "api_calls", customerId: "acme", groups: {}, start: start + day, end: start + 2 * day, value: "2" },
    ]);
  });

  test("gives the group's own value for window none", () => {
    const { measurements } = read([report([[acme, "3", ["1", "2"]]])], { window: "none" });
    expect(measurements).toMatchObject([{ start, end: start + 2 * day, value: "3" }]);
  });

  test("gives the bucket's value for window none of users over one day: what a groupValue of them is, no source says", () => {
    const meters = [{ ...meter, aggregation: "unique" as const }];
    const one = report([[acme, "7", ["5"]]], { days: 1 });
    const { measurements } = read([one], { window: "none", end: start + day, meters });
    expect(measurements).toMatchObject([{ start, end: start + day, value: "5" }]);
  });

  test("keeps null: the vendor says that there is no data", () => {
    expect(read([report([[acme, "0", [null, "0"]]])]).measurements.map(({ value }) => value)).toEqual([null, "0"]);
  });

  test("of no groups makes no rows", () => {
    expect(read([report([])])).toEqual({ measurements: [], remainders: [] });
  });

  test("without a list of intervals is read by the buckets of its groups", () => {
    const { secondsSinceEpochIntervals: _, ...rest } = report([[acme, "3", ["1", "2"]]]);
    expect(read([rest]).measurements).toHaveLength(2);
  });

  test("of as many rows as the vendor gives at most may lack some, and is asked for in parts", () => {
    const values = Array.from({ length: 1_000 }, () => "1");
    const groups = (count: number) => {
      return Array.from({ length: count }, (_, index): GroupOf => [{ customerId: `c${index}` }, "1000", values]);
    };
    const none = { window: "none" as const, end: start + 1_000 * day };
    expect(read([report(groups(99), { days: 1_000 })], none).measurements).toHaveLength(99);
    expect(() => read([report(groups(100), { days: 1_000 })], none)).toThrow(
      expect.objectContaining({ code: "incomplete_result", splittable: true }),
    );
  });
});

describe("the reports of a batch", () => {
  const meters = [
    { ...meter, id: "a" },
    { ...meter, id: "b" },
  ];

  test("are matched by the meter they echo, in any order", () => {
    const reports = [report([[acme, "2", ["2", "0"]]], { name: "b" }), report([], { name: "a" })];
    expect(read(reports, { meters }).measurements.map(({ meterId }) => meterId)).toEqual(["b", "b"]);
  });

  test.each<[string, ReturnType<typeof report>[], string]>([
    ["a missing report", [], "no report came for meter a"],
    ["another meter's report", [report([], { name: "a" }), report([], { name: "c" })], "no report came for meter b"],
    [
      "two reports on one meter",
      [report([], { name: "a" }), report([], { name: "a" })],
      "two reports came for meter a",
    ],
    ["a report too many", ["a", "b", "c"].map((name) => report([], { name })), "3 reports came for 2 meters"],
  ])("are refused for %s", (_, reports, problem) => {
    expect(() => read(reports, { meters })).toThrow(unexpected(problem));
  });
});

describe("an answer about another range is refused:", () => {
  const groups: GroupOf[] = [[acme, "3", ["1", "2"]]];
  const another = Date.parse("2026-05-01T00:00:00Z") / 1000;

  test("months later, with its list of intervals and without", () => {
    const later = report(groups, { first: another });
    const { secondsSinceEpochIntervals: _, ...unlisted } = later;
    for (const window of ["day", "none"] as const) {
      expect(() => read([later], { window })).toThrow(unexpected("begins at 2026-05-01"));
      expect(() => read([unlisted], { window })).toThrow(unexpected("has a value at 2026-05-01"));
    }
  });

  test("months later by week or month is no other calendar", () => {
    const later = report([[acme, "3", ["3"]]], { first: another, days: 1 });
    const echo = (timeGroupingInterval: string) => ({
      ...later,
      metadata: { ...later.metadata, timeGroupingInterval },
    });
    const users = [{ ...meter, aggregation: "unique" as const }];
    const month = { window: "month", end: Date.parse("2026-04-01T00:00:00Z"), meters: users } as const;
    expect(() => read([echo("month")], month)).toThrow(unexpected("begins at 2026-05-01"));
  });

  test("without usage and without a list of intervals, nothing shows which", () => {
    const { secondsSinceEpochIntervals: _, ...unlisted } = report([]);
    expect(() => read([unlisted])).toThrow(unexpected("secondsSinceEpochIntervals of meter api_calls is missing"));
  });

  test.each([
    ["5 days of 7", 5, 0, "has 5 intervals, and 7 were asked for"],
    ["9 days of 7", 9, 0, "has 9 intervals, and 7 were asked for"],
    ["7 days from the day before", 7, -1, "begins at 2026-02-28"],
    ["7 days from the day after", 7, 1, "begins at 2026-03-02"],
    ["no days", 0, 0, "lists no intervals"],
  ])("%s", (_, days, shift, problem) => {
    const values = Array.from({ length: days }, () => "1");
    const answer = report([[acme, "7", values]], { days, first: start / 1000 + shift * daySeconds });
    for (const window of ["day", "none"] as const) {
      expect(() => read([answer], { window, end: start + 7 * day })).toThrow(unexpected(problem));
    }
  });

  test("a hole between both ends", () => {
    const whole = report([[acme, "7", ["1", "1", "1"]]], { days: 3 });
    const holed = { ...whole, secondsSinceEpochIntervals: [0, 2, 3].map((at) => start / 1000 + at * daySeconds) };
    expect(() => read([holed], { window: "none", end: start + 3 * day })).toThrow(unexpected("2026-03-02"));
  });

  test("a March of 30 days, by month and over the whole of it", () => {
    const users = [{ ...meter, aggregation: "unique" as const }];
    const march = report([[acme, "2", ["1", "1"]]], { days: 2 });
    const thirty = [start / 1000, start / 1000 + 30 * daySeconds];
    const values = thirty.map((secondsSinceEpochUtc) => ({ secondsSinceEpochUtc, value: "1" }));
    const answer = {
      metadata: { ...march.metadata, timeGroupingInterval: "month" },
      secondsSinceEpochIntervals: thirty,
      clientMeters: [{ group: { groupInfo: acme }, groupValue: "2", values }],
    };
    const months = { start, end: Date.parse("2026-05-01T00:00:00Z"), window: "month", meters: users } as const;
    expect(() => read([answer], months)).toThrow(unexpected("2026-04-01"));
    const days = report([[acme, "30", Array.from({ length: 30 }, () => "1")]], { days: 30 });
    expect(() => read([days], { end: start + 31 * day, window: "none" })).toThrow(unexpected("has 30 intervals"));
  });

  test.each([
    ["a bucket twice", [0, 0], "has a value at 2026-03-01"],
    ["a bucket too few", [0], "has 1 values for 2 intervals"],
    ["none", [], "has 0 values for 2 intervals"],
    ["a bucket too many", [0, 1, 2], "has a value at 2026-03-03"],
    ["a bucket of another day", [0, 5], "has a value at 2026-03-06"],
  ])("a group of %s", (_, days, problem) => {
    const values = days.map((at) => ({ secondsSinceEpochUtc: start / 1000 + at * daySeconds, value: "1" }));
    const answer = report([[acme, "2", ["1", "1"]]]);
    const clientMeters = answer.clientMeters.map((group) => ({ ...group, values }));
    for (const window of ["day", "none"] as const) {
      expect(() => read([{ ...answer, clientMeters }], { window })).toThrow(unexpected(problem));
    }
  });
});

describe("an answer to another question is refused:", () => {
  test.each([
    ["aggregation", "max"],
    ["timeGroupingInterval", "hour"],
  ])("it echoes the %s %s", (name, value) => {
    const answer = report([]);
    const echo = (said: string) => ({ ...answer, metadata: { ...answer.metadata, [name]: said } });
    expect(() => read([echo(value)])).toThrow(unexpected(`is by ${name} ${value}`));
  });

  test("in capitals it is the same one", () => {
    const answer = report([]);
    const metadata = { ...answer.metadata, aggregation: "SUM", timeGroupingInterval: "DAY" };
    expect(read([{ ...answer, metadata }]).measurements).toEqual([]);
  });

  test("it took some of the groups", () => {
    const answer = report([]);
    const metadata = { ...answer.metadata, take: { limit: 10, isAscending: false } };
    expect(() => read([{ ...answer, metadata }])).toThrow(expect.objectContaining({ code: "incomplete_result" }));
  });
});

describe("a field that is missing, or of another type, is refused by its name:", () => {
  const whole = report([[acme, "3", ["1", "2"]]]);
  const [group] = whole.clientMeters;
  const withGroup = (change: object) => ({ ...whole, clientMeters: [{ ...group, ...change }] });
  const withBucket = (change: object) => {
    return withGroup({
      values: group?.values.map((bucket, index) => (index === 1 ? { ...bucket, ...change } : bucket)),
    });
  };

  test.each<[string, unknown]>([
    ["metadata", { ...whole, metadata: undefined }],
    ["metadata.meterApiName", { ...whole, metadata: {} }],
    ["clientMeters", { ...whole, clientMeters: undefined }],
    ["clientMeters", { ...whole, clientMeters: {} }],
    ["clientMeters", { ...whole, clientMeters: [null] }],
    ["secondsSinceEpochIntervals", { ...whole, secondsSinceEpochIntervals: null }],
    ["secondsSinceEpochIntervals", { ...whole, secondsSinceEpochIntervals: ["2026-03-01", 1] }],
    ["group of meter", withGroup({ group: undefined })],
    ["group.groupInfo", withGroup({ group: {} })],
    ["group.groupInfo", withGroup({ group: { groupInfo: ["acme"] } })],
    ["group.groupInfo", withGroup({ group: { groupInfo: { customerId: 42 } } })],
    ["values", withGroup({ values: undefined })],
    ["secondsSinceEpochUtc", withBucket({ secondsSinceEpochUtc: undefined })],
    ["secondsSinceEpochUtc", withBucket({ secondsSinceEpochUtc: start + day })],
    ["value of", withBucket({ value: undefined })],
    ["value of", withBucket({ value: ["2"] })],
    ["value of", withBucket({ value: { amount: "2" } })],
    ["value of", withBucket({ value: true })],
    ["value of", withBucket({ value: 2 })],
    ["a report", null],
    ["a report", []],
  ])("%s (%#)", (field, answer) => {
    expect(() => read([answer])).toThrow(unexpected(field));
  });

  test.each([undefined, ["3"], false])("groupValue %j, for window none", (groupValue) => {
    expect(() => read([withGroup({ groupValue })], { window: "none" })).toThrow(unexpected("groupValue"));
    expect(read([withGroup({ groupValue })]).measurements).toHaveLength(2);
  });
});
