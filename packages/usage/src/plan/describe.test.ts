import { describe, expect, test } from "vitest";
import { capabilitiesOf, fakeProvider, meterOf, operationOf, questionOf } from "../fake-provider.test-support.js";
import { day } from "../model/calendar.js";
import { describePlan, type PlannedConnection } from "./describe.js";
import type { Route } from "./route.js";

const start = Date.parse("2026-06-01");
const question = questionOf({ start, end: start + 7 * day, window: "day" });
const native: Route = {
  operation: operationOf(),
  source: "day",
  overTime: false,
  overGroups: false,
  overCustomers: false,
  groupBy: [],
};

function shareOf(requests: number[], route: Partial<Route> = {}): PlannedConnection {
  const provider = fakeProvider({ capabilities: capabilitiesOf({}, { caveats: [{ text: "a caveat" }] }) });
  const calls = requests.map((count) => ({ operation: "POST /usage", request: { a: 1 }, requests: count, question }));
  const whole = { ...native, ...route };
  return {
    connection: "here",
    provider,
    range: { start, end: start + 7 * day, spans: [], wholeHours: true },
    steps: [{ operation: whole.operation, meters: [meterOf("m")], route: whole, question, calls }],
    skipped: [],
  };
}

describe("a plan", () => {
  test("has every call and their sum", () => {
    const plan = describePlan([shareOf([2, 3]), shareOf([1])]);
    expect(plan.requests).toBe(6);
    expect(plan.connections.map(({ requests }) => requests)).toEqual([5, 1]);
    expect(plan.connections[0]).toMatchObject({
      connection: "here",
      vendor: "fake",
      start: "2026-06-01T00:00:00.000Z",
      end: "2026-06-08T00:00:00.000Z",
    });
    expect(plan.connections[0]?.steps).toEqual([
      {
        operation: "POST /usage",
        meters: ["m"],
        source: "day",
        how: "native",
        again: [],
        calls: [
          { operation: "POST /usage", request: { a: 1 }, requests: 2 },
          { operation: "POST /usage", request: { a: 1 }, requests: 3 },
        ],
      },
    ]);
  });

  test.each<[Partial<Route>, string]>([
    [{ overTime: true }, "put together from days, which nest in the windows;"],
    [{ overTime: true, source: "none" }, "put together from ranges that meet;"],
    [{ overGroups: true }, "put together from the groups of every value asked for;"],
    [{ overTime: true, overCustomers: true }, "put together from days, which nest in the windows and every customer;"],
  ])("says why %j is exact", (route, how) => {
    expect(describePlan([shareOf([1], route)]).connections[0]?.steps[0]?.how).toContain(how);
  });

  test("says what may be asked again, and the caveats", () => {
    const again = { ...operationOf({ operation: "whole" }) };
    const capped = operationOf({ groupBy: { maxKeys: 1, maxValues: 200 } });
    const [plain] = describePlan([shareOf([1], { operation: capped, again })]).connections;
    expect(plain?.steps[0]?.again).toEqual([
      { operation: "whole", when: "a list of 200 groups comes, which may be capped" },
    ]);
    expect(plain?.notes).toEqual(["a caveat"]);
    const halved = shareOf([1], { operation: operationOf({ mayExceedLimit: true }) });
    expect(describePlan([halved]).connections[0]?.steps[0]?.again).toMatchObject([{ operation: "POST /usage" }]);
    expect(describePlan([shareOf([1])]).connections[0]?.steps[0]?.again).toEqual([]);
  });
});
