import { describe, expect, test } from "vitest";
import { day } from "./model/calendar.js";
import { leastVendorTime, rangeTime } from "./vendor-time.js";

const now = Date.parse("2026-06-10T15:00:00Z");
const minute = 60_000;
const told = (skew: number | undefined, vendorNow?: number) => ({
  skewMs: () => skew,
  ...(vendorNow !== undefined && { vendorNow: () => vendorNow }),
});

describe("the vendor's time", () => {
  test.each([
    ["a day behind ours", told(-day), -day],
    ["ahead of ours", told(5000), 5000],
    ["the same", told(0), 0],
    ["the same, as far as a header of whole seconds tells", told(-4999), 0],
    ["not told: ten minutes are in doubt", told(undefined), -10 * minute],
    ["what it says, though the connection has another clock than the facade", told(0, now - day), -day],
    ["ours where the facade's clock was set by hand, months from the vendor's", told(0, now + 200 * day), 0],
  ])("is %s", (_, provider, apart) => {
    expect(leastVendorTime(provider, now - 5, now)).toBe(now - 5 + apart);
  });
});

describe("a range is laid by", () => {
  test.each([
    ["the vendor's time, where it is known to be another", told(-day), -day],
    ["the vendor's time, where that is ahead", told(minute), minute],
    ["our time, where they differ by seconds", told(-minute + 1), 0],
    ["our time, where the vendor's is not told", told(undefined), 0],
  ])("%s", (_, provider, apart) => {
    expect(rangeTime(provider, now)).toBe(now + apart);
  });
});
