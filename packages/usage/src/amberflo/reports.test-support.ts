import type { Meter, Question } from "../provider.js";
import { planCalls } from "./plan.js";
import type { Reach } from "./read-group.js";
import { readReports } from "./read-reports.js";

/** The first instant of every question here, and the length of a day in seconds. */
export const start = Date.parse("2026-03-01T00:00:00Z");
export const daySeconds = 86_400;
export const day = daySeconds * 1000;

export const meter: Meter = {
  id: "api_calls",
  name: "API calls",
  aggregation: "sum",
  unit: null,
  dimensions: ["region"],
  measures: "usage",
  archived: false,
};

/** Two days, for every customer. */
export const question: Question = {
  operation: "POST /usage/batch",
  spans: [],
  meters: [meter],
  customers: [{ id: "acme", name: "Acme" }],
  scope: "every",
  start,
  end: start + 2 * day,
  window: "day",
  groupBy: [],
  timeZone: "UTC",
  filter: {},
};

/** A group: its `groupInfo`, its `groupValue`, and a value for each of its buckets. */
export type GroupOf = [groupInfo: Record<string, unknown>, groupValue: unknown, values: unknown[]];

/** A report, as a well-behaved vendor writes it. */
export function report(groups: readonly GroupOf[], { name = "api_calls", days = 2, first = start / 1000 } = {}) {
  const starts = Array.from({ length: days }, (_, index) => first + index * daySeconds);
  return {
    metadata: {
      meterApiName: name,
      aggregation: "sum",
      filter: {},
      groupBy: null,
      take: null,
      timeGroupingInterval: "day",
    },
    secondsSinceEpochIntervals: starts,
    clientMeters: groups.map(([groupInfo, groupValue, values]) => ({
      group: { groupInfo },
      groupValue,
      values: values.map((value, index) => ({ secondsSinceEpochUtc: first + index * daySeconds, value })),
    })),
  };
}

/** Reads reports as the answer to the one call that a question makes. */
export function read(reports: readonly unknown[], change: Partial<Question> = {}, reach: Reach = "account") {
  const asked = { ...question, ...change };
  const [call] = planCalls(asked);
  if (call === undefined) throw new Error("nothing is planned");
  const names = call.request.map(({ meterApiName }) => meterApiName);
  return readReports(reports, asked, names, reach);
}
