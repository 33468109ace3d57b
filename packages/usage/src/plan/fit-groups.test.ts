import { describe, expect, test } from "vitest";
import { meterOf, operationOf } from "../fake-provider.test-support.js";
import type { Aggregation } from "../model/query.js";
import type { Meter, OperationCapabilities } from "../provider.js";
import { fitGroups, type GroupNeeds } from "./fit-groups.js";

function fitted(
  needs: Partial<GroupNeeds>,
  operation: Partial<OperationCapabilities> = {},
  meter: Meter = meterOf("m"),
) {
  return fitGroups(meter, { groupBy: [], filter: {}, aggregation: undefined, ...needs }, operationOf(operation));
}

describe("dimensions", () => {
  test("are grouped by as asked", () => {
    expect(fitted({ groupBy: ["region", "tier"] })).toEqual({ groupBy: ["region", "tier"], overGroups: false });
    expect(fitted({})).toEqual({ groupBy: [], overGroups: false });
  });

  test("that a meter lacks are refused with those it has", () => {
    expect(fitted({ groupBy: ["colour"] })).toEqual({
      refused: true,
      field: "groupBy",
      why: "cannot be grouped by colour",
    });
    expect(fitted({ filter: { colour: ["red"] } })).toMatchObject({
      field: "filter",
      why: "cannot be filtered by colour",
    });
  });

  test("are as many as the vendor takes, less the one by which it tells customers apart", () => {
    const groupBy = { maxKeys: 2, countsCustomer: true };
    const asked = { groupBy: ["region", "tier"] };
    expect(fitted(asked, { groupBy })).toMatchObject({ field: "groupBy" });
    expect(fitted({ groupBy: ["region"] }, { groupBy })).toMatchObject({ groupBy: ["region"] });
    expect(fitted({ ...asked, total: true }, { groupBy })).toMatchObject({ groupBy: ["region", "tier"] });
    // A total of customers is asked for customer by customer where the vendor has none of its own.
    expect(fitted({ ...asked, total: true }, { groupBy, total: false })).toMatchObject({ field: "groupBy" });
  });

  test("that nobody tells are taken at their word", () => {
    const untold = meterOf("m", "sum", { dimensions: undefined });
    expect(fitted({ groupBy: ["colour"], filter: { shape: ["round"] } }, {}, untold)).toEqual({
      groupBy: ["colour"],
      overGroups: false,
    });
  });

  test("are too many, or none are grouped by at all", () => {
    expect(fitted({ groupBy: ["region", "tier"] }, { groupBy: { maxKeys: 1 } })).toMatchObject({
      field: "groupBy",
    });
    expect(fitted({ groupBy: ["region"] }, { groupBy: { maxKeys: 0 } })).toMatchObject({ field: "groupBy" });
  });

  test("must make a declared set, in whatever order, where the operation wants one", () => {
    const declared = { groupBy: { maxKeys: 9, declared: true } };
    const meter = meterOf("m", "sum", { groupKeys: [["region"], ["tier", "region"]] });
    expect(fitted({ groupBy: ["region", "tier"] }, declared, meter)).toMatchObject({ groupBy: ["region", "tier"] });
    const undeclared = meterOf("m", "sum", { groupKeys: [["region"]] });
    expect(fitted({ groupBy: ["tier"] }, declared, undeclared)).toMatchObject({ field: "groupBy" });
    expect(fitted({}, declared, meter)).toMatchObject({ groupBy: [] });
  });
});

