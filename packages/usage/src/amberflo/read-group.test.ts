import { describe, expect, test } from "vitest";
import { type GroupOf, read, report, start } from "./reports.test-support.js";

const unexpected = (problem: string) =>
  expect.objectContaining({ code: "unexpected_response", message: expect.stringContaining(problem) });
const two = ["1", "1"];

test("a customer that comes twice in a report is refused", () => {
  const acme: GroupOf = [{ customerId: "acme" }, "2", two];
  expect(() => read([report([acme, acme])])).toThrow(unexpected('group ["acme"] of meter api_calls came twice'));
  const eu: GroupOf = [{ customerId: "acme", region: "eu" }, "2", two];
  expect(() => read([report([eu, eu])], { groupBy: ["region"] })).toThrow(unexpected("came twice"));
  // Two groups without the dimension are one as well, whatever they are reported as.
  const none: GroupOf = [{ customerId: "acme" }, "2", two];
  expect(() => read([report([none, eu, none])], { groupBy: ["region"] })).toThrow(unexpected("came twice"));
});

describe("a group of what was not asked for is refused:", () => {
  test.each<[string, GroupOf[0], Parameters<typeof read>[1], string]>([
    ["another customer", { customerId: "other" }, { scope: "named" }, "of customer other"],
    ["no customer, where some were named", {}, { scope: "named" }, "of customer nobody"],
    ["a customer, where all as one were asked for", { customerId: "acme" }, { scope: "total" }, "of customer acme"],
    ["a dimension", { customerId: "acme", tier: "pro" }, {}, "told by tier"],
    ["a value", { customerId: "acme", region: "us" }, { groupBy: ["region"], filter: { region: ["eu"] } }, '"us"'],
    ["no value", { customerId: "acme" }, { groupBy: ["region"], filter: { region: ["eu"] } }, "region null"],
  ])("%s", (_, groupInfo, change, problem) => {
    expect(() => read([report([[groupInfo, "2", two]])], change)).toThrow(unexpected(problem));
  });
});

test("a filter by what is not grouped by does not stand in the answer", () => {
  const page = read([report([[{ customerId: "acme" }, "2", two]])], { filter: { region: ["eu"] } });
  expect(page.measurements).toHaveLength(2);
});

test.each(["constructor", "__proto__", "toString", "hasOwnProperty"])(
  "the dimension %s is null where the events lack it, and its value where they have it",
  (name) => {
    const groupInfo = JSON.parse(`{"customerId":"acme",${JSON.stringify(name)}:"x"}`);
    const asked = { groupBy: [name], filter: {} };
    const lacks = read([report([[{ customerId: "acme" }, "2", two]])], asked).measurements[0];
    expect(Object.entries(lacks?.groups ?? {})).toEqual([[name, null]]);
    const has = read([report([[groupInfo, "2", two]])], asked).measurements[0];
    expect(Object.entries(has?.groups ?? {})).toEqual([[name, "x"]]);
  },
);

describe("a group without the dimension", () => {
  const readGrouped = (groups: GroupOf[]) => read([report(groups)], { groupBy: ["region"] });

  test("alone is the customer's usage without one", () => {
    expect(readGrouped([[{ customerId: "acme" }, "2", two]]).measurements[0]).toMatchObject({
      groups: { region: null },
      value: "1",
    });
  });

  test("beside others is reported, and is not a row", () => {
    const page = readGrouped([
      [{ customerId: "acme" }, "3", ["3.0", "0"]],
      [{ customerId: "acme", region: "eu" }, "2", two],
      [{ customerId: "other" }, "2", two],
    ]);
    expect(page.measurements.map(({ customerId, groups }) => [customerId, groups.region])).toEqual([
      ["acme", "eu"],
      ["acme", "eu"],
      ["other", null],
      ["other", null],
    ]);
    expect(page.remainders).toMatchObject([{ customerId: "acme", value: "3" }]);
  });

  test("and without a customer is nobody's row; what is smaller than any double is not zero", () => {
    expect(readGrouped([[{}, "1e-400", ["0", "1e-400"]]])).toMatchObject({
      measurements: [],
      remainders: [{ customerId: null, start: start + 86_400_000 }],
    });
  });

  test("must be a number all the same", () => {
    expect(() => readGrouped([[{}, "3", ["three", "0"]]])).toThrow(unexpected("three"));
  });
});

describe("the answer to a portal session", () => {
  const portal = (groups: GroupOf[], change: Parameters<typeof read>[1] = {}) =>
    read([report(groups)], { customers: [], ...change }, "session");

  test("that names no customer is of the session's own", () => {
    expect(portal([[{}, "2", two]])).toMatchObject({
      measurements: [{ customerId: null, value: "1" }, {}],
      remainders: [],
    });
  });

  test("by a dimension is of the session's own too", () => {
    const groups: GroupOf[] = [
      [{ region: "eu" }, "2", two],
      [{ region: "us" }, "2", two],
    ];
    expect(portal(groups, { groupBy: ["region"] }).measurements).toHaveLength(4);
  });

  test("that names it says who it is", () => {
    expect(portal([[{ customerId: "acme" }, "2", two]]).measurements[0]?.customerId).toBe("acme");
  });

  test("about several customers is refused: a session has one", () => {
    const both: GroupOf[] = [
      [{ customerId: "acme" }, "2", two],
      [{ customerId: "other" }, "2", two],
    ];
    expect(() => portal(both)).toThrow(unexpected("answered for 2 customers"));
    expect(() => portal([[{}, "2", two], both[0] as GroupOf])).toThrow(unexpected("answered for 2 customers"));
  });
});
