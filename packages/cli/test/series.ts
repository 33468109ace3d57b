import type { Series } from "../src/demo/series.js";

/** A series of two days with what a test changes of it. */
export function series(changes: Partial<Series> = {}): Series {
  return {
    connection: "metronome",
    key: "api_calls",
    name: "API calls",
    customerId: "customer-1",
    aggregation: "count",
    days: ["1", "2"],
    value: "3",
    ...changes,
  };
}
