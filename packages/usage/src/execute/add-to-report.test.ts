import { expect, test } from "vitest";
import { capabilitiesOf, meterOf } from "../fake-provider.test-support.js";
import { emptyReport } from "../model/report.js";
import { addCaveats, addRemainder, addSkipped } from "./add-to-report.js";

const remainder = (value: string | null, meterId = "m") => {
  return { meterId, customerId: "c", start: 0, end: 1, value, groups: {} };
};

test("remainders of a meter are one entry, added up exactly", () => {
  const report = emptyReport();
  const meters = [meterOf("m", "sum", { name: "Meter" }), meterOf("n", "count")];
  for (const value of ["0.1", "0.2", null]) addRemainder(report, "here", remainder(value), meters);
  addRemainder(report, "here", remainder("7", "n"), meters);
  addRemainder(report, "there", remainder("1"), meters);
  expect(report.remainders).toEqual([
    { connection: "here", meterId: "m", meterName: "Meter", windows: 2, value: "0.3" },
    { connection: "here", meterId: "n", meterName: null, windows: 1, value: "7" },
    { connection: "there", meterId: "m", meterName: "Meter", windows: 1, value: "1" },
  ]);
});

test("a remainder of several windows counts as so many", () => {
  const report = emptyReport();
  for (const windows of [3, 2]) addRemainder(report, "here", remainder("1.5"), [meterOf("m")], windows);
  expect(report.remainders).toMatchObject([{ windows: 5, value: "3" }]);
});

test("values that do not add up are counted, and have no sum", () => {
  const report = emptyReport();
  const meters = [meterOf("m", "unique")];
  for (const value of ["4", "5"]) addRemainder(report, "here", remainder(value), meters);
  expect(report.remainders).toMatchObject([{ windows: 2, value: null }]);
});

test("a meter is left out once for each connection, by its first reason", () => {
  const report = emptyReport();
  for (const reason of ["first", "second"]) addSkipped(report, "here", meterOf("m", "sum", { name: "Meter" }), reason);
  addSkipped(report, "there", meterOf("m"), "third");
  const because = (reason: string) => ({ reason, refusal: { field: undefined, reason } });
  expect(report.skipped).toEqual([
    { connection: "here", meterId: "m", meterName: "Meter", ...because("first") },
    { connection: "there", meterId: "m", meterName: null, ...because("third") },
  ]);
});

test("the caveats of an operation are reported once, however often it answers", () => {
  const report = emptyReport();
  const caveats = [{ text: "about all" }, { text: "about b", operations: ["b"] }];
  const capabilities = capabilitiesOf({}, { caveats });
  for (const operation of ["a", "b", "b"]) addCaveats(report, "here", capabilities, operation);
  expect(report.notes).toEqual([
    { connection: "here", about: "about all" },
    { connection: "here", about: "about b" },
  ]);
});
