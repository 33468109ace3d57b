import type { Capabilities } from "../adapter/index.js";

const windows = { hour: "any", day: "any", none: "any" } as const;

/** What Metronome does natively. */
export const capabilities: Capabilities = {
  operations: [
    {
      operation: "POST /v1/usage",
      windows,
      // Window size NONE is one value for the range, of whatever kind the metric is.
      anyRange: {},
      // Both bounds at UTC midnight for every window size, as production users report; the schema does not say it.
      alignment: "day",
      // Which 200 values of more it lists is not documented, and there is no second page of them.
      groupBy: { maxKeys: 1, declared: true, maxValues: 200 },
      filter: "grouped",
      total: false,
    },
    {
      operation: "POST /v1/usage/groups",
      windows,
      anyRange: {},
      alignment: "day",
      // A compound key has to be asked for whole.
      groupBy: { maxKeys: 100, declared: true },
      filter: "grouped",
      total: false,
    },
  ],
  customers: "listed",
  listsMeters: true,
  // Whether the latest value of an empty window is the one before it is UNVERIFIED, so latest values are not combined.
  rollsUpOverTime: ["sum", "count", "min", "max"],
  // Events are accepted 34 days after their time.
  lateHours: 34 * 24,
  caveats: [],
};
