import { describe, expect, test } from "vitest";
import { compileUsageQuery } from "./index.js";

// The example values of the published document.
const document = {
  meterApiName: "api-calls",
  startTimeInSeconds: 1718100000,
  endTimeInSeconds: 1718186400,
  aggregation: "SUM",
  timeGroupingInterval: "DAY",
  groupBy: ["customerId"],
};

test("a flat document becomes the nested body", () => {
  expect(compileUsageQuery(document)).toEqual({
    meterApiName: "api-calls",
    aggregation: "SUM",
    timeGroupingInterval: "DAY",
    timeRange: { startTimeInSeconds: 1718100000, endTimeInSeconds: 1718186400 },
    groupBy: ["customerId"],
  });
});

test("customerFilter becomes the filter of customerId, and is never sent under its own name", () => {
  const compiled = compileUsageQuery({ ...document, customerFilter: ["a", "b"], filter: { region: ["eu"] } });
  expect(compiled.filter).toEqual({ region: ["eu"], customerId: ["a", "b"] });
  expect(JSON.stringify(compiled)).not.toContain("customerFilter");
});

test("enums are accepted in any case", () => {
  expect(compileUsageQuery({ ...document, aggregation: "max", timeGroupingInterval: "Hour" })).toMatchObject({
    aggregation: "max",
  });
});

describe("an invalid field is refused by name:", () => {
  test.each<[string, Record<string, unknown>]>([
    ...["meterApiName", "startTimeInSeconds", "endTimeInSeconds", "aggregation", "timeGroupingInterval"].map(
      (field): [string, Record<string, unknown>] => [field, { [field]: undefined }],
    ),
    ["meterApiName", { meterApiName: "" }],
    ["startTimeInSeconds", { startTimeInSeconds: "1718100000" }],
    ["startTimeInSeconds", { startTimeInSeconds: 1718100000000 }],
    ["endTimeInSeconds", { endTimeInSeconds: 1.5 }],
    ["endTimeInSeconds", { endTimeInSeconds: 1718100000 }],
    ["aggregation", { aggregation: "AVG" }],
    ["timeGroupingInterval", { timeGroupingInterval: "MINUTE" }],
    ["groupBy", { groupBy: "customerId" }],
    ["customerFilter", { customerFilter: [] }],
    ["customerFilter", { customerFilter: ["a"], filter: { customerId: ["a"] } }],
    ["filter", { filter: { region: "eu" } }],
    ["filter", { filter: ["region"] }],
    ["customerfilter", { customerfilter: ["a"] }],
    ["timeRange", { timeRange: { startTimeInSeconds: 1 } }],
  ])("%s: %j", (field, change) => {
    const changed = Object.fromEntries(
      Object.entries({ ...document, ...change }).filter(([, value]) => value !== undefined),
    );
    expect(() => compileUsageQuery(changed)).toThrow(expect.objectContaining({ code: "invalid_input", field }));
    expect(() => compileUsageQuery(changed)).toThrow(`UsageQueryRequest.${field}`);
  });

  test.each([null, [], "text", 1])("a document that is %j is refused", (value) => {
    expect(() => compileUsageQuery(value)).toThrow("must be a JSON object");
  });
});
