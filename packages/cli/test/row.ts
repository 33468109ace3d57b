import type { UsageRow } from "@metermux/usage";

/** A row of usage with what a test changes of it. */
export function usageRow(changes: Partial<UsageRow> = {}): UsageRow {
  return {
    vendor: "metronome",
    connection: "metronome",
    meterId: "meter-1",
    meterName: "API calls",
    customerId: "customer-1",
    customerName: "Northlight Atlas",
    window: "day",
    windowStart: "2026-03-01T00:00:00.000Z",
    windowEnd: "2026-03-02T00:00:00.000Z",
    value: "12",
    unit: null,
    measures: "usage",
    aggregation: "count",
    groups: {},
    complete: true,
    final: false,
    observedAt: "2026-03-10T09:30:00.000Z",
    ...changes,
  };
}
