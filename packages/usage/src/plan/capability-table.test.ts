import { describe, expect, test } from "vitest";
import { capabilitiesOf } from "../fake-provider.test-support.js";
import { aggregations, windows } from "../model/normalize.js";
import type { Capabilities } from "../provider.js";
import { describeCapabilities } from "./capability-table.js";

const describeFake = (capabilities: Capabilities) => describeCapabilities("here", { vendor: "fake", capabilities });

describe("what a connection answers", () => {
  test("is told for every window and kind, beside what the vendor does natively", () => {
    const capabilities = capabilitiesOf();
    const told = describeFake(capabilities);
    expect(told).toMatchObject({ connection: "here", vendor: "fake", native: capabilities });
    for (const table of [told.answers, told.localAnswers]) {
      expect(Object.keys(table)).toEqual([...windows]);
      for (const window of windows) expect(Object.keys(table[window])).toEqual([...aggregations]);
    }
  });

  test("tells native, put together and refused apart", () => {
    const { answers, localAnswers } = describeFake(capabilitiesOf({}, { rollsUpOverTime: ["sum"] }));
    expect(answers.day.unique).toBe("native");
    expect(answers.week).toMatchObject({ sum: "from day", count: "refused", unique: "refused" });
    expect(answers.month.sum).toBe("from day");
    expect(answers.none.average).toBe("native");
    expect(localAnswers.hour.unique).toBe("native");
    expect(localAnswers.day).toMatchObject({ sum: "from hour", unique: "refused" });
    expect(localAnswers.none.average).toBe("native");
  });

  test("does not take a range off the vendor's grid for a native one", () => {
    const { answers, localAnswers } = describeFake(capabilitiesOf({ alignment: "day" }));
    expect(answers.none).toMatchObject({ sum: "native", unique: "native" });
    expect(localAnswers.none).toMatchObject({ sum: "from hour", unique: "refused" });
  });

  test("has native windows of every zone where any range is answered", () => {
    const { answers, localAnswers } = describeFake(capabilitiesOf({ windows: {}, anyRange: { maxDays: 31 } }));
    expect(localAnswers).toEqual(answers);
    expect(answers.month.average).toBe("native");
  });

  test("has native windows of every zone where the vendor has calendars of any zone", () => {
    const { answers, localAnswers } = describeFake(capabilitiesOf({ zones: "any" }));
    expect(localAnswers).toEqual(answers);
    expect(localAnswers.day.unique).toBe("native");
  });

  test("has a total of every kind, or of what adds up over customers", () => {
    expect(describeFake(capabilitiesOf()).total).toMatchObject({ sum: true, unique: true });
    // Minima and maxima are named in this question.
    expect(describeFake(capabilitiesOf({ total: false })).total).toEqual({
      sum: true,
      count: true,
      min: true,
      max: true,
      unique: false,
      latest: false,
      average: false,
      unknown: false,
    });
  });
});