describe("a dimension that stands in a declared set only", () => {
  const declared = { groupBy: { maxKeys: 9, declared: true }, filter: "grouped" } as const;
  const meter = (kind: Aggregation = "sum") =>
    meterOf("m", kind, {
      dimensions: ["a", "b", "c"],
      groupKeys: [
        ["a", "b", "c"],
        ["b", "a"],
      ],
    });

  test("is grouped by in the smallest set, whose other values add up", () => {
    expect(fitted({ groupBy: ["a"] }, declared, meter())).toEqual({ groupBy: ["a", "b"], overGroups: true });
    expect(fitted({ groupBy: ["c"] }, declared, meter())).toEqual({ groupBy: ["c", "a", "b"], overGroups: true });
    expect(fitted({ groupBy: ["a", "b"] }, declared, meter("unique"))).toEqual({
      groupBy: ["a", "b"],
      overGroups: false,
    });
  });

  test("is filtered by in the same way, by one value or several", () => {
    expect(fitted({ filter: { a: ["x"] } }, declared, meter())).toEqual({ groupBy: ["a", "b"], overGroups: true });
    expect(fitted({ groupBy: ["b"], filter: { a: ["x"] } }, declared, meter("unique"))).toEqual({
      groupBy: ["b", "a"],
      overGroups: false,
    });
  });

  test("is refused for kinds that do not add up, and for a set of more dimensions than can be asked for", () => {
    for (const kind of ["unique", "latest", "average", "unknown", "max"] as const) {
      expect(fitted({ groupBy: ["a"] }, declared, meter(kind))).toMatchObject({ field: "groupBy" });
      expect(fitted({ filter: { a: ["x"] } }, declared, meter(kind))).toMatchObject({ field: "filter" });
    }
    expect(fitted({ groupBy: ["a"], aggregation: "max" }, declared, meter("max"))).toMatchObject({ overGroups: true });
    const one = { ...declared, groupBy: { maxKeys: 1, declared: true } };
    expect(fitted({ groupBy: ["a"] }, one, meter())).toMatchObject({ field: "groupBy" });
  });
});

describe("a filter", () => {
  const grouped = { filter: "grouped" } as const;

  test("goes to the vendor as it is where dimensions can be filtered by", () => {
    expect(fitted({ filter: { region: ["eu", "us"] } })).toEqual({ groupBy: [], overGroups: false });
  });

  test("takes only what the operation names, where it names some", () => {
    expect(fitted({ filter: { resource: ["a"] } }, { filter: ["resource"] })).toMatchObject({ groupBy: [] });
    expect(fitted({ filter: { region: ["eu"] } }, { filter: ["resource"] })).toMatchObject({
      field: "filter",
    });
  });

  test("is a group where only groups can be filtered: the value of one, several put together", () => {
    expect(fitted({ filter: { region: ["eu"] } }, grouped)).toEqual({ groupBy: ["region"], overGroups: false });
    expect(fitted({ filter: { region: ["eu", "us"] } }, grouped)).toEqual({ groupBy: ["region"], overGroups: true });
    expect(fitted({ groupBy: ["region"], filter: { region: ["eu", "us"] } }, grouped)).toEqual({
      groupBy: ["region"],
      overGroups: false,
    });
    expect(fitted({ groupBy: ["tier"], filter: { region: ["eu", "us"] } }, grouped)).toEqual({
      groupBy: ["tier", "region"],
      overGroups: true,
    });
  });

  test("of several groups is refused where their values do not make one", () => {
    const needs = { filter: { region: ["eu", "us"] } };
    for (const kind of ["unique", "average", "latest", "unknown", "max"] as const) {
      expect(fitted(needs, grouped, meterOf("m", kind))).toMatchObject({
        field: "filter",
      });
    }
    expect(fitted({ ...needs, aggregation: "max" }, grouped, meterOf("m", "max"))).toMatchObject({ overGroups: true });
  });

  test("of more values than the vendor lists is refused", () => {
    const operation = { ...grouped, groupBy: { maxKeys: 1, maxValues: 2 } };
    expect(fitted({ filter: { region: ["a", "b", "c"] } }, operation)).toMatchObject({
      field: "filter",
      why: "is filtered by more than 2 values of region",
    });
    expect(fitted({ filter: { region: ["a", "b"] } }, operation)).toMatchObject({ groupBy: ["region"] });
  });
});
