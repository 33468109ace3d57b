import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meterOf, operationOf, questionOf } from "../fake-provider.test-support.js";
import type { Provider } from "../provider.js";
import { minimumTime, refuseTooMany } from "./cost.js";
import type { Step } from "./steps.js";

const rate = { requests: 8, windowMs: 1000 };
const question = questionOf({ start: 0, end: 3_600_000 });

function shareOf(
  requests: number[],
  pace: Provider["rate"] = false,
): { steps: Step[]; provider: Pick<Provider, "rate"> } {
  const calls = requests.map((count) => ({ operation: "POST /usage", request: {}, requests: count, question }));
  const operation = operationOf();
  const plain = { source: "hour", overTime: false, overGroups: false, overCustomers: false, groupBy: [] } as const;
  return {
    steps: [{ operation, meters: [meterOf("m")], route: { ...plain, operation }, question, calls }],
    provider: { rate: pace },
  };
}

describe("the least time", () => {
  test.each([
    [0, 0],
    [8, 0],
    [9, 1000],
    [16, 1000],
    [17, 2000],
  ])("of %i requests at 8 a second is %i ms", (requests, milliseconds) => {
    expect(minimumTime(requests, rate)).toBe(milliseconds);
  });

  test("is nothing without a rate", () => {
    expect(minimumTime(1000, false)).toBe(0);
  });

  test("never sends more than the rate in a window, and no window is waited for in vain", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 50 }), (requests, perWindow) => {
        const windows = minimumTime(requests, { requests: perWindow, windowMs: 1000 }) / 1000;
        expect((windows + 1) * perWindow).toBeGreaterThanOrEqual(requests);
        if (windows > 0) expect(windows * perWindow).toBeLessThan(requests);
      }),
    );
  });
});

describe("a plan of too many requests is refused", () => {
  test("with how many it needs, how long they take, and how to allow them", () => {
    const share = shareOf([20, 5], rate);
    expect(() => refuseTooMany([share], 24)).toThrow(
      expect.objectContaining({ code: "invalid_input", field: "maxRequests" }),
    );
    expect(() => refuseTooMany([share], 24)).toThrow(
      "maxRequests: 24 cannot be used; about 25 requests are needed, at least 3 s; " +
        "ask for fewer meters, customers or windows, or allow more with maxRequests: 25",
    );
  });

  test("counted over all connections, one after the other, and not one sooner", () => {
    expect(() => refuseTooMany([shareOf([2]), shareOf([2])], 3)).toThrow("about 4 requests");
    expect(() => refuseTooMany([shareOf([9], rate), shareOf([9], rate)], 3)).toThrow("at least 2 s");
    expect(() => refuseTooMany([shareOf([2]), shareOf([2])], 4)).not.toThrow();
  });
});
