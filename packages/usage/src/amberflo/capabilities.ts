import type { Capabilities, OperationCapabilities } from "../adapter/index.js";

// A sum over a week or a month is the sum of its days, which is certain. Other kinds can only be asked for; whether
// weeks begin on Monday is UNVERIFIED, and that months are those of the calendar is inferred: the answer is checked.
const others = ["min", "max", "unique", "latest", "average", "unknown"] as const;

const batch: Omit<OperationCapabilities, "operation"> = {
  // A group's value over the whole range is the sum of its windows for sum meters; for others no source says what it is.
  windows: { hour: "any", day: "any", week: others, month: others, none: ["sum"] },
  // It takes any second and widens to whole buckets; whole hours are never widened.
  alignment: "hour",
  groupBy: { maxKeys: 10 },
  filter: "dimensions",
  total: true,
  mayExceedLimit: true,
};

const shared = {
  customerDimension: "customerId",
  // What the maximum of a bucket is a maximum of is UNVERIFIED for some meters, so maxima are not combined.
  rollsUpOverTime: ["sum", "count"],
  // Events are accepted 60 days after their time.
  lateHours: 60 * 24,
  caveats: [],
} as const;

/** What an Amberflo account does natively. */
export const capabilities: Capabilities = {
  operations: [{ operation: "POST /usage/batch", ...batch }],
  customers: "listed",
  listsMeters: true,
  ...shared,
};

/** What a session of the customer portal does natively. */
export const portalCapabilities: Capabilities = {
  operations: [{ operation: "POST /customer-portal/usage-batch", ...batch }],
  customers: "self",
  listsMeters: false,
  ...shared,
};
