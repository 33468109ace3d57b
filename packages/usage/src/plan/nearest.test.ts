import { expect, test } from "vitest";
import { capabilitiesOf, meterOf } from "../fake-provider.test-support.js";
import { normalizeQuery } from "../model/normalize.js";
import type { UsageQuery } from "../model/query.js";
import type { Capabilities } from "../provider.js";
import { withNearest } from "./nearest.js";

function nearest(change: Partial<UsageQuery>, capabilities: Capabilities, said = "") {
  const query = normalizeQuery({ start: "2026-06-01", end: "2026-06-08", window: "week", ...change });
  const refusal = { field: "window", why: "cannot", nearest: said };
  const now = Date.parse("2026-09-01");
  return withNearest(refusal, meterOf("m", "unique"), query, { vendor: "fake", capabilities }, now).nearest;
}

test("a refusal that knows what works keeps it", () => {
  expect(nearest({}, capabilitiesOf(), "use UTC")).toBe("use UTC");
});

test("else it names the other windows that the meter answers over this range", () => {
  expect(nearest({}, capabilitiesOf())).toBe("ask for window hour, day or none");
  expect(nearest({}, capabilitiesOf({ windows: { day: "any" } }))).toBe("ask for window day");
  // The range cuts a month.
  expect(nearest({}, capabilitiesOf({ windows: { month: "any", hour: "any" } }))).toBe("ask for window hour");
  expect(nearest({ start: "2026-06-01", end: "2026-07-01" }, capabilitiesOf({ windows: { month: "any" } }))).toBe(
    "ask for window month or none",
  );
});

test("or that none does", () => {
  expect(nearest({}, capabilitiesOf({ windows: {} }))).toBe("no window of this range is answered");
});
