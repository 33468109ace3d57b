import type { QueryReport, UsageRow } from "@metermux/usage";

/** A row of a sum on 1 March 2026, with what differs from that. */
export function usageRow(change: Partial<UsageRow> = {}): UsageRow {
  return {
    vendor: "metronome",
    connection: "billing",
    meterId: "m-1",
    meterName: "API calls",
    customerId: "c-1",
    customerName: "Northlight Atlas",
    window: "day",
    windowStart: "2026-03-01T00:00:00.000Z",
    windowEnd: "2026-03-02T00:00:00.000Z",
    value: "12",
    unit: null,
    measures: "usage",
    aggregation: "sum",
    groups: {},
    complete: true,
    final: false,
    observedAt: "2026-03-10T09:30:00.125Z",
    ...change,
  };
}

/** Rows that have gone wrong in files before: every digit, null beside 0, formulas, separators, names of any script. */
export const hardRows: readonly UsageRow[] = [
  usageRow({ value: "9007199254740993" }),
  usageRow({ value: "-0.000000000000000001", customerId: "c-2" }),
  usageRow({ value: "99999999999999999999.999999999999999999", customerId: "c-3" }),
  usageRow({ value: null, customerId: "c-4" }),
  usageRow({ value: "0", customerId: "c-5" }),
  usageRow({ customerId: null, customerName: null, meterName: null, unit: "B" }),
  usageRow({ customerId: "=1+1", customerName: '=HYPERLINK("http://example.com")', meterName: "@SUM(A1)" }),
  usageRow({ customerId: "'quoted", customerName: "-1", meterName: "\tTab" }),
  usageRow({ customerId: 'a,b;c"d"', customerName: "two\r\nlines", meterName: "" }),
  usageRow({ customerId: "東京", customerName: "Zoë 🙂\u2028\u0000", groups: { region: null, tier: "", "a=b": "=x" } }),
  usageRow({ customerId: "derived", derived: { from: "hour", parts: 24, method: "sum" }, unit: "tokens" }),
  usageRow({ customerId: "open", complete: false, incompleteReason: "open", mapped: { customer: "ours" } }),
  usageRow({ customerId: "groups", groups: { constructor: null } }),
];

/** The report of a query that went well. */
export const emptyReport: QueryReport = {
  ranges: [],
  skipped: [],
  leftOut: [],
  remainders: [],
  notes: [],
  failures: [],
  rows: 0,
};
