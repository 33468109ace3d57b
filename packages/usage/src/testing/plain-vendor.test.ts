import { capabilitiesOf, meterOf } from "../fake-provider.test-support.js";
import type { OperationCapabilities } from "../provider.js";
import { describeProvider } from "./describe-provider.js";
import { amountOf, answerPlainly, now, type PlainVendor, plainVendor, secret } from "./plain-vendor.test-support.js";

const shape: Partial<OperationCapabilities> = { groupBy: { maxKeys: 0 }, filter: [], total: false };
const ungrouped = { dimensions: [] };

const vendors: Readonly<Record<string, PlainVendor>> = {
  "a vendor with days only": {
    capabilities: capabilitiesOf({ ...shape, windows: { day: "any" }, alignment: "day" }),
    meters: [meterOf("m", "sum", ungrouped)],
    units: [""],
  },
  "a vendor of money only, in two currencies": {
    capabilities: capabilitiesOf({ ...shape, windows: { day: "any" }, alignment: "day" }),
    meters: [meterOf("m", "sum", { ...ungrouped, measures: "cost" })],
    units: ["EUR", "USD"],
  },
  "a vendor with native zones of half hours": {
    capabilities: capabilitiesOf({ ...shape, zones: "any", windows: { hour: "any", day: "any", month: "any" } }),
    meters: [meterOf("m", "sum", ungrouped)],
    units: [""],
  },
};

for (const [name, vendor] of Object.entries(vendors)) {
  describeProvider(name, () => ({
    connect: ({ wrongCredential, ...options }) => plainVendor(vendor, options, wrongCredential ? "wrong" : secret),
    fetch: (request) => answerPlainly(vendor, request),
    secret,
    now,
    days: { start: "2026-03-01", end: "2026-03-04" },
    question: { meters: ["m"], customers: ["a", "b"] },
    truth: ({ windowStart, windowEnd, customerId, unit }) =>
      amountOf(Date.parse(windowStart), Date.parse(windowEnd), customerId ?? "", unit ?? ""),
  }));
}
